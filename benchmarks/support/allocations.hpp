// SPDX-License-Identifier: MIT
// How much heap is in use? Counted in operator new and delete of the program that links allocations.cpp, for each thread
// by itself: what one allocates and another frees is in neither's sum.
#ifndef TCCC_BENCH_ALLOCATIONS_HPP
#define TCCC_BENCH_ALLOCATIONS_HPP

#include <cstddef>

namespace bench {

struct heap {
    std::size_t asked = 0;  // what was asked for
    std::size_t taken =
        0;  // what the allocator gave for it, and a word for its own use; as `asked` where it cannot say
};

heap heap_in_use() noexcept;

}  // namespace bench

#endif
