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

/// The highest bit of each of eight characters that is no digit, the first in the lowest byte; a carry sets more of them,
/// but only behind the first.
constexpr std::uint64_t others_of_eight(std::uint64_t word) noexcept {
    word ^= 0x3030303030303030;
    return (word | (word + 0x7676767676767676)) & 0x8080808080808080;
}

/// Behind the digits at `at`, however many. Requires: before `end` there is a byte that is none.
inline const char* skip_digits(const char* at, const char* end) noexcept {
    if constexpr (std::endian::native == std::endian::little) {
        for (std::uint64_t word; end - at >= 8; at += sizeof word) {
            std::memcpy(&word, at, sizeof word);
            const std::uint64_t others = others_of_eight(word);
            if (others != 0) return at + std::countr_zero(others) / 8;
        }
    }
    while (digit_value(*at) < 10) {
        ++at;
    }
    return at;
}

/// Skips one number after the other. The next is expected to be as long as the last, behind a branch, so that what
/// follows does not wait for the search for its end: a push with a list of 40 numbers, of up to six digits, took 257 ns
/// instead of 331.
class number_skipper {
public:
    /// As `skip_digits`.
    const char* skip(const char* at, const char* end) noexcept {
        if (std::endian::native == std::endian::little && end - at >= 8) {
            std::uint64_t word;
            std::memcpy(&word, at, sizeof word);
            const std::uint64_t others = others_of_eight(word);
            if ((others & bits_) == end_) [[likely]]
                return at + size_;
            if (others != 0) {
                size_ = std::countr_zero(others) / 8;
                end_ = others & (~others + 1);
                bits_ = end_ | (end_ - 1);
                return at + size_;
            }
        }
        return skip_digits(at, end);
    }

private:
    int size_ = 0;
    std::uint64_t end_ = 1;   ///< The highest bit of the byte behind the last one, and all up to it;
    std::uint64_t bits_ = 0;  ///< before there was one, no number has such bits.
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
