// SPDX-License-Identifier: MIT
/// @file
/// How is memory asked for before it is read? A hint where the compiler has one, and nothing elsewhere.
#ifndef TCCC_DETAIL_PREFETCH_HPP
#define TCCC_DETAIL_PREFETCH_HPP

#include <tccc/config.hpp>

#include <cstddef>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

inline constexpr std::size_t cache_line_bytes = 64;

/// Of any address, readable or not: a hint does not fault.
///
/// The empty asm keeps it: g++ 12 takes a function that does nothing but this for one without effect, and drops calls of it.
TCCC_PUSH_ALWAYS_INLINE void prefetch([[maybe_unused]] const void* at) noexcept {
#if defined(__GNUC__) || defined(__clang__)
    __builtin_prefetch(at);
    __asm__ __volatile__("");
#endif
}

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
