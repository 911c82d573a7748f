// SPDX-License-Identifier: MIT
/// @file
/// What does one call record push say? `cdr_push_view` borrows, `cdr_push` owns, `to_owned` goes from the one
/// to the other. There is no way back: a view's lists lie in a parser, and an owner has none.
///
/// A call record describes a whole session from the customer's side; its legs are the agents who served it. It
/// names the recordings of the session, and so tells a receiver what to wait for.
#ifndef TCCC_CDR_PUSH_HPP
#define TCCC_CDR_PUSH_HPP

#include <tccc/anomaly.hpp>
#include <tccc/call_codes.hpp>
#include <tccc/config.hpp>
#include <tccc/detail/storage.hpp>
#include <tccc/endpoint_user.hpp>
#include <tccc/record_url.hpp>

#include <chrono>
#include <cstdint>
#include <optional>

TCCC_PUSH_BEGIN_NAMESPACE

/// A key that somebody pressed: in the IVR, or to rate the service.
template <class Storage>
struct basic_key_press {
    typename Storage::text key;
    typename Storage::text label;  ///< What the contact center calls it.
};

/// The agent of a call; after a transfer the last one.
template <class Storage>
struct basic_seat_user {
    typename Storage::user mail;
    typename Storage::text name;
    typename Storage::text nick;
    typename Storage::user phone;
    typename Storage::user user_id;  ///< In the vendor's sample the same as `mail`.
    typename Storage::text staff_number;
    typename Storage::template list<typename Storage::text> skill_group_names;
};

/// One item of `ServeParticipants`: an agent who was called for this session, whether or not anybody answered.
template <class Storage>
struct basic_call_leg {
    std::optional<std::int64_t> sequence;  ///< From 0, in the order of service.
    typename Storage::user mail;
    typename Storage::user phone;
    typename Storage::text record_id;  ///< The recording of this agent's side; empty: there is none.
    std::optional<std::chrono::sys_seconds> start_timestamp;
    std::optional<std::chrono::sys_seconds> ring_timestamp;
    std::optional<std::chrono::sys_seconds> accept_timestamp;
    std::optional<std::chrono::sys_seconds> ended_timestamp;
    typename Storage::text type;           ///< A code word, see `seat_type`.
    typename Storage::user transfer_from;  ///< "Agent info": e-mail or phone, the vendor leaves it open.
    typename Storage::text transfer_from_type;
    typename Storage::user transfer_to;
    typename Storage::text transfer_to_type;
    std::optional<std::int64_t> skill_group_id;
    typename Storage::text skill_group_name;
    std::optional<std::int64_t> skill_group_priority;
    typename Storage::text end_status;  ///< A code word, see `end_status`.
    typename Storage::url record_url;   ///< The vendor's query of call records has it, its push does not.
    typename Storage::url custom_record_url;
};

/// Where a phone number belongs.
template <class Storage>
struct basic_tel_location {
    typename Storage::user tel_number;
    typename Storage::text country;
    typename Storage::text province;
    typename Storage::text city;
    typename Storage::text carrier;  ///< `Operator`, which is a key word of C++.
};

/// A call record, borrowing (`cdr_push_view`) or owning (`cdr_push`).
///
/// An absent, null or empty text is empty here; an absent number is no value; a time stamp of 0, which the
/// vendor writes for what did not happen, is no value either. Code words and numbers that nobody documents are
/// kept as they came.
template <class Storage>
struct basic_cdr_push {
    std::int64_t sdk_app_id = 0;        ///< Always there.
    typename Storage::text session_id;  ///< Never empty.
    typename Storage::user caller;      ///< Empty under number protection.
    typename Storage::user callee;
    std::optional<std::int64_t> direction_code;  ///< 0 inbound, 1 outbound; see `direction()`.
    std::optional<tccc::call_type> call_type;
    std::optional<std::chrono::seconds> duration;
    std::optional<basic_seat_user<Storage>> seat_user;
    typename Storage::text caller_location;
    std::optional<std::chrono::seconds> ivr_duration;
    std::optional<std::chrono::sys_seconds> ring_timestamp;
    std::optional<std::chrono::sys_seconds> accept_timestamp;
    std::optional<std::chrono::sys_seconds> ended_timestamp;
    std::optional<std::chrono::sys_seconds> start_timestamp;
    typename Storage::template list<typename Storage::text> ivr_keys_pressed;
    typename Storage::template list<basic_key_press<Storage>> ivr_keys_pressed_ex;
    typename Storage::text hung_up_side;                            ///< A code word, see `hang_up_side`.
    typename Storage::template list<basic_call_leg<Storage>> legs;  ///< `ServeParticipants`, as they came.
    typename Storage::text end_status;                              ///< A code word, see `end_status`.
    std::optional<std::chrono::sys_seconds> queued_timestamp;
    typename Storage::template list<basic_key_press<Storage>> post_ivr_keys_pressed;
    typename Storage::text queued_skill_group_name;
    std::optional<std::int64_t> queued_skill_group_id;
    typename Storage::text record_id;  ///< The recording of the customer's side; empty: none is named.
    typename Storage::text user_remark;
    std::optional<basic_tel_location<Storage>> tel_location;
    typename Storage::text uui;
    typename Storage::url record_url;  ///< The vendor's query of call records has it, its push does not.
    typename Storage::url custom_record_url;
    anomalies drift{};  ///< How the push differed from the vendor's page.

    [[nodiscard]] constexpr call_direction direction() const noexcept {
        if (direction_code == 0) return call_direction::inbound;
        if (direction_code == 1) return call_direction::outbound;
        return call_direction::unknown;
    }
};

using key_press_view = basic_key_press<detail::borrowing>;
using key_press = basic_key_press<detail::owning>;
using seat_user_view = basic_seat_user<detail::borrowing>;
using seat_user = basic_seat_user<detail::owning>;
using call_leg_view = basic_call_leg<detail::borrowing>;
using call_leg = basic_call_leg<detail::owning>;
using tel_location_view = basic_tel_location<detail::borrowing>;
using tel_location = basic_tel_location<detail::owning>;

/// One call record push (`action=cdr`).
///
/// Borrows:    every text, from the body where it holds no escape and else from the parser; every list from
///             the parser. One end for all: the next parse call on that parser, its destruction, or the end of
///             the body.
/// Guarantees: from a parser, `session_id` is not empty. All text is valid UTF-8 and nothing else: it may hold
///             NUL, line feeds, markup.
/// Cost:       trivially copyable.
/// @see https://www.tencentcloud.com/document/product/1229/59641
using cdr_push_view = basic_cdr_push<detail::borrowing>;

/// The owning twin of `cdr_push_view`, for everything that outlives the request.
using cdr_push = basic_cdr_push<detail::owning>;

TCCC_PUSH_END_NAMESPACE

#include <tccc/detail/cdr_fields.hpp>  // to_owned and ==, over one table of the fields

#endif
