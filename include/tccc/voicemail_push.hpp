// SPDX-License-Identifier: MIT
/// @file
/// What does one voicemail push say? `voicemail_push_view` borrows, `voicemail_push` owns, `to_owned` goes
/// from the one to the other and `as_view` back.
#ifndef TCCC_VOICEMAIL_PUSH_HPP
#define TCCC_VOICEMAIL_PUSH_HPP

#include <tccc/anomaly.hpp>
#include <tccc/config.hpp>
#include <tccc/endpoint_user.hpp>
#include <tccc/record_url.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE

/// One voicemail push (`action=voicemail`): what a caller left in the IVR. It has no RecordId, and a session
/// may have several.
///
/// Borrows:    every string, from the body where it holds no escape and else from the parser. One end for
///             all: the next parse call on that parser, its destruction, or the end of the body.
/// Guarantees: from a parser, `session_id`, `endpoint_user` and `record_url` are not empty. All text is valid
///             UTF-8 and nothing else: it may hold NUL, line feeds, markup.
/// Cost:       trivially copyable.
/// @see https://www.tencentcloud.com/document/product/1229/59643
struct voicemail_push_view {
    std::int64_t sdk_app_id = 0;
    std::string_view session_id;
    std::chrono::sys_seconds timestamp{};
    endpoint_user_view endpoint_user;  ///< The caller's phone; the vendor's sample has it without quotes.
    record_url_view record_url;
    anomalies drift{};  ///< How the push differed from the vendor's page.

    [[nodiscard]] friend constexpr bool operator==(const voicemail_push_view&,
                                                   const voicemail_push_view&) = default;
};

/// The owning twin of `voicemail_push_view`, for everything that outlives the request.
struct voicemail_push {
    std::int64_t sdk_app_id = 0;
    std::string session_id;
    std::chrono::sys_seconds timestamp{};
    tccc::endpoint_user endpoint_user;
    tccc::record_url record_url;
    anomalies drift{};

    [[nodiscard]] friend bool operator==(const voicemail_push&, const voicemail_push&) = default;
};

/// A copy that outlives body and parser. Allocates once for each string too long for the small-string buffer.
[[nodiscard]] inline voicemail_push to_owned(const voicemail_push_view& push) {
    voicemail_push copy;
    copy.sdk_app_id = push.sdk_app_id;
    copy.session_id = push.session_id;
    copy.timestamp = push.timestamp;
    copy.endpoint_user = to_owned(push.endpoint_user);
    copy.record_url = to_owned(push.record_url);
    copy.drift = push.drift;
    return copy;
}

/// The push as a view. Borrows from `push`; ends when that changes or dies. Allocates nothing.
[[nodiscard]] inline voicemail_push_view
as_view(const voicemail_push& push TCCC_PUSH_LIFETIMEBOUND) noexcept {
    voicemail_push_view view;
    view.sdk_app_id = push.sdk_app_id;
    view.session_id = push.session_id;
    view.timestamp = push.timestamp;
    view.endpoint_user = push.endpoint_user.view();
    view.record_url = push.record_url.view();
    view.drift = push.drift;
    return view;
}
voicemail_push_view
as_view(const voicemail_push&&) = delete;  // the strings would be gone: keep the push in a variable

TCCC_PUSH_END_NAMESPACE

#endif
