// SPDX-License-Identifier: MIT
// Promise: blocks never overlap and keep what was written, whatever is given back in between; little is wasted, and what
// is not in use goes back.
#include <tccc/detail/block_arena.hpp>

#include "support/allocation_counter.hpp"
#include "support/pushes.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <vector>

using tccc::detail::block_arena;
using tccc::testing::allocations_in;
using tccc::testing::random_source;

namespace {

constexpr std::size_t largest_chunk = std::size_t{2} << 20U;

struct block {
    char* begin;
    std::size_t size;
    unsigned char content;
};

block make(block_arena& arena, random_source& random, std::size_t size) {
    block made = {arena.allocate(size), size, static_cast<unsigned char>(random.below(256))};
    std::memset(made.begin, made.content, size);
    return made;
}

bool keeps_its_content(const block& b) {
    return std::all_of(b.begin, b.begin + b.size,
                       [&b](char c) { return static_cast<unsigned char>(c) == b.content; });
}

/// What the sessions of one day may ask for: mostly some hundreds of bytes, a few of any size.
std::size_t any_size(random_source& random) {
    switch (random.below(20)) {
    case 0: return random.below(40);
    case 1: return random.below(5'000);
    case 2: return random.below(random.below(10) == 0 ? 300'000 : 20'000);
    default: return 150 + random.below(700);
    }
}

/// Blocks that were given, in the order of their addresses, do not reach into each other.
bool are_apart(std::vector<block> blocks) {
    std::ranges::sort(blocks, {}, &block::begin);
    for (std::size_t i = 1; i < blocks.size(); ++i) {
        if (blocks[i - 1].begin + blocks[i - 1].size > blocks[i].begin) return false;
    }
    return true;
}

}  // namespace

TEST_CASE("blocks beyond the largest kind of list are blocks like others", "[block_arena]") {
    constexpr std::size_t mega = std::size_t{1} << 20U;
    block_arena arena;
    std::vector<char*> blocks;
    for (const std::size_t size : {60 * mega, 64 * mega, 65 * mega, 200 * mega, 100 * mega}) {
        char* const begin = arena.allocate(size);
        begin[0] = begin[size - 1] = 'x';  // not all of it: pages are dear
        blocks.push_back(begin);
        char* const small = arena.allocate(100);
        std::memset(small, 'y', 100);
        blocks.push_back(small);
    }
    CHECK(blocks[0][0] == 'x');
    for (char* const begin : blocks)
        arena.release(begin);
    CHECK(arena.held_bytes() <= largest_chunk);
    // None of them may be handed out for one that is larger.
    char* const first = arena.allocate(70 * mega);
    char* const second = arena.allocate(300 * mega);
    CHECK((second < first || second >= first + 70 * mega));
    second[300 * mega - 1] = 'z';
    arena.release(first);
    arena.release(second);
}

TEST_CASE("blocks are apart and keep their content, however they come and go", "[block_arena]") {
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        INFO("seed " << seed);
        random_source random(seed);
        block_arena arena;
        std::vector<block> blocks;
        for (std::size_t step = 0; step < 6000; ++step) {
            // Waves: for a while more come than go, then the reverse.
            const std::size_t come = step / 1000 % 2 == 0 ? 6 : 3;
            if (blocks.empty() || random.below(9) < come) {
                blocks.push_back(make(arena, random, any_size(random)));
                REQUIRE(reinterpret_cast<std::uintptr_t>(blocks.back().begin) % 8 == 0);
            } else {
                const std::size_t i = random.below(blocks.size());
                REQUIRE(keeps_its_content(blocks[i]));
                if (random.below(2) == 0) {  // it grows: a new block, then the old one goes
                    const block grown = make(arena, random, blocks[i].size + random.below(400));
                    REQUIRE(keeps_its_content(blocks[i]));
                    arena.release(blocks[i].begin);
                    blocks[i] = grown;
                } else {
                    arena.release(blocks[i].begin);
                    blocks[i] = blocks.back();
                    blocks.pop_back();
                }
            }
            if (step % 500 == 0) REQUIRE(are_apart(blocks));
        }
        REQUIRE(are_apart(blocks));
        random.shuffle(blocks);
        for (const block& b : blocks) {
            REQUIRE(keeps_its_content(b));
            arena.release(b.begin);
        }
        CHECK(arena.idle_bytes() == arena.held_bytes());
        CHECK(arena.held_bytes() <= largest_chunk);
    }
}

TEST_CASE("a million bytes in blocks that grow as sessions do take few more", "[block_arena]") {
    // The growth of the benchmark's sessions: a recording, its second within a window, for each fourth a third.
    random_source random(1);
    block_arena arena;
    constexpr std::size_t sessions = 60'000;
    constexpr std::size_t window = 4'000;
    constexpr std::size_t sizes[] = {222, 405, 588};
    std::vector<char*> blocks(sessions);
    std::size_t bytes = 0;
    const auto grow = [&](std::size_t s, std::size_t step) {
        char* const grown = arena.allocate(sizes[step]);
        arena.release(blocks[s]);
        blocks[s] = grown;
        bytes += sizes[step] - sizes[step - 1];
    };
    for (std::size_t s = 0; s < sessions + 2 * window; ++s) {
        if (s < sessions) {
            blocks[s] = arena.allocate(sizes[0]);
            bytes += sizes[0];
        }
        if (s >= window && s - window < sessions) grow(s - window, 1);
        if (s >= 2 * window && s % 4 == 0) grow(s - 2 * window, 2);
    }
    CHECK(bytes == sessions * 405 + sessions / 4 * 183);
    CHECK(arena.held_bytes() > bytes);
    // Words and rounding take 1.5 %, the last chunk up to 6.25; the holes of the last window the rest.
    CHECK(arena.held_bytes() < bytes + bytes / 8);
}

TEST_CASE("what a wave leaves behind goes back, but for two megabytes", "[block_arena]") {
    random_source random(2);
    block_arena arena;
    std::vector<block> wave;
    for (int i = 0; i < 50'000; ++i)
        wave.push_back(make(arena, random, 150 + random.below(700)));
    const std::size_t peak = arena.held_bytes();
    REQUIRE(peak > 10 * largest_chunk);

    SECTION("when all of it goes") {
        for (const block& b : wave) {
            arena.release(b.begin);
            REQUIRE(arena.idle_bytes() <= std::max(arena.held_bytes() / 8, largest_chunk));
        }
        CHECK(arena.held_bytes() == arena.idle_bytes());
        CHECK(arena.held_bytes() <= largest_chunk);
    }
    SECTION("when the first three quarters go") {
        std::size_t left = 0;
        for (std::size_t i = 0; i < wave.size(); ++i) {
            if (i < wave.size() / 4 * 3)
                arena.release(wave[i].begin);
            else
                left += wave[i].size;
        }
        CHECK(arena.held_bytes() < left + left / 8 + 2 * largest_chunk);
    }
    SECTION("and what stays, scattered, does not hinder another wave") {
        std::vector<block> left;
        for (std::size_t i = 0; i < wave.size(); ++i) {
            if (i % 100 == 0)
                left.push_back(wave[i]);
            else
                arena.release(wave[i].begin);
        }
        // Sessions of another size fill the holes.
        for (std::size_t i = 0; i < 20'000; ++i)
            left.push_back(make(arena, random, 900 + random.below(400)));
        CHECK(arena.held_bytes() <= peak);
        CHECK(are_apart(left));
        CHECK(std::ranges::all_of(left, keeps_its_content));
    }
}

TEST_CASE("a steady coming and going does not allocate", "[block_arena]") {
    random_source random(3);
    block_arena arena;
    std::vector<block> blocks;
    for (int i = 0; i < 20'000; ++i)
        blocks.push_back(make(arena, random, 150 + random.below(700)));
    // The oldest twentieth goes, as many come.
    const auto turn = [&] {
        for (std::size_t i = 0; i < 1'000; ++i)
            arena.release(blocks[i].begin);
        for (std::size_t i = 0; i < 1'000; ++i)
            blocks[i].begin = arena.allocate(blocks[i].size);
        std::rotate(blocks.begin(), blocks.begin() + 1'000, blocks.end());
    };
    for (int i = 0; i < 20; ++i)
        turn();
    const std::size_t held = arena.held_bytes();
    CHECK(allocations_in([&] {
              for (int i = 0; i < 100; ++i)
                  turn();
          }) == 0);
    CHECK(arena.held_bytes() == held);
}

TEST_CASE("a large block has a chunk of its own, which goes with it", "[block_arena]") {
    block_arena arena;
    static_cast<void>(arena.allocate(100));
    const std::size_t before = arena.held_bytes();
    CHECK(before <= 16 * 1024);
    char* large = nullptr;
    CHECK(allocations_in([&] { large = arena.allocate(10'000'000); }) == 1);
    CHECK(arena.held_bytes() >= before + 10'000'000);
    CHECK(arena.held_bytes() < before + 10'000'100);
    std::memset(large, 1, 10'000'000);
    arena.release(large);
    CHECK(arena.held_bytes() == before);
}

TEST_CASE("where memory is short, a chunk is only as large as it must be", "[block_arena]") {
    block_arena arena;
    const auto allocate_short_of_memory = [&arena](std::size_t size) {
        const tccc::testing::failing_large_allocations shortage(1'000);
        return arena.allocate(size);
    };
    char* const small = allocate_short_of_memory(600);
    std::memset(small, 1, 600);
    CHECK(arena.held_bytes() < 700);
    char* const other = allocate_short_of_memory(600);
    std::memset(other, 2, 600);
    CHECK(arena.held_bytes() < 1'400);
    CHECK(small[599] == 1);
    arena.release(other);
    arena.release(small);
    CHECK(arena.idle_bytes() == arena.held_bytes());
}

#if defined(ASAN_POISON_MEMORY_REGION)
TEST_CASE("the address sanitizer knows what is not in use", "[block_arena]") {
    block_arena arena;
    char* const kept = arena.allocate(100);
    char* const gone = arena.allocate(100);
    CHECK(__asan_region_is_poisoned(gone, 100) == nullptr);
    arena.release(gone);
    CHECK(__asan_address_is_poisoned(gone + 16) != 0);
    CHECK(__asan_address_is_poisoned(gone + 90) != 0);
    CHECK(__asan_region_is_poisoned(kept, 100) == nullptr);
    char* const again = arena.allocate(200);
    CHECK(__asan_region_is_poisoned(again, 200) == nullptr);
}
#endif

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
TEST_CASE("an arena that gets no memory has not changed", "[block_arena]") {
    random_source random(4);
    block_arena arena;
    const auto fails = [&arena](std::size_t size) {
        const tccc::testing::failing_allocations shortage(0);
        try {
            static_cast<void>(arena.allocate(size));
        } catch (const std::bad_alloc&) {
            return true;
        }
        return false;
    };
    CHECK(fails(1));
    CHECK(arena.held_bytes() == 0);
    std::vector<block> blocks;
    for (int i = 0; i < 300; ++i)
        blocks.push_back(make(arena, random, 400));
    const std::size_t held = arena.held_bytes();
    CHECK(fails(100'000));
    CHECK(fails(std::size_t{1} << 40U));
    CHECK(arena.held_bytes() == held);
    CHECK(std::ranges::all_of(blocks, keeps_its_content));
    // What there is can still be given.
    arena.release(blocks[7].begin);
    blocks.erase(blocks.begin() + 7);
    CHECK_FALSE(fails(400));
    CHECK(std::ranges::all_of(blocks, keeps_its_content));
}
#endif
