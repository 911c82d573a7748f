// SPDX-License-Identifier: MIT
// Promise: roles say what the pushes prove, bases say what they rest on, and unknown stays unknown.
#include <tccc/session.hpp>
#include <tccc/session_aggregator.hpp>

#include "support/pushes.hpp"

#include <catch2/catch_test_macros.hpp>

#include <vector>

using namespace tccc;
using namespace tccc::testing;

namespace {

session pair_up(const std::vector<record_push>& pushes, call_direction direction = call_direction::unknown) {
    session_policy policy;
    policy.direction = direction;
    const session_map sessions = paired(pushes, policy);
    REQUIRE(sessions.size() == 1);
    return sessions.begin()->second;
}

void check(const track& t, std::string_view user, track_role role, track_party party, role_basis basis) {
    CAPTURE(user, to_string(t.role), to_string(t.party), to_string(t.basis));
    CHECK(t.push.endpoint_user.value() == user);
    CHECK(t.role == role);
    CHECK(t.party == party);
    CHECK(t.basis == basis);
}

}  // namespace

TEST_CASE("a phone number is the customer's and an e-mail address the agent's", "[session]") {
    const session s = pair_up({make_push("s", "1", an_agent), make_push("s", "2", a_customer, 1)});
    REQUIRE(s.tracks.size() == 2);
    check(s.tracks[0], an_agent, track_role::agent, track_party::agent, role_basis::push);
    check(s.tracks[1], a_customer, track_role::customer, track_party::customer, role_basis::push);
}

TEST_CASE("what is neither stays unknown", "[session]") {
    const session s = pair_up({make_push("s", "1", "voip-user 7"), make_push("s", "2", an_agent, 1)},
                              call_direction::inbound);
    check(s.tracks[0], "voip-user 7", track_role::unknown, track_party::unknown, role_basis::push);
    check(s.tracks[1], an_agent, track_role::callee, track_party::agent, role_basis::policy);
}

TEST_CASE("with several agents the first is the agent, later ones are transfers, and that is inferred",
          "[session]") {
    const session s = pair_up({make_push("s", "3", "c@x.cn", 9), make_push("s", "2", another_agent, 5),
                               make_push("s", "1", a_customer, 7), make_push("s", "1", an_agent, 1)});
    REQUIRE(s.tracks.size() == 4);
    check(s.tracks[0], an_agent, track_role::agent, track_party::agent, role_basis::inferred);
    check(s.tracks[1], another_agent, track_role::transfer, track_party::agent, role_basis::inferred);
    check(s.tracks[2], a_customer, track_role::customer, track_party::customer, role_basis::push);
    check(s.tracks[3], "c@x.cn", track_role::transfer, track_party::agent, role_basis::inferred);
}

TEST_CASE("a tie of time stamps is broken by RecordId, then by EndpointUser", "[session]") {
    const session by_record = pair_up({make_push("s", "2", "a@x.cn"), make_push("s", "1", "b@x.cn")});
    check(by_record.tracks[0], "b@x.cn", track_role::agent, track_party::agent, role_basis::inferred);
    const session by_user = pair_up({make_push("s", "1", "b@x.cn"), make_push("s", "1", "a@x.cn")});
    check(by_user.tracks[0], "a@x.cn", track_role::agent, track_party::agent, role_basis::inferred);
    check(by_user.tracks[1], "b@x.cn", track_role::transfer, track_party::agent, role_basis::inferred);
}

TEST_CASE("an agent who comes back is the same agent, not a transfer", "[session]") {
    const session twice = pair_up({make_push("s", "1", an_agent), make_push("s", "2", an_agent, 5)});
    check(twice.tracks[0], an_agent, track_role::agent, track_party::agent, role_basis::push);
    check(twice.tracks[1], an_agent, track_role::agent, track_party::agent, role_basis::push);

    const session back = pair_up({make_push("s", "1", an_agent), make_push("s", "2", another_agent, 3),
                                  make_push("s", "3", an_agent, 5)});
    check(back.tracks[1], another_agent, track_role::transfer, track_party::agent, role_basis::inferred);
    check(back.tracks[2], an_agent, track_role::agent, track_party::agent, role_basis::inferred);
}

TEST_CASE("a stated direction names caller and callee, and the party stays known", "[session]") {
    const std::vector<record_push> pushes = {make_push("s", "1", an_agent),
                                             make_push("s", "2", a_customer, 1)};
    const session inbound = pair_up(pushes, call_direction::inbound);
    CHECK(inbound.direction == call_direction::inbound);
    check(inbound.tracks[0], an_agent, track_role::callee, track_party::agent, role_basis::policy);
    check(inbound.tracks[1], a_customer, track_role::caller, track_party::customer, role_basis::policy);

    const session outbound = pair_up(pushes, call_direction::outbound);
    check(outbound.tracks[0], an_agent, track_role::caller, track_party::agent, role_basis::policy);
    check(outbound.tracks[1], a_customer, track_role::callee, track_party::customer, role_basis::policy);
}

TEST_CASE("a stated direction does not make a transferred agent a callee", "[session]") {
    const session s = pair_up({make_push("s", "1", an_agent), make_push("s", "2", another_agent, 1),
                               make_push("s", "3", a_customer, 2)},
                              call_direction::inbound);
    check(s.tracks[0], an_agent, track_role::callee, track_party::agent, role_basis::inferred);
    check(s.tracks[1], another_agent, track_role::transfer, track_party::agent, role_basis::inferred);
    check(s.tracks[2], a_customer, track_role::caller, track_party::customer, role_basis::policy);
}

TEST_CASE("every enumerator has its name, and a stranger has none", "[session]") {
    CHECK(to_string(track_role::callee) == "callee");
    CHECK(to_string(track_party::agent) == "agent");
    CHECK(to_string(role_basis::inferred) == "inferred");
    CHECK(to_string(completion::amended) == "amended");
    CHECK(to_string(call_direction::outbound) == "outbound");
    CHECK(to_string(static_cast<track_role>(99)) == "unknown");
    CHECK(to_string(static_cast<completion>(99)) == "unknown");
}
