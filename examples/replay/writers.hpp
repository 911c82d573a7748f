// SPDX-License-Identifier: MIT
/// @file
/// How does a session look? The writers where recordings are all that comes, and the choice among all.
#ifndef REPLAY_WRITERS_HPP
#define REPLAY_WRITERS_HPP

#include "disclosure.hpp"
#include "mixed_writers.hpp"
#include "ndjson_writer.hpp"
#include "options.hpp"
#include "session_writer.hpp"
#include "text.hpp"

#include <tccc/session.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace replay {

/// One row for each session. Rows appear while the input is read, so the widths are fixed: 120
/// columns, and 140 where users are shown in full.
class table_writer final : public session_writer {
public:
    table_writer(disclosure users, tccc::call_direction direction) : users_(users), direction_(direction) {}

    void head(std::string& out) const override {
        std::string_view customer = "CUSTOMER";
        std::string_view agent = "AGENT";
        if (direction_ == tccc::call_direction::inbound) customer = "CUSTOMER=CALLER", agent = "AGENT=CALLEE";
        if (direction_ == tccc::call_direction::outbound)
            customer = "CUSTOMER=CALLEE", agent = "AGENT=CALLER";
        row(out, "SESSION", customer, agent, "TRANSFERS", "REC", "STATE", "FIRST (UTC) TO LAST");
    }

    void write(const tccc::session& session, std::string& out) const override {
        std::string recordings;
        append_number(recordings, session.tracks.size());
        if (recordings.size() < 3) recordings.insert(0, 3 - recordings.size(), ' ');
        row(out, short_id(session.session_id), parties(session, is_customer), parties(session, is_agent),
            parties(session, is_transfer), recordings, state(session), span(session));
    }

private:
    using predicate = bool (*)(const tccc::track&);

    static bool is_customer(const tccc::track& t) { return t.party == tccc::track_party::customer; }
    static bool is_transfer(const tccc::track& t) { return t.role == tccc::track_role::transfer; }
    static bool is_agent(const tccc::track& t) {
        return t.party == tccc::track_party::agent && !is_transfer(t);
    }

    void row(std::string& out, std::string_view session, std::string_view customer, std::string_view agent,
             std::string_view transfers, std::string_view recordings, std::string_view state,
             std::string_view span) const {
        append_cell(out, session, 13);
        out += "  ";
        append_cell(out, customer, 15);
        out += "  ";
        append_cell(out, agent, users_.reveal() ? 26 : 16);
        out += "  ";
        append_cell(out, transfers, users_.reveal() ? 29 : 19);
        out += "  ";
        append_cell(out, recordings, 3);
        out += "  ";
        append_cell(out, state, 15);
        out += "  ";
        out += span;  // the last one: no blanks behind it
        out += '\n';
    }

    // The first of these participants, and how many more there are; the other formats name them all. Who
    // returns to a call has two recordings and is one participant.
    std::string parties(const tccc::session& session, predicate wanted) const {
        std::vector<std::string_view> users;
        for (const tccc::track& track : session.tracks) {
            const std::string_view user = track.push.endpoint_user.value();
            if (wanted(track) && std::ranges::find(users, user) == users.end()) users.push_back(user);
        }
        if (users.empty()) return "-";
        std::string text = users_.show(tccc::endpoint_user_view(users.front()));
        if (users.size() > 1) {
            text += " +";
            append_number(text, users.size() - 1);
        }
        return text;
    }

    static std::string state(const tccc::session& session) {
        std::string text(to_string(session.reason));
        if (session.reason == tccc::completion::amended) {
            text += " (rev ";
            append_number(text, session.revision);
            text += ')';
        }
        return text;
    }

    static std::string span(const tccc::session& session) {
        std::string text;
        if (session.tracks.empty()) return "-";
        const auto first = session.tracks.front().push.timestamp;  // tracks are in the order of time
        const auto last = session.tracks.back().push.timestamp;
        if (!is_date(first) || !is_date(last)) return "(no date)";
        append_time(text, first);
        if (session.tracks.size() > 1) {
            text += " +";
            append_duration(text, last - first);
        }
        return text;
    }

    disclosure users_;
    tccc::call_direction direction_;
};

/// One record for each recording, so that nothing is lost in a flat file.
class csv_writer final : public session_writer {
public:
    explicit csv_writer(disclosure users) : users_(users) {}

    void head(std::string& out) const override {
        out += "sdk_app_id,session_id,direction,state,revision,role,party,basis,endpoint_user,record_id,"
               "timestamp,"
               "record_url,custom_record_url\r\n";
    }

    void write(const tccc::session& session, std::string& out) const override {
        for (const tccc::track& t : session.tracks) {
            append_number(out, session.sdk_app_id);
            for (const std::string_view field : {std::string_view(session.session_id),
                                                 to_string(session.direction), to_string(session.reason)}) {
                out += ',';
                append_csv(out, field);
            }
            out += ',';
            append_number(out, session.revision);
            track(out, t);
            out += "\r\n";
        }
    }

private:
    void track(std::string& out, const tccc::track& t) const {
        const std::string user = users_.show(t.push.endpoint_user);
        for (const std::string_view field : {to_string(t.role), to_string(t.party), to_string(t.basis),
                                             std::string_view(user), std::string_view(t.push.record_id)}) {
            out += ',';
            append_csv(out, field);
        }
        out += ',';
        append_number(out, t.push.timestamp.time_since_epoch().count());
        out += ',';
        append_csv(out, users_.show(t.push.record_url));
        out += ',';
        if (t.push.custom_record_url) append_csv(out, users_.show(*t.push.custom_record_url));
    }

    disclosure users_;
};

/// `mixed`: call records and voicemails come, too.
inline std::unique_ptr<session_writer> make_writer(const options& options, bool mixed = false) {
    const disclosure users(options.reveal);
    switch (options.format) {
    case output_format::ndjson: return std::make_unique<ndjson_writer>(users);
    case output_format::csv:
        if (mixed) return std::make_unique<mixed_csv_writer>(users);
        return std::make_unique<csv_writer>(users);
    case output_format::table: break;
    }
    if (mixed) return std::make_unique<mixed_table_writer>(users);
    return std::make_unique<table_writer>(users, options.direction);
}

}  // namespace replay

#endif
