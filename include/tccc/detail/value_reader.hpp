// SPDX-License-Identifier: MIT
/// @file
/// What does one value of a call record or a voicemail mean? From the JSON of a scalar to a typed member, with the same
/// tolerance as for a recording push.
#ifndef TCCC_DETAIL_VALUE_READER_HPP
#define TCCC_DETAIL_VALUE_READER_HPP

#include <tccc/anomaly.hpp>
#include <tccc/call_codes.hpp>
#include <tccc/config.hpp>
#include <tccc/detail/decoded_text.hpp>
#include <tccc/detail/json_cursor.hpp>
#include <tccc/detail/json_string.hpp>
#include <tccc/detail/record_fields.hpp>
#include <tccc/endpoint_user.hpp>
#include <tccc/error.hpp>
#include <tccc/record_url.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {
inline namespace TCCC_PUSH_BLOCK_NAMESPACE {

/// How reading a value went: errc::ok, or why it cannot be used. Whether that is an error, and whether drift is one,
/// the field's weight and the options decide.
struct value_reading {
    errc code = errc::ok;
    std::size_t offset = 0;
    anomalies drift{};
};

/// Reads scalars. Each `read` takes a value that is there, and changes `out` only when there is something to put there:
/// null is none, and neither is what cannot be used.
class value_reader {
public:
    /// `decoded`, started for this body, takes the strings that hold escapes.
    explicit value_reader(decoded_text& decoded) noexcept : decoded_(decoded) {}

    /// A string; or, where allowed, digits without quotes (the vendor's own voicemail sample has
    /// `"EndpointUser": 13123456789`).
    enum class numbers : bool { refused, tolerated };
    value_reading text(json_slice value, numbers allowed, std::string_view& out) const noexcept {
        switch (value.first()) {
        case 'n': return {errc::ok, value.offset, anomaly::null_field};
        case '"': return string(value, out);
        case 't':
        case 'f':
        case '{':
        case '[': return {errc::wrong_type, value.offset, {}};
        default: break;
        }
        if (allowed == numbers::refused) return {errc::wrong_type, value.offset, {}};
        const bool digits = std::ranges::all_of(value.text, [](char c) { return c >= '0' && c <= '9'; });
        if (!digits) return {errc::bad_value, value.offset, {}};
        out = value.text;
        return {errc::ok, value.offset, anomaly::scalar_drift};
    }

    /// A whole number from `least` on, or one in quotes; nothing between them is none.
    value_reading number(json_slice value, std::int64_t least,
                         std::optional<std::int64_t>& out) const noexcept {
        value_reading reading{errc::ok, value.offset, {}};
        std::string_view digits = value.text;
        switch (value.first()) {
        case 'n': return {errc::ok, value.offset, anomaly::null_field};
        case 't':
        case 'f':
        case '{':
        case '[': return {errc::wrong_type, value.offset, {}};
        case '"':
            digits = {};
            reading = string(value, digits);
            reading.drift |= anomaly::scalar_drift;
            if (digits.empty()) return reading;
            break;
        default: break;
        }
        std::int64_t number = 0;
        // Takes all of it or nothing: a fraction, an exponent, a sign '+' and a blank are none of ours.
        const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        if (ec == std::errc{} && end == digits.data() + digits.size() && number >= least &&
            (digits.front() != '-' || least < 0)) {
            out = number;
        } else {
            reading.code = errc::bad_value;
        }
        return reading;
    }

    /// Seconds since 1970, or milliseconds, which are recognised by their size.
    value_reading time(json_slice value, std::optional<std::chrono::sys_seconds>& out) const noexcept {
        std::optional<std::int64_t> seconds;
        value_reading reading = number(value, 0, seconds);
        if (!seconds) return reading;
        if (*seconds >= first_millisecond * 1000) {
            reading.code = errc::bad_value;
            return reading;
        }
        if (*seconds >= first_millisecond) {
            reading.drift |= anomaly::millisecond_timestamp;
            *seconds /= 1000;
        }
        out = std::chrono::sys_seconds(std::chrono::seconds(*seconds));
        return reading;
    }

    // By the type of a member of a call record.
    value_reading read(json_slice value, std::string_view& out) const noexcept {
        return text(value, numbers::tolerated, out);
    }
    value_reading read(json_slice value, endpoint_user_view& out) const noexcept {
        std::string_view user;
        const value_reading reading = text(value, numbers::tolerated, user);
        out = endpoint_user_view(user);
        return reading;
    }
    value_reading read(json_slice value, record_url_view& out) const noexcept {
        std::string_view url;
        const value_reading reading = text(value, numbers::refused, url);
        out = record_url_view(url);
        return reading;
    }
    value_reading read(json_slice value, std::optional<std::int64_t>& out) const noexcept {
        return number(value, INT64_MIN, out);
    }
    value_reading read(json_slice value, std::optional<call_type>& out) const noexcept {
        std::optional<std::int64_t> code;
        const value_reading reading = number(value, INT64_MIN, code);
        if (code) out = static_cast<call_type>(*code);
        return reading;
    }
    value_reading read(json_slice value, std::optional<std::chrono::seconds>& out) const noexcept {
        std::optional<std::int64_t> count;
        const value_reading reading = number(value, 0, count);
        if (count) out = std::chrono::seconds(*count);
        return reading;
    }
    /// 0 is how the vendor writes that something did not happen.
    value_reading read(json_slice value, std::optional<std::chrono::sys_seconds>& out) const noexcept {
        const value_reading reading = time(value, out);
        if (out == std::chrono::sys_seconds{}) out.reset();
        return reading;
    }

private:
    value_reading string(json_slice value, std::string_view& out) const noexcept {
        const std::string_view spelled = inside_quotes(value.text);
        if (spelled.find('\\') == std::string_view::npos) {
            out = spelled;
            return {errc::ok, value.offset, {}};
        }
        char* const to = decoded_.room();
        const unescaped_string text = unescape_json_string(spelled, to);
        if (!text.ok) return {errc::not_utf8, value.offset + 1 + text.error_offset, {}};
        out = decoded_.take(to + text.size);
        return {errc::ok, value.offset, {}};
    }

    decoded_text& decoded_;
};

}  // namespace TCCC_PUSH_BLOCK_NAMESPACE
}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
