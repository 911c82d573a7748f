// SPDX-License-Identifier: MIT
/// @file
/// How are call records and voicemails written as JSON? In the order of the field tables, compact, on one line.
#ifndef TCCC_DETAIL_CDR_JSON_HPP
#define TCCC_DETAIL_CDR_JSON_HPP

#include <tccc/call_codes.hpp>
#include <tccc/cdr_push.hpp>
#include <tccc/config.hpp>
#include <tccc/detail/cdr_fields.hpp>
#include <tccc/detail/json_string.hpp>
#include <tccc/voicemail_push.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// What a body says by leaving the field out: an empty text or list, a number that is none.
template <class T>
constexpr bool is_omitted(const T& value) noexcept {
    if constexpr (textual<T>) {
        return text_of(value).empty();
    } else if constexpr (is_list<T>) {
        return value.empty();
    } else if constexpr (is_optional<T>) {
        return !value.has_value();
    } else {
        return false;
    }
}

inline void append_value_json(std::string& out, std::int64_t value) { out.append(std::to_string(value)); }
inline void append_value_json(std::string& out, call_type value) {
    append_value_json(out, static_cast<std::int64_t>(value));
}
inline void append_value_json(std::string& out, std::chrono::seconds value) {
    append_value_json(out, std::int64_t{value.count()});
}
inline void append_value_json(std::string& out, std::chrono::sys_seconds value) {
    append_value_json(out, value.time_since_epoch());
}

/// A text, a list, or an object with those of its fields that are there.
template <class T>
void append_value_json(std::string& out, const T& value) {
    if constexpr (textual<T>) {
        out.push_back('"');
        append_escaped_json(out, text_of(value));
        out.push_back('"');
    } else if constexpr (is_optional<T>) {
        append_value_json(out, *value);
    } else if constexpr (is_list<T>) {
        out.push_back('[');
        for (const auto& item : value) {
            if (out.back() != '[') out.push_back(',');
            append_value_json(out, item);
        }
        out.push_back(']');
    } else {
        out.push_back('{');
        for_each_field(value, [&out](std::string_view name, const auto& member) {
            if (is_omitted(member)) return;
            if (out.back() != '{') out.push_back(',');
            out.append("\"").append(name).append("\":");
            append_value_json(out, member);
        });
        out.push_back('}');
    }
}

/// Appends `push`; what a parser reads from it equals `push` but for `drift`, provided that its text is valid UTF-8,
/// `session_id` is not empty, no number that counts from 0 is negative, and no time stamp is 1970's first second.
template <class Storage>
void append_cdr_json(std::string& out, const basic_cdr_push<Storage>& push) {
    out.append("{\"SdkAppId\":").append(std::to_string(push.sdk_app_id)).push_back(',');
    std::string::size_type begin = out.size();
    append_value_json(out, push);
    out.erase(begin, 1);  // its '{'
    // An object without a field leaves the comma, and its '}' behind it.
    if (out.size() - begin == 1) out.erase(begin - 1, 1);
}

/// Appends `push`, on the same terms.
inline void append_voicemail_json(std::string& out, const voicemail_push_view& push) {
    out.append("{\"SdkAppId\":").append(std::to_string(push.sdk_app_id)).append(",\"SessionId\":");
    append_value_json(out, push.session_id);
    out.append(",\"Timestamp\":");
    append_value_json(out, push.timestamp);
    out.append(",\"RecordURL\":");
    append_value_json(out, push.record_url);
    out.append(",\"EndpointUser\":");
    append_value_json(out, push.endpoint_user);
    out.push_back('}');
}

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
