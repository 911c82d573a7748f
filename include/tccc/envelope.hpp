// SPDX-License-Identifier: MIT
/// @file
/// How is a push of any kind kept on one line of a file, and found there again?
#ifndef TCCC_ENVELOPE_HPP
#define TCCC_ENVELOPE_HPP

#include <tccc/config.hpp>
#include <tccc/detail/borrow.hpp>
#include <tccc/detail/digits.hpp>
#include <tccc/detail/json_cursor.hpp>
#include <tccc/detail/json_scanner.hpp>
#include <tccc/detail/json_string.hpp>
#include <tccc/detail/record_fields.hpp>
#include <tccc/error.hpp>
#include <tccc/result.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

TCCC_PUSH_BEGIN_NAMESPACE

/// A push as it was kept: what came beside the body, and where the body is.
///
/// Borrows: all text from the line, for as long as that lasts.
/// Cost:    trivially copyable.
struct envelope_view {
    std::string_view action;                     ///< For `parser::parse`.
    std::optional<std::chrono::sys_seconds> at;  ///< When the push was received.
    std::string_view uuid;                       ///< Its `X-TCCC-PUSH-UUID`; empty where there was none.
    std::string_view body;
    std::size_t body_offset = 0;  ///< Of the body in the line: what to add to an error's offset.

    [[nodiscard]] friend bool operator==(const envelope_view&, const envelope_view&) = default;
};

namespace detail {

inline constexpr std::array<std::string_view, 4> envelope_names = {"action", "at", "uuid", "body"};

/// Whether the first key of `json` is one of an envelope's. Looks no further; text that is no JSON has no such key.
inline bool begins_like_envelope(std::string_view json) noexcept {
    const auto skip = [&json](char c) noexcept {
        const std::size_t pos = json.find_first_not_of(" \t\r\n");
        if (pos == json.npos || json[pos] != c) return false;
        json.remove_prefix(pos + 1);
        return true;
    };
    if (!skip('{') || !skip('"')) return false;
    return std::ranges::any_of(envelope_names, [json](std::string_view name) {
        return json.starts_with(name) && json.substr(name.size()).starts_with('"');
    });
}

/// A string without an escape; null is an empty one where it may be absent.
inline error read_envelope_text(json_slice value, std::string_view name, bool required,
                                std::string_view& out) noexcept {
    if (value.absent() || (!required && value.first() == 'n')) return {};
    if (value.first() != '"') return {errc::wrong_type, name, value.offset};
    const std::string_view text = inside_quotes(value.text);
    if (text.find('\\') != text.npos) return {errc::bad_value, name, value.offset};
    out = text;
    return {};
}

inline error read_envelope_time(json_slice value, std::optional<std::chrono::sys_seconds>& out) noexcept {
    if (value.absent() || value.first() == 'n') return {};
    if (digit_value(value.first()) > 9 && value.first() != '-') return {errc::wrong_type, "at", value.offset};
    std::int64_t seconds = 0;
    const char* const last = value.text.data() + value.text.size();
    const auto [end, ec] = std::from_chars(value.text.data(), last, seconds);
    if (ec != std::errc{} || end != last || value.first() == '-' || seconds >= first_millisecond)
        return {errc::bad_value, "at", value.offset};
    out = std::chrono::sys_seconds(std::chrono::seconds(seconds));
    return {};
}

}  // namespace detail

/// Finds the push in a stored line: `{"action":"cdr","at":1608130650,"uuid":"...","body":{...}}`, or a recording push by
/// itself, which is its own body.
///
/// A line is an envelope when it is an object whose first key is one of these four, and which has both "action" and
/// "body"; the keys may come in any order, and others among them are ignored. Any other line is taken as a recording
/// push, whatever it is: `parser::parse` judges it.
///
/// Borrows:   all text from `line`.
/// Requires:  nothing of `line`.
/// Errors:    only for a line that begins like an envelope:
///            - errc::malformed_json, errc::not_utf8, errc::too_deep (1024 levels): the first byte of the line at fault;
///            - errc::wrong_type, errc::bad_value naming the key: "action" and "uuid" are strings without escapes, "at"
///              is a number of seconds from 0, "uuid" and "at" may be null. Of a key that is repeated the last counts.
///            Any JSON value passes as "body".
/// Allocates: nothing, and throws nothing.
/// Cost:      for a bare push a look at its first key; for an envelope two passes over the line, before the parser's own.
[[nodiscard]] inline result<envelope_view>
parse_envelope(std::string_view line TCCC_PUSH_LIFETIMEBOUND) noexcept {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    const std::size_t shift = line.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    const std::string_view json = line.substr(shift);
    const envelope_view bare{"record", {}, {}, line, 0};
    if (!detail::begins_like_envelope(json)) return bare;
    const detail::json_scan scan = detail::scan_json(json, detail::json_depth_ceiling);
    if (!scan.ok()) return error{scan.code, {}, shift + scan.offset};
    const std::size_t begin = json.find('{');
    detail::json_cursor members({json.substr(begin), shift + begin});
    detail::json_slice key;
    detail::json_slice value;
    std::array<detail::json_slice, detail::envelope_names.size()> found;
    while (members.next_member(key, value)) {
        const detail::json_key name(key);
        const auto known = std::ranges::find(detail::envelope_names, name.text());
        if (known != detail::envelope_names.end())
            found[static_cast<std::size_t>(known - detail::envelope_names.begin())] = value;
    }
    const auto& [action, at, uuid, body] = found;
    if (action.absent() || body.absent()) return bare;
    envelope_view envelope;
    envelope.body = body.text;
    envelope.body_offset = body.offset;
    for (const error& e : {detail::read_envelope_text(action, "action", true, envelope.action),
                           detail::read_envelope_time(at, envelope.at),
                           detail::read_envelope_text(uuid, "uuid", false, envelope.uuid)}) {
        if (e.code != errc::ok) return e;
    }
    return envelope;
}
// The views would dangle: keep the line in a variable.
template <detail::temporary_string S>
result<envelope_view> parse_envelope(S&&) = delete;

/// Appends a push as one line, without a line feed behind it; `parse_envelope` finds it there.
///
/// Requires:  `body` is one JSON text, as any body is that a parser has accepted. It is copied as it is, but for a byte
///            order mark, which is left out, and line feeds between its tokens, which become blanks. None of the texts
///            is a view into `out`.
/// Errors:    none. An `action` or `uuid` that cannot stand in quotes is written with escapes, so that the line is JSON
///            in any case; `parse_envelope` then refuses the line and names the key.
/// Allocates: what `out` needs.
inline void append_envelope(std::string& out, std::string_view action, std::string_view body,
                            std::optional<std::chrono::sys_seconds> at = {}, std::string_view uuid = {}) {
    out.append("{\"action\":\"");
    detail::append_escaped_json(out, action);
    out.push_back('"');
    if (at) out.append(",\"at\":").append(std::to_string(at->time_since_epoch().count()));
    if (!uuid.empty()) {
        out.append(",\"uuid\":\"");
        detail::append_escaped_json(out, uuid);
        out.push_back('"');
    }
    out.append(",\"body\":");
    if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
    const std::size_t begin = out.size();
    out.append(body);
    // A line feed in valid JSON is white space: within a string it would be an escape.
    std::replace_if(
        out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(),
        [](char c) { return c == '\n' || c == '\r'; }, ' ');
    out.push_back('}');
}

TCCC_PUSH_END_NAMESPACE

#endif
