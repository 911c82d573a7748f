// SPDX-License-Identifier: MIT
// Promise: a finished list stays where it is while others grow, and the room for one body is enough for another like it.
#include "../support/allocation_counter.hpp"

#include <tccc/detail/item_pool.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <random>
#include <span>
#include <utility>
#include <vector>

using tccc::detail::item_pool;
using tccc::testing::allocations_in;

namespace {

// Lists of the given sizes, filled with numbers that go on from list to list.
std::vector<std::span<const std::size_t>> fill(item_pool<std::size_t>& pool,
                                               const std::vector<std::size_t>& sizes) {
    std::vector<std::span<const std::size_t>> lists;
    std::size_t next = 0;
    pool.start();
    for (const std::size_t size : sizes) {
        pool.open();
        for (std::size_t i = 0; i < size; ++i)
            REQUIRE(pool.push(next++));
        lists.push_back(pool.close());
    }
    REQUIRE(pool.total() == next);
    return lists;
}

void check(const std::vector<std::span<const std::size_t>>& lists, const std::vector<std::size_t>& sizes) {
    std::size_t next = 0;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        REQUIRE(lists[i].size() == sizes[i]);
        for (const std::size_t item : lists[i])
            REQUIRE(item == next++);
    }
}

}  // namespace

TEST_CASE("lists of any sizes, one after the other, body after body", "[item_pool]") {
    std::mt19937_64 random(20201216);
    item_pool<std::size_t> pool;
    for (int body = 0; body < 2000; ++body) {
        std::vector<std::size_t> sizes(random() % 12);
        for (std::size_t& size : sizes)
            size = random() % (random() % 8 == 0 ? 200 : 12);
        if (body % 50 == 0) pool = {};
        check(fill(pool, sizes), sizes);
        // The same again: nothing is allocated, wherever the lists were cut.
        bool good = true;
        CHECK(allocations_in([&] {
                  pool.start();
                  for (const std::size_t size : sizes) {
                      pool.open();
                      for (std::size_t i = 0; i < size; ++i)
                          good = pool.push(i) && good;
                      good = pool.close().size() == size && good;
                  }
              }) == 0);
        CHECK(good);
    }
}

TEST_CASE("a moved pool keeps its lists, the one moved from starts anew", "[item_pool]") {
    item_pool<std::size_t> pool;
    const std::vector<std::size_t> sizes = {3, 40, 1};
    const auto lists = fill(pool, sizes);
    item_pool<std::size_t> other(std::move(pool));
    check(lists, sizes);
    check(fill(pool, {5, 20}), {5, 20});
    check(lists, sizes);
    pool = std::move(other);
    check(lists, sizes);
}

TEST_CASE("a list that finds no memory leaves the finished ones alone", "[item_pool]") {
    item_pool<std::size_t> pool;
    pool.start();
    for (std::size_t i = 0; i < 10; ++i)
        REQUIRE(pool.push(i));
    const auto list = pool.close();
    pool.open();
    bool pushed = true;
    {
        const tccc::testing::failing_allocations shortage(0);
        for (std::size_t i = 10; i < 17; ++i)
            pushed = pool.push(i);
    }
    CHECK_FALSE(pushed);  // the seventeenth
    CHECK(list.size() == 10);
    CHECK(list.back() == 9);
    CHECK(pool.push(16));
    CHECK(pool.close().size() == 7);
}
