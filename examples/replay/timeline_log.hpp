// SPDX-License-Identifier: MIT
/// @file
/// What is there to draw? `timeline_log` keeps, of the first sessions alone, when pushes came and what became of them.
#ifndef REPLAY_TIMELINE_LOG_HPP
#define REPLAY_TIMELINE_LOG_HPP

#include "disclosure.hpp"
#include "session_writer.hpp"
#include "text.hpp"
#include "timeline.hpp"

#include <tccc/session.hpp>
#include <tccc/session_aggregator.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace replay {

/// Its memory is bounded: so many sessions, and so many events of each.
class timeline_log {
public:
    timeline_log(std::size_t most_sessions, disclosure users)
        : most_sessions_(most_sessions), users_(users) {}

    void arrived(std::int64_t sdk_app_id, std::string_view session_id, timeline_arrival::kind what,
                 tccc::added effect, std::chrono::sys_seconds now) {
        kept* const session = find(sdk_app_id, session_id, true);
        if (session == nullptr || session->lane.arrivals.size() == most_events) return;
        auto did = timeline_arrival::effect::fresh;
        if (effect == tccc::added::duplicate) did = timeline_arrival::effect::repeat;
        if (effect == tccc::added::amended) did = timeline_arrival::effect::late;
        session->lane.arrivals.push_back({now, what, did});
    }

    void closed(const tccc::session& s, std::chrono::sys_seconds now) {
        kept* const session = find(s.sdk_app_id, s.session_id, false);
        if (session == nullptr || session->lane.closes.size() == most_events) return;
        session->lane.closes.push_back({now, std::string(to_string(s.reason))});
        session->known = session->known ? merge(std::move(*session->known), s) : s;
    }

    /// In the order in which the sessions began to arrive.
    std::vector<timeline_lane> lanes() const {
        std::vector<timeline_lane> result;
        for (const kept& session : sessions_) {
            timeline_lane& lane = result.emplace_back(session.lane);
            if (!session.known) continue;
            lane.note = note_of(*session.known);
            lane.bars = bars_of(*session.known);
        }
        return result;
    }

private:
    static constexpr std::size_t most_events = 200;
    static constexpr std::size_t most_bars = 20;
    static constexpr std::size_t longest_name = 21;

    struct kept {
        timeline_lane lane;
        std::optional<tccc::session> known;
    };

    kept* find(std::int64_t sdk_app_id, std::string_view session_id, bool may_begin) {
        std::string key = std::to_string(sdk_app_id) + ' ';
        key += session_id;
        if (const auto it = places_.find(key); it != places_.end()) return &sessions_[it->second];
        if (!may_begin || sessions_.size() == most_sessions_) return nullptr;
        places_.emplace(std::move(key), sessions_.size());
        kept& session = sessions_.emplace_back();
        session.lane.name = short_id(session_id).substr(0, longest_name);
        return &session;
    }

    static std::string note_of(const tccc::session& s) {
        std::string note(s.direction == tccc::call_direction::unknown ? "" : to_string(s.direction));
        if (!note.empty()) note += ", ";
        append_number(note, s.tracks.size());
        note += " rec";
        if (has_unnamed_recordings(s)) {
            note += ", ids differ";
        } else if (!s.missing_record_ids.empty()) {
            note += ", ";
            append_number(note, s.missing_record_ids.size());
            note += " missing";
        }
        return note;
    }

    std::vector<timeline_bar> bars_of(const tccc::session& s) const {
        std::vector<timeline_bar> bars;
        if (!s.call_record) return bars;
        const tccc::cdr_push& record = *s.call_record;
        const bool calls_out = record.direction() == tccc::call_direction::outbound;
        add_bar(bars, s, calls_out ? "callee" : "caller", calls_out ? record.callee : record.caller, record);
        for (const tccc::call_leg& leg : record.legs) {
            if (bars.size() == most_bars) break;
            const tccc::endpoint_user& user = leg.mail.empty() ? leg.phone : leg.mail;
            add_bar(bars, s, role_of(s, leg), user, leg);
        }
        std::ranges::stable_sort(bars, {}, &timeline_bar::ring);
        return bars;
    }

    // The role that his recording has, where it came.
    static std::string_view role_of(const tccc::session& s, const tccc::call_leg& leg) {
        if (!leg.accept_timestamp) return "no answer:";
        std::string_view role = "agent";
        for (const tccc::track& t : s.tracks) {
            const std::string& user = t.push.endpoint_user.value();
            if (user.empty() || (leg.mail.value() != user && !leg.phone.value().ends_with(user))) continue;
            role = to_string(t.role);
            if (t.push.record_id == leg.record_id) break;
        }
        return role;
    }

    // `part` is the call record or a leg: both have a RecordId and the same time stamps.
    template <class Part>
    void add_bar(std::vector<timeline_bar>& bars, const tccc::session& s, std::string_view role,
                 const tccc::endpoint_user& user, const Part& part) const {
        if (!part.start_timestamp || !part.ended_timestamp || *part.ended_timestamp < *part.start_timestamp)
            return;
        timeline_bar& bar = bars.emplace_back();
        bar.ring = *part.start_timestamp;
        bar.end = *part.ended_timestamp;
        bar.talk = std::clamp(part.accept_timestamp.value_or(bar.end), bar.ring, bar.end);
        bar.label = role;
        if (!user.empty()) bar.label += ' ' + users_.show(user);
        bar.missing = !part.record_id.empty() && !has_unnamed_recordings(s) &&
                      std::ranges::find(s.missing_record_ids, part.record_id) != s.missing_record_ids.end();
    }

    std::size_t most_sessions_;
    disclosure users_;
    std::vector<kept> sessions_;
    std::unordered_map<std::string, std::size_t> places_;
};

}  // namespace replay

#endif
