// SPDX-License-Identifier: MIT
// Promise: sessions that are closed give their memory back, a steady stream of them hardly allocates, and an add that
// gets no memory adds nothing.
#include <tccc/detail/open_sessions.hpp>
#include <tccc/session_aggregator.hpp>

#include "support/allocation_counter.hpp"
#include "support/call_records.hpp"
#include "support/pushes.hpp"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <new>
#include <string>
#include <utility>
#include <vector>

using namespace tccc::testing;
using tccc::added;
using tccc::session;
using tccc::session_aggregator;
using tccc::session_policy;
using tccc::detail::block_arena;
using tccc::detail::open_session;
using tccc::detail::open_sessions;

TEST_CASE("closed sessions give their text back", "[session]") {
    random_source random(1);
    open_sessions sessions({std::chrono::seconds(1), std::chrono::seconds(1), std::chrono::seconds(1)});
    const tccc::record_push first = make_push("session", "1", a_customer, 0, std::string(137, 'a'));
    const tccc::record_push second = make_push("session", "2", an_agent, 1, std::string(200, 'b'));
    for (int wave = 0; wave < 3; ++wave) {
        std::vector<std::pair<std::uint64_t, std::uint32_t>> open;
        for (int i = 0; i < 10'000; ++i) {
            const std::uint64_t hash = random.next();
            sessions.open(hash, 1, 0, at(wave), [&](open_session& s, block_arena& texts) {
                s.text.start(texts, "session", as_view(first));
            });
            const std::uint32_t number = sessions.find(hash, 1, "session");
            REQUIRE(number != tccc::detail::no_slot);
            sessions.change(number, at(wave), [&](open_session& s, block_arena& texts) {
                s.text.append(texts, as_view(second));
                s.text.replace(texts, s.text.find(an_agent, "2"), as_view(second));
            });
            open.emplace_back(hash, number);
        }
        CHECK(sessions.texts().held_bytes() > 10'000 * 400);
        CHECK(sessions.texts().held_bytes() < 10'000 * 600);
        random.shuffle(open);
        for (const auto& [hash, number] : open)
            sessions.close(hash, number);
        CHECK(sessions.bytes() == 0);
        CHECK(sessions.texts().idle_bytes() == sessions.texts().held_bytes());
        CHECK(sessions.texts().held_bytes() <= std::size_t{2} << 20U);
    }
}

TEST_CASE("a steady stream of sessions hardly allocates", "[session]") {
    session_policy policy;
    policy.settle = std::chrono::seconds(10);
    policy.tombstone = std::chrono::seconds(0);
    session_aggregator sessions(policy);
    std::vector<tccc::record_push> pushes;
    for (int i = 0; i < 300; ++i) {
        const std::string id = "session-" + std::to_string(i);
        pushes.push_back(make_push(id, "1", a_customer, 0, std::string(static_cast<std::size_t>(i), 'a')));
        pushes.push_back(make_push(id, "2", an_agent, 0, std::string(137, 'a')));
    }
    std::size_t handed_out = 0;
    std::int64_t second = 0;
    const auto round = [&] {
        for (const tccc::record_push& push : pushes)
            sessions.add(as_view(push), at(second));
        second += 10;
        sessions.collect(at(second), [&handed_out](const session&) { ++handed_out; });
    };
    for (int i = 0; i < 20; ++i)
        round();
    REQUIRE(handed_out == 20 * 300);
    const std::size_t allocations = allocations_in([&] {
        for (int i = 0; i < 100; ++i)
            round();
    });
    CHECK(handed_out == 120 * 300);
    CHECK(allocations < 36);  // one for a thousand sessions: a block of tombstones or two
}

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)

namespace {

template <class Push>
bool fails_to_add(session_aggregator& sessions, const Push& push, std::size_t nth) {
    const failing_allocations shortage(nth);
    try {
        static_cast<void>(sessions.add(push, at(1)));
    } catch (const std::bad_alloc&) {
        return true;
    }
    return false;
}

std::string snapshot_of(const session_aggregator& sessions) {
    std::string text;
    sessions.snapshot(text);
    return text;
}

/// Adds `push` to what `prepare` makes, short of memory from the `nth` allocation on, for each that there is.
template <class Push, class Prepare>
void check_shortages(const Push& push, Prepare&& prepare) {
    for (std::size_t nth = 0;; ++nth) {
        session_aggregator sessions;
        prepare(sessions);
        const std::string before = snapshot_of(sessions);
        const std::size_t bytes = sessions.bytes();
        if (!fails_to_add(sessions, push, nth)) {
            CHECK(nth > 0);
            return;
        }
        REQUIRE(nth < 100);
        CHECK(snapshot_of(sessions) == before);
        CHECK(sessions.bytes() == bytes);
        CHECK(sessions.counters().pushes == (before.empty() ? 0U : 1U));
        CHECK(sessions.add(push, at(1)) != added::refused);
        CHECK(snapshot_of(sessions) != before);
    }
}

}  // namespace

TEST_CASE("each allocation of an add may fail", "[session]") {
    const auto nothing = [](session_aggregator&) {};
    const auto a_track = [](session_aggregator& sessions) {
        sessions.add(make_push("s", "1", a_customer, 0, "http://a/1"), at(0));
    };
    const std::string long_url(20'000, 'u');
    check_shortages(make_push("s", "1", a_customer), nothing);
    check_shortages(make_push("s", "1", a_customer, 0, long_url), nothing);
    check_shortages(make_push("s", "2", an_agent, 0, long_url), a_track);
    check_shortages(make_push("s", "1", a_customer, 5, long_url), a_track);
    const tccc::cdr_push record =
        make_record("s", "1", {make_leg(an_agent, "2"), make_leg(another_agent, std::string(100, '3'))});
    check_shortages(record, nothing);
    check_shortages(record, a_track);
    check_shortages(make_voicemail("s", 1), nothing);
    check_shortages(make_voicemail("s", 1), a_track);
}

TEST_CASE("a session that cannot begin leaves no text behind", "[session]") {
    const tccc::cdr_push record = make_record("s", "1", {make_leg(an_agent, "2")});
    for (std::size_t nth = 0;; ++nth) {
        REQUIRE(nth < 100);
        open_sessions sessions({});
        bool failed = false;
        try {
            const failing_allocations shortage(nth);
            sessions.open(1, 1, 0, at(0), [&record](open_session& s, block_arena& texts) {
                tccc::detail::begin_session(s, texts, record);
            });
        } catch (const std::bad_alloc&) {
            failed = true;
        }
        if (!failed) break;
        CHECK(sessions.size() == 0);
        CHECK(sessions.texts().idle_bytes() == sessions.texts().held_bytes());
    }
}

#endif
