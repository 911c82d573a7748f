// SPDX-License-Identifier: MIT
// Promise: one thread at a time, whether it asks, waits or sleeps; and courtesy to those who wait ends.
#include <tccc/detail/spinning_mutex.hpp>

#include <catch2/catch_test_macros.hpp>

#include <mutex>
#include <thread>
#include <vector>

using tccc::detail::spinning_mutex;

TEST_CASE("threads that lock time after time do not meet", "[spinning_mutex]") {
    constexpr int threads = 4;
    constexpr int each = 5000;
    spinning_mutex mutex;
    long count = 0;  // not atomic: what the mutex is for
    std::vector<std::thread> all;
    for (int t = 0; t < threads; ++t) {
        all.emplace_back([&mutex, &count, polite = t % 2 == 0] {
            for (int i = 0; i < each; ++i) {
                if (polite) mutex.let_others_go_first();
                const std::lock_guard lock(mutex);
                ++count;
            }
        });
    }
    for (std::thread& one : all)
        one.join();
    CHECK(count == threads * each);
}

TEST_CASE("it can be tried", "[spinning_mutex]") {
    spinning_mutex mutex;
    REQUIRE(mutex.try_lock());
    bool other_got_it = true;
    std::thread([&] { other_got_it = mutex.try_lock(); }).join();
    CHECK_FALSE(other_got_it);
    mutex.unlock();
    CHECK(mutex.try_lock());
    mutex.unlock();
}

TEST_CASE("it knows who waits, and courtesy to them ends", "[spinning_mutex]") {
    spinning_mutex mutex;
    CHECK_FALSE(mutex.is_awaited());
    mutex.lock();
    std::thread waiting([&] { const std::lock_guard lock(mutex); });
    // Until it has begun to wait, which it does for as long as we hold the lock.
    while (!mutex.is_awaited())
        std::this_thread::yield();
    mutex.let_others_go_first();  // it cannot
    CHECK(mutex.is_awaited());
    mutex.unlock();
    waiting.join();
    CHECK_FALSE(mutex.is_awaited());
}
