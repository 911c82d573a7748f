// SPDX-License-Identifier: MIT
// Promise: many threads, the same sessions. What one aggregator does with a stream, a sharded one does too; and threads
// that add and collect at once neither lose nor double anything.
#include <tccc/parser.hpp>
#include <tccc/sharded_session_aggregator.hpp>

#include "support/allocation_counter.hpp"
#include "support/call_records.hpp"
#include "support/pushes.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <new>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

using namespace tccc;
using namespace tccc::testing;

namespace {

/// Everything that was handed out, whatever the order: a session may come several times, at other revisions.
using handed_out = std::map<std::tuple<std::int64_t, std::string, std::uint32_t>, session>;

auto into(handed_out& out) {
    return [&out](const session& s) {
        const bool fresh = out.emplace(std::tuple(s.sdk_app_id, s.session_id, s.revision), s).second;
        CHECK(fresh);
    };
}

template <class Aggregator>
void run(Aggregator& sessions, std::uint64_t seed, handed_out& out) {
    random_source random(seed);
    std::int64_t now = 0;
    for (int i = 0; i < 300; ++i) {
        switch (random.below(6)) {
        case 0: sessions.add(random_record(random, 40), at(now)); break;
        case 1: sessions.add(random_voicemail(random, 40), at(now)); break;
        default: sessions.add(random_push(random, 40), at(now)); break;
        }
        now += static_cast<std::int64_t>(random.below(20));
        if (random.below(10) == 0) sessions.collect(at(now), into(out));
    }
    sessions.flush(into(out));
}

}  // namespace

TEST_CASE("a sharded aggregator hands out what a plain one does", "[sharded_session_aggregator]") {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        CAPTURE(seed);
        session_aggregator plain;
        sharded_session_aggregator sharded(1 + static_cast<std::size_t>(seed % 9));
        handed_out expected;
        handed_out actual;
        run(plain, seed, expected);
        run(sharded, seed, actual);
        REQUIRE(actual == expected);
        REQUIRE(sharded.counters() == plain.counters());
        REQUIRE(sharded.tombstones() == plain.tombstones());
        REQUIRE(sharded.open_sessions() == 0);
    }
}

namespace {

/// What tells a handed out session, in the order of handing out.
using order = std::vector<std::tuple<std::int64_t, std::string, std::uint32_t>>;

auto into(order& out) {
    return [&out](const session& s) { out.emplace_back(s.sdk_app_id, s.session_id, s.revision); };
}

/// Sessions of two applications whose ids begin alike, are of many lengths, and fall due at few times.
template <class Aggregator>
void add_crowd(Aggregator& sessions, std::uint64_t seed) {
    random_source random(seed);
    for (int i = 0; i < 120; ++i) {
        record_push push =
            make_push("session-" + std::string(random.below(12), 'x') + std::to_string(random.below(500)),
                      "r0", a_customer);
        push.sdk_app_id += static_cast<std::int64_t>(random.below(2));
        sessions.add(push, at(i / 40));
    }
}

}  // namespace

TEST_CASE("one shard hands out in the order of a plain aggregator", "[sharded_session_aggregator]") {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        CAPTURE(seed);
        session_aggregator plain;
        sharded_session_aggregator sharded(1);
        add_crowd(plain, seed);
        add_crowd(sharded, seed);
        order expected;
        order actual;
        plain.collect(at(1801), into(expected));
        sharded.collect(at(1801), into(actual));
        REQUIRE(expected.size() > 32);
        REQUIRE(actual == expected);
        plain.flush(into(expected));
        sharded.flush(into(actual));
        REQUIRE(actual == expected);
    }
}

TEST_CASE("several shards hand out one after the other, each in order", "[sharded_session_aggregator]") {
    constexpr std::size_t shards = 3;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        CAPTURE(seed);
        sharded_session_aggregator sharded(shards);
        add_crowd(sharded, seed);
        order all;
        sharded.flush(into(all));
        REQUIRE(all.size() > 60);
        std::size_t rows = 1;
        for (std::size_t i = 1; i < all.size(); ++i)
            if (all[i] < all[i - 1]) ++rows;
        REQUIRE(rows <= shards);
    }
}

TEST_CASE("a flush comes in order though others add at later times meanwhile",
          "[sharded_session_aggregator]") {
    sharded_session_aggregator sessions(1);
    constexpr std::size_t count = 20'000;
    for (std::size_t i = 0; i < count; ++i)
        sessions.add(make_push("old" + std::to_string(100'000 - i), "r0", a_customer), at(0));
    std::atomic<bool> done{false};
    std::atomic<std::int64_t> now{0};
    std::thread adding([&] {
        while (!done)
            sessions.add(make_push("new", "r0", a_customer), at(++now));
    });
    while (now < 100)  // the thread runs
        std::this_thread::yield();
    std::vector<std::string> old;
    sessions.flush([&old](const session& s) {
        if (s.session_id.starts_with("old")) old.push_back(s.session_id);
    });
    done = true;
    adding.join();
    CHECK(old.size() == count);
    CHECK(std::ranges::is_sorted(old));
}

TEST_CASE("threads that add and collect at once lose nothing and double nothing",
          "[sharded_session_aggregator]") {
    constexpr std::size_t threads = 4;
    constexpr int sessions_of_each = 400;
    sharded_session_aggregator sessions(8);
    std::mutex mutex;
    session_map stored;
    std::atomic<std::size_t> given{0};
    const auto sink = [&](const session& s) {
        ++given;
        const std::lock_guard lock(mutex);
        merge_into(stored)(s);
    };
    std::vector<std::thread> workers;
    for (std::size_t worker = 0; worker < threads; ++worker) {
        workers.emplace_back([&, worker] {
            for (int i = 0; i < sessions_of_each; ++i) {
                // Each session gets a recording from each of two threads.
                const std::string one = "s" + std::to_string(worker) + "-" + std::to_string(i);
                const std::string other =
                    "s" + std::to_string((worker + 1) % threads) + "-" + std::to_string(i);
                sessions.add(make_push(one, "r0", a_customer), at(i));
                sessions.add(make_push(other, "r1", an_agent), at(i));
                if (i % 50 == 49) sessions.collect(at(i), sink);
            }
        });
    }
    for (std::thread& worker : workers)
        worker.join();
    sessions.flush(sink);
    CHECK(stored.size() == threads * sessions_of_each);
    for (const auto& [key, s] : stored)
        CHECK(s.tracks.size() == 2);
    CHECK(sessions.counters().handed_out == given);
    CHECK(sessions.counters().pushes == threads * sessions_of_each * 2);
}

TEST_CASE("a sink may add to the aggregator that calls it", "[sharded_session_aggregator]") {
    sharded_session_aggregator sessions(4);
    sessions.add(make_push("s", "r0", a_customer), at(0));
    CHECK(sessions.flush([&](const session& s) {
        CHECK(sessions.add(make_push(s.session_id, "r1", an_agent), at(1)) == added::amended);
    }) == 1);
    CHECK(sessions.flush([](const session& s) { CHECK(s.reason == completion::amended); }) == 1);
}

TEST_CASE("a sink may collect from the aggregator that calls it", "[sharded_session_aggregator]") {
    sharded_session_aggregator sessions(3);
    for (int i = 0; i < 50; ++i)
        sessions.add(make_push("s" + std::to_string(i), "r0", a_customer), at(0));
    handed_out all;
    std::size_t inner = 0;
    const std::size_t outer = sessions.flush([&](const session& s) {
        into(all)(s);
        if (all.size() == 1) inner = sessions.flush(into(all));
    });
    CHECK(outer == 1);
    CHECK(inner == 49);
    CHECK(all.size() == 50);
}

TEST_CASE("what is added while sessions are handed out counts for those that wait",
          "[sharded_session_aggregator]") {
    sharded_session_aggregator sessions(1);
    for (const char* id : {"s1", "s2"}) {
        sessions.add(make_push(id, "r0", a_customer), at(0));
        sessions.add(make_push(id, "r1", an_agent), at(0));
    }
    // The second one is due too, until something new comes for it.
    CHECK(sessions.collect(at(60), [&](const session& s) {
        const std::string other = s.session_id == "s1" ? "s2" : "s1";
        sessions.add(make_push(other, "r2", an_agent), at(60));
    }) == 1);
    const auto whole = [](const session& s) {
        CHECK(s.tracks.size() == 3);
        CHECK(s.reason == completion::settled);
        CHECK(s.revision == 1);
    };
    CHECK(sessions.collect(at(119), whole) == 0);
    CHECK(sessions.collect(at(120), whole) == 1);
}

TEST_CASE("new sessions in the place of some that another thread has handed out stay open",
          "[sharded_session_aggregator]") {
    sharded_session_aggregator sessions(1);
    const auto add = [&sessions](const std::string& name, std::int64_t now) {
        for (int i = 0; i < 20; ++i)
            sessions.add(make_push(name + std::to_string(i), "r0", a_customer), at(now));
    };
    add("old", 0);
    std::size_t inner = 0;
    const std::size_t outer = sessions.collect(at(1800), [&](const session&) {
        inner = sessions.flush([](const session& s) { CHECK(s.session_id.starts_with("old")); });
        add("new", 1800);
    });
    CHECK(outer == 1);
    CHECK(inner == 19);
    CHECK(sessions.open_sessions() == 20);
}

TEST_CASE("a flush leaves new sessions in the place of some that it was to hand out",
          "[sharded_session_aggregator]") {
    sharded_session_aggregator sessions(1);
    const auto add = [&sessions](const std::string& name) {
        for (int i = 0; i < 20; ++i)
            sessions.add(make_push(name + std::to_string(i), "r0", a_customer), at(0));
    };
    add("old");
    std::size_t inner = 0;
    const std::size_t outer = sessions.flush([&](const session&) {
        inner = sessions.flush([](const session& s) { CHECK(s.session_id.starts_with("old")); });
        add("new");
    });
    CHECK(outer == 1);
    CHECK(inner == 19);
    CHECK(sessions.open_sessions() == 20);
}

TEST_CASE("handing out ends though each session handed out has another evicted",
          "[sharded_session_aggregator]") {
    session_policy policy;
    policy.max_sessions = 4;
    policy.on_overflow = overflow::evict;
    sharded_session_aggregator sessions(1, policy);
    std::size_t kept = 0;
    const auto add = [&](const std::string& id) {
        if (sessions.add(make_push(id, "r0", a_customer), at(0)) != added::refused) ++kept;
    };
    for (int i = 0; i < 8; ++i)
        add("s" + std::to_string(i));
    REQUIRE(sessions.open_sessions() == 4);
    REQUIRE(sessions.evicted_sessions() == 4);
    std::size_t given = 0;
    sessions.flush([&](const session&) {
        if (++given < 1000) add("new" + std::to_string(given));
    });
    CHECK(given <= 8);
    sessions.flush([&given](const session&) { ++given; });
    CHECK(given == kept);
}

#if TCCC_PUSH_HAS_EXCEPTIONS
TEST_CASE("what a sink that throws was not given comes first the next time", "[sharded_session_aggregator]") {
    sharded_session_aggregator sessions(2);
    for (int i = 0; i < 20; ++i)
        sessions.add(make_push("s" + std::to_string(i), "r0", a_customer), at(0));
    std::map<std::string, int> seen;
    int calls = 0;
    // By value: the sink takes the session, and fails.
    const auto failing = [&](session s) {
        if (++calls % 3 == 0) throw std::pair(1, 2);
        ++seen[std::move(s).session_id];
    };
    for (int attempt = 0; attempt < 40 && seen.size() < 20; ++attempt) {
        try {
            sessions.flush(failing);
        } catch (const std::pair<int, int>&) {
            continue;
        }
    }
    CHECK(seen.size() == 20);
    for (const auto& [id, times] : seen)
        CHECK(times == 1);
}

namespace {

/// Collects while memory is short after `nth` allocations, then goes on; each session must come once. Was it short?
template <class Aggregator>
bool check_shortage_while_collecting(Aggregator& sessions, std::size_t nth) {
    constexpr std::size_t count = 40;
    for (std::size_t i = 0; i < count; ++i)
        sessions.add(make_push(std::to_string(i), "r0", a_customer), at(0));
    bool short_of_memory = false;
    std::vector<int> times(count);
    const auto sink = [&times](const session& s) { ++times[std::stoul(s.session_id)]; };
    try {
        const failing_allocations shortage(nth);
        sessions.collect(at(1800), sink);
    } catch (const std::bad_alloc&) {
        short_of_memory = true;
    }
    // What was gathered by then may move and go.
    for (std::size_t i = 0; i < count; i += 3) {
        if (times[i] == 0) sessions.add(make_push(std::to_string(i), "r1", an_agent), at(1800));
    }
    sessions.collect(at(1801), sink);
    sessions.flush(sink);
    CHECK(times == std::vector<int>(count, 1));
    return short_of_memory;
}

}  // namespace

TEST_CASE("a collect for which memory is short loses nothing", "[sharded_session_aggregator]") {
    std::size_t shortages = 0;
    for (std::size_t nth = 0;; ++nth) {
        REQUIRE(nth < 1000);
        CAPTURE(nth);
        session_aggregator plain;
        const bool plain_was_short = check_shortage_while_collecting(plain, nth);
        sharded_session_aggregator sharded(2);
        const bool shards_were_short = check_shortage_while_collecting(sharded, nth);
        shortages += plain_was_short && shards_were_short ? 1 : 0;
        if (!plain_was_short && !shards_were_short) break;
    }
    CHECK(shortages > 5);
}
#endif

TEST_CASE("bounds are parts of the whole", "[sharded_session_aggregator]") {
    session_policy policy;
    policy.max_sessions = 10;
    sharded_session_aggregator sessions(4, policy);
    std::size_t kept = 0;
    for (int i = 0; i < 200; ++i) {
        if (sessions.add(make_push("s" + std::to_string(i), "r0", a_customer), at(0)) != added::refused)
            ++kept;
    }
    CHECK(kept == 12);  // four times three
    CHECK(sessions.open_sessions() == kept);
    CHECK(sessions.counters().refusals == 200 - kept);
    CHECK(sessions.policy().max_sessions == 10);
}

TEST_CASE("a snapshot of shards restores into any other number of them", "[sharded_session_aggregator]") {
    sharded_session_aggregator sessions(5);
    random_source random(7);
    for (int i = 0; i < 200; ++i) {
        sessions.add(random_push(random, 30), at(0));
        if (i % 4 == 0) sessions.add(random_record(random, 30), at(0));
    }
    std::string lines;
    sessions.snapshot(lines);
    sharded_session_aggregator two(2);
    const auto restored = two.restore(lines, at(0));
    REQUIRE(restored);
    CHECK(*restored > 60);
    handed_out expected;
    handed_out actual;
    sessions.flush(into(expected));
    two.flush(into(actual));
    CHECK(actual == expected);
}
