// SPDX-License-Identifier: MIT
/// @file
/// What to ask the vendor about a session whose pushes did not all come? The parameters of its query of call records;
/// sending them is the caller's, reading the answer is `parser::parse_tel_cdrs`.
///
/// The vendor's overview says that pushes can fail or be late, and that who needs to be sure asks this query.
#ifndef TCCC_RECONCILE_HPP
#define TCCC_RECONCILE_HPP

#include <tccc/config.hpp>
#include <tccc/detail/json_string.hpp>
#include <tccc/error.hpp>
#include <tccc/result.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

TCCC_PUSH_BEGIN_NAMESPACE

/// The action and the version that go with the parameters, as the vendor's signature asks for them.
inline constexpr std::string_view tel_cdr_action = "DescribeTelCdr";
inline constexpr std::string_view tel_cdr_version = "2020-02-10";

/// What the vendor documents of its query.
/// @see https://www.tencentcloud.com/document/api/1229/59764
struct tel_cdr_limits {
    static constexpr std::chrono::hours max_age{180 * 24};  ///< `StartTimeStamp` lies at most that far back.
    static constexpr std::chrono::hours max_window{90 * 24};  ///< The window is shorter than that.
    static constexpr std::int64_t max_page_size = 100;
};

/// A query for the call record of one session.
struct tel_cdr_query {
    std::int64_t sdk_app_id = 0;
    std::string session_id;
    std::chrono::sys_seconds start{};
    std::chrono::sys_seconds end{};
    bool clamped = false;  ///< The window is smaller than asked for, by one of the vendor's limits.

    [[nodiscard]] friend bool operator==(const tel_cdr_query&, const tel_cdr_query&) = default;
};

/// The query for a session of which something was seen between `earliest` and `latest`, with `margin` on both sides: the
/// call began before its first recording was made, and its record may be dated by either end.
///
/// Of a window that is too wide the beginning is kept, since the call began there; one that begins too long ago begins
/// as long ago as the vendor allows. Both set `clamped`. Two minutes are left for the query to be sent.
///
/// Requires:  times within a million years of 1970.
/// Errors:    - errc::missing_field for SessionId: it is empty;
///            - errc::bad_value for StartTimeStamp: the window has no end after its beginning (`latest` before
///              `earliest`), or all of it lies further back than the vendor keeps.
/// Allocates: nothing; `session_id` is moved into the query.
[[nodiscard]] inline result<tel_cdr_query>
make_tel_cdr_query(std::int64_t sdk_app_id, std::string session_id, std::chrono::sys_seconds earliest,
                   std::chrono::sys_seconds latest, std::chrono::sys_seconds now,
                   std::chrono::seconds margin = std::chrono::hours(1)) {
    constexpr std::chrono::seconds until_sent = std::chrono::minutes(2);
    if (session_id.empty()) return error{errc::missing_field, "SessionId", 0};
    tel_cdr_query query{sdk_app_id, std::move(session_id), earliest - margin, latest + margin};
    const std::chrono::sys_seconds oldest =
        std::max(now - tel_cdr_limits::max_age + until_sent, std::chrono::sys_seconds{});
    if (query.start < oldest) {
        query.start = oldest;
        query.clamped = true;
    }
    const std::chrono::sys_seconds last = query.start + tel_cdr_limits::max_window - std::chrono::seconds(1);
    if (query.end > last) {
        query.end = last;
        query.clamped = true;
    }
    if (latest < earliest || query.end <= query.start) return error{errc::bad_value, "StartTimeStamp", 0};
    return query;
}

/// Appends the query's parameters as the JSON body of the request. One session has one record; the pages are for
/// sessions that the vendor answers with more.
///
/// Requires:  `query.session_id` is no view into `out`. A `page_size` of 1 to 100; `page_number` counts from 0.
/// Allocates: what `out` needs.
/// @see https://www.tencentcloud.com/document/api/1229/59764
inline void append_query_json(std::string& out, const tel_cdr_query& query,
                              std::int64_t page_size = tel_cdr_limits::max_page_size,
                              std::int64_t page_number = 0) {
    const auto number = [&out](std::string_view name, std::int64_t value) {
        out.append(name).append(std::to_string(value));
    };
    number("{\"SdkAppId\":", query.sdk_app_id);
    number(",\"StartTimeStamp\":", query.start.time_since_epoch().count());
    number(",\"EndTimeStamp\":", query.end.time_since_epoch().count());
    out.append(",\"SessionIds\":[\"");
    detail::append_escaped_json(out, query.session_id);
    number("\"],\"PageSize\":", page_size);
    number(",\"PageNumber\":", page_number);
    out.push_back('}');
}

TCCC_PUSH_END_NAMESPACE

#endif
