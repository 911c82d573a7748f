// SPDX-License-Identifier: MIT
// Promise: with a call record a session is complete exactly when every recording that it promises is there; and what
// comes late is handed out all the same.
#include <tccc/session_aggregator.hpp>

#include "support/call_records.hpp"
#include "support/pushes.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

using namespace tccc;
using namespace tccc::testing;

namespace {

std::vector<session> collected(session_aggregator& sessions, std::int64_t second) {
    std::vector<session> out;
    sessions.collect(at(second), [&out](const session& s) { out.push_back(s); });
    return out;
}

constexpr std::int64_t half_an_hour = 1800;

cdr_push three_recordings() {
    return make_record("s", "r0", {make_leg(an_agent, "r1"), make_leg(another_agent, "r2", an_agent)});
}

}  // namespace

TEST_CASE("complete with the last promised recording, wherever the call record came",
          "[session_aggregator][manifest]") {
    for (int place = 0; place < 4; ++place) {
        CAPTURE(place);
        session_aggregator sessions;
        const std::vector<record_push> pushes = {make_push("s", "r0", a_customer),
                                                 make_push("s", "r1", an_agent),
                                                 make_push("s", "r2", another_agent)};
        for (int i = 0; i < 4; ++i) {
            CHECK(collected(sessions, i).empty());
            if (i == place) {
                sessions.add(three_recordings(), at(i));
            } else {
                sessions.add(pushes[static_cast<std::size_t>(i < place ? i : i - 1)], at(i));
            }
        }
        const std::vector<session> out = collected(sessions, 3);
        REQUIRE(out.size() == 1);
        CHECK(out[0].reason == completion::manifest);
        CHECK(out[0].missing_record_ids.empty());
        CHECK(out[0].tracks.size() == 3);
        CHECK(sessions.open_sessions() == 0);
    }
}

TEST_CASE("a promised recording that is missing is waited for, and named when it does not come",
          "[session_aggregator][manifest]") {
    session_aggregator sessions;
    sessions.add(three_recordings(), at(0));
    sessions.add(make_push("s", "r0", a_customer), at(0));
    sessions.add(make_push("s", "r1", an_agent), at(0));
    // Both sides are there, and without the record it would have settled.
    CHECK(collected(sessions, half_an_hour - 1).empty());
    const std::vector<session> out = collected(sessions, half_an_hour);
    REQUIRE(out.size() == 1);
    CHECK(out[0].reason == completion::idle);
    CHECK(out[0].missing_record_ids == std::vector<std::string>{"r2"});

    CHECK(sessions.add(make_push("s", "r2", another_agent), at(half_an_hour + 1)) == added::amended);
    const std::vector<session> late = collected(sessions, half_an_hour + 1);
    REQUIRE(late.size() == 1);
    CHECK(late[0].reason == completion::amended);
    CHECK_FALSE(late[0].call_record.has_value());
    const session whole = merge(out[0], late[0]);
    CHECK(whole.missing_record_ids.empty());
    CHECK(whole.tracks.size() == 3);
    CHECK(whole.tracks[2].role == track_role::transfer);
    CHECK(whole.tracks[2].basis == role_basis::manifest);
}

TEST_CASE("recordings under other ids than the record's settle as they do without it",
          "[session_aggregator][manifest]") {
    session_aggregator sessions;
    sessions.add(make_record("s", "x0", {make_leg(an_agent, "x1")}), at(0));
    sessions.add(make_push("s", "r0", a_customer), at(0));
    sessions.add(make_push("s", "r1", an_agent), at(0));
    CHECK(collected(sessions, 59).empty());
    const std::vector<session> out = collected(sessions, 60);
    REQUIRE(out.size() == 1);
    CHECK(out[0].reason == completion::settled);
    CHECK(out[0].missing_record_ids == std::vector<std::string>{"x0", "x1"});
    CHECK(has_unnamed_recordings(out[0]));
}

TEST_CASE("a call that nobody answered is complete with its record", "[session_aggregator][manifest]") {
    cdr_push record = make_record("s", "", {make_leg(an_agent, "")});
    record.accept_timestamp.reset();
    session_aggregator sessions;
    sessions.add(record, at(5));
    const std::vector<session> out = collected(sessions, 5);
    REQUIRE(out.size() == 1);
    CHECK(out[0].reason == completion::manifest);
    CHECK(out[0].tracks.empty());
}

TEST_CASE("a record of an answered call without any RecordId proves nothing",
          "[session_aggregator][manifest]") {
    session_aggregator sessions;
    sessions.add(make_record("s", "", {make_leg(an_agent, "")}), at(0));
    CHECK(collected(sessions, half_an_hour - 1).empty());
    CHECK(collected(sessions, half_an_hour).at(0).reason == completion::idle);
}

TEST_CASE("a greater record that promises more reopens the wait", "[session_aggregator][manifest]") {
    session_aggregator sessions;
    sessions.add(make_push("s", "r0", a_customer), at(0));
    sessions.add(make_push("s", "r1", an_agent), at(0));
    sessions.add(make_record("s", "r0", {make_leg(an_agent, "r1")}), at(0));
    sessions.add(three_recordings(), at(0));  // before anybody collected
    CHECK(collected(sessions, 1).empty());
    sessions.add(make_push("s", "r2", another_agent), at(2));
    CHECK(collected(sessions, 2).at(0).reason == completion::manifest);
}

TEST_CASE("a record after the closing is an amendment, a repeat of it is not",
          "[session_aggregator][manifest]") {
    session_aggregator sessions;
    sessions.add(make_push("s", "r0", a_customer), at(0));
    sessions.add(make_push("s", "r1", an_agent), at(0));
    const session first = collected(sessions, 60).at(0);
    CHECK(first.reason == completion::settled);
    const cdr_push record = make_record("s", "r0", {make_leg(an_agent, "r1")});
    CHECK(sessions.add(record, at(61)) == added::amended);
    CHECK(sessions.add(record, at(61)) == added::duplicate);
    const session second = collected(sessions, 61).at(0);
    CHECK(second.reason == completion::amended);
    CHECK(second.revision == 2);
    CHECK(second.tracks.empty());
    CHECK(sessions.add(record, at(62)) == added::duplicate);
    const session whole = merge(first, second);
    CHECK(whole.tracks.at(0).role == track_role::caller);
    CHECK(whole.missing_record_ids.empty());
    // A lesser one is none either, a greater one is.
    cdr_push lesser = record;
    lesser.ended_timestamp = at(59);
    CHECK(sessions.add(lesser, at(62)) == added::duplicate);
    cdr_push greater = record;
    greater.ended_timestamp = at(62);
    CHECK(sessions.add(greater, at(62)) == added::amended);
}

TEST_CASE("voicemails belong to their session, each once", "[session_aggregator][manifest]") {
    session_aggregator sessions;
    CHECK(sessions.add(make_voicemail("s", 5), at(0)) == added::new_session);
    CHECK(sessions.add(make_voicemail("s", 5), at(0)) == added::duplicate);
    CHECK(sessions.add(make_voicemail("s", 4, "http://a/2"), at(0)) == added::updated);
    CHECK(sessions.add(make_push("s", "r0", a_customer), at(0)) == added::new_track);
    const std::vector<session> out = collected(sessions, half_an_hour);
    REQUIRE(out.size() == 1);
    REQUIRE(out[0].voicemails.size() == 2);
    CHECK(out[0].voicemails[0].record_url.value() == "http://a/2");
    CHECK(sessions.add(make_voicemail("s", 5), at(half_an_hour)) == added::duplicate);
    CHECK(sessions.add(make_voicemail("s", 6), at(half_an_hour)) == added::amended);
    CHECK(collected(sessions, half_an_hour).at(0).voicemails.size() == 1);
}

TEST_CASE("voicemails are bounded as tracks are", "[session_aggregator][manifest]") {
    session_policy policy;
    policy.max_tracks_per_session = 2;
    session_aggregator sessions(policy);
    CHECK(sessions.add(make_voicemail("s", 1), at(0)) == added::new_session);
    CHECK(sessions.add(make_voicemail("s", 2), at(0)) == added::updated);
    CHECK(sessions.add(make_voicemail("s", 3), at(0)) == added::refused);
    policy.on_overflow = overflow::evict;
    session_aggregator evicting(policy);
    for (int i = 1; i <= 3; ++i)
        evicting.add(make_voicemail("s", i), at(0));
    session whole;
    evicting.flush([&whole, first = true](const session& s) mutable {
        whole = first ? s : merge(whole, s);
        first = false;
    });
    CHECK(whole.voicemails.size() == 3);
}

TEST_CASE("the memory of call records counts, and is given back", "[session_aggregator][manifest]") {
    session_policy policy;
    policy.max_bytes = 20'000;
    policy.tombstone = std::chrono::seconds(0);
    session_aggregator sessions(policy);
    cdr_push record = make_record("s", "r0", {});
    record.user_remark = std::string(15'000, 'x');
    CHECK(sessions.add(record, at(0)) == added::new_session);
    CHECK(sessions.bytes() > 15'000);
    record.session_id = "t";
    CHECK(sessions.add(record, at(0)) == added::refused);
    sessions.flush([](const session&) {});
    sessions.collect(at(1), [](const session&) {});
    CHECK(sessions.bytes() == 0);
    CHECK(sessions.add(record, at(1)) == added::new_session);
}

TEST_CASE("a record of a thousand legs with one RecordId costs what a large one costs",
          "[session_aggregator][manifest]") {
    std::vector<call_leg> legs;
    for (int i = 0; i < 1000; ++i)
        legs.push_back(make_leg("agent" + std::to_string(i) + "@example.com", "r"));
    session_aggregator sessions;
    sessions.add(make_record("s", "r0", std::move(legs)), at(0));
    for (int i = 0; i < 64; ++i)
        sessions.add(make_push("s", "r", "agent" + std::to_string(i) + "@example.com"), at(0));
    session out;
    sessions.flush([&out](const session& s) { out = s; });
    CHECK(out.tracks.size() == 64);
    CHECK(out.missing_record_ids.size() == 1 + 1000 - 64);
}

TEST_CASE("two legs of one agent with one RecordId are one promise", "[session_aggregator][manifest]") {
    session_aggregator sessions;
    sessions.add(make_record("s", "r0", {make_leg(an_agent, "r1"), make_leg(an_agent, "r1")}), at(0));
    sessions.add(make_push("s", "r0", a_customer), at(0));
    CHECK(collected(sessions, 0).empty());
    sessions.add(make_push("s", "r1", an_agent), at(0));
    CHECK(collected(sessions, 0).at(0).reason == completion::manifest);
}
