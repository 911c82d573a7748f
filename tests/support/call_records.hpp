// SPDX-License-Identifier: MIT
/// @file
/// Call records for tests of the pairing: made by hand, or at random from a small universe.
#ifndef TCCC_TESTS_SUPPORT_CALL_RECORDS_HPP
#define TCCC_TESTS_SUPPORT_CALL_RECORDS_HPP

#include <tccc/cdr_push.hpp>
#include <tccc/voicemail_push.hpp>

#include "support/pushes.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tccc::testing {

inline call_leg make_leg(std::string_view mail, std::string_view record_id,
                         std::string_view transfer_from = {}) {
    call_leg leg;
    leg.mail = endpoint_user(std::string(mail));
    leg.record_id = record_id;
    leg.transfer_from = endpoint_user(std::string(transfer_from));
    leg.type = "staffSeat";
    if (!record_id.empty()) leg.accept_timestamp = at(1);
    return leg;
}

/// A record of an inbound call by `a_customer`; legs are numbered as they come.
inline cdr_push make_record(std::string_view session, std::string_view record_id, std::vector<call_leg> legs,
                            std::int64_t direction = 0) {
    cdr_push record;
    record.sdk_app_id = 1400264214;
    record.session_id = session;
    record.record_id = record_id;
    record.direction_code = direction;
    record.caller = endpoint_user(std::string(direction == 0 ? a_customer : "008602066247698"));
    record.callee = endpoint_user(std::string(direction == 0 ? "008602066247698" : a_customer));
    record.start_timestamp = at(0);
    record.ended_timestamp = at(60);
    record.accept_timestamp = at(1);
    record.legs = std::move(legs);
    for (std::size_t i = 0; i < record.legs.size(); ++i)
        record.legs[i].sequence = static_cast<std::int64_t>(i);
    return record;
}

inline voicemail_push make_voicemail(std::string_view session, std::int64_t timestamp,
                                     std::string_view url = "http://a.myqcloud.com/v.mp3") {
    voicemail_push mail;
    mail.sdk_app_id = 1400264214;
    mail.session_id = session;
    mail.timestamp = at(timestamp);
    mail.endpoint_user = endpoint_user(std::string(a_customer));
    mail.record_url = record_url(std::string(url));
    return mail;
}

/// Any record of the universe of `random_push`.
inline cdr_push random_record(random_source& random, std::size_t sessions) {
    constexpr std::array<std::string_view, 5> users = {a_customer, "13900000000", an_agent, another_agent,
                                                       ""};
    constexpr std::array<std::string_view, 4> ids = {"", "1608130650", "1608130651", "1608130652"};
    std::vector<call_leg> legs;
    const std::size_t count = random.below(4);
    for (std::size_t i = 0; i < count; ++i) {
        legs.push_back(make_leg(random.pick(users), random.pick(ids), random.below(3) == 0 ? an_agent : ""));
        if (random.below(4) == 0) legs.back().phone = endpoint_user(std::string(random.pick(users)));
    }
    cdr_push record = make_record("session-" + std::to_string(random.below(sessions)), random.pick(ids),
                                  std::move(legs), static_cast<std::int64_t>(random.below(3)));
    record.sdk_app_id = 1 + static_cast<std::int64_t>(random.below(2));
    record.ended_timestamp = at(static_cast<std::int64_t>(random.below(2)));
    record.caller = endpoint_user(std::string(random.pick(users)));
    if (random.below(4) == 0) record.call_type = call_type::internal_call;
    if (random.below(3) == 0) record.accept_timestamp.reset();
    if (random.below(2) == 0) record.user_remark = "remark " + std::to_string(random.below(2));
    return record;
}

inline voicemail_push random_voicemail(random_source& random, std::size_t sessions) {
    voicemail_push mail = make_voicemail("session-" + std::to_string(random.below(sessions)),
                                         static_cast<std::int64_t>(random.below(2)),
                                         random.below(2) == 0 ? "http://a/1" : "http://a/2");
    mail.sdk_app_id = 1 + static_cast<std::int64_t>(random.below(2));
    return mail;
}

}  // namespace tccc::testing

#endif
