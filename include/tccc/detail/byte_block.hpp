// SPDX-License-Identifier: MIT
/// @file
/// Which of the next 32 bytes are special? As one bit mask: SSE2 and NEON, which every x86-64 and arm64 has, AVX2 where
/// the compiler is told that it is there, and plain C++ elsewhere. No run-time dispatch, no -m flag needed.
#ifndef TCCC_DETAIL_BYTE_BLOCK_HPP
#define TCCC_DETAIL_BYTE_BLOCK_HPP

#include <tccc/config.hpp>

#include <cstddef>
#include <cstdint>

// TCCC_PUSH_PORTABLE is for the tests, which run the plain version where the others exist. It names the
// namespace below, so that two translation units that differ in it do not share a symbol.
#if defined(TCCC_PUSH_PORTABLE)
#define TCCC_PUSH_BLOCK_NAMESPACE block_portable
#elif defined(__AVX2__)
#define TCCC_PUSH_BLOCK_NAMESPACE block_avx2
#include <immintrin.h>
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
/// What is searched at once where a text may be long.
inline constexpr std::size_t window = block_size * 2;

// Each gives a mask of which bit i says something of byte i:
// - stop_bytes: it may end plain text. A quote, a back slash, a control character, or a byte above ASCII; and a blank
//   or '!', which a single signed comparison with '"' takes along and which ids and URLs hardly hold.
// - text_end_bytes: it ends plain text, without these two.
// - quote_bytes: it is a quote or a back slash.
// - line_feed_bytes: it is a line feed.
// stop_marks says as much as stop_bytes, but in whatever form is at hand: only for `either_of` and `any_of_them`.

#if defined(TCCC_PUSH_PORTABLE) || !(defined(__SSE2__) || defined(_M_X64) ||                                 \
                                     (defined(__aarch64__) && defined(__ARM_NEON)) || defined(_M_ARM64))

template <class Test>
std::uint32_t mask_of(const char* bytes, Test test) noexcept {
    std::uint32_t mask = 0;
    for (std::size_t i = 0; i < block_size; ++i) {
        mask |= static_cast<std::uint32_t>(test(static_cast<unsigned char>(bytes[i]))) << i;
    }
    return mask;
}

inline std::uint32_t stop_bytes(const char* bytes) noexcept {
    return mask_of(bytes, [](unsigned char c) { return c == '\\' || c <= '"' || c >= 0x80; });
}

using byte_marks = std::uint32_t;
inline byte_marks stop_marks(const char* bytes) noexcept { return stop_bytes(bytes); }
inline byte_marks either_of(byte_marks a, byte_marks b) noexcept { return a | b; }
inline bool any_of_them(byte_marks marks) noexcept { return marks != 0; }

inline std::uint32_t text_end_bytes(const char* bytes) noexcept {
    return mask_of(bytes, [](unsigned char c) { return c == '\\' || c == '"' || c < 0x20 || c >= 0x80; });
}

inline std::uint32_t quote_bytes(const char* bytes) noexcept {
    return mask_of(bytes, [](unsigned char c) { return c == '\\' || c == '"'; });
}

inline std::uint32_t line_feed_bytes(const char* bytes) noexcept {
    return mask_of(bytes, [](unsigned char c) { return c == '\n'; });
}

#elif defined(__AVX2__)

inline __m256i load_32(const char* bytes) noexcept {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes));
}

inline std::uint32_t mask_of(__m256i v) noexcept {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(v));
}

inline __m256i equal_bytes(__m256i v, char c) noexcept { return _mm256_cmpeq_epi8(v, _mm256_set1_epi8(c)); }

using byte_marks = __m256i;
inline byte_marks either_of(byte_marks a, byte_marks b) noexcept { return _mm256_or_si256(a, b); }
inline bool any_of_them(byte_marks marks) noexcept { return mask_of(marks) != 0; }

inline byte_marks stop_marks(const char* bytes) noexcept {
    const __m256i v = load_32(bytes);
    return either_of(equal_bytes(v, '\\'), _mm256_subs_epi8(v, _mm256_set1_epi8('"' + 1)));
}

inline std::uint32_t stop_bytes(const char* bytes) noexcept { return mask_of(stop_marks(bytes)); }

inline std::uint32_t text_end_bytes(const char* bytes) noexcept {
    const __m256i v = load_32(bytes);
    const __m256i quote = _mm256_or_si256(equal_bytes(v, '\\'), equal_bytes(v, '"'));
    return mask_of(_mm256_or_si256(quote, _mm256_subs_epi8(v, _mm256_set1_epi8(' '))));
}

inline std::uint32_t quote_bytes(const char* bytes) noexcept {
    const __m256i v = load_32(bytes);
    return mask_of(_mm256_or_si256(equal_bytes(v, '\\'), equal_bytes(v, '"')));
}

inline std::uint32_t line_feed_bytes(const char* bytes) noexcept {
    return mask_of(equal_bytes(load_32(bytes), '\n'));
}

#elif defined(__SSE2__) || defined(_M_X64)

inline __m128i load_16(const char* bytes) noexcept {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
}

inline std::uint32_t mask_of(__m128i low, __m128i high) noexcept {
    return static_cast<std::uint32_t>(_mm_movemask_epi8(low)) |
           static_cast<std::uint32_t>(_mm_movemask_epi8(high)) << 16;
}

inline __m128i equal_bytes(__m128i v, char c) noexcept { return _mm_cmpeq_epi8(v, _mm_set1_epi8(c)); }

// A mask is made of the highest bits: a saturating subtraction leaves the sign of a comparison there, in place.
inline __m128i stop_signs(__m128i v) noexcept {
    return _mm_or_si128(equal_bytes(v, '\\'), _mm_subs_epi8(v, _mm_set1_epi8('"' + 1)));
}

using byte_marks = __m128i;
inline byte_marks either_of(byte_marks a, byte_marks b) noexcept { return _mm_or_si128(a, b); }
inline bool any_of_them(byte_marks marks) noexcept { return _mm_movemask_epi8(marks) != 0; }

inline byte_marks stop_marks(const char* bytes) noexcept {
    return either_of(stop_signs(load_16(bytes)), stop_signs(load_16(bytes + 16)));
}

inline std::uint32_t stop_bytes(const char* bytes) noexcept {
    return mask_of(stop_signs(load_16(bytes)), stop_signs(load_16(bytes + 16)));
}

inline std::uint32_t text_end_bytes(const char* bytes) noexcept {
    const auto text_end = [](__m128i v) {
        return _mm_or_si128(_mm_or_si128(equal_bytes(v, '\\'), equal_bytes(v, '"')),
                            _mm_subs_epi8(v, _mm_set1_epi8(' ')));
    };
    return mask_of(text_end(load_16(bytes)), text_end(load_16(bytes + 16)));
}

inline std::uint32_t quote_bytes(const char* bytes) noexcept {
    const auto quote = [](__m128i v) { return _mm_or_si128(equal_bytes(v, '"'), equal_bytes(v, '\\')); };
    return mask_of(quote(load_16(bytes)), quote(load_16(bytes + 16)));
}

inline std::uint32_t line_feed_bytes(const char* bytes) noexcept {
    return mask_of(equal_bytes(load_16(bytes), '\n'), equal_bytes(load_16(bytes + 16), '\n'));
}

#else

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

inline uint8x16_t equal_bytes(uint8x16_t v, char c) noexcept {
    return vceqq_u8(v, vdupq_n_u8(static_cast<std::uint8_t>(c)));
}

inline uint8x16_t less_bytes(uint8x16_t v, char c) noexcept {
    return vcltq_s8(vreinterpretq_s8_u8(v), vdupq_n_s8(static_cast<std::int8_t>(c)));
}

inline uint8x16_t stops_of(uint8x16_t v) noexcept {
    return vorrq_u8(equal_bytes(v, '\\'), less_bytes(v, '"' + 1));
}

using byte_marks = uint8x16_t;
inline byte_marks either_of(byte_marks a, byte_marks b) noexcept { return vorrq_u8(a, b); }
inline bool any_of_them(byte_marks marks) noexcept { return vmaxvq_u8(marks) != 0; }

inline byte_marks stop_marks(const char* bytes) noexcept {
    return either_of(stops_of(load_16(bytes)), stops_of(load_16(bytes + 16)));
}

inline std::uint32_t stop_bytes(const char* bytes) noexcept {
    return mask_of(stops_of(load_16(bytes)), stops_of(load_16(bytes + 16)));
}

inline std::uint32_t text_end_bytes(const char* bytes) noexcept {
    const auto text_end = [](uint8x16_t v) {
        return vorrq_u8(vorrq_u8(equal_bytes(v, '\\'), equal_bytes(v, '"')), less_bytes(v, ' '));
    };
    return mask_of(text_end(load_16(bytes)), text_end(load_16(bytes + 16)));
}

inline std::uint32_t quote_bytes(const char* bytes) noexcept {
    const auto quote = [](uint8x16_t v) { return vorrq_u8(equal_bytes(v, '"'), equal_bytes(v, '\\')); };
    return mask_of(quote(load_16(bytes)), quote(load_16(bytes + 16)));
}

inline std::uint32_t line_feed_bytes(const char* bytes) noexcept {
    return mask_of(equal_bytes(load_16(bytes), '\n'), equal_bytes(load_16(bytes + 16), '\n'));
}

#endif

/// Is there a stop byte in these, a block at least? Quicker than to find out which it is.
TCCC_PUSH_ALWAYS_INLINE bool holds_stop(const char* bytes, std::size_t size) noexcept {
    const char* const last = bytes + size - block_size;
    byte_marks marks = stop_marks(last);
    for (; bytes < last; bytes += block_size) {
        marks = either_of(marks, stop_marks(bytes));
    }
    return any_of_them(marks);
}

/// `stop_bytes` of two blocks.
TCCC_PUSH_ALWAYS_INLINE std::uint64_t stop_bytes_of_two(const char* bytes) noexcept {
    return stop_bytes(bytes) | static_cast<std::uint64_t>(stop_bytes(bytes + block_size)) << block_size;
}

/// The same, quicker where there is none: then one mask says so.
TCCC_PUSH_ALWAYS_INLINE std::uint64_t find_stop_in_two(const char* bytes) noexcept {
#if !defined(TCCC_PUSH_PORTABLE) && !defined(__AVX2__) && (defined(__SSE2__) || defined(_M_X64))
    const __m128i a = stop_signs(load_16(bytes));
    const __m128i b = stop_signs(load_16(bytes + 16));
    const __m128i c = stop_signs(load_16(bytes + 32));
    const __m128i d = stop_signs(load_16(bytes + 48));
    if (_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(a, b), _mm_or_si128(c, d))) == 0) return 0;
    return mask_of(a, b) | static_cast<std::uint64_t>(mask_of(c, d)) << block_size;
#else
    return stop_bytes_of_two(bytes);
#endif
}

}  // namespace TCCC_PUSH_BLOCK_NAMESPACE
}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
