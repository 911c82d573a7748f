// SPDX-License-Identifier: MIT
/// @file
/// Where in an answer stand `ErrMsg` and `ErrCode`, and what do they say? The rules behind
/// `parse_response`.
#ifndef TCCC_DETAIL_RESPONSE_READER_HPP
#define TCCC_DETAIL_RESPONSE_READER_HPP

#include <tccc/config.hpp>
#include <tccc/detail/json_cursor.hpp>
#include <tccc/detail/json_scanner.hpp>
#include <tccc/detail/json_string.hpp>
#include <tccc/error.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

inline constexpr std::size_t response_depth = 64;

/// The values of the two fields, as they stand in the body; `failure` says why there are none.
struct response_slices {
    json_slice err_msg;
    json_slice err_code;
    error failure{};
};

/// Checks all of `body`, then finds the last of each field.
inline response_slices find_response_fields(std::string_view body) noexcept {
    response_slices found;
    if (const json_scan scan = scan_json(body, response_depth); !scan.ok()) {
        found.failure = {scan.code, {}, scan.offset};
        return found;
    }
    const std::size_t begin = body.find_first_not_of(" \t\r\n");
    if (body[begin] != '{') {
        found.failure = {errc::wrong_type, {}, begin};
        return found;
    }
    json_cursor members({body.substr(begin), begin});
    json_slice key;
    json_slice value;
    while (members.next_member(key, value)) {
        const json_key name(key);
        if (name.text() == "ErrCode") found.err_code = value;
        if (name.text() == "ErrMsg") found.err_msg = value;
    }
    if (found.err_code.absent()) found.failure = {errc::missing_field, "ErrCode", body.size()};
    return found;
}

/// `ErrCode`: an integer, or one in quotes.
inline error read_err_code(json_slice value, std::int64_t& out) {
    const auto failed = [&](errc code) { return error{code, "ErrCode", value.offset}; };
    std::string decoded;
    std::string_view digits = value.text;
    switch (value.first()) {
    case 'n': return failed(errc::missing_field);
    case 't':
    case 'f':
    case '{':
    case '[': return failed(errc::wrong_type);
    case '"':
        digits = inside_quotes(digits);
        if (digits.find('\\') != std::string_view::npos) {
            decoded.resize(digits.size());
            const unescaped_string text = unescape_json_string(digits, decoded.data());
            if (!text.ok) return failed(errc::bad_value);
            digits = std::string_view(decoded).substr(0, text.size);
        }
        break;
    default: break;
    }
    // Takes all of it or nothing: a fraction, an exponent, a sign '+', a blank is none of an ErrCode's.
    const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
    const bool whole = ec == std::errc{} && end == digits.data() + digits.size();
    return whole ? error{} : failed(errc::bad_value);
}

/// `ErrMsg`: a string; absent or null is an empty one.
inline error read_err_msg(json_slice value, std::string& out) {
    out.clear();
    if (value.absent() || value.first() == 'n') return {};
    if (value.first() != '"') return {errc::wrong_type, "ErrMsg", value.offset};
    const std::string_view escaped = inside_quotes(value.text);
    out.resize(escaped.size());
    const unescaped_string text = unescape_json_string(escaped, out.data());
    if (!text.ok) return {errc::not_utf8, "ErrMsg", value.offset + 1 + text.error_offset};
    out.resize(text.size);
    return {};
}

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
