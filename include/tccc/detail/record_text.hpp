// SPDX-License-Identifier: MIT
/// @file
/// Where does a text of a push end, and what does it say? Its end is found 64 bytes at a time, or expected and only
/// checked; escapes are decoded.
#ifndef TCCC_DETAIL_RECORD_TEXT_HPP
#define TCCC_DETAIL_RECORD_TEXT_HPP

#include <tccc/config.hpp>
#include <tccc/detail/byte_block.hpp>
#include <tccc/detail/decoded_text.hpp>
#include <tccc/detail/escaped_beginning.hpp>
#include <tccc/detail/utf8.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {
inline namespace TCCC_PUSH_BLOCK_NAMESPACE {

/// Moves behind a text that has its end within a window, which is to be readable. Whether that end is a quote the next
/// separator says, and whether the text is empty the lowest bit of `ends`.
TCCC_PUSH_ALWAYS_INLINE std::string_view read_short_text(const char*& at, std::uint64_t& ends) noexcept {
    const std::uint64_t stops = stop_bytes_of_two(at) | std::uint64_t{1} << (window - 1);
    const std::string_view text(at, static_cast<std::size_t>(std::countr_zero(stops)));
    ends |= stops;
    at += text.size();
    return text;
}

/// The same for a text that mostly is shorter than a block, as phone numbers and names are: 14 instructions less, and a
/// mispredicted branch for one that is not. (RecordIds have 10 bytes or 36, by turns: not for them.)
TCCC_PUSH_ALWAYS_INLINE std::string_view read_name(const char*& at, std::uint64_t& ends) noexcept {
    if (const std::uint32_t stops = stop_bytes(at); stops != 0) [[likely]] {
        const std::string_view text(at, static_cast<std::size_t>(std::countr_zero(stops)));
        ends |= stops;
        at += text.size();
        return text;
    }
    return read_short_text(at, ends);
}

/// Is what stands at `at` a text of `size` bytes, a block at least, with nothing in it to decode or to look at twice?
/// Reads the byte behind it as well.
TCCC_PUSH_ALWAYS_INLINE bool is_plain_text(const char* at, std::size_t size) noexcept {
    return at[size] == '"' && !holds_stop(at, size);
}

/// The size of a character that `stop_bytes` takes along though it ends no text; 0 for one that has to.
inline std::size_t other_character(const char* p, const char* end) noexcept {
    if (static_cast<unsigned char>(*p) < 0x20) return 0;
    const utf8_step step = next_utf8({p, static_cast<std::size_t>(end - p)}, 0);
    return step.well_formed ? step.length : 0;
}

/// `stop_bytes_of_two` of less than that, by a load that ends with the body.
inline std::uint64_t last_stops(const char* p, const char* end) noexcept {
    const std::size_t left = static_cast<std::size_t>(end - p);
    return left == 0 ? 0 : stop_bytes_of_two(end - window) >> (window - left);
}

/// The text at `begin`, of which the escape at `first_escape` is the first, decoded; returns its quote, or null.
inline const char* decode_text(const char* begin, const char* first_escape, const char* end,
                               decoded_text& decoded, escaped_beginning* beginning,
                               std::string_view& out) noexcept {
    const char* at = begin;
    char* to = decoded.room();
    const bool alike = beginning != nullptr && escaped_beginning::may_begin(begin, first_escape);
    const bool copied = alike && beginning->copy(at, end, to);
    const char* const quote = read_escaped_text(begin, at, copied ? at : first_escape, end, to);
    if (quote == nullptr) return nullptr;
    if (alike && !copied) beginning->learn({begin, static_cast<std::size_t>(quote - begin)});
    out = decoded.take(to);
    return quote;
}

/// Text up to its quote, decoded if it holds an escape; false when it is empty, holds what has no place in a string, or has
/// no end. `stopped`: there was a stop byte before its quote. The last window of the body is to be readable.
TCCC_PUSH_ALWAYS_INLINE bool read_text(const char*& at, const char* end, decoded_text& decoded,
                                       escaped_beginning* beginning, std::string_view& out,
                                       bool& stopped) noexcept {
    const char* p = at;
    stopped = false;
    for (;;) {
        std::uint64_t stops = 0;
        while (static_cast<std::size_t>(end - p) >= window && (stops = find_stop_in_two(p)) == 0) {
            p += window;
        }
        if (stops == 0 && (stops = last_stops(p, end)) == 0) return false;
        p += std::countr_zero(stops);
        if (*p == '"') [[likely]]
            break;
        stopped = true;
        if (*p == '\\') {
            // Not into `out` and `at`: what a call may write to is kept in memory, and 11 instructions more were.
            std::string_view text;
            const char* const quote = decode_text(at, p, end, decoded, beginning, text);
            if (quote == nullptr) return false;
            out = text;
            at = quote;
            return true;
        }
        const std::size_t size = other_character(p, end);
        if (size == 0) return false;
        p += size;
    }
    out = {at, static_cast<std::size_t>(p - at)};
    at = p;
    return !out.empty();
}

}  // namespace TCCC_PUSH_BLOCK_NAMESPACE
}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
