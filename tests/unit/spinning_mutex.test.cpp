// SPDX-License-Identifier: MIT
// Promise: one thread at a time, whether it asks, waits or sleeps; and courtesy to those who wait ends.
#include <tccc/detail/spinning_mutex.hpp>

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <chrono>
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

TEST_CASE("who waits for long is not waited for for long", "[spinning_mutex]") {
    spinning_mutex mutex;
    mutex.let_others_go_first();
    std::atomic<bool> got_it{false};
    mutex.lock();
    std::thread waiting([&] {
        const std::lock_guard lock(mutex);
        got_it = true;
    });
    // Until it sleeps, on most machines; if not, the test is only weaker.
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    mutex.let_others_go_first();  // it cannot, since we hold the lock
    CHECK_FALSE(got_it);
    mutex.unlock();
    waiting.join();
    CHECK(got_it);
    mutex.let_others_go_first();
}
