// SPDX-License-Identifier: MIT
/// @file
/// What do the raw fields of a recording push mean? The rules between JSON tokens and `record_push_view`, the
/// same for every way in which the tokens were found.
#ifndef TCCC_DETAIL_RECORD_FIELDS_HPP
#define TCCC_DETAIL_RECORD_FIELDS_HPP

#include <tccc/anomaly.hpp>
#include <tccc/config.hpp>
#include <tccc/detail/decoded_text.hpp>
#include <tccc/detail/json_string.hpp>
#include <tccc/error.hpp>
#include <tccc/record_push.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// The documented fields, in the vendor's order; errors are looked for in this order too.
enum class record_field : unsigned char {
    sdk_app_id,
    record_id,
    session_id,
    timestamp,
    endpoint_user,
    record_url,
    custom_record_url,
    unknown,
};

inline constexpr std::size_t record_field_count = static_cast<std::size_t>(record_field::unknown);

inline constexpr std::array<std::string_view, record_field_count> record_field_names = {
    "SdkAppId", "RecordId", "SessionId", "Timestamp", "EndpointUser", "RecordURL", "CustomRecordURL"};

constexpr std::string_view name_of(record_field field) noexcept {
    return field == record_field::unknown ? std::string_view{}
                                          : record_field_names[static_cast<std::size_t>(field)];
}

/// The field of that (decoded) name. Case counts: the vendor's prose also writes `EndPointUser`, its table
/// and its sample do not, and JSON names are case-sensitive.
constexpr record_field find_record_field(std::string_view name) noexcept {
    // The length alone decides between all but two groups, and lengths known here make each comparison a load or two.
    const auto is = [name](record_field field) {
        const std::string_view expected = name_of(field);
        return std::char_traits<char>::compare(name.data(), expected.data(), expected.size()) == 0;
    };
    switch (name.size()) {
    case 8:
        if (is(record_field::sdk_app_id)) return record_field::sdk_app_id;
        return is(record_field::record_id) ? record_field::record_id : record_field::unknown;
    case 9:
        if (is(record_field::session_id)) return record_field::session_id;
        if (is(record_field::timestamp)) return record_field::timestamp;
        return is(record_field::record_url) ? record_field::record_url : record_field::unknown;
    case 12: return is(record_field::endpoint_user) ? record_field::endpoint_user : record_field::unknown;
    case 15:
        return is(record_field::custom_record_url) ? record_field::custom_record_url : record_field::unknown;
    default: return record_field::unknown;
    }
}

/// A time stamp's unit is not documented; the sample is in seconds. 10^11 s is the year 5138 and 10^11 ms the year 1973,
/// so what lies above can only be milliseconds; from 10^14 on it is neither.
inline constexpr std::int64_t first_millisecond = 100'000'000'000;

/// A field's value as it stands in the body, grammatical but not yet understood.
///
/// But for the type, nothing is set until the field is found: seven of these are made for each body.
struct raw_value {
    enum class kind : unsigned char { absent, null, string, number, other };
    kind type = kind::absent;
    bool escaped;         ///< A string with at least one back slash.
    bool counted;         ///< A number whose value is in `count`.
    std::uint64_t count;  ///< A whole number of up to 18 digits.
    std::size_t offset;   ///< Of the value's first byte, the quote of a string, in the body as handed in.
    const char* begin;    ///< In the body: a string without its quotes, else the token.
    std::size_t size;

    raw_value() noexcept {}  // NOLINT: not defaulted, so that nothing else is set
    [[nodiscard]] std::string_view text() const noexcept { return {begin, size}; }
};

struct record_fields {
    std::array<raw_value, record_field_count> values;
    anomalies drift;
    error strict_violation;  ///< The first of the body, errc::ok when there is none.

    [[nodiscard]] raw_value& operator[](record_field field) noexcept {
        return values[static_cast<std::size_t>(field)];
    }
};

/// Turns raw fields into a view; stops at the first field, in the vendor's order, that cannot be used.
class record_interpreter {
public:
    /// `decoded`, started for this body, takes the strings that hold escapes.
    record_interpreter(record_fields& fields, std::size_t body_size, bool strict,
                       decoded_text& decoded) noexcept
        : fields_(fields), body_size_(body_size), strict_(strict), decoded_(decoded) {}

    /// Fills `push`, which is as made by default. Returns errc::ok, or what is wrong; `push` is then of no use.
    error interpret(record_push_view& push) noexcept {
        if (strict_ && fields_.strict_violation.code != errc::ok) return fields_.strict_violation;
        std::string_view endpoint_user;
        std::string_view record_url;
        std::string_view custom_record_url;
        std::int64_t timestamp = 0;
        const bool usable = number(record_field::sdk_app_id, push.sdk_app_id) &&
                            text(record_field::record_id, numbers::tolerated, push.record_id) &&
                            text(record_field::session_id, numbers::refused, push.session_id) &&
                            number(record_field::timestamp, timestamp) && time(timestamp, push.timestamp) &&
                            text(record_field::endpoint_user, numbers::tolerated, endpoint_user) &&
                            optional_text(record_field::record_url, record_url) &&
                            optional_text(record_field::custom_record_url, custom_record_url);
        if (!usable) return error_;
        if (record_url.empty() && custom_record_url.empty()) {
            fail(errc::missing_field, record_field::record_url);
            return error_;
        }
        push.endpoint_user = endpoint_user;
        push.record_url = record_url;
        if (!custom_record_url.empty()) push.custom_record_url = custom_record_url;
        push.drift = fields_.drift;
        return {};
    }

private:
    enum class numbers : bool { refused, tolerated };

    bool fail(errc code, record_field field, std::size_t offset) noexcept {
        error_ = {code, name_of(field), offset};
        return false;
    }
    /// At the value, or at the body's end when there is none to point to.
    bool fail(errc code, record_field field) noexcept {
        const raw_value& value = fields_[field];
        return fail(code, field, value.type == raw_value::kind::absent ? body_size_ : value.offset);
    }

    bool tolerate(anomaly kind, errc strict_code, record_field field) noexcept {
        if (strict_) return fail(strict_code, field);
        fields_.drift |= kind;
        return true;
    }

    bool null(record_field field) noexcept { return tolerate(anomaly::null_field, errc::wrong_type, field); }

    bool decode(record_field field, std::string_view& out) noexcept {
        const raw_value& value = fields_[field];
        if (!value.escaped) {
            out = value.text();
            return true;
        }
        char* to = decoded_.room();
        if (read_escaped_text(value.begin, value.begin, value.begin, value.begin + value.size + 1, to) ==
            nullptr) {
            // Not ASCII alone, or an escape that is half a pair.
            to = decoded_.room();
            const unescaped_string unescaped = unescape_json_string(value.text(), to);
            if (!unescaped.ok) return fail(errc::not_utf8, field, value.offset + 1 + unescaped.error_offset);
            to += unescaped.size;
        }
        out = decoded_.take(to);
        return true;
    }

    /// A string that may be absent; `out` is then empty.
    bool optional_text(record_field field, std::string_view& out) noexcept {
        switch (fields_[field].type) {
        case raw_value::kind::absent: return true;
        case raw_value::kind::null: return null(field);
        case raw_value::kind::string: return decode(field, out);
        default: return fail(errc::wrong_type, field);
        }
    }

    /// A string that identifies: there and not empty, or digits without quotes (the vendor's own voicemail
    /// sample has `"EndpointUser": 13123456789`).
    bool text(record_field field, numbers allowed, std::string_view& out) noexcept {
        const raw_value& value = fields_[field];
        if (value.type == raw_value::kind::number && allowed == numbers::tolerated) {
            if (!all_digits(value.text())) return fail(errc::bad_value, field);
            out = value.text();
            return tolerate(anomaly::scalar_drift, errc::wrong_type, field);
        }
        if (!optional_text(field, out)) return false;
        return !out.empty() || fail(errc::missing_field, field);
    }

    /// A whole number from 0, or its digits in quotes.
    bool number(record_field field, std::int64_t& out) noexcept {
        const raw_value& value = fields_[field];
        if (value.type == raw_value::kind::number && value.counted) {
            out = static_cast<std::int64_t>(value.count);
            return true;
        }
        std::string_view digits;
        if (value.type == raw_value::kind::number) {
            digits = value.text();
        } else {
            if (!optional_text(field, digits)) return false;
            if (value.type != raw_value::kind::string || digits.empty())
                return fail(errc::missing_field, field);
            if (!tolerate(anomaly::scalar_drift, errc::wrong_type, field)) return false;
        }
        return parse_digits(digits, out) || fail(errc::bad_value, field);
    }

    bool time(std::int64_t value, std::chrono::sys_seconds& out) noexcept {
        if (value >= first_millisecond * 1000) return fail(errc::bad_value, record_field::timestamp);
        if (value >= first_millisecond) {
            if (!tolerate(anomaly::millisecond_timestamp, errc::bad_value, record_field::timestamp))
                return false;
            value /= 1000;
        }
        out = std::chrono::sys_seconds(std::chrono::seconds(value));
        return true;
    }

    static constexpr bool all_digits(std::string_view text) noexcept {
        for (const char c : text) {
            if (c < '0' || c > '9') return false;
        }
        return !text.empty();
    }

    static constexpr bool parse_digits(std::string_view text, std::int64_t& out) noexcept {
        if (!all_digits(text) || text.size() > 19) return false;
        std::uint64_t value = 0;  // 19 nines fit
        for (const char c : text) {
            value = value * 10 + static_cast<std::uint64_t>(c - '0');
        }
        out = static_cast<std::int64_t>(value);
        return value <= 0x7fff'ffff'ffff'ffff;
    }

    record_fields& fields_;
    std::size_t body_size_;
    bool strict_;
    decoded_text& decoded_;
    error error_;
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
