// SPDX-License-Identifier: MIT
/// @file
/// How much of a text needs no look? Printable ASCII without quotes and back slashes, eight bytes at a time, on every
/// platform and in constant expressions.
#ifndef TCCC_DETAIL_PLAIN_TEXT_HPP
#define TCCC_DETAIL_PLAIN_TEXT_HPP

#include <tccc/config.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

constexpr bool is_plain(char c) noexcept {
    const unsigned char byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

/// All eight bytes are plain. Each term has a high bit set if some byte is zero (a quote, a back slash) or below 0x20; a
/// borrow sets one too many only where there is one already.
constexpr bool eight_are_plain(std::uint64_t word) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101;
    const std::uint64_t quote = word ^ (ones * static_cast<unsigned char>('"'));
    const std::uint64_t slash = word ^ (ones * static_cast<unsigned char>('\\'));
    return (((quote - ones) | (slash - ones) | (word - ones * 0x20) | word) & (ones * 0x80)) == 0;
}

/// How many bytes of `text` from `pos` on are plain: `pos` moved behind them. Requires: `pos <= text.size()`.
constexpr std::size_t skip_plain(std::string_view text, std::size_t pos) noexcept {
    if (!std::is_constant_evaluated()) {
        for (std::uint64_t word; text.size() - pos >= sizeof word; pos += sizeof word) {
            std::memcpy(&word, text.data() + pos, sizeof word);
            if (!eight_are_plain(word)) break;
        }
    }
    while (pos < text.size() && is_plain(text[pos])) {
        ++pos;
    }
    return pos;
}

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
