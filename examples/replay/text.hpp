// SPDX-License-Identifier: MIT
/// @file
/// How does a text go to a terminal, into JSON, CSV or XML? Appending functions for hostile content.
#ifndef REPLAY_TEXT_HPP
#define REPLAY_TEXT_HPP

#include <array>
#include <charconv>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace replay {

template <std::integral Number>
void append_number(std::string& out, Number number, std::size_t digits = 1) {
    std::array<char, 24> text{};
    const char* const end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    const auto size = static_cast<std::size_t>(end - text.data());
    if (size < digits) out.append(digits - size, '0');
    out.append(text.data(), size);
}

/// Exactly `width` columns, cut with a '~' when longer. A terminal obeys escape sequences, also those in
/// somebody's name, and draws some letters two columns wide: whatever is not printable ASCII becomes a '?'
/// for each character.
inline void append_cell(std::string& out, std::string_view text, std::size_t width) {
    const std::size_t begin = out.size();
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xc0U) == 0x80) continue;  // inside a UTF-8 character
        if (out.size() - begin == width) {
            out.back() = '~';
            return;
        }
        out += byte >= 0x20 && byte < 0x7f ? c : '?';
    }
    out.append(width - (out.size() - begin), ' ');
}

/// A JSON string. Requires valid UTF-8, which the parser guarantees.
inline void append_json(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += "\\u00";
            out += "0123456789abcdef"[c >> 4U];
            out += "0123456789abcdef"[c & 0xf];
        } else {
            out += c;
        }
    }
    out += '"';
}

/// A field of RFC 4180, in quotes where it needs them.
inline void append_csv(std::string& out, std::string_view text) {
    if (text.find_first_of("\",\r\n") == std::string_view::npos) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

/// Text between two tags or in double quotes. XML has no way to write most control characters, not even escaped, nor
/// U+FFFE and U+FFFF: each becomes a '?'. Requires valid UTF-8.
inline void append_xml(std::string& out, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const std::string_view rest = text.substr(i);
        if (byte < 0x20 || byte == 0x7f) {
            out += '?';
        } else if (rest.starts_with("\xef\xbf\xbe") || rest.starts_with("\xef\xbf\xbf")) {
            out += '?';
            i += 2;
        } else if (byte == '&') {
            out += "&amp;";
        } else if (byte == '<') {
            out += "&lt;";
        } else if (byte == '>') {
            out += "&gt;";
        } else if (byte == '"') {
            out += "&quot;";
        } else {
            out += text[i];
        }
    }
}

/// Tenths as a decimal: 1234 is `123.4`, and 1230 is `123`.
inline void append_tenths(std::string& out, std::int64_t tenths) {
    if (tenths < 0) out += '-';
    const std::int64_t size = tenths < 0 ? -tenths : tenths;
    append_number(out, size / 10);
    if (size % 10 == 0) return;
    out += '.';
    append_number(out, size % 10);
}

/// False for a time that no calendar has room for; a push may claim any.
inline bool is_date(std::chrono::sys_seconds time) {
    using namespace std::chrono;
    return time >= sys_days{year{0} / 1 / 1} && time < sys_days{year{10000} / 1 / 1};
}

/// `2020-12-16 14:57:30`, in UTC. Requires `is_date(time)`.
inline void append_time(std::string& out, std::chrono::sys_seconds time) {
    using namespace std::chrono;
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    append_number(out, static_cast<int>(date.year()), 4);
    out += '-';
    append_number(out, static_cast<unsigned>(date.month()), 2);
    out += '-';
    append_number(out, static_cast<unsigned>(date.day()), 2);
    out += ' ';
    append_number(out, clock.hours().count(), 2);
    out += ':';
    append_number(out, clock.minutes().count(), 2);
    out += ':';
    append_number(out, clock.seconds().count(), 2);
}

/// `52s`, `4m41s`, `1h04m` or `3d02h`: the two greatest units.
inline void append_duration(std::string& out, std::chrono::seconds duration) {
    const std::int64_t s = duration.count();
    if (s < 60) {
        append_number(out, s);
        out += 's';
    } else if (s < 3600) {
        append_number(out, s / 60);
        out += 'm';
        append_number(out, s % 60, 2);
        out += 's';
    } else if (s < 86400) {
        append_number(out, s / 3600);
        out += 'h';
        append_number(out, s % 3600 / 60, 2);
        out += 'm';
    } else {
        append_number(out, s / 86400);
        out += 'd';
        append_number(out, s % 86400 / 3600, 2);
        out += 'h';
    }
}

}  // namespace replay

#endif
