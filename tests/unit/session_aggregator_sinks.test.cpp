// SPDX-License-Identifier: MIT
// Promise: a sink may keep what it gets; one that fails loses nothing; one that calls back is told no.
#include <tccc/session_aggregator.hpp>

#include "support/pushes.hpp"

#include <catch2/catch_test_macros.hpp>

#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

using namespace tccc;
using namespace tccc::testing;

TEST_CASE("a sink takes a session by value, rvalue, const reference or reference", "[session_aggregator]") {
    session_aggregator sessions;
    std::size_t seen = 0;
    const auto one_more = [&] { sessions.add(make_push("s", std::to_string(seen), a_customer), at(0)); };
    one_more();
    sessions.flush([&](session s) { seen += s.tracks.size(); });
    one_more();
    sessions.flush([&](session&& s) { seen += session(std::move(s)).tracks.size(); });
    one_more();
    sessions.flush([&](const session& s) { seen += s.tracks.size(); });
    one_more();
    sessions.flush([&](session& s) { seen += s.tracks.size(); });
    one_more();
    sessions.flush([&, own = std::make_unique<int>(1)](auto&& s) { seen += s.tracks.size(); });
    CHECK(seen == 5);
}

TEST_CASE("a sink that calls back is refused and breaks nothing", "[session_aggregator]") {
    session_aggregator sessions;
    sessions.add(make_push("a", "1", a_customer), at(0));
    sessions.add(make_push("b", "1", a_customer), at(0));
    std::vector<added> answers;
    std::size_t nested = 0;
    const std::size_t count = sessions.flush([&](const session&) {
        answers.push_back(sessions.add(make_push("c", "1", a_customer), at(0)));
        nested += sessions.flush([](const session&) {});
        nested += sessions.collect(at(100000), [](const session&) {});
    });
    CHECK(count == 2);
    CHECK(nested == 0);
    CHECK(answers == std::vector<added>{added::refused, added::refused});
    CHECK(sessions.add(make_push("c", "1", a_customer), at(0)) == added::new_session);
}

#if TCCC_PUSH_HAS_EXCEPTIONS
TEST_CASE("a sink that throws leaves its session due", "[session_aggregator]") {
    for (const bool evicted : {false, true}) {
        session_policy policy;
        policy.on_overflow = overflow::evict;
        policy.max_sessions = evicted ? 1 : 10;
        session_aggregator sessions(policy);
        sessions.add(make_push("a", "1", a_customer), at(0));
        sessions.add(make_push("b", "1", a_customer), at(0));
        const std::size_t bytes = sessions.bytes();
        CHECK_THROWS_AS(
            sessions.collect(at(3600), [](const session&) { throw std::runtime_error("disk full"); }),
            std::runtime_error);
        CHECK(sessions.bytes() == bytes);
        CHECK(sessions.counters().handed_out == 0);
        CHECK(sessions.tombstones() == (evicted ? 1U : 0U));

        std::vector<session> out;
        CHECK(sessions.collect(at(3600), [&out](const session& s) { out.push_back(s); }) == 2);
        REQUIRE(out.size() == 2);
        CHECK(out[0].session_id == "a");
        CHECK(out[0].revision == 1);
        CHECK(out[0].tracks.size() == 1);
        CHECK(sessions.add(make_push("a", "1", a_customer), at(3601)) == added::duplicate);
    }
}

TEST_CASE("a sink that throws at an amendment leaves what was remembered", "[session_aggregator]") {
    session_aggregator sessions;
    sessions.add(make_push("a", "1", a_customer), at(0));
    sessions.flush([](const session&) {});
    sessions.add(make_push("a", "2", an_agent), at(0));
    CHECK_THROWS_AS(sessions.flush([](const session&) { throw std::runtime_error("disk full"); }),
                    std::runtime_error);
    CHECK(sessions.tombstones() == 1);
    CHECK(sessions.add(make_push("a", "1", a_customer), at(0)) == added::duplicate);
    session_map stored;
    sessions.flush(merge_into(stored));
    REQUIRE(stored.size() == 1);
    CHECK(stored.begin()->second.revision == 2);
}
#endif
