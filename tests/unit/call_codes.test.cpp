// SPDX-License-Identifier: MIT
// Promise: each documented code word has a name, goes to text and back, and any other word is `other`.
#include <tccc/call_codes.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <string_view>

using tccc::end_status;
using tccc::hang_up_side;
using tccc::seat_type;

namespace {

static_assert(tccc::to_hang_up_side("seat") == hang_up_side::seat);
static_assert(tccc::to_string(seat_type::staff_phone_seat) == "staffPhoneSeat");
static_assert(noexcept(tccc::to_end_status("")));

struct pair {
    std::string_view word;
    end_status status;
};

constexpr pair pairs[] = {
    {"ok", end_status::ok},
    {"unconnected", end_status::unconnected},
    {"seatGiveUp", end_status::seat_give_up},
    {"seatForward", end_status::seat_forward},
    {"outboundForward", end_status::outbound_forward},
    {"ivrGiveUp", end_status::ivr_give_up},
    {"ivrEnd", end_status::ivr_end},
    {"waitingGiveUp", end_status::waiting_give_up},
    {"ringingGiveUp", end_status::ringing_give_up},
    {"noSeatOnline", end_status::no_seat_online},
    {"notWorkTime", end_status::not_work_time},
    {"error", end_status::error},
    {"unknown", end_status::unknown},
    {"notAnswer", end_status::not_answer},
    {"userReject", end_status::user_reject},
    {"powerOff", end_status::power_off},
    {"numberNotExist", end_status::number_not_exist},
    {"busy", end_status::busy},
    {"outOfCredit", end_status::out_of_credit},
    {"operatorError", end_status::operator_error},
    {"callerCancel", end_status::caller_cancel},
    {"notInService", end_status::not_in_service},
    {"blackList", end_status::black_list},
    {"restrictedCallee", end_status::restricted_callee},
    {"tooManyRequest", end_status::too_many_request},
    {"restrictedArea", end_status::restricted_area},
    {"restrictedTime", end_status::restricted_time},
    {"clientError", end_status::client_error},
    {"carrierBlocked", end_status::carrier_blocked},
    {"callReminder", end_status::call_reminder},
    {"numberInvalid", end_status::number_invalid},
    {"callRestricted", end_status::call_restricted},
    {"calleeRestricted", end_status::callee_restricted},
    {"areaRestricted", end_status::area_restricted},
    {"promptCallForwarding", end_status::prompt_call_forwarding},
    {"callerCancelWhileRing", end_status::caller_cancel_while_ring},
    {"callerCancelWithoutRing", end_status::caller_cancel_without_ring},
    {"voiceMailReached", end_status::voicemail_reached},
    {"asrError", end_status::asr_error},
    {"llmasrError", end_status::llm_asr_error},
    {"ttsError", end_status::tts_error},
    {"functionCallHangup", end_status::function_call_hangup},
    {"maxCallDurationReached", end_status::max_call_duration_reached},
    {"userInactivity", end_status::user_inactivity},
    {"callTerminatedByAPI", end_status::call_terminated_by_api},
    {"userHangupDuringAiCall", end_status::user_hangup_during_ai_call},
    {"aiAgentEndCall", end_status::ai_agent_end_call},
    {"callConflict", end_status::call_conflict},
    {"clientTimeout", end_status::client_timeout},
    {"voipClientError", end_status::voip_client_error},
};

}  // namespace

TEST_CASE("every documented end of a call has a name", "[call_codes]") {
    std::size_t code = 0;
    for (const pair& p : pairs) {
        CHECK(tccc::to_end_status(p.word) == p.status);
        CHECK(tccc::to_string(p.status) == p.word);
        CHECK(static_cast<std::size_t>(p.status) == ++code);
    }
}

TEST_CASE("sides and seats", "[call_codes]") {
    CHECK(tccc::to_hang_up_side("user") == hang_up_side::user);
    CHECK(tccc::to_hang_up_side("system") == hang_up_side::system);
    CHECK(tccc::to_string(hang_up_side::user) == "user");
    CHECK(tccc::to_seat_type("staffSeat") == seat_type::staff_seat);
    CHECK(tccc::to_seat_type("outboundSeat") == seat_type::outbound_seat);
    CHECK(tccc::to_seat_type("staffPhoneSeat") == seat_type::staff_phone_seat);
}

TEST_CASE("a word that nobody documents is other, and so is a value that is none", "[call_codes]") {
    for (const std::string_view word : {"", "other", "OK", "Seat", "staffseat", "ok "}) {
        CHECK(tccc::to_hang_up_side(word) == hang_up_side::other);
        CHECK(tccc::to_seat_type(word) == seat_type::other);
        CHECK(tccc::to_end_status(word) == end_status::other);
    }
    CHECK(tccc::to_string(hang_up_side::other) == "other");
    CHECK(tccc::to_string(static_cast<hang_up_side>(99)) == "other");
    CHECK(tccc::to_string(static_cast<seat_type>(-1)) == "other");
    CHECK(tccc::to_string(static_cast<end_status>(1000)) == "other");
}
