// SPDX-License-Identifier: MIT
// Replaces every form of operator new and delete of the program that it is linked into. All of them, since
// the sanitizers' run-time library brings its own new[] and nothrow forms, which do not call the plain one.
#include "allocation_counter.hpp"

#include <cstdint>
#include <cstdlib>
#include <new>

#if defined(_MSC_VER)
#include <malloc.h>
#endif

namespace {

// Each thread its own: a reporter or a worker in the background does not disturb the count.
constinit thread_local std::size_t allocations = 0;
constinit thread_local std::size_t first_to_fail = SIZE_MAX;
constinit thread_local std::size_t largest = SIZE_MAX;

void* allocate(std::size_t size) noexcept {
    if (allocations++ >= first_to_fail || size > largest) return nullptr;
    return std::malloc(size == 0 ? 1 : size);
}

void* allocate(std::size_t size, std::align_val_t alignment) noexcept {
    if (allocations++ >= first_to_fail || size > largest) return nullptr;
    const std::size_t align = static_cast<std::size_t>(alignment);
#if defined(_MSC_VER)
    return _aligned_malloc(size == 0 ? 1 : size, align);
#else
    const std::size_t rounded = (size + align - 1) / align * align;  // what aligned_alloc asks for
    return std::aligned_alloc(align, rounded == 0 ? align : rounded);
#endif
}

void* or_throw(void* memory) {
    if (memory != nullptr) return memory;
#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
    throw std::bad_alloc();
#else
    std::abort();
#endif
}

void release(void* memory) noexcept { std::free(memory); }

void release_aligned(void* memory) noexcept {
#if defined(_MSC_VER)
    _aligned_free(memory);
#else
    std::free(memory);
#endif
}

}  // namespace

std::size_t tccc::testing::allocation_count() noexcept { return allocations; }

tccc::testing::failing_allocations::failing_allocations(std::size_t nth) noexcept {
    first_to_fail = allocations + nth;
}
tccc::testing::failing_allocations::~failing_allocations() { first_to_fail = SIZE_MAX; }

tccc::testing::failing_large_allocations::failing_large_allocations(std::size_t limit) noexcept {
    largest = limit;
}
tccc::testing::failing_large_allocations::~failing_large_allocations() { largest = SIZE_MAX; }

void* operator new(std::size_t n) { return or_throw(allocate(n)); }
void* operator new[](std::size_t n) { return or_throw(allocate(n)); }
void* operator new(std::size_t n, const std::nothrow_t&) noexcept { return allocate(n); }
void* operator new[](std::size_t n, const std::nothrow_t&) noexcept { return allocate(n); }
void* operator new(std::size_t n, std::align_val_t a) { return or_throw(allocate(n, a)); }
void* operator new[](std::size_t n, std::align_val_t a) { return or_throw(allocate(n, a)); }
void* operator new(std::size_t n, std::align_val_t a, const std::nothrow_t&) noexcept {
    return allocate(n, a);
}
void* operator new[](std::size_t n, std::align_val_t a, const std::nothrow_t&) noexcept {
    return allocate(n, a);
}

void operator delete(void* p) noexcept { release(p); }
void operator delete[](void* p) noexcept { release(p); }
void operator delete(void* p, std::size_t) noexcept { release(p); }
void operator delete[](void* p, std::size_t) noexcept { release(p); }
void operator delete(void* p, const std::nothrow_t&) noexcept { release(p); }
void operator delete[](void* p, const std::nothrow_t&) noexcept { release(p); }
void operator delete(void* p, std::align_val_t) noexcept { release_aligned(p); }
void operator delete[](void* p, std::align_val_t) noexcept { release_aligned(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { release_aligned(p); }
void operator delete[](void* p, std::size_t, std::align_val_t) noexcept { release_aligned(p); }
void operator delete(void* p, std::align_val_t, const std::nothrow_t&) noexcept { release_aligned(p); }
void operator delete[](void* p, std::align_val_t, const std::nothrow_t&) noexcept { release_aligned(p); }
