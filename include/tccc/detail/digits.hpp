// SPDX-License-Identifier: MIT
/// @file
/// How is a whole number read, eight digits at a time?
#ifndef TCCC_DETAIL_DIGITS_HPP
#define TCCC_DETAIL_DIGITS_HPP

#include <tccc/config.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// The digit's value; above 9 for any other character.
constexpr unsigned digit_value(char c) noexcept { return static_cast<unsigned char>(c) - unsigned{'0'}; }

/// Eight characters, the first in the lowest byte, are digits: the high nibble is 3, and still 3 with 6 added to the low
/// one.
constexpr bool eight_are_digits(std::uint64_t word) noexcept {
    return ((word & 0xf0f0f0f0f0f0f0f0) | (((word + 0x0606060606060606) & 0xf0f0f0f0f0f0f0f0) >> 4)) ==
           0x3333333333333333;
}

/// The value of eight digits, the first in the lowest byte: pairs, then fours, then all, a multiplication each.
constexpr std::uint64_t eight_digits_value(std::uint64_t word) noexcept {
    word = (word & 0x0f0f0f0f0f0f0f0f) * 2561 >> 8;
    word = (word & 0x00ff00ff00ff00ff) * 6553601 >> 16;
    return (word & 0x0000ffff0000ffff) * 42949672960001 >> 32;
}

/// Reads digits from `at` on, at most 18 of them, which always fit; returns where it stopped. Requires: eight readable
/// bytes at `at`, and behind the digits a readable byte that is none.
inline const char* read_digits(const char* at, std::uint64_t& value) noexcept {
    const char* const limit = at + 18;
    value = 0;
    std::uint64_t word;
    std::memcpy(&word, at, sizeof word);
    if (std::endian::native == std::endian::little && eight_are_digits(word)) {
        value = eight_digits_value(word);
        at += sizeof word;
    }
    for (; at != limit && digit_value(*at) < 10; ++at) {
        value = value * 10 + digit_value(*at);
    }
    return at;
}

/// The same up to `end`, before which there is a byte that is no digit, behind those at `at`.
inline const char* read_digits(const char* at, const char* end, std::uint64_t& value) noexcept {
    if (end - at >= 8) [[likely]]
        return read_digits(at, value);
    for (value = 0; digit_value(*at) < 10; ++at) {
        value = value * 10 + digit_value(*at);
    }
    return at;
}

/// Behind the digits at `at`, however many. Requires: before `end` there is a byte that is none.
inline const char* skip_digits(const char* at, const char* end) noexcept {
    if constexpr (std::endian::native == std::endian::little) {
        for (std::uint64_t word; end - at >= 8; at += sizeof word) {
            std::memcpy(&word, at, sizeof word);
            // The highest bit of each byte that is none; a carry sets more of them, but only behind the first.
            word ^= 0x3030303030303030;
            const std::uint64_t others = (word | (word + 0x7676767676767676)) & 0x8080808080808080;
            if (others != 0) return at + std::countr_zero(others) / 8;
        }
    }
    while (digit_value(*at) < 10) {
        ++at;
    }
    return at;
}

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
