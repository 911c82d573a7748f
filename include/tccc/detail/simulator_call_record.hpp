// SPDX-License-Identifier: MIT
/// @file
/// What does the call record of a simulated call say, and which recordings does it name?
#ifndef TCCC_DETAIL_SIMULATOR_CALL_RECORD_HPP
#define TCCC_DETAIL_SIMULATOR_CALL_RECORD_HPP

#include <tccc/call_codes.hpp>
#include <tccc/cdr_push.hpp>
#include <tccc/config.hpp>
#include <tccc/detail/simulator_body.hpp>
#include <tccc/detail/simulator_call.hpp>
#include <tccc/detail/simulator_cdr_body.hpp>
#include <tccc/detail/simulator_random.hpp>
#include <tccc/endpoint_user.hpp>
#include <tccc/simulated_session.hpp>
#include <tccc/simulator_options.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// What a call record is filled with where the call does not decide it. The vendor's records are in Chinese, so these
/// are; in UTF-8, byte by byte, since the sources are ASCII.
struct simulated_words {
    /// After sales, before sales, complaints.
    static constexpr std::array<std::string_view, 3> skill_groups = {
        "\xe5\x94\xae\xe5\x90\x8e", "\xe5\x94\xae\xe5\x89\x8d", "\xe6\x8a\x95\xe8\xaf\x89"};
    /// Guangdong, Shanghai, Sichuan, Beijing.
    static constexpr std::array<std::string_view, 4> provinces = {
        "\xe5\xb9\xbf\xe4\xb8\x9c\xe7\x9c\x81", "\xe4\xb8\x8a\xe6\xb5\xb7\xe5\xb8\x82",
        "\xe5\x9b\x9b\xe5\xb7\x9d\xe7\x9c\x81", "\xe5\x8c\x97\xe4\xba\xac\xe5\xb8\x82"};
    static constexpr std::array<std::string_view, 4> cities = {
        "\xe6\xb7\xb1\xe5\x9c\xb3\xe5\xb8\x82", "\xe4\xb8\x8a\xe6\xb5\xb7\xe5\xb8\x82",
        "\xe6\x88\x90\xe9\x83\xbd\xe5\xb8\x82", "\xe5\x8c\x97\xe4\xba\xac\xe5\xb8\x82"};
    static constexpr std::array<std::string_view, 3> carriers = {
        "\xe4\xb8\xad\xe5\x9b\xbd\xe7\xa7\xbb\xe5\x8a\xa8",
        "\xe4\xb8\xad\xe5\x9b\xbd\xe8\x81\x94\xe9\x80\x9a",
        "\xe4\xb8\xad\xe5\x9b\xbd\xe7\x94\xb5\xe4\xbf\xa1"};
    /// Very satisfied, as in the vendor's sample; satisfied; not satisfied.
    static constexpr std::array<std::string_view, 3> ratings = {
        "\xe9\x9d\x9e\xe5\xb8\xb8\xe6\xbb\xa1\xe6\x84\x8f", "\xe6\xbb\xa1\xe6\x84\x8f",
        "\xe4\xb8\x8d\xe6\xbb\xa1\xe6\x84\x8f"};
    static constexpr std::array<std::string_view, 3> nicks = {
        "\xe7\x92\x90\xe7\x92\x90", "\xe5\xb0\x8f\xe6\x9e\x97", "\xe8\x80\x81\xe7\x8e\x8b"};
    static constexpr std::string_view china = "\xe4\xb8\xad\xe5\x9b\xbd";
    /// With what needs an escape, and a character beyond 16 bits.
    static constexpr std::string_view remark = "wants a \"call back\"\nbefore 18:00 \xf0\x9f\x93\x9e";
    static constexpr std::array<std::string_view, 4> not_reached = {"notAnswer", "userReject", "busy",
                                                                    "powerOff"};
};

/// Draws the call record of one call: every draw is made whether its outcome counts or not.
class call_record_maker {
public:
    call_record_maker(const simulator_options& options, std::uint64_t index, const call_maker& call)
        : call_(call), random_(options.seed, index, simulator_stream::call_record) {
        pushed = random_.chance(options.call_records_per_mille);
        updated = random_.chance(options.updated_call_record_per_mille);
        // Agents who call each other have no number that could be protected.
        protected_numbers_ = random_.chance(options.protected_number_per_mille) &&
                             call.session.type != call_type::internal_call;
        joins = !random_.chance(options.other_record_ids_per_mille);
        form.older = random_.chance(options.older_call_record_per_mille);
        form.sequence = !random_.chance(options.missing_sequence_per_mille);
        unordered_ = random_.chance(options.unordered_legs_per_mille) && form.sequence;
        form.duplicate_duration = random_.chance(options.duplicate_duration_per_mille);
        for (std::uint64_t& number : draws_)
            number = random_.next() >> 32U;
        draw_record_ids();
    }

    bool pushed = false;   ///< It is sent at all.
    bool updated = false;  ///< It is sent again, when there is more to say.
    bool joins = true;     ///< It names the recordings by the ids of their pushes.
    call_record_form form;

    /// What the second push says, or the only one.
    [[nodiscard]] cdr_push whole() const {
        cdr_push record = make(call_.legs.size());
        if (updated) record.user_remark = simulated_words::remark;
        return record;
    }

    /// What the first of two pushes says: as if the call had ended before its last transfer.
    [[nodiscard]] cdr_push early() const {
        const std::size_t legs = call_.legs.size();
        const bool transferred = legs > 1 && call_.legs[legs - 2].track.has_value();
        return make(transferred ? legs - 1 : legs);
    }

    /// The recordings that `record`, one of these two, names: id and track, the customer's first.
    struct promise {
        std::string record_id;
        std::size_t track = 0;
    };
    [[nodiscard]] std::vector<promise> promises(const cdr_push& record) const {
        std::vector<promise> all;
        if (!record.record_id.empty()) all.push_back({record.record_id, 0});
        for (std::size_t i = 0; i < record.legs.size(); ++i) {
            const simulated_leg& leg = call_.legs[unordered_ ? record.legs.size() - 1 - i : i];
            if (leg.track) all.push_back({record.legs[i].record_id, *leg.track});
        }
        return all;
    }

private:
    enum draw : std::size_t { word, group, place, carrier, rating, hung_up, uui, draw_count };

    void draw_record_ids() {
        for (const simulated_track& track : call_.session.tracks)
            record_ids_.push_back(track.push.record_id);
        for (std::size_t n = 0; n < record_ids_.size(); ++n) {
            const std::uint64_t unique = random_.next();
            const std::uint64_t noise = random_.next();
            if (joins) continue;
            record_ids_[n].clear();
            if (call_.uuid_record_ids) {
                record_ids_[n] = make_uuid(unique, noise);
            } else {
                // The second in which it began, as in the vendor's sample; the recording's own id is that in which
                // it was finished.
                append_decimal(record_ids_[n], begin_of(n).time_since_epoch().count());
            }
        }
    }

    [[nodiscard]] std::chrono::sys_seconds begin_of(std::size_t track) const noexcept {
        for (const simulated_leg& leg : call_.legs) {
            if (leg.track == track) return leg.start;
        }
        return call_.session.started;
    }

    template <std::size_t N>
    [[nodiscard]] std::string pick(const std::array<std::string_view, N>& words, draw which) const {
        return std::string(words[draws_[which] % N]);
    }

    [[nodiscard]] cdr_push make(std::size_t legs) const {
        const simulated_session& session = call_.session;
        const bool inbound = session.direction == call_direction::inbound;
        const bool by_phone =
            session.type != call_type::internal_call && session.type != call_type::audio_inbound;
        cdr_push record;
        record.sdk_app_id = session.sdk_app_id;
        record.session_id = session.session_id;
        record.direction_code = inbound ? 0 : 1;
        record.start_timestamp = session.started;
        record.ring_timestamp = call_.ringing;
        record.accept_timestamp = call_.answered;
        record.ended_timestamp = legs < call_.legs.size() ? call_.legs[legs - 1].ended : session.ended;
        record.duration =
            call_.answered ? *record.ended_timestamp - *call_.answered : std::chrono::seconds{0};
        record.ivr_duration = std::chrono::seconds{inbound ? 1 : 0};
        record.hung_up_side = draws_[hung_up] % 2 == 0 ? "user" : "seat";
        record.end_status = call_.answered ? "ok" : status_of_unanswered();
        record.queued_skill_group_id = 1072 + static_cast<std::int64_t>(draws_[group] % 3);
        if (!protected_numbers_) name_ends(record);
        add_legs(record, legs);
        add_words(record, by_phone);
        if (!form.older) {
            record.call_type = session.type;
            if (by_phone) record.caller_location = place_name();
            if (inbound) record.queued_timestamp = session.started + std::chrono::seconds{1};
            record.queued_skill_group_name = pick(simulated_words::skill_groups, group);
            if (!record_ids_.empty()) record.record_id = record_ids_[0];
        }
        return record;
    }

    void name_ends(cdr_push& record) const {
        const simulated_session& session = call_.session;
        std::string other_end = service_number(session.sdk_app_id);
        if (session.type == call_type::internal_call) other_end = call_.legs[0].mail();
        const bool inbound = session.direction == call_direction::inbound;
        record.caller = endpoint_user(inbound ? call_.customer : other_end);
        record.callee = endpoint_user(inbound ? other_end : call_.customer);
    }

    [[nodiscard]] std::string status_of_unanswered() const {
        if (call_.session.direction == call_direction::outbound) {
            return pick(simulated_words::not_reached, word);
        }
        return call_.legs.empty() ? draws_[word] % 2 == 0 ? "waitingGiveUp" : "noSeatOnline"
                                  : "ringingGiveUp";
    }

    // "Agent info", says the vendor of the two ends of a transfer: the e-mail, or what there is.
    static endpoint_user name_of(const simulated_leg& leg) {
        const std::string mail = leg.mail();
        return endpoint_user(mail.empty() ? leg.phone() : mail);
    }

    static std::string_view type_of(const simulated_leg& leg) noexcept {
        switch (leg.seat) {
        case agent_seat::own_phone: return "staffPhoneSeat";
        case agent_seat::outside_line: return "outboundSeat";
        case agent_seat::workstation: break;
        }
        return "staffSeat";
    }

    void add_legs(cdr_push& record, std::size_t legs) const {
        for (std::size_t i = 0; i < legs; ++i) {
            const simulated_leg& leg = call_.legs[i];
            call_leg& item = record.legs.emplace_back();
            if (form.sequence) item.sequence = static_cast<std::int64_t>(i);
            item.mail = endpoint_user(leg.mail());
            item.phone = endpoint_user(leg.phone());
            if (leg.track) item.record_id = record_ids_[*leg.track];
            item.start_timestamp = leg.start;
            item.ring_timestamp = leg.start;
            item.accept_timestamp = leg.accepted;
            item.ended_timestamp = leg.ended;
            item.type = type_of(leg);
            item.skill_group_id = record.queued_skill_group_id;
            item.skill_group_name = pick(simulated_words::skill_groups, group);
            item.end_status = leg.accepted ? "ok" : "seatGiveUp";
            if (i > 0 && call_.legs[i - 1].accepted) {
                item.transfer_from = name_of(call_.legs[i - 1]);
                item.transfer_from_type = type_of(call_.legs[i - 1]);
            }
            if (leg.accepted && i + 1 < call_.legs.size()) {
                item.transfer_to = name_of(call_.legs[i + 1]);
                item.transfer_to_type = type_of(call_.legs[i + 1]);
                item.end_status =
                    call_.legs[i + 1].seat == agent_seat::outside_line ? "outboundForward" : "seatForward";
            }
        }
        const bool served = call_.answered.has_value() || call_.session.direction == call_direction::outbound;
        if (legs > 0 && served) record.seat_user = seat_user_of(call_.legs[legs - 1], record);
        if (unordered_) std::ranges::reverse(record.legs);
    }

    [[nodiscard]] seat_user seat_user_of(const simulated_leg& leg, const cdr_push& record) const {
        seat_user user;
        user.mail = endpoint_user(leg.mail());
        user.name = agent_address(leg.agent);
        user.name.resize(user.name.find('@'));
        user.nick = simulated_words::nicks[leg.agent % simulated_words::nicks.size()];
        user.phone = endpoint_user(leg.phone());
        user.user_id = user.mail;
        append_decimal(user.staff_number, static_cast<std::int64_t>(1000 + leg.agent));
        user.skill_group_names = {record.legs.back().skill_group_name};
        return user;
    }

    [[nodiscard]] std::string place_name() const {
        const std::string province = pick(simulated_words::provinces, place);
        const std::string city = pick(simulated_words::cities, place);
        return province == city ? city : province + city;
    }

    void add_words(cdr_push& record, bool by_phone) const {
        const std::size_t mark = draws_[rating] % 5;
        if (call_.answered && mark < simulated_words::ratings.size()) {
            key_press& press = record.post_ivr_keys_pressed.emplace_back();
            append_decimal(press.key, static_cast<std::int64_t>(mark + 1));
            press.label = simulated_words::ratings[mark];
        }
        if (call_.session.type == call_type::inbound_call) {
            const std::size_t chosen = draws_[group] % simulated_words::skill_groups.size();
            key_press& press = record.ivr_keys_pressed_ex.emplace_back();
            append_decimal(press.key, static_cast<std::int64_t>(chosen + 1));
            press.label = simulated_words::skill_groups[chosen];
        }
        if (call_.session.direction == call_direction::outbound && draws_[uui] % 4 == 0) {
            record.uui = R"({"order":")";
            append_decimal(record.uui, static_cast<std::int64_t>(draws_[uui]));
            record.uui += "\"}";
        }
        if (!by_phone || protected_numbers_) return;
        tel_location& location = record.tel_location.emplace();
        location.tel_number = endpoint_user(call_.customer);
        location.country = simulated_words::china;
        location.province = pick(simulated_words::provinces, place);
        location.city = pick(simulated_words::cities, place);
        location.carrier = pick(simulated_words::carriers, carrier);
    }

    const call_maker& call_;
    simulator_random random_;
    bool protected_numbers_ = false;
    bool unordered_ = false;
    std::array<std::uint64_t, draw_count> draws_{};
    std::vector<std::string> record_ids_;  // as this record names the tracks
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
