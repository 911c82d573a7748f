// SPDX-License-Identifier: MIT
/// @file
/// What stands between the quotes of a JSON string? Text is escaped into it, for every input byte string, and
/// decoded out of it, without simdjson.
#ifndef TCCC_DETAIL_JSON_STRING_HPP
#define TCCC_DETAIL_JSON_STRING_HPP

#include <tccc/config.hpp>
#include <tccc/detail/plain_text.hpp>
#include <tccc/detail/utf8.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// What `unescape_json_string` did: `size` bytes written when `ok`, else the offset, into what was given, of
/// the back slash whose escape names no character.
struct unescaped_string {
    std::size_t size = 0;
    bool ok = true;
    std::size_t error_offset = 0;
};

/// The value of each hexadecimal digit; above 15 for any other character.
inline constexpr std::array<std::uint8_t, 256> hex_values = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(0xff);
    for (std::uint8_t i = 0; i < 16; ++i) {
        values[static_cast<unsigned char>("0123456789abcdef"[i])] = i;
        values[static_cast<unsigned char>("0123456789ABCDEF"[i])] = i;
    }
    return values;
}();

/// The code unit of the escape `\uXXXX` at `text[pos]`; above 0xffff where there is none.
constexpr unsigned unicode_escape(std::string_view text, std::size_t pos) noexcept {
    constexpr unsigned none = 0x10000;
    if (text.size() - pos < 6 || text[pos] != '\\' || text[pos + 1] != 'u') return none;
    const auto digit = [&](std::size_t i) -> unsigned {
        return hex_values[static_cast<unsigned char>(text[pos + i])];
    };
    const unsigned a = digit(2);
    const unsigned b = digit(3);
    const unsigned c = digit(4);
    const unsigned d = digit(5);
    return (a | b | c | d) > 15 ? none : a << 12U | b << 8U | c << 4U | d;
}

/// Writes `code_point`, which is at most U+10FFFF, as UTF-8; returns the end.
constexpr char* put_utf8(unsigned code_point, char* out) noexcept {
    const auto put = [&out](unsigned byte) { *out++ = static_cast<char>(static_cast<unsigned char>(byte)); };
    if (code_point < 0x80) {
        put(code_point);
    } else if (code_point < 0x800) {
        put(0xc0 | (code_point >> 6));
        put(0x80 | (code_point & 0x3f));
    } else if (code_point < 0x10000) {
        put(0xe0 | (code_point >> 12));
        put(0x80 | ((code_point >> 6) & 0x3f));
        put(0x80 | (code_point & 0x3f));
    } else {
        put(0xf0 | (code_point >> 18));
        put(0x80 | ((code_point >> 12) & 0x3f));
        put(0x80 | ((code_point >> 6) & 0x3f));
        put(0x80 | (code_point & 0x3f));
    }
    return out;
}

/// The character behind a back slash decoded; NUL, which none of them means, for any other character.
constexpr char simple_escape(char c) noexcept {
    switch (c) {
    case '"':
    case '\\':
    case '/': return c;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return '\0';
    }
}

/// Decodes the escape whose back slash is `text[slash]`, surrogate pairs whole, and moves `out` behind what it wrote.
/// Returns how many bytes it stood for; 0, and nothing written, when it is none, or half a surrogate pair.
constexpr std::size_t decode_escape(std::string_view text, std::size_t slash, char*& out) noexcept {
    const char kind = slash + 1 < text.size() ? text[slash + 1] : '\0';
    if (const char c = simple_escape(kind); c != '\0') {
        *out++ = c;
        return 2;
    }
    const unsigned unit = unicode_escape(text, slash);
    if (unit < 0xd800 || (unit > 0xdfff && unit <= 0xffff)) {
        out = put_utf8(unit, out);
        return 6;
    }
    if (unit > 0xdbff || text.size() - slash < 12) return 0;
    const unsigned low = unicode_escape(text, slash + 6);
    if (low < 0xdc00 || low > 0xdfff) return 0;
    out = put_utf8(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00), out);
    return 12;
}

/// Decodes the contents of a JSON string, the bytes between its quotes.
///
/// Requires:   `out` has room for `escaped.size()` bytes (no escape is shorter than what it stands for) and
///             does not overlap `escaped`; the scanner has seen `escaped`. A text that it would refuse is
///             safe all the same: escapes that are none fail, everything else is copied as it stands.
/// Errors:     not `ok` at the first escape that names half a surrogate pair alone or a pair in reverse.
///             What `out` holds then is unspecified.
/// Cost:       linear; stretches without an escape are searched and copied whole.
constexpr unescaped_string unescape_json_string(std::string_view escaped, char* out) noexcept {
    // find and copy of char_traits are memchr and memcpy at run time, and work in constant expressions too.
    char* const begin = out;
    for (std::size_t pos = 0;;) {
        const std::size_t slash = escaped.find('\\', pos);
        const std::string_view plain = escaped.substr(pos, slash == escaped.npos ? slash : slash - pos);
        std::char_traits<char>::copy(out, plain.data(), plain.size());
        out += plain.size();
        if (slash == escaped.npos) return {static_cast<std::size_t>(out - begin), true, 0};
        const std::size_t size = decode_escape(escaped, slash, out);
        if (size == 0) return {0, false, slash};
        pos = slash + size;
    }
}

/// Cuts `text`, any bytes at all, into what makes up a JSON string: `put` is called with each piece in order.
/// Size, buffer and string below all run over this one, so they cannot come to differ.
///
/// Quote, back slash and controls become escapes, ill-formed UTF-8 one U+FFFD for each maximal subpart (as
/// browsers and Python do it); all else stays as it is, '/' and DEL included. A piece is gone when `put`
/// returns.
template <class Put>
constexpr void for_each_escaped_piece(std::string_view text, Put&& put) {
    constexpr std::string_view hex = "0123456789abcdef";
    std::size_t begin = 0;  // of the bytes seen that stay as they are and have not been put yet
    std::size_t pos = 0;
    const auto replace = [&](std::size_t length, std::string_view piece) {
        if (pos != begin) put(text.substr(begin, pos - begin));
        put(piece);
        pos += length;
        begin = pos;
    };
    while ((pos = skip_plain(text, pos)) < text.size()) {
        const unsigned char c = static_cast<unsigned char>(text[pos]);
        if (c >= 0x80) {
            const utf8_step step = next_utf8(text, pos);
            if (step.well_formed) {
                pos += step.length;
            } else {
                replace(step.length, "\xef\xbf\xbd");
            }
        } else {
            switch (c) {
            case '"': replace(1, "\\\""); break;
            case '\\': replace(1, "\\\\"); break;
            case '\b': replace(1, "\\b"); break;
            case '\f': replace(1, "\\f"); break;
            case '\n': replace(1, "\\n"); break;
            case '\r': replace(1, "\\r"); break;
            case '\t': replace(1, "\\t"); break;
            default: {
                const std::array<char, 6> unit = {'\\', 'u', '0', '0', hex[c >> 4U], hex[c & 0xfU]};
                replace(1, {unit.data(), unit.size()});
            }
            }
        }
    }
    if (pos != begin) put(text.substr(begin));
}

/// How many bytes `escape_json_string` writes for `text`.
constexpr std::size_t escaped_json_size(std::string_view text) noexcept {
    std::size_t size = 0;
    for_each_escaped_piece(text, [&size](std::string_view piece) {
        // Six times the text may be more than a 32-bit size holds: then it is more than any buffer holds too.
        const std::size_t room = (std::numeric_limits<std::size_t>::max)() - size;
        size += piece.size() < room ? piece.size() : room;
    });
    return size;
}

/// Writes `text` escaped, without quotes; returns the end. Requires: `out` has room for
/// `escaped_json_size(text)` bytes and does not overlap `text`.
constexpr char* escape_json_string(std::string_view text, char* out) noexcept {
    for_each_escaped_piece(text, [&out](std::string_view piece) {
        std::char_traits<char>::copy(out, piece.data(), piece.size());
        out += piece.size();
    });
    return out;
}

/// Appends `text` escaped, without quotes. Requires: `text` is no view into `out`. Allocates as `append` does
/// and makes no temporary string.
inline void append_escaped_json(std::string& out, std::string_view text) {
    for_each_escaped_piece(text, [&out](std::string_view piece) { out.append(piece); });
}

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
