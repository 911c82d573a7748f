// SPDX-License-Identifier: MIT
// Each block has its size in front, so that what is given back is known; `taken` leaves those 16 bytes out again.
#include "allocations.hpp"

#include <cstdlib>
#include <cstring>
#include <new>

namespace {

constexpr std::size_t front = 16;  // keeps the alignment of malloc

// Of each thread: counters of all would be one more line that two threads pass to and fro.
thread_local std::size_t asked = 0;
thread_local std::size_t taken = 0;

/// glibc's malloc: a word in front, all rounded up to 16, 32 at least.
std::size_t taken_for(std::size_t size) noexcept {
    const std::size_t whole = (size + sizeof(std::size_t) + 15) / 16 * 16;
    return whole < 32 ? 32 : whole;
}

}  // namespace

bench::heap bench::heap_in_use() noexcept { return {asked, taken}; }

void* operator new(std::size_t size) {
    void* const block = std::malloc(size + front);
    if (block == nullptr) std::abort();
    std::memcpy(block, &size, sizeof size);
    asked += size;
    taken += taken_for(size);
    return static_cast<char*>(block) + front;
}

void operator delete(void* memory) noexcept {
    if (memory == nullptr) return;
    char* const block = static_cast<char*>(memory) - front;
    std::size_t size = 0;
    std::memcpy(&size, block, sizeof size);
    asked -= size;
    taken -= taken_for(size);
    std::free(block);
}

void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }
void* operator new[](std::size_t size) { return operator new(size); }
void operator delete[](void* memory) noexcept { operator delete(memory); }
void operator delete[](void* memory, std::size_t) noexcept { operator delete(memory); }
