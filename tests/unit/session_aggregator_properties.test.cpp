// SPDX-License-Identifier: MIT
// Promise: pairing is a join. The same pushes give the same sessions in any order, with any repetition,
// however they are split over nodes, whenever they are collected; and nothing that was added is lost.
#include <tccc/session_aggregator.hpp>

#include "support/pushes.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

using namespace tccc;
using namespace tccc::testing;

namespace {

std::vector<record_push> random_pushes(random_source& random, std::size_t most) {
    std::vector<record_push> pushes;
    const std::size_t count = 1 + random.below(most);
    const std::size_t sessions = 1 + random.below(4);
    for (std::size_t i = 0; i < count; ++i) {
        pushes.push_back(random_push(random, sessions));
    }
    return pushes;
}

std::vector<record_push> permuted_and_repeated(random_source& random, std::vector<record_push> pushes) {
    const std::size_t repeats = random.below(pushes.size() + 1);
    for (std::size_t i = 0; i < repeats; ++i) {
        pushes.push_back(pushes[random.below(pushes.size())]);
    }
    random.shuffle(pushes);
    return pushes;
}

/// The rule itself, written down as simply as it can be: each track's pushes in a list, the greatest taken.
session_map by_the_rule(const std::vector<record_push>& pushes) {
    session_map sessions;
    for (const record_push& push : pushes) {
        session& s = sessions[{push.sdk_app_id, push.session_id}];
        s.sdk_app_id = push.sdk_app_id;
        s.session_id = push.session_id;
        track* known = nullptr;
        for (track& t : s.tracks) {
            if (t.push.record_id == push.record_id && t.push.endpoint_user == push.endpoint_user) known = &t;
        }
        if (known != nullptr) continue;
        track& t = s.tracks.emplace_back();
        t.push = push;
        t.push.drift = {};
        for (const record_push& other : pushes) {
            if (std::tie(other.sdk_app_id, other.session_id, other.record_id, other.endpoint_user.value()) !=
                std::tie(push.sdk_app_id, push.session_id, push.record_id, push.endpoint_user.value())) {
                continue;
            }
            const auto rank = [](const record_push& p) {
                return std::tuple(!p.record_url.empty(), p.timestamp, p.record_url.value());
            };
            if (rank(other) > rank(t.push)) {
                t.push.timestamp = other.timestamp;
                t.push.record_url = other.record_url;
            }
            if (other.custom_record_url &&
                (!t.push.custom_record_url ||
                 other.custom_record_url->value() > t.push.custom_record_url->value())) {
                t.push.custom_record_url = other.custom_record_url;
            }
        }
    }
    for (auto& [key, s] : sessions) {
        detail::normalise(s);
    }
    return sessions;
}

}  // namespace

TEST_CASE("any order and any repetition give the same sessions", "[session_aggregator][property]") {
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        random_source random(seed);
        const std::vector<record_push> pushes = random_pushes(random, 40);
        const session_map once = paired(pushes);
        CAPTURE(seed);
        REQUIRE(same_content(once, by_the_rule(pushes)));
        // Byte for byte, reason and revision included: all were flushed once.
        REQUIRE(paired(permuted_and_repeated(random, pushes)) == once);
    }
}

TEST_CASE("any split over nodes, merged in any order, gives the same sessions",
          "[session_aggregator][property]") {
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        random_source random(seed);
        const std::vector<record_push> pushes = random_pushes(random, 40);
        std::vector<std::vector<record_push>> nodes(1 + random.below(4));
        for (const record_push& push : permuted_and_repeated(random, pushes)) {
            nodes[random.below(nodes.size())].push_back(push);
        }
        std::vector<session> parts;
        for (const std::vector<record_push>& node : nodes) {
            for (auto& [key, s] : paired(node)) {
                parts.push_back(s);
            }
        }
        random.shuffle(parts);
        session_map merged;
        for (const session& s : parts) {
            merge_into(merged)(s);
        }
        CAPTURE(seed);
        REQUIRE(merged == paired(pushes));
    }
}

TEST_CASE("whenever it is collected, merging what was handed out gives the same sessions",
          "[session_aggregator][property]") {
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        random_source random(seed);
        const std::vector<record_push> pushes = permuted_and_repeated(random, random_pushes(random, 40));
        session_policy policy;
        policy.max_sessions = 1 + random.below(8);
        policy.on_overflow = overflow::evict;
        policy.direction = static_cast<call_direction>(random.below(3));
        session_aggregator sessions(policy);
        session_map stored;
        std::vector<record_push> kept;
        std::int64_t now = 0;
        for (const record_push& push : pushes) {
            if (sessions.add(push, at(now)) != added::refused) kept.push_back(push);
            now += static_cast<std::int64_t>(random.below(100));
            if (random.below(3) == 0) sessions.collect(at(now), merge_into(stored));
        }
        sessions.flush(merge_into(stored));
        session_policy all = policy;
        all.max_sessions = 1000;
        CAPTURE(seed);
        REQUIRE(same_content(stored, paired(kept, all)));
    }
}

TEST_CASE("never early, never twice at one revision, never in disorder", "[session_aggregator][property]") {
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        random_source random(seed);
        session_policy policy;
        policy.settle = std::chrono::seconds(random.below(50));
        policy.idle = std::chrono::seconds(random.below(200));
        policy.deadline = std::chrono::seconds(random.below(300));
        session_aggregator sessions(policy);
        std::set<std::pair<session_key, std::uint32_t>> revisions;
        std::map<session_key, std::pair<std::int64_t, std::int64_t>>
            spans;  // first and last news of what is open
        std::int64_t now = 0;
        for (int step = 0; step < 60; ++step) {
            const record_push push = random_push(random, 5);
            const session_key key = {push.sdk_app_id, push.session_id};
            const added what = sessions.add(push, at(now));
            REQUIRE(what != added::refused);
            if (what != added::duplicate) {
                spans.try_emplace(key, now, now);
                spans[key].second = now;
            }
            now += static_cast<std::int64_t>(random.below(40));
            std::pair<std::int64_t, session_key> last = {0, {}};
            sessions.collect(at(now), [&](const session& s) {
                CAPTURE(seed, step, s.session_id, to_string(s.reason));
                REQUIRE(revisions.emplace(key_of(s), s.revision).second);
                REQUIRE(s.revision >= 1);
                const auto [first, latest] = spans.at(key_of(s));
                const std::int64_t deadline = first + policy.deadline.count();
                std::int64_t due = 0;
                switch (s.reason) {
                case completion::settled: due = latest + policy.settle.count(); break;
                case completion::idle: due = latest + policy.idle.count(); break;
                case completion::deadline: due = deadline; break;
                case completion::amended: due = first; break;
                default: FAIL("an unexpected reason");
                }
                REQUIRE(due <= now);
                if (s.reason != completion::amended) REQUIRE(due <= deadline);
                REQUIRE((s.revision > 1) == (s.reason == completion::amended));
                REQUIRE(last <= std::pair(due, key_of(s)));
                last = {due, key_of(s)};
                spans.erase(key_of(s));
            });
            // What is due has been handed out: what is left is still within its spans.
            for (const auto& [open, span] : spans) {
                REQUIRE(span.first + policy.deadline.count() > now);
            }
            REQUIRE(sessions.open_sessions() == spans.size());
        }
    }
}
