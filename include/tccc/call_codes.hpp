// SPDX-License-Identifier: MIT
/// @file
/// What do the vendor's code numbers and code words mean? All of them are open: the vendor adds some, and warns
/// that other kinds of calls return words outside its list. So records keep what came, and these name it.
#ifndef TCCC_CALL_CODES_HPP
#define TCCC_CALL_CODES_HPP

#include <tccc/config.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE

/// Which way the call went, seen from the contact center.
enum class call_direction {
    unknown,
    inbound,   ///< The customer called.
    outbound,  ///< The contact center called.
};

/// The name of the enumerator; "unknown" also for a value outside the enumeration.
constexpr std::string_view to_string(call_direction direction) noexcept {
    switch (direction) {
    case call_direction::unknown: return "unknown";
    case call_direction::inbound: return "inbound";
    case call_direction::outbound: return "outbound";
    }
    return "unknown";
}

/// `CallType` of a call record. Holds any number that came, also those without a name here.
enum class call_type : std::int64_t {
    outbound_call = 1,
    inbound_call = 2,
    audio_inbound = 3,  ///< From a web page or an app, not by phone.
    predictive_dialing = 5,
    internal_call = 6,  ///< Between two agents.
};

/// The name of the enumerator; "other" for a number without one.
constexpr std::string_view to_string(call_type type) noexcept {
    switch (type) {
    case call_type::outbound_call: return "outbound_call";
    case call_type::inbound_call: return "inbound_call";
    case call_type::audio_inbound: return "audio_inbound";
    case call_type::predictive_dialing: return "predictive_dialing";
    case call_type::internal_call: return "internal_call";
    }
    return "other";
}

/// Who ended the call: `HungUpSide` of a call record.
enum class hang_up_side { other, user, seat, system };

/// What a leg of a call was served by: `Type`, `TransferFromType` and `TransferToType`. The vendor names them and leaves
/// it there; by name they are an agent's workstation, an external line, and an agent's phone.
enum class seat_type { other, staff_seat, outbound_seat, staff_phone_seat };

/// How a call or one of its legs ended: `EndStatusString`.
enum class end_status {
    other,
    // any call
    ok,
    unconnected,
    seat_give_up,
    seat_forward,
    outbound_forward,
    ivr_give_up,
    ivr_end,
    waiting_give_up,
    ringing_give_up,
    no_seat_online,
    not_work_time,
    error,
    // outbound calls
    unknown,
    not_answer,
    user_reject,
    power_off,
    number_not_exist,
    busy,
    out_of_credit,
    operator_error,
    caller_cancel,
    not_in_service,
    // the vendor's later table of codes
    black_list,
    restricted_callee,
    too_many_request,
    restricted_area,
    restricted_time,
    client_error,
    carrier_blocked,
    call_reminder,
    number_invalid,
    call_restricted,
    callee_restricted,
    area_restricted,
    prompt_call_forwarding,
    caller_cancel_while_ring,
    caller_cancel_without_ring,
    voicemail_reached,
    asr_error,
    llm_asr_error,
    tts_error,
    function_call_hangup,
    max_call_duration_reached,
    user_inactivity,
    call_terminated_by_api,
    user_hangup_during_ai_call,
    ai_agent_end_call,
    call_conflict,
    client_timeout,
    voip_client_error,
};

namespace detail {

/// The vendor's words, in the order of the enumerators, `other` first.
inline constexpr std::array<std::string_view, 4> hang_up_side_words = {"other", "user", "seat", "system"};
inline constexpr std::array<std::string_view, 4> seat_type_words = {"other", "staffSeat", "outboundSeat",
                                                                    "staffPhoneSeat"};
inline constexpr std::array<std::string_view, 51> end_status_words = {"other",
                                                                      "ok",
                                                                      "unconnected",
                                                                      "seatGiveUp",
                                                                      "seatForward",
                                                                      "outboundForward",
                                                                      "ivrGiveUp",
                                                                      "ivrEnd",
                                                                      "waitingGiveUp",
                                                                      "ringingGiveUp",
                                                                      "noSeatOnline",
                                                                      "notWorkTime",
                                                                      "error",
                                                                      "unknown",
                                                                      "notAnswer",
                                                                      "userReject",
                                                                      "powerOff",
                                                                      "numberNotExist",
                                                                      "busy",
                                                                      "outOfCredit",
                                                                      "operatorError",
                                                                      "callerCancel",
                                                                      "notInService",
                                                                      "blackList",
                                                                      "restrictedCallee",
                                                                      "tooManyRequest",
                                                                      "restrictedArea",
                                                                      "restrictedTime",
                                                                      "clientError",
                                                                      "carrierBlocked",
                                                                      "callReminder",
                                                                      "numberInvalid",
                                                                      "callRestricted",
                                                                      "calleeRestricted",
                                                                      "areaRestricted",
                                                                      "promptCallForwarding",
                                                                      "callerCancelWhileRing",
                                                                      "callerCancelWithoutRing",
                                                                      "voiceMailReached",
                                                                      "asrError",
                                                                      "llmasrError",
                                                                      "ttsError",
                                                                      "functionCallHangup",
                                                                      "maxCallDurationReached",
                                                                      "userInactivity",
                                                                      "callTerminatedByAPI",
                                                                      "userHangupDuringAiCall",
                                                                      "aiAgentEndCall",
                                                                      "callConflict",
                                                                      "clientTimeout",
                                                                      "voipClientError"};
static_assert(end_status_words.size() == static_cast<std::size_t>(end_status::voip_client_error) + 1);

/// The enumerator of a word; the first one for a word that is not in the list, and for the first word itself.
template <class Enum, std::size_t N>
constexpr Enum find_word(const std::array<std::string_view, N>& words, std::string_view word) noexcept {
    for (std::size_t i = 1; i < N; ++i) {
        if (words[i] == word) return static_cast<Enum>(i);
    }
    return Enum{};
}

template <class Enum, std::size_t N>
constexpr std::string_view word_of(const std::array<std::string_view, N>& words, Enum code) noexcept {
    const auto i = static_cast<std::size_t>(code);
    return words[i < N ? i : 0];
}

}  // namespace detail

/// The code that a record's word stands for; `other` for any word that is not in the vendor's lists, in other letters
/// too.
constexpr hang_up_side to_hang_up_side(std::string_view word) noexcept {
    return detail::find_word<hang_up_side>(detail::hang_up_side_words, word);
}
/// @copydoc to_hang_up_side
constexpr seat_type to_seat_type(std::string_view word) noexcept {
    return detail::find_word<seat_type>(detail::seat_type_words, word);
}
/// @copydoc to_hang_up_side
constexpr end_status to_end_status(std::string_view word) noexcept {
    return detail::find_word<end_status>(detail::end_status_words, word);
}

/// The vendor's word; "other" also for a value outside the enumeration.
constexpr std::string_view to_string(hang_up_side side) noexcept {
    return detail::word_of(detail::hang_up_side_words, side);
}
/// @copydoc to_string(hang_up_side)
constexpr std::string_view to_string(seat_type type) noexcept {
    return detail::word_of(detail::seat_type_words, type);
}
/// @copydoc to_string(hang_up_side)
constexpr std::string_view to_string(end_status status) noexcept {
    return detail::word_of(detail::end_status_words, status);
}

TCCC_PUSH_END_NAMESPACE

#endif
