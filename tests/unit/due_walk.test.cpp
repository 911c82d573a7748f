// SPDX-License-Identifier: MIT
// Promise: a walk over what is due rests as often as one likes. Whatever comes, moves and goes meanwhile, it meets each session
// that was due and stayed, once, and it ends.
#include <tccc/detail/open_sessions.hpp>

#include "support/pushes.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

using tccc::detail::due_spans;
using tccc::detail::due_walk;
using tccc::detail::no_slot;
using tccc::detail::open_session;
using tccc::detail::open_sessions;
using namespace tccc::testing;
using namespace std::chrono_literals;

namespace {

/// Sessions by their numbers, some of which change and go at random.
class crowd {
public:
    explicit crowd(due_spans spans) : sessions(spans, 8) {}

    std::uint32_t open(std::chrono::sys_seconds now, std::uint32_t revision, std::string_view user) {
        const std::string id = "s" + std::to_string(made_++);
        const tccc::record_push push = make_push(id, "r0", user);
        sessions.open(hash_of(id), push.sdk_app_id, revision, now, [&](open_session& s, auto& texts) {
            s.text.start(texts, push.session_id, as_view(push));
            s.note_party(as_view(push));
        });
        const std::uint32_t number = sessions.find(hash_of(id), push.sdk_app_id, id);
        REQUIRE(number != no_slot);
        open_numbers.push_back(number);
        return number;
    }
    std::uint32_t open_any(random_source& random, std::chrono::sys_seconds now) {
        return open(now, random.below(4) == 0 ? 1 : 0, random.below(2) == 0 ? a_customer : an_agent);
    }
    void change(std::uint32_t number, std::chrono::sys_seconds now) {
        const std::string record = "r" + std::to_string(made_++);
        sessions.change(number, now, [&](open_session& s, auto& texts) {
            const tccc::record_push push = make_push(s.text.session_id(), record, an_agent);
            s.text.append(texts, as_view(push));
            s.note_party(as_view(push));
        });
    }
    void close(std::uint32_t number) {
        sessions.close(hash_of(std::string(sessions[number].text.session_id())), number);
        std::erase(open_numbers, number);
    }
    [[nodiscard]] std::set<std::uint32_t> due_at(std::chrono::sys_seconds now) const {
        std::set<std::uint32_t> due;
        for (const std::uint32_t number : open_numbers) {
            if (sessions.due_of(sessions[number]).at <= now) due.insert(number);
        }
        return due;
    }

    open_sessions sessions;
    std::vector<std::uint32_t> open_numbers;

private:
    static std::uint64_t hash_of(const std::string& id) {
        return random_source(std::stoull(id.substr(1))).next();
    }
    std::uint64_t made_ = 0;
};

constexpr due_spans some_spans = {60s, 300s, 1000s};

}  // namespace

TEST_CASE("a walk meets once what was due and stayed, whatever comes and goes while it rests", "[due_walk]") {
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        CAPTURE(seed);
        random_source random(seed);
        crowd all(some_spans);
        std::int64_t now = 0;
        for (int i = 0; i < 60; ++i, now += static_cast<std::int64_t>(random.below(30)))
            all.open_any(random, at(now));
        now += static_cast<std::int64_t>(random.below(400));
        const bool everything = random.below(4) == 0;
        const auto due_now = [&] {
            return all.due_at(everything ? std::chrono::sys_seconds::max() : at(now));
        };

        std::set<std::uint32_t> stayed = due_now();
        std::vector<std::uint32_t> met;
        due_walk walk;
        everything ? all.sessions.begin_all(walk) : all.sessions.begin(walk, at(now));
        const std::size_t most = 1 + random.below(6);
        while (all.sessions.go_on(walk, most, [&](std::uint32_t number, tccc::detail::due due) {
            met.push_back(number);
            if (!everything) CHECK(due.at <= at(now));
        })) {
            CHECK_FALSE(walk.ended());
            for (std::size_t i = random.below(12); i > 0 && !all.open_numbers.empty(); --i) {
                // Mostly where the walk rests: the neighbours of what it has met.
                const std::uint32_t any = all.open_numbers[random.below(all.open_numbers.size())];
                std::uint32_t number = met.empty() || random.below(3) == 0 ? any : met.back() + 1;
                if (std::ranges::find(all.open_numbers, number) == all.open_numbers.end()) number = any;
                switch (random.below(3)) {
                case 0: all.open_any(random, at(now)); break;
                case 1:
                    all.change(number, at(now));
                    stayed.erase(number);
                    break;
                default:
                    all.close(number);
                    stayed.erase(number);
                    break;
                }
            }
        }
        CHECK(walk.ended());
        for (const std::uint32_t number : stayed)
            REQUIRE(std::ranges::count(met, number) == 1);
    }
}

TEST_CASE("undisturbed, a walk in steps meets what one in a single step does", "[due_walk]") {
    random_source random(7);
    crowd all(some_spans);
    for (std::int64_t i = 0; i < 500; ++i)
        all.open_any(random, at(i));
    for (const std::size_t most : {std::size_t{1}, std::size_t{2}, std::size_t{7}, std::size_t{1000}}) {
        for (std::int64_t now = 0; now < 1600; now += 100) {
            std::vector<std::uint32_t> met;
            due_walk walk;
            all.sessions.begin(walk, at(now));
            while (all.sessions.go_on(walk, most, [&met](std::uint32_t n, auto) { met.push_back(n); })) {
            }
            const std::set<std::uint32_t> due = all.due_at(at(now));
            CHECK(std::set(met.begin(), met.end()) == due);
            CHECK(met.size() == due.size());
        }
    }
}

TEST_CASE("a walk ends though others add what is due at once faster than it goes", "[due_walk]") {
    crowd all({0s, 0s, 0s});
    for (int i = 0; i < 10; ++i)
        all.open(at(0), i % 2 == 0 ? 1 : 0, a_customer);
    due_walk walk;
    all.sessions.begin(walk, at(0));
    const std::vector<std::uint32_t> old = all.open_numbers;
    std::size_t steps = 0;
    while (all.sessions.go_on(walk, 1, [](std::uint32_t, auto) {})) {
        REQUIRE(++steps < 1000);
        all.open(at(0), 1, a_customer);
        all.open(at(0), 0, an_agent);
        // Also those at which it would end.
        all.change(old[8], at(0));
        all.change(old[9], at(0));
    }
    CHECK(walk.ended());
}

TEST_CASE("walks that rest at the same session are all moved on, and one may be given up", "[due_walk]") {
    crowd all(some_spans);
    for (int i = 0; i < 6; ++i)
        all.open(at(0), 0, a_customer);
    const std::vector<std::uint32_t> numbers = all.open_numbers;
    std::vector<std::uint32_t> met;
    const auto visit = [&met](std::uint32_t number, auto) { met.push_back(number); };
    due_walk kept;
    auto given_up = std::make_unique<due_walk>();
    due_walk ended;
    for (due_walk* walk : {&kept, given_up.get(), &ended}) {
        all.sessions.begin(*walk, at(300));
        REQUIRE(all.sessions.go_on(*walk, 2, visit));
    }
    CHECK(met.size() == 6);
    ended.end();
    CHECK(ended.ended());
    ended.end();
    all.close(numbers[2]);  // where they rest
    given_up.reset();
    all.close(numbers[3]);
    all.close(numbers[5]);  // the last
    met.clear();
    CHECK_FALSE(all.sessions.go_on(kept, 100, visit));
    CHECK(met == std::vector<std::uint32_t>{numbers[4]});
    all.close(numbers[4]);
    CHECK(all.sessions.size() == 2);
}
