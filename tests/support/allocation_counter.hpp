// SPDX-License-Identifier: MIT
/// @file
/// How often does this code allocate? A test that links allocation_counter.cpp has every operator new
/// counted.
#ifndef TCCC_TESTS_SUPPORT_ALLOCATION_COUNTER_HPP
#define TCCC_TESTS_SUPPORT_ALLOCATION_COUNTER_HPP

#include <cstddef>

namespace tccc::testing {

/// How many allocations this thread has asked operator new for, in any of its forms, since it began.
[[nodiscard]] std::size_t allocation_count() noexcept;

/// How many of them `f()` asks for. Keep assertions out of `f`: Catch2 allocates too.
template <class F>
[[nodiscard]] std::size_t allocations_in(F&& f) {
    const std::size_t before = allocation_count();
    f();
    return allocation_count() - before;
}

/// While one lives, this thread's `nth` allocation from now (counted from 0) and all that follow it fail.
class failing_allocations {
public:
    explicit failing_allocations(std::size_t nth) noexcept;
    failing_allocations(const failing_allocations&) = delete;
    failing_allocations& operator=(const failing_allocations&) = delete;
    ~failing_allocations();
};

/// While one lives, this thread's allocations of more than `limit` bytes fail.
class failing_large_allocations {
public:
    explicit failing_large_allocations(std::size_t limit) noexcept;
    failing_large_allocations(const failing_large_allocations&) = delete;
    failing_large_allocations& operator=(const failing_large_allocations&) = delete;
    ~failing_large_allocations();
};

}  // namespace tccc::testing

#endif
