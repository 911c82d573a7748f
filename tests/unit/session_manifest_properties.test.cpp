// SPDX-License-Identifier: MIT
// Promise: with call records and voicemails in the mix, pairing is still a join: any order, any repetition, any split
// over nodes and any times of collecting give the same sessions.
#include <tccc/session_aggregator.hpp>

#include "support/call_records.hpp"
#include "support/pushes.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <variant>
#include <vector>

using namespace tccc;
using namespace tccc::testing;

namespace {

using any_push = std::variant<record_push, cdr_push, voicemail_push>;

std::vector<any_push> random_pushes(random_source& random, std::size_t most) {
    std::vector<any_push> pushes;
    const std::size_t count = 1 + random.below(most);
    const std::size_t sessions = 1 + random.below(4);
    for (std::size_t i = 0; i < count; ++i) {
        switch (random.below(5)) {
        case 0: pushes.push_back(random_record(random, sessions)); break;
        case 1: pushes.push_back(random_voicemail(random, sessions)); break;
        default: pushes.push_back(random_push(random, sessions)); break;
        }
    }
    return pushes;
}

std::vector<any_push> permuted_and_repeated(random_source& random, std::vector<any_push> pushes) {
    const std::size_t repeats = random.below(pushes.size() + 1);
    for (std::size_t i = 0; i < repeats; ++i)
        pushes.push_back(pushes[random.below(pushes.size())]);
    random.shuffle(pushes);
    return pushes;
}

added add(session_aggregator& sessions, const any_push& push, std::chrono::sys_seconds now) {
    return std::visit([&](const auto& p) { return sessions.add(p, now); }, push);
}

session_map paired_mix(const std::vector<any_push>& pushes, const session_policy& policy = {}) {
    session_aggregator sessions(policy);
    for (const any_push& push : pushes)
        add(sessions, push, at(0));
    session_map result;
    sessions.flush(merge_into(result));
    return result;
}

}  // namespace

TEST_CASE("the same pushes of all kinds in any order, with any repetition, give the same sessions",
          "[session_aggregator][manifest][property]") {
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        random_source random(seed);
        const std::vector<any_push> pushes = random_pushes(random, 24);
        CAPTURE(seed);
        REQUIRE(paired_mix(permuted_and_repeated(random, pushes)) == paired_mix(pushes));
    }
}

TEST_CASE("any split of pushes of all kinds over nodes merges into the same",
          "[session_aggregator][manifest][property]") {
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        random_source random(seed);
        const std::vector<any_push> pushes = random_pushes(random, 24);
        std::vector<std::vector<any_push>> nodes(1 + random.below(4));
        for (const any_push& push : pushes) {
            nodes[random.below(nodes.size())].push_back(push);
            if (random.below(3) == 0) nodes[random.below(nodes.size())].push_back(push);
        }
        std::vector<session> parts;
        for (const auto& node : nodes) {
            for (auto& [key, s] : paired_mix(node))
                parts.push_back(s);
        }
        random.shuffle(parts);
        session_map merged;
        for (const session& s : parts)
            merge_into(merged)(s);
        CAPTURE(seed);
        REQUIRE(merged == paired_mix(pushes));
    }
}

TEST_CASE("merging sessions with call records is commutative, associative and idempotent",
          "[session][manifest][property]") {
    const auto one = [](random_source& random) {
        session_map all;
        while (all.empty()) {
            std::vector<any_push> pushes = random_pushes(random, 8);
            for (any_push& push : pushes) {
                std::visit(
                    [](auto& p) {
                        p.sdk_app_id = 1;
                        p.session_id = "s";
                    },
                    push);
            }
            session_policy policy;
            policy.direction = static_cast<call_direction>(random.below(3));
            all = paired_mix(pushes, policy);
        }
        return all.begin()->second;
    };
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        random_source random(seed);
        const session a = one(random);
        const session b = one(random);
        const session c = one(random);
        CAPTURE(seed);
        REQUIRE(merge(a, b) == merge(b, a));
        REQUIRE(merge(merge(a, b), c) == merge(a, merge(b, c)));
        REQUIRE(merge(a, a) == a);
    }
}

TEST_CASE("whenever pushes of all kinds are collected, what was handed out merges into the same",
          "[session_aggregator][manifest][property]") {
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        random_source random(seed);
        const std::vector<any_push> pushes = permuted_and_repeated(random, random_pushes(random, 40));
        session_policy policy;
        policy.max_sessions = 1 + random.below(8);
        policy.on_overflow = overflow::evict;
        policy.direction = static_cast<call_direction>(random.below(3));
        session_aggregator sessions(policy);
        session_map stored;
        std::vector<any_push> kept;
        std::int64_t now = 0;
        for (const any_push& push : pushes) {
            if (add(sessions, push, at(now)) != added::refused) kept.push_back(push);
            now += static_cast<std::int64_t>(random.below(100));
            if (random.below(3) == 0) sessions.collect(at(now), merge_into(stored));
        }
        sessions.flush(merge_into(stored));
        session_policy all = policy;
        all.max_sessions = 1000;
        CAPTURE(seed);
        REQUIRE(same_content(stored, paired_mix(kept, all)));
    }
}

TEST_CASE("complete by manifest is what the sessions handed out so say",
          "[session_aggregator][manifest][property]") {
    std::size_t complete = 0;
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        random_source random(seed);
        const std::vector<any_push> pushes = random_pushes(random, 24);
        session_aggregator sessions;
        std::int64_t now = 0;
        const auto check = [&](const session& s) {
            if (s.reason == completion::amended) return;
            const bool is_complete =
                s.call_record && s.missing_record_ids.empty() && detail::is_conclusive(*s.call_record);
            CHECK(is_complete == (s.reason == completion::manifest));
            complete += is_complete ? 1U : 0U;
        };
        for (const any_push& push : pushes) {
            add(sessions, push, at(now));
            sessions.collect(at(now), check);
            now += static_cast<std::int64_t>(random.below(50));
        }
        // The end of time: nothing is flushed that could be complete.
        sessions.collect(at(now + 100'000), check);
        CHECK(sessions.open_sessions() == 0);
    }
    CHECK(complete > 100);
}
