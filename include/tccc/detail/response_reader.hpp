// SPDX-License-Identifier: MIT
/// @file
/// Where in an answer stand `ErrMsg` and `ErrCode`, and what do they say? The walk behind `parse_response`:
/// over text that the scanner has seen whole, so that it looks for nothing that it cannot find.
#ifndef TCCC_DETAIL_RESPONSE_READER_HPP
#define TCCC_DETAIL_RESPONSE_READER_HPP

#include <tccc/config.hpp>
#include <tccc/detail/json_scanner.hpp>
#include <tccc/detail/json_string.hpp>
#include <tccc/error.hpp>

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

inline constexpr std::size_t response_depth = 64;

/// Part of a body, and where it begins; empty where there is none, since no JSON value is.
struct body_slice {
    std::string_view text;
    std::size_t offset = 0;
};

/// The values of the two fields, as they stand in the body; `failure` says why there are none.
struct response_slices {
    body_slice err_msg;
    body_slice err_code;
    error failure{};
};

/// Is the key between these quotes `name`, however it is spelled? "\u0045rrCode" is ErrCode too.
inline bool key_is(std::string_view escaped, std::string_view name) noexcept {
    if (escaped.find('\\') == std::string_view::npos) return escaped == name;
    std::array<char, 64> decoded;
    if (escaped.size() > decoded.size()) return false;  // six times the longest of our names is 42
    const unescaped_string key = unescape_json_string(escaped, decoded.data());
    return key.ok && std::string_view(decoded.data(), key.size) == name;
}

/// The part of a string value between its quotes.
constexpr std::string_view inside_quotes(std::string_view value) noexcept {
    return value.substr(1, value.size() - 2);
}

/// Checks all of `body`, then finds the last of each field.
inline response_slices find_response_fields(std::string_view body) noexcept {
    response_slices found;
    if (const json_scan scan = scan_json(body, response_depth); !scan.ok()) {
        found.failure = {scan.code, {}, scan.offset};
        return found;
    }
    std::size_t pos = 0;
    const auto skip_space = [&] {
        while (is_json_space(body[pos])) {
            ++pos;
        }
    };
    const auto next_value = [&] {
        skip_space();
        const std::size_t begin = pos;
        pos = json_scanner(body, pos, response_depth).value().offset;
        return body_slice{body.substr(begin, pos - begin), begin};
    };
    skip_space();
    if (body[pos] != '{') {
        found.failure = {errc::wrong_type, {}, pos};
        return found;
    }
    for (;;) {
        ++pos;  // '{' or ','
        skip_space();
        if (body[pos] == '}') break;  // an empty object
        const std::string_view key = inside_quotes(next_value().text);
        skip_space();
        ++pos;  // ':'
        const body_slice value = next_value();
        if (key_is(key, "ErrCode")) found.err_code = value;
        if (key_is(key, "ErrMsg")) found.err_msg = value;
        skip_space();
        if (body[pos] == '}') break;
    }
    if (found.err_code.text.empty()) found.failure = {errc::missing_field, "ErrCode", body.size()};
    return found;
}

/// `ErrCode`: an integer, or one in quotes.
inline error read_err_code(body_slice value, std::int64_t& out) {
    const auto failed = [&](errc code) { return error{code, "ErrCode", value.offset}; };
    std::string decoded;
    std::string_view digits = value.text;
    switch (value.text.front()) {
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
inline error read_err_msg(body_slice value, std::string& out) {
    out.clear();
    if (value.text.empty() || value.text.front() == 'n') return {};
    if (value.text.front() != '"') return {errc::wrong_type, "ErrMsg", value.offset};
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
