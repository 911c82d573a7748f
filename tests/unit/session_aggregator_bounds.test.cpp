// SPDX-License-Identifier: MIT
// Promise: every bound holds at every step, and what a bound costs is said: refused, evicted or counted.
#include <tccc/session_aggregator.hpp>

#include "support/pushes.hpp"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstdint>
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

session_policy policy_of(std::size_t max_sessions, overflow on_overflow) {
    session_policy policy;
    policy.max_sessions = max_sessions;
    policy.on_overflow = on_overflow;
    return policy;
}

}  // namespace

TEST_CASE("at the bound on sessions a new one is refused, an open one still grows", "[session_aggregator]") {
    session_aggregator sessions(policy_of(2, overflow::refuse));
    sessions.add(make_push("a", "1", a_customer), at(0));
    sessions.add(make_push("b", "1", a_customer), at(0));
    CHECK(sessions.add(make_push("c", "1", a_customer), at(0)) == added::refused);
    CHECK(sessions.add(make_push("a", "2", an_agent), at(0)) == added::new_track);
    CHECK(sessions.add(make_push("b", "1", a_customer), at(0)) == added::duplicate);
    CHECK(sessions.counters().refusals == 1);
    collected(sessions, 60);
    CHECK(sessions.add(make_push("c", "1", a_customer), at(61)) == added::new_session);
}

TEST_CASE("or the oldest is handed out as evicted, before all others", "[session_aggregator]") {
    session_aggregator sessions(policy_of(2, overflow::evict));
    sessions.add(make_push("b", "1", a_customer), at(0));
    sessions.add(make_push("a", "1", a_customer), at(0));
    CHECK(sessions.add(make_push("c", "1", a_customer), at(0)) == added::new_session);
    CHECK(sessions.open_sessions() == 2);
    CHECK(sessions.evicted_sessions() == 1);
    CHECK(sessions.add(make_push("b", "1", a_customer), at(1)) == added::duplicate);
    const std::vector<session> out = collected(sessions, 1);
    REQUIRE(out.size() == 1);
    CHECK(out[0].session_id == "b");
    CHECK(out[0].reason == completion::evicted);
    CHECK(sessions.evicted_sessions() == 0);
    CHECK(sessions.counters().evictions == 1);
    CHECK(sessions.add(make_push("b", "2", an_agent), at(2)) == added::amended);
}

TEST_CASE("a full waiting room refuses even where eviction is chosen", "[session_aggregator]") {
    session_aggregator sessions(policy_of(2, overflow::evict));
    std::size_t refused = 0;
    for (int i = 0; i < 6; ++i) {
        refused += sessions.add(make_push("s" + std::to_string(i), "1", a_customer), at(0)) == added::refused;
    }
    CHECK(refused == 2);
    CHECK(collected(sessions, 0).size() == 2);
    CHECK(sessions.add(make_push("s9", "1", a_customer), at(0)) == added::new_session);
}

TEST_CASE("at the bound on tracks a further one is refused, or the session is evicted and then amended",
          "[session_aggregator]") {
    for (const overflow on_overflow : {overflow::refuse, overflow::evict}) {
        session_policy policy;
        policy.max_tracks_per_session = 2;
        policy.on_overflow = on_overflow;
        session_aggregator sessions(policy);
        sessions.add(make_push("s", "1", a_customer), at(0));
        sessions.add(make_push("s", "2", an_agent), at(0));
        CHECK(sessions.add(make_push("s", "2", an_agent, 1), at(0)) == added::updated);
        const added third = sessions.add(make_push("s", "3", another_agent), at(0));
        if (on_overflow == overflow::refuse) {
            CHECK(third == added::refused);
        } else {
            CHECK(third == added::amended);
            const std::vector<session> out = collected(sessions, 0);
            REQUIRE(out.size() == 2);
            CHECK(out[0].reason == completion::evicted);
            CHECK(out[0].revision == 1);
            CHECK(out[0].tracks.size() == 2);
            CHECK(out[1].reason == completion::amended);
            CHECK(out[1].revision == 2);
            CHECK(out[1].tracks.size() == 1);
        }
    }
}

TEST_CASE("memory for repeats goes before anything that was not handed out", "[session_aggregator]") {
    session_policy policy;
    policy.max_bytes = 2000;
    session_aggregator sessions(policy);
    sessions.add(make_push("closed", "1", a_customer), at(0));
    collected(sessions, 3600);
    REQUIRE(sessions.tombstones() == 1);
    std::size_t refused = 0;
    for (int i = 0; i < 50; ++i) {
        refused +=
            sessions.add(make_push("s" + std::to_string(i), "1", a_customer), at(3600)) == added::refused;
        REQUIRE(sessions.bytes() <= policy.max_bytes);
    }
    CHECK(refused > 30);
    CHECK(sessions.tombstones() == 0);
    CHECK(sessions.counters().tombstones_forgotten == 1);
}

TEST_CASE("the oldest tombstones are forgotten at their bound, and that is counted", "[session_aggregator]") {
    session_policy policy;
    policy.max_tombstones = 3;
    session_aggregator sessions(policy);
    for (int i = 0; i < 5; ++i) {
        sessions.add(make_push("s" + std::to_string(i), "1", a_customer), at(i));
        sessions.flush([](const session&) {});
        REQUIRE(sessions.tombstones() <= 3);
    }
    CHECK(sessions.counters().tombstones_forgotten == 2);
    CHECK(sessions.add(make_push("s4", "1", a_customer), at(5)) == added::duplicate);
    CHECK(sessions.add(make_push("s0", "1", a_customer), at(5)) == added::new_session);
}

TEST_CASE("a closed session remembers no more pushes than an open one may hold", "[session_aggregator]") {
    session_policy policy;
    policy.max_tracks_per_session = 3;
    session_aggregator sessions(policy);
    for (int i = 0; i < 10; ++i) {
        CHECK(sessions.add(make_push("s", std::to_string(i), a_customer), at(i)) != added::refused);
        sessions.flush([](const session&) {});
    }
    CHECK(sessions.counters().repeats_forgotten == 7);
    CHECK(sessions.add(make_push("s", "9", a_customer), at(10)) == added::duplicate);
    CHECK(sessions.add(make_push("s", "0", a_customer), at(10)) ==
          added::amended);  // again, rather than lost
}

TEST_CASE("a push larger than all the room there is is refused and breaks nothing", "[session_aggregator]") {
    session_policy policy;
    policy.max_bytes = 1500;
    for (const overflow on_overflow : {overflow::refuse, overflow::evict}) {
        policy.on_overflow = on_overflow;
        session_aggregator sessions(policy);
        CHECK(sessions.add(make_push("s", "1", a_customer, 0, std::string(2000, 'u')), at(0)) ==
              added::refused);
        CHECK(sessions.add(make_push("s", "1", a_customer), at(0)) == added::new_session);
        CHECK(sessions.add(make_push("s", "1", a_customer, 1, std::string(2000, 'u')), at(0)) ==
              added::refused);
        CHECK(sessions.open_sessions() == 1);
    }
}

TEST_CASE("bounds of zero refuse everything", "[session_aggregator]") {
    session_policy policy;
    policy.on_overflow = overflow::evict;
    for (const int which : {0, 1, 2}) {
        session_policy none = policy;
        (which == 0 ? none.max_sessions : which == 1 ? none.max_tracks_per_session : none.max_bytes) = 0;
        session_aggregator sessions(none);
        CHECK(sessions.add(make_push("s", "1", a_customer), at(0)) == added::refused);
    }
}

TEST_CASE("bounds hold at every step of any stream, and nothing vanishes uncounted",
          "[session_aggregator][property]") {
    for (std::uint64_t seed = 0; seed < 600; ++seed) {
        random_source random(seed);
        session_policy policy;
        policy.max_sessions = 1 + random.below(6);
        policy.max_tracks_per_session = 1 + random.below(4);
        policy.max_bytes = 400 + random.below(3000);
        policy.max_tombstones = random.below(5);
        policy.on_overflow = random.below(2) == 0 ? overflow::refuse : overflow::evict;
        policy.tombstone = std::chrono::seconds(random.below(200));
        session_aggregator sessions(policy);
        std::uint64_t handed_out = 0;
        std::int64_t now = 0;
        for (int step = 0; step < 120; ++step) {
            sessions.add(random_push(random, 6), at(now));
            now += static_cast<std::int64_t>(random.below(30));
            if (random.below(8) == 0) handed_out += collected(sessions, now).size();
            CAPTURE(seed, step);
            REQUIRE(sessions.open_sessions() <= policy.max_sessions);
            REQUIRE(sessions.evicted_sessions() <= policy.max_sessions);
            REQUIRE(sessions.tombstones() <= policy.max_tombstones);
            REQUIRE(sessions.bytes() <= policy.max_bytes);
        }
        handed_out += sessions.flush(
            [&](const session& s) { REQUIRE(s.tracks.size() <= policy.max_tracks_per_session); });
        const session_counters& c = sessions.counters();
        REQUIRE(c.pushes == 120);
        REQUIRE(c.pushes ==
                c.new_sessions + c.new_tracks + c.duplicates + c.updates + c.amendments + c.refusals);
        REQUIRE(c.handed_out == handed_out);
        REQUIRE(sessions.open_sessions() == 0);
        REQUIRE(sessions.evicted_sessions() == 0);
    }
}
