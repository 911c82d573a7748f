// SPDX-License-Identifier: MIT
// Promise: the index finds what was put in and nothing else, whatever collides, is erased or grows.
#include <tccc/detail/hash_index.hpp>

#include "support/pushes.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <utility>

using tccc::detail::hash_index;
using tccc::testing::random_source;

namespace {

/// Hashes of which many share a table, a half, or both.
std::uint64_t crowded_hash(random_source& random, std::uint64_t spread) {
    const std::uint64_t tag = random.below(static_cast<std::size_t>(spread)) * 0x9e3779b9;
    return tag << 32U | random.below(3);
}

}  // namespace

TEST_CASE("an index is what a map is, however crowded", "[hash_index]") {
    for (const auto& [spread, tables] : {std::pair<std::uint64_t, std::size_t>{1, 1024},
                                         {4, 1024},
                                         {64, 1024},
                                         {4096, 1024},
                                         {4, 1},
                                         {4096, 1},
                                         {64, 2},
                                         {64, 32}}) {
        CAPTURE(spread, tables);
        random_source random(spread);
        hash_index index(tables);
        std::unordered_map<std::uint32_t, std::uint64_t> expected;  // number -> hash
        std::uint32_t next = 0;
        for (int step = 0; step < 4000; ++step) {
            if (random.below(5) < 3 || expected.empty()) {
                const std::uint64_t hash = crowded_hash(random, spread);
                index.reserve(hash);
                index.insert(hash, next);
                expected.emplace(next++, hash);
            } else {
                const std::uint32_t some = expected.begin()->first;
                index.erase(expected.at(some), some);
                expected.erase(some);
            }
            if (step % 16 != 0) continue;
            for (const auto& [number, hash] : expected) {
                const std::uint32_t wanted = number;
                REQUIRE(index.find(hash, [wanted](std::uint32_t n) { return n == wanted; }) == number);
            }
            const std::uint64_t hash = crowded_hash(random, spread);
            REQUIRE(index.find(hash, [](std::uint32_t) { return false; }) == hash_index::none);
        }
    }
}

TEST_CASE("an entry keeps its place under a new number", "[hash_index]") {
    hash_index index;
    const auto any = [](std::uint32_t) { return true; };
    CHECK(index.find(7, any) == hash_index::none);
    index.reserve(7);
    index.insert(7, 1);
    index.renumber(7, 1, 2);
    CHECK(index.find(7, any) == 2);
    index.erase(7, 2);
    CHECK(index.find(7, any) == hash_index::none);
}
