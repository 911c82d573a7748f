// SPDX-License-Identifier: MIT
/// @file
/// What does one recording push say? `record_push_view` borrows, `record_push` owns, `to_owned` goes from the
/// one to the other and `as_view` back.
#ifndef TCCC_RECORD_PUSH_HPP
#define TCCC_RECORD_PUSH_HPP

#include <tccc/anomaly.hpp>
#include <tccc/config.hpp>
#include <tccc/endpoint_user.hpp>
#include <tccc/record_url.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE

/// One recording push (`action=record`): the recording of one participant of one session.
///
/// Borrows:    every string, from the body where it holds no escape and else from the parser. One end for all:
///             the next parse call on that parser, its destruction, or the end of the body.
/// Guarantees: from a parser, `session_id`, `record_id` and `endpoint_user` are not empty and at least one of the
///             two URLs is there. All text is valid UTF-8 and nothing else: it may hold NUL, line feeds, markup.
/// Cost:       trivially copyable.
/// @see https://www.tencentcloud.com/document/product/1229/59642
struct record_push_view {
    std::int64_t sdk_app_id = 0;  ///< The contact-center application.
    std::string_view record_id;   ///< Opaque: digits in old samples, a UUID in new ones. Not unique alone.
    std::string_view session_id;  ///< Shared by all recordings of one call.
    std::chrono::sys_seconds timestamp{};  ///< When the recording was generated.
    endpoint_user_view endpoint_user;      ///< Who was recorded.
    record_url_view record_url;            ///< The vendor's copy; empty when only the custom one came.
    /// The copy in the customer's own bucket, when there is one.
    std::optional<record_url_view> custom_record_url{};
    anomalies drift{};  ///< How the push differed from the vendor's page.

    [[nodiscard]] friend constexpr bool operator==(const record_push_view&,
                                                   const record_push_view&) = default;
};

/// The owning twin of `record_push_view`, for everything that outlives the request.
struct record_push {
    std::int64_t sdk_app_id = 0;
    std::string record_id;
    std::string session_id;
    std::chrono::sys_seconds timestamp{};
    tccc::endpoint_user endpoint_user;
    tccc::record_url record_url;
    std::optional<tccc::record_url> custom_record_url{};
    anomalies drift{};

    [[nodiscard]] friend bool operator==(const record_push&, const record_push&) = default;
};

/// A copy that outlives body and parser. Allocates once for each string too long for the small-string buffer.
[[nodiscard]] inline record_push to_owned(const record_push_view& push) {
    record_push copy;
    copy.sdk_app_id = push.sdk_app_id;
    copy.record_id = push.record_id;
    copy.session_id = push.session_id;
    copy.timestamp = push.timestamp;
    copy.endpoint_user = to_owned(push.endpoint_user);
    copy.record_url = to_owned(push.record_url);
    if (push.custom_record_url) copy.custom_record_url = to_owned(*push.custom_record_url);
    copy.drift = push.drift;
    return copy;
}

/// The push as a view. Borrows from `push`; ends when that changes or dies. Allocates nothing.
[[nodiscard]] inline record_push_view as_view(const record_push& push TCCC_PUSH_LIFETIMEBOUND) noexcept {
    record_push_view view;
    view.sdk_app_id = push.sdk_app_id;
    view.record_id = push.record_id;
    view.session_id = push.session_id;
    view.timestamp = push.timestamp;
    view.endpoint_user = push.endpoint_user.view();
    view.record_url = push.record_url.view();
    if (push.custom_record_url) view.custom_record_url = push.custom_record_url->view();
    view.drift = push.drift;
    return view;
}
record_push_view
as_view(const record_push&&) = delete;  // the strings would be gone: keep the push in a variable

TCCC_PUSH_END_NAMESPACE

#endif
