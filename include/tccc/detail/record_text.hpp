// SPDX-License-Identifier: MIT
/// @file
/// Where does a text of a push end? Found 64 bytes at a time, or known beforehand and only to be checked.
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

/// What is searched at once for a text's end.
inline constexpr std::size_t window = block_size * 2;

/// Moves behind a text that has its end within a window, which is to be readable. Whether that end is a quote the next
/// separator says, and whether the text is empty the lowest bit of `ends`.
TCCC_PUSH_ALWAYS_INLINE std::string_view read_short_text(const char*& at, std::uint64_t& ends) noexcept {
    std::uint64_t stops = stop_bytes(at);
    if (stops == 0) [[unlikely]]
        stops = std::uint64_t{stop_bytes(at + block_size)} << block_size | std::uint64_t{1} << (window - 1);
    const std::string_view text(at, static_cast<std::size_t>(std::countr_zero(stops)));
    ends |= stops;
    at += text.size();
    return text;
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

/// The text at `begin`, of which an escape at `plain` is the first, decoded; returns its quote, or null.
inline const char* decode_text(const char* begin, const char* plain, const char* end, decoded_text& decoded,
                               escaped_beginning* beginning, std::string_view& out) noexcept {
    const char* at = begin;
    char* to = decoded.room();
    const bool alike = beginning != nullptr && escaped_beginning::may_begin(begin, plain);
    const bool copied = alike && beginning->copy(at, end, to);
    const char* const quote = read_escaped_text(begin, at, copied ? at : plain, end, to);
    if (quote == nullptr) return nullptr;
    if (alike && !copied) beginning->learn({begin, static_cast<std::size_t>(quote - begin)});
    out = decoded.take(to);
    return quote;
}

/// Text up to its quote, decoded if it holds an escape; false when it is empty, not plain, or without an end. The last
/// window of the body is to be readable.
TCCC_PUSH_ALWAYS_INLINE bool read_text(const char*& at, const char* end, decoded_text& decoded,
                                       escaped_beginning* beginning, std::string_view& out) noexcept {
    const char* p = at;
    for (;;) {
        std::uint64_t stops = 0;
        while (static_cast<std::size_t>(end - p) >= window && (stops = find_stop_in_two(p)) == 0) {
            p += window;
        }
        if (stops == 0 && (stops = last_stops(p, end)) == 0) return false;
        p += std::countr_zero(stops);
        if (*p == '"') [[likely]]
            break;
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
