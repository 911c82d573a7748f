// SPDX-License-Identifier: MIT
/// @file
/// What differs between compilers, in one place. Every macro starts with TCCC_PUSH_, and none of them changes
/// the layout of a type or the body of a function that another translation unit may see differently.
#ifndef TCCC_CONFIG_HPP
#define TCCC_CONFIG_HPP

#include <tccc/version.hpp>

#define TCCC_PUSH_DETAIL_PASTE(a, b, c) v##a##_##b##_##c
#define TCCC_PUSH_DETAIL_VERSION_NAME(a, b, c) TCCC_PUSH_DETAIL_PASTE(a, b, c)

/// The inline namespace carries the full version (`tccc::v0_1_0`): two copies of the library in one program,
/// fetched by two of its dependencies, then stay two instead of being merged by the linker.
#define TCCC_PUSH_VERSION_NAMESPACE                                                                          \
    TCCC_PUSH_DETAIL_VERSION_NAME(TCCC_PUSH_VERSION_MAJOR, TCCC_PUSH_VERSION_MINOR, TCCC_PUSH_VERSION_PATCH)

#define TCCC_PUSH_BEGIN_NAMESPACE                                                                            \
    namespace tccc {                                                                                         \
    inline namespace TCCC_PUSH_VERSION_NAMESPACE {
#define TCCC_PUSH_END_NAMESPACE                                                                              \
    }                                                                                                        \
    }

/// Marks what a returned view borrows from, so that clang and MSVC warn when it outlives that. g++ has no
/// such attribute; there the deleted rvalue overloads do the work alone.
#if defined(__clang__)
#define TCCC_PUSH_LIFETIMEBOUND [[clang::lifetimebound]]
#elif defined(_MSC_VER)
#define TCCC_PUSH_LIFETIMEBOUND [[msvc::lifetimebound]]
#else
#define TCCC_PUSH_LIFETIMEBOUND
#endif

/// For the steps of the hot path: out of line, the cursor that they take by reference lives in memory instead of a
/// register, and a push took 42 ns instead of 39.
#if defined(__GNUC__) || defined(__clang__)
#define TCCC_PUSH_ALWAYS_INLINE __attribute__((always_inline)) inline
#elif defined(_MSC_VER)
#define TCCC_PUSH_ALWAYS_INLINE __forceinline
#else
#define TCCC_PUSH_ALWAYS_INLINE inline
#endif

/// For what stands beside a hot loop: inlined there, it takes the room in which a compiler would have inlined the caller's
/// callback (benchmarks/README.md, dead ends).
#if defined(__GNUC__) || defined(__clang__)
#define TCCC_PUSH_NOINLINE __attribute__((noinline))
#elif defined(_MSC_VER)
#define TCCC_PUSH_NOINLINE __declspec(noinline)
#else
#define TCCC_PUSH_NOINLINE
#endif

/// 1 where the translation unit is compiled with exceptions. `result::value` asks, and is then absent rather than
/// different; so do the threads of batch.hpp, in a namespace of their own.
#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
#define TCCC_PUSH_HAS_EXCEPTIONS 1
#else
#define TCCC_PUSH_HAS_EXCEPTIONS 0
#endif

#endif
