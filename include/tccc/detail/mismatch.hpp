// SPDX-License-Identifier: MIT
/// @file
/// Does a body look as expected in many places? Compared place by place, asked once: no branch for each.
#ifndef TCCC_DETAIL_MISMATCH_HPP
#define TCCC_DETAIL_MISMATCH_HPP

#include <tccc/config.hpp>
#include <tccc/detail/byte_block.hpp>
#include <tccc/detail/digits.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {
inline namespace TCCC_PUSH_BLOCK_NAMESPACE {

/// Some of `N` bytes in a row, those that count. As made by default it is a NUL, which no JSON holds.
template <std::size_t N>
struct pattern {
    alignas(16) std::array<char, N> bytes{};
    alignas(16) std::array<char, N> counted{'\xff'};  ///< All bits set, or none.

    /// `text` of at most `N` bytes, with `before` bytes that do not count in front of it.
    static pattern of(std::string_view text, std::size_t before) noexcept {
        pattern made;
        made.counted = {};
        std::memcpy(made.bytes.data() + before, text.data(), text.size());
        std::memset(made.counted.data() + before, 0xff, text.size());
        return made;
    }
};

/// Where a number ends; the longest that is read at once.
inline constexpr std::size_t number_block = 16;

class mismatch {
public:
    /// Compares a block.
    void text(const char* at, const pattern<block_size>& expected) noexcept;
    /// The value of the digits that `digits` counts, of the 16 bytes before `end`; they are compared with digits.
    std::uint64_t number(const char* end, const pattern<number_block>& digits) noexcept;
    [[nodiscard]] bool found() const noexcept;

private:
#if !defined(TCCC_PUSH_PORTABLE) && defined(__AVX2__)
    __m256i differences_ = _mm256_setzero_si256();
#elif !defined(TCCC_PUSH_PORTABLE) && (defined(__SSE2__) || defined(_M_X64))
    __m128i differences_ = _mm_setzero_si128();
#else
    std::uint64_t differences_ = 0;
#endif
};

#if !defined(TCCC_PUSH_PORTABLE) && (defined(__AVX2__) || defined(__SSE2__) || defined(_M_X64))

/// The value of 16 digits, given as numbers: pairs, fours, eights, a multiplication each, and then both of these.
TCCC_PUSH_ALWAYS_INLINE std::uint64_t sixteen_digits_value(__m128i digits) noexcept {
    const __m128i pairs = _mm_srli_epi16(_mm_mullo_epi16(digits, _mm_set1_epi16(2561)), 8);
    const __m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(100 | 1 << 16));
    const __m128i eights = _mm_madd_epi16(_mm_packs_epi32(fours, fours), _mm_set1_epi32(10000 | 1 << 16));
    std::uint64_t both;  // not _mm_cvtsi128_si64, which 32 bits have not got
    _mm_storel_epi64(reinterpret_cast<__m128i*>(&both), eights);
    return (both & 0xffffffff) * 100'000'000 + (both >> 32);
}

/// The digits as numbers, zero where they do not count.
TCCC_PUSH_ALWAYS_INLINE __m128i digits_before(const char* end, const pattern<number_block>& digits) noexcept {
    const auto load = [](const char* bytes) {
        return _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
    };
    const __m128i values = _mm_xor_si128(load(end - number_block), _mm_set1_epi8('0'));
    return _mm_and_si128(values, load(digits.counted.data()));
}

#endif

#if !defined(TCCC_PUSH_PORTABLE) && defined(__AVX2__)

TCCC_PUSH_ALWAYS_INLINE void mismatch::text(const char* at, const pattern<block_size>& expected) noexcept {
    const __m256i difference = _mm256_xor_si256(load_32(at), load_32(expected.bytes.data()));
    differences_ =
        _mm256_or_si256(differences_, _mm256_and_si256(difference, load_32(expected.counted.data())));
}

TCCC_PUSH_ALWAYS_INLINE std::uint64_t mismatch::number(const char* end,
                                                       const pattern<number_block>& digits) noexcept {
    const __m128i values = digits_before(end, digits);
    const __m128i above = _mm_subs_epu8(values, _mm_set1_epi8(9));
    differences_ = _mm256_or_si256(differences_, _mm256_zextsi128_si256(above));
    return sixteen_digits_value(values);
}

TCCC_PUSH_ALWAYS_INLINE bool mismatch::found() const noexcept {
    return _mm256_testz_si256(differences_, differences_) == 0;
}

#elif !defined(TCCC_PUSH_PORTABLE) && (defined(__SSE2__) || defined(_M_X64))

TCCC_PUSH_ALWAYS_INLINE void mismatch::text(const char* at, const pattern<block_size>& expected) noexcept {
    for (std::size_t i = 0; i < block_size; i += 16) {
        const __m128i difference = _mm_xor_si128(load_16(at + i), load_16(expected.bytes.data() + i));
        differences_ =
            _mm_or_si128(differences_, _mm_and_si128(difference, load_16(expected.counted.data() + i)));
    }
}

TCCC_PUSH_ALWAYS_INLINE std::uint64_t mismatch::number(const char* end,
                                                       const pattern<number_block>& digits) noexcept {
    const __m128i values = digits_before(end, digits);
    differences_ = _mm_or_si128(differences_, _mm_subs_epu8(values, _mm_set1_epi8(9)));
    return sixteen_digits_value(values);
}

TCCC_PUSH_ALWAYS_INLINE bool mismatch::found() const noexcept {
    return _mm_movemask_epi8(_mm_cmpeq_epi8(differences_, _mm_setzero_si128())) != 0xffff;
}

#else

TCCC_PUSH_ALWAYS_INLINE void mismatch::text(const char* at, const pattern<block_size>& expected) noexcept {
    for (std::size_t i = 0; i < block_size; i += 8) {
        std::array<std::uint64_t, 3> words;  // there, expected, counted
        std::memcpy(&words[0], at + i, 8);
        std::memcpy(&words[1], expected.bytes.data() + i, 8);
        std::memcpy(&words[2], expected.counted.data() + i, 8);
        differences_ |= (words[0] ^ words[1]) & words[2];
    }
}

inline std::uint64_t mismatch::number(const char* end, const pattern<number_block>& digits) noexcept {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < number_block; i += 8) {
        std::uint64_t word;
        std::uint64_t counted;
        std::memcpy(&word, end - number_block + i, 8);
        std::memcpy(&counted, digits.counted.data() + i, 8);
        // An exclusive or borrows nothing from its neighbour. Above 9, adding 0x76 sets the highest bit, unless it is
        // set already.
        word = (word ^ 0x3030303030303030) & counted;
        differences_ |= (word | (word + 0x7676767676767676)) & 0x8080808080808080;
        if constexpr (std::endian::native == std::endian::little) {
            value = value * 100'000'000 + eight_digits_value(word);
        } else {
            for (int shift = 56; shift >= 0; shift -= 8) {
                value = value * 10 + ((word >> shift) & 0xff);
            }
        }
    }
    return value;
}

TCCC_PUSH_ALWAYS_INLINE bool mismatch::found() const noexcept { return differences_ != 0; }

#endif

}  // namespace TCCC_PUSH_BLOCK_NAMESPACE
}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
