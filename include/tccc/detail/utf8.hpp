// SPDX-License-Identifier: MIT
/// @file
/// Is the next character well-formed UTF-8, and how long is it?
#ifndef TCCC_DETAIL_UTF8_HPP
#define TCCC_DETAIL_UTF8_HPP

#include <tccc/config.hpp>

#include <cstddef>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// One step over UTF-8 text.
struct utf8_step {
    std::size_t
        length;  ///< Bytes to move on, at least 1; when ill-formed the "maximal subpart" of Unicode, ch. 3.9.
    bool well_formed;
};

/// The character at `text[pos]`, by Table 3-7 of the Unicode standard: no overlong forms, no surrogates,
/// nothing above U+10FFFF. Requires `pos < text.size()`.
constexpr utf8_step next_utf8(std::string_view text, std::size_t pos) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(pos);
    if (lead < 0x80) return {1, true};
    if (lead < 0xc2 || lead > 0xf4) return {1, false};
    const std::size_t length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    // Only the second byte's range depends on the lead.
    const unsigned low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const unsigned high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    for (std::size_t i = 1; i < length; ++i) {
        if (pos + i == text.size()) return {i, false};
        const unsigned next = byte(pos + i);
        if (next < (i == 1 ? low : 0x80) || next > (i == 1 ? high : 0xbf)) return {i, false};
    }
    return {length, true};
}

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
