// SPDX-License-Identifier: MIT
/// @file
/// Which of the next 32 bytes are special? Two 16-byte vectors as one bit mask: SSE2 and NEON, which every
/// x86-64 and arm64 has, and plain C++ elsewhere. No run-time dispatch, no -m flag.
#ifndef TCCC_DETAIL_BYTE_BLOCK_HPP
#define TCCC_DETAIL_BYTE_BLOCK_HPP

#include <tccc/config.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

// TCCC_PUSH_PORTABLE is for the tests, which run the plain version where the others exist. It names the
// namespace below, so that two translation units that differ in it do not share a symbol.
#if defined(TCCC_PUSH_PORTABLE)
#define TCCC_PUSH_BLOCK_NAMESPACE block_portable
#elif defined(__SSE2__) || defined(_M_X64)
#define TCCC_PUSH_BLOCK_NAMESPACE block_sse2
#include <emmintrin.h>
#elif (defined(__aarch64__) && defined(__ARM_NEON)) || defined(_M_ARM64)
#define TCCC_PUSH_BLOCK_NAMESPACE block_neon
#include <arm_neon.h>
#else
#define TCCC_PUSH_BLOCK_NAMESPACE block_portable
#endif

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {
inline namespace TCCC_PUSH_BLOCK_NAMESPACE {

inline constexpr std::size_t block_size = 32;

#if !defined(TCCC_PUSH_PORTABLE) && (defined(__SSE2__) || defined(_M_X64))

inline std::uint32_t mask_of(__m128i low, __m128i high) noexcept {
    return static_cast<std::uint32_t>(_mm_movemask_epi8(low)) |
           static_cast<std::uint32_t>(_mm_movemask_epi8(high)) << 16;
}

inline __m128i load_16(const char* bytes) noexcept {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
}

/// Bit i is set where byte i may end plain text: a quote, a back slash, a control character, or a byte above
/// ASCII; and for a blank or '!', which a single signed comparison with '"' takes along and which ids and
/// URLs hardly hold.
inline std::uint32_t stop_bytes(const char* bytes) noexcept {
    const auto stop = [](__m128i v) {
        return _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('\\')),
                            _mm_cmplt_epi8(v, _mm_set1_epi8('"' + 1)));
    };
    return mask_of(stop(load_16(bytes)), stop(load_16(bytes + 16)));
}

/// Bit i is set where byte i is a quote or a back slash.
inline std::uint32_t quote_bytes(const char* bytes) noexcept {
    const auto quote = [](__m128i v) {
        return _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('"')), _mm_cmpeq_epi8(v, _mm_set1_epi8('\\')));
    };
    return mask_of(quote(load_16(bytes)), quote(load_16(bytes + 16)));
}

/// Bit i is set where byte i of both differs.
inline std::uint32_t different_bytes(const char* a, const char* b) noexcept {
    return ~mask_of(_mm_cmpeq_epi8(load_16(a), load_16(b)), _mm_cmpeq_epi8(load_16(a + 16), load_16(b + 16)));
}

#elif !defined(TCCC_PUSH_PORTABLE) && ((defined(__aarch64__) && defined(__ARM_NEON)) || defined(_M_ARM64))

inline uint8x16_t load_16(const char* bytes) noexcept {
    return vld1q_u8(reinterpret_cast<const std::uint8_t*>(bytes));
}

inline std::uint32_t mask_of(uint8x16_t low, uint8x16_t high) noexcept {
    alignas(16) constexpr std::uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128,
                                                      1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t weight = vld1q_u8(weights);
    const uint8x16_t l = vandq_u8(low, weight);
    const uint8x16_t h = vandq_u8(high, weight);
    const uint8x16_t pairs = vpaddq_u8(l, h);
    const uint8x16_t quads = vpaddq_u8(pairs, pairs);
    const uint8x16_t octets = vpaddq_u8(quads, quads);
    return vgetq_lane_u32(vreinterpretq_u32_u8(octets), 0);
}

inline std::uint32_t stop_bytes(const char* bytes) noexcept {
    const auto stop = [](uint8x16_t v) {
        return vorrq_u8(vceqq_u8(v, vdupq_n_u8('\\')), vcltq_s8(vreinterpretq_s8_u8(v), vdupq_n_s8('"' + 1)));
    };
    return mask_of(stop(load_16(bytes)), stop(load_16(bytes + 16)));
}

inline std::uint32_t quote_bytes(const char* bytes) noexcept {
    const auto quote = [](uint8x16_t v) {
        return vorrq_u8(vceqq_u8(v, vdupq_n_u8('"')), vceqq_u8(v, vdupq_n_u8('\\')));
    };
    return mask_of(quote(load_16(bytes)), quote(load_16(bytes + 16)));
}

inline std::uint32_t different_bytes(const char* a, const char* b) noexcept {
    return ~mask_of(vceqq_u8(load_16(a), load_16(b)), vceqq_u8(load_16(a + 16), load_16(b + 16)));
}

#else

inline std::uint32_t stop_bytes(const char* bytes) noexcept {
    std::uint32_t mask = 0;
    for (std::size_t i = 0; i < block_size; ++i) {
        const unsigned char c = static_cast<unsigned char>(bytes[i]);
        mask |= static_cast<std::uint32_t>(c == '\\' || c <= '"' || c >= 0x80) << i;
    }
    return mask;
}

inline std::uint32_t quote_bytes(const char* bytes) noexcept {
    std::uint32_t mask = 0;
    for (std::size_t i = 0; i < block_size; ++i) {
        mask |= static_cast<std::uint32_t>(bytes[i] == '"' || bytes[i] == '\\') << i;
    }
    return mask;
}

inline std::uint32_t different_bytes(const char* a, const char* b) noexcept {
    std::uint32_t mask = 0;
    for (std::size_t i = 0; i < block_size; ++i) {
        mask |= static_cast<std::uint32_t>(a[i] != b[i]) << i;
    }
    return mask;
}

#endif

}  // namespace TCCC_PUSH_BLOCK_NAMESPACE
}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
