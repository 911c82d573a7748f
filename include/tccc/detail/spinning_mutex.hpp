// SPDX-License-Identifier: MIT
/// @file
/// How does a thread wait for a lock that is held for less time than the kernel takes to wake it?
///
/// An `add` holds its shard for half a microsecond. With std::mutex alone, two threads over 16 shards were put to sleep
/// once in sixty pushes.
#ifndef TCCC_DETAIL_SPINNING_MUTEX_HPP
#define TCCC_DETAIL_SPINNING_MUTEX_HPP

#include <tccc/config.hpp>

#include <atomic>
#include <mutex>

#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#endif

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// A std::mutex that asks some times before it sleeps: for a few microseconds in all, less often each time, so that the
/// holder's cache line is left alone. A lockable for std::lock_guard.
class spinning_mutex {
public:
    void lock() {
        if (mutex_.try_lock()) return;
        const waiter here(waiting_);
        for (int pauses = 1; pauses <= longest_pause; ++pauses) {
            for (int i = 0; i < pauses; ++i)
                pause();
            if (mutex_.try_lock()) return;
        }
        mutex_.lock();
    }
    [[nodiscard]] bool try_lock() noexcept { return mutex_.try_lock(); }
    void unlock() noexcept { mutex_.unlock(); }

    /// For a thread that has just unlocked and is about to lock again, time after time: lets those go first that wait. Without
    /// it they mostly found the lock taken and went to sleep, one of two threads once in 150 pushes, which with being woken took
    /// some 70 microseconds of both threads' time.
    void let_others_go_first() const noexcept {
        for (int i = 0; i < longest_courtesy && is_awaited(); ++i)
            pause();
    }
    /// Does any thread wait? It may not when this returns.
    [[nodiscard]] bool is_awaited() const noexcept { return waiting_.load(std::memory_order_relaxed) != 0; }

private:
    static constexpr int longest_pause = 24;  // 300 in all, at 20 to 140 cycles each
    static constexpr int longest_courtesy = 100;

    struct waiter {
        explicit waiter(std::atomic<int>& all) noexcept : of(all) {
            of.fetch_add(1, std::memory_order_relaxed);
        }
        ~waiter() { of.fetch_sub(1, std::memory_order_relaxed); }
        waiter(const waiter&) = delete;
        waiter& operator=(const waiter&) = delete;

        std::atomic<int>& of;
    };

    /// Tells the core that this is a loop that waits.
    static void pause() noexcept {
#if defined(__SSE2__) || defined(_M_X64)
        _mm_pause();
#elif defined(__aarch64__) && (defined(__GNUC__) || defined(__clang__))
        __asm__ __volatile__("yield");
#endif
    }

    std::mutex mutex_;
    std::atomic<int> waiting_{0};
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
