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

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
