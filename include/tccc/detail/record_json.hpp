// SPDX-License-Identifier: MIT
/// @file
/// How is a recording push written as JSON? In the vendor's field order, compact, on one line.
#ifndef TCCC_DETAIL_RECORD_JSON_HPP
#define TCCC_DETAIL_RECORD_JSON_HPP

#include <tccc/config.hpp>
#include <tccc/detail/json_string.hpp>
#include <tccc/record_push.hpp>

#include <string>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// Appends `push`; what a parser reads from it equals `push` but for `drift`, provided that its text is valid
/// UTF-8.
inline void append_record_json(std::string& out, const record_push_view& push) {
    const auto text = [&out](std::string_view name, std::string_view value) {
        out.append(name);
        append_escaped_json(out, value);
        out.push_back('"');
    };
    out.append("{\"SdkAppId\":").append(std::to_string(push.sdk_app_id));
    text(",\"RecordId\":\"", push.record_id);
    text(",\"SessionId\":\"", push.session_id);
    out.append(",\"Timestamp\":").append(std::to_string(push.timestamp.time_since_epoch().count()));
    text(",\"EndpointUser\":\"", push.endpoint_user.value());
    if (!push.record_url.empty()) text(",\"RecordURL\":\"", push.record_url.value());
    if (push.custom_record_url) text(",\"CustomRecordURL\":\"", push.custom_record_url->value());
    out.push_back('}');
}

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
