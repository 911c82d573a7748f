// SPDX-License-Identifier: MIT
// Promise: a call record tells whose recording is whose, first by RecordId and then by participant, says what each role
// rests on, and never makes a role of a guess.
#include <tccc/session_aggregator.hpp>

#include "support/call_records.hpp"
#include "support/pushes.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace tccc;
using namespace tccc::testing;

namespace {

session pair_up(const std::vector<record_push>& pushes, const cdr_push& record) {
    session_aggregator sessions;
    for (const record_push& push : pushes)
        sessions.add(push, at(0));
    sessions.add(record, at(0));
    session out;
    sessions.flush([&out](const session& s) { out = s; });
    return out;
}

/// Of the track of this user (and this recording).
const track& track_of(const session& s, std::string_view user, std::string_view record_id = {}) {
    for (const track& t : s.tracks) {
        if (t.push.endpoint_user.value() == user && (record_id.empty() || t.push.record_id == record_id))
            return t;
    }
    FAIL("no such track");
    return s.tracks.front();
}

void check_role(const track& t, track_role role, track_party party, role_basis basis) {
    CAPTURE(t.push.endpoint_user.value(), t.push.record_id, to_string(t.role), to_string(t.party),
            to_string(t.basis));
    CHECK(t.role == role);
    CHECK(t.party == party);
    CHECK(t.basis == basis);
}

}  // namespace

TEST_CASE("an inbound call: the customer called, the agent was called", "[session][manifest]") {
    const session s = pair_up({make_push("s", "r0", a_customer), make_push("s", "r1", an_agent)},
                              make_record("s", "r0", {make_leg(an_agent, "r1")}));
    CHECK(s.direction == call_direction::inbound);
    CHECK(s.stated_direction == call_direction::unknown);
    check_role(track_of(s, a_customer), track_role::caller, track_party::customer, role_basis::manifest);
    check_role(track_of(s, an_agent), track_role::callee, track_party::agent, role_basis::manifest);
    CHECK(s.missing_record_ids.empty());
    CHECK_FALSE(has_unnamed_recordings(s));
    REQUIRE(s.call_record.has_value());
    CHECK(s.call_record->legs.size() == 1);
}

TEST_CASE("an outbound call: the agent called", "[session][manifest]") {
    const session s = pair_up({make_push("s", "r0", a_customer), make_push("s", "r1", an_agent)},
                              make_record("s", "r0", {make_leg(an_agent, "r1")}, 1));
    check_role(track_of(s, a_customer), track_role::callee, track_party::customer, role_basis::manifest);
    check_role(track_of(s, an_agent), track_role::caller, track_party::agent, role_basis::manifest);
}

TEST_CASE("transfers follow the legs, not the time stamps", "[session][manifest]") {
    // By their time stamps, the second agent would be the first.
    const session s =
        pair_up({make_push("s", "r0", a_customer, 0), make_push("s", "r1", an_agent, 9),
                 make_push("s", "r2", another_agent, 1), make_push("s", "r3", "zz@tencent.com", 2)},
                make_record("s", "r0",
                            {make_leg(an_agent, "r1"), make_leg(another_agent, "r2", an_agent),
                             make_leg("zz@tencent.com", "r3", another_agent)}));
    check_role(track_of(s, an_agent), track_role::callee, track_party::agent, role_basis::manifest);
    check_role(track_of(s, another_agent), track_role::transfer, track_party::agent, role_basis::manifest);
    check_role(track_of(s, "zz@tencent.com"), track_role::transfer, track_party::agent, role_basis::manifest);
}

TEST_CASE("legs go by Sequence, whatever their order in the list", "[session][manifest]") {
    cdr_push record = make_record("s", "r0", {make_leg(another_agent, "r2"), make_leg(an_agent, "r1")});
    record.legs[0].sequence = 1;
    record.legs[1].sequence = 0;
    const session s = pair_up({make_push("s", "r1", an_agent), make_push("s", "r2", another_agent)}, record);
    CHECK(track_of(s, an_agent).role == track_role::callee);
    CHECK(track_of(s, another_agent).role == track_role::transfer);
    CHECK(s.missing_record_ids == std::vector<std::string>{"r0"});
}

TEST_CASE("a leg that nobody answered makes nobody the first agent", "[session][manifest]") {
    const session s =
        pair_up({make_push("s", "r0", a_customer), make_push("s", "r2", another_agent)},
                make_record("s", "r0", {make_leg(an_agent, ""), make_leg(another_agent, "r2")}));
    check_role(track_of(s, another_agent), track_role::callee, track_party::agent, role_basis::manifest);
    CHECK(s.missing_record_ids.empty());
}

TEST_CASE("an agent who comes back keeps his role, on each of his legs", "[session][manifest]") {
    const session s = pair_up({make_push("s", "r0", a_customer), make_push("s", "r1", an_agent),
                               make_push("s", "r2", another_agent), make_push("s", "r3", an_agent)},
                              make_record("s", "r0",
                                          {make_leg(an_agent, "r1"), make_leg(another_agent, "r2", an_agent),
                                           make_leg(an_agent, "r3", another_agent)}));
    check_role(track_of(s, an_agent, "r1"), track_role::callee, track_party::agent, role_basis::manifest);
    check_role(track_of(s, an_agent, "r3"), track_role::callee, track_party::agent, role_basis::manifest);
    CHECK(track_of(s, another_agent).role == track_role::transfer);
}

TEST_CASE("the vendor's two samples, whose RecordIds do not join: by participant, and it says so",
          "[session][manifest]") {
    cdr_push record = make_record("s", "", {make_leg("lululing@tencent.com", "1608130636")}, 1);
    record.caller = endpoint_user("008602066247698");
    record.callee = endpoint_user("008618621520280");
    const session s = pair_up({make_push("s", "1608130650", "lululing@tencent.com")}, record);
    check_role(track_of(s, "lululing@tencent.com"), track_role::caller, track_party::agent,
               role_basis::manifest_user);
    CHECK(s.missing_record_ids == std::vector<std::string>{"1608130636"});
    CHECK(has_unnamed_recordings(s));
}

TEST_CASE("the customer by number, however it is written", "[session][manifest]") {
    cdr_push record = make_record("s", "other", {make_leg(an_agent, "r1")});
    record.caller = endpoint_user("008613812345678");
    for (const std::string_view spelling :
         {"008613812345678", "+8613812345678", "13812345678", "013812345678"}) {
        const session s = pair_up({make_push("s", "r0", spelling)}, record);
        check_role(s.tracks.at(0), track_role::caller, track_party::customer, role_basis::manifest_user);
    }
    // Another number is not merged with it, and nothing is said of it but what the push itself says.
    const session s = pair_up({make_push("s", "r0", "008613812345679")}, record);
    check_role(s.tracks.at(0), track_role::customer, track_party::customer, role_basis::push);
}

TEST_CASE("a VoIP user is the customer by RecordId", "[session][manifest]") {
    cdr_push record = make_record("s", "r0", {make_leg(an_agent, "r1")});
    record.call_type = call_type::audio_inbound;
    const session s = pair_up({make_push("s", "r0", "visitor-7")}, record);
    check_role(s.tracks.at(0), track_role::caller, track_party::customer, role_basis::manifest);
}

TEST_CASE("number protection: neither end is named, RecordIds still join", "[session][manifest]") {
    cdr_push record = make_record("s", "r0", {make_leg(an_agent, "r1")});
    record.caller = {};
    record.callee = {};
    const session s =
        pair_up({make_push("s", "r0", a_customer), make_push("s", "x", "008613800000000")}, record);
    check_role(track_of(s, a_customer), track_role::caller, track_party::customer, role_basis::manifest);
    check_role(track_of(s, "008613800000000"), track_role::customer, track_party::customer, role_basis::push);
}

TEST_CASE("an agent by phone is the agent of his leg", "[session][manifest]") {
    cdr_push record = make_record("s", "r0", {make_leg("", "r1"), make_leg(another_agent, "")});
    record.legs[0].type = "staffPhoneSeat";
    record.legs[0].phone = endpoint_user("13700000001");
    const session s = pair_up({make_push("s", "r1", "008613700000001")}, record);
    check_role(s.tracks.at(0), track_role::callee, track_party::agent, role_basis::manifest);
    record.legs[0].record_id = "another";
    const session by_phone = pair_up({make_push("s", "r1", "008613700000001")}, record);
    check_role(by_phone.tracks.at(0), track_role::callee, track_party::agent, role_basis::manifest_user);
}

TEST_CASE("an internal call has two agents; caller and callee by name alone", "[session][manifest]") {
    cdr_push record = make_record("s", "r0", {make_leg(another_agent, "r1")});
    record.call_type = call_type::internal_call;
    record.caller = endpoint_user(std::string(an_agent));
    record.callee = endpoint_user(std::string(another_agent));
    const session s = pair_up({make_push("s", "r0", an_agent), make_push("s", "r1", another_agent)}, record);
    check_role(track_of(s, an_agent), track_role::caller, track_party::agent, role_basis::manifest);
    check_role(track_of(s, another_agent), track_role::callee, track_party::agent, role_basis::manifest);
    record.caller = {};
    record.callee = {};
    const session unnamed =
        pair_up({make_push("s", "r0", an_agent), make_push("s", "r1", another_agent)}, record);
    CHECK(track_of(unnamed, an_agent).role == track_role::agent);
    CHECK(track_of(unnamed, another_agent).role == track_role::agent);
}

TEST_CASE("an agent whom the record does not know stays unknown", "[session][manifest]") {
    const session s =
        pair_up({make_push("s", "r9", "zz@tencent.com")}, make_record("s", "r0", {make_leg(an_agent, "r1")}));
    check_role(s.tracks.at(0), track_role::unknown, track_party::agent, role_basis::push);
}

TEST_CASE("the contact center's own number is no customer", "[session][manifest]") {
    const session s = pair_up({make_push("s", "r9", "02066247698")}, make_record("s", "r0", {}));
    CHECK(s.tracks.at(0).role == track_role::unknown);
    CHECK(s.tracks.at(0).party == track_party::unknown);
}

TEST_CASE("one RecordId for both sides, as Unix seconds can be: the participant decides",
          "[session][manifest]") {
    const cdr_push record = make_record("s", "1608130650", {make_leg(an_agent, "1608130650")});
    const session s =
        pair_up({make_push("s", "1608130650", a_customer), make_push("s", "1608130650", an_agent)}, record);
    check_role(track_of(s, a_customer), track_role::caller, track_party::customer, role_basis::manifest);
    check_role(track_of(s, an_agent), track_role::callee, track_party::agent, role_basis::manifest);
    CHECK(s.missing_record_ids.empty());
    const session one = pair_up({make_push("s", "1608130650", an_agent)}, record);
    CHECK(one.missing_record_ids == std::vector<std::string>{"1608130650"});
}

TEST_CASE("of two call records the later end stays, then the one that promises more", "[session][manifest]") {
    const cdr_push first = make_record("s", "r0", {make_leg(an_agent, "r1")});
    cdr_push fuller = make_record("s", "r0", {make_leg(an_agent, "r1"), make_leg(another_agent, "r2")});
    cdr_push later = first;
    later.ended_timestamp = at(61);
    session_aggregator sessions;
    CHECK(sessions.add(fuller, at(0)) == added::new_session);
    CHECK(sessions.add(first, at(0)) == added::duplicate);
    CHECK(sessions.add(fuller, at(0)) == added::duplicate);
    CHECK(sessions.add(later, at(0)) == added::updated);
    CHECK(sessions.add(fuller, at(0)) == added::duplicate);
    sessions.flush([&](const session& s) {
        REQUIRE(s.call_record.has_value());
        CHECK(*s.call_record == later);
    });
}

TEST_CASE("how a record was written does not count as content", "[session][manifest]") {
    cdr_push record = make_record("s", "r0", {});
    session_aggregator sessions;
    sessions.add(record, at(0));
    record.drift = anomaly::unknown_field;
    CHECK(sessions.add(record, at(0)) == added::duplicate);
    sessions.flush([](const session& s) { CHECK_FALSE(s.call_record->drift.any()); });
}
