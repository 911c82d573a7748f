// SPDX-License-Identifier: MIT
/// @file
/// How does a session look where call records and voicemails come beside the recordings? A table and CSV that say who
/// called whom, what that rests on, and what is missing.
#ifndef REPLAY_MIXED_WRITERS_HPP
#define REPLAY_MIXED_WRITERS_HPP

#include "disclosure.hpp"
#include "session_writer.hpp"
#include "text.hpp"

#include <tccc/envelope.hpp>
#include <tccc/session.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace replay {

/// The recordings that have not come. An amendment holds only what is new, so what it lacks says nothing.
inline std::vector<std::string> missing_of(const tccc::session& session) {
    if (session.reason == tccc::completion::amended) return {};
    return session.missing_record_ids;
}

/// Is the first push of this text in an envelope?
inline bool begins_with_envelope(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const std::size_t begin = text.find_first_not_of(" \t\r\n[");
    if (begin == text.npos) return false;
    text.remove_prefix(begin);
    const auto envelope = tccc::parse_envelope(text);
    return !envelope || envelope->body_offset != 0;  // only what begins like one can be a bad one
}

/// One row for each session, 124 columns wide, and 150 where users are shown in full.
class mixed_table_writer final : public session_writer {
public:
    explicit mixed_table_writer(disclosure users) : users_(users) {}

    void head(std::string& out) const override {
        row(out, {"SESSION", "CALLER/CUSTOMER", "CALLEE/AGENT", "TRANSFERS", "BY", "REC", "MISS", "VM",
                  "STATE", "FIRST (UTC)"});
    }

    void write(const tccc::session& session, std::string& out) const override {
        const tccc::cdr_push* const record = session.call_record ? &*session.call_record : nullptr;
        const bool amended = session.reason == tccc::completion::amended;
        std::string missing = "-";
        if (record != nullptr && !amended) missing = std::to_string(session.missing_record_ids.size());
        if (record != nullptr && !amended && has_unnamed_recordings(session)) missing += '?';
        std::string state(to_string(session.reason));
        if (amended) state += ' ' + std::to_string(session.revision);
        row(out, {short_id(session.session_id),
                  end(session, tccc::track_role::caller, tccc::track_role::customer,
                      record == nullptr ? nullptr : &record->caller),
                  end(session, tccc::track_role::callee, tccc::track_role::agent,
                      record == nullptr ? nullptr : &record->callee),
                  transfers(session), basis(session), std::to_string(session.tracks.size()), missing,
                  session.voicemails.empty() ? "-" : std::to_string(session.voicemails.size()), state,
                  first(session)});
    }

private:
    struct row_cells {
        std::string_view session;
        std::string caller;
        std::string callee;
        std::string transfers;
        std::string_view basis;
        std::string recordings;
        std::string missing;
        std::string voicemails;
        std::string state;
        std::string first;
    };

    void row(std::string& out, const row_cells& cells) const {
        const auto cell = [&out](std::string_view text, std::size_t width) {
            append_cell(out, text, width);
            out += "  ";
        };
        cell(cells.session, 13);
        cell(cells.caller, users_.reveal() ? 26 : 18);
        cell(cells.callee, users_.reveal() ? 26 : 18);
        cell(cells.transfers, users_.reveal() ? 29 : 19);
        cell(cells.basis, 6);
        cell(cells.recordings, 3);
        cell(cells.missing, 4);
        cell(cells.voicemails, 2);
        cell(cells.state, 9);
        out += cells.first;  // the last one: no blanks behind it
        out += '\n';
    }

    // The first participant of these roles, and how many more there are.
    std::string users_with(const tccc::session& session, tccc::track_role role,
                           tccc::track_role otherwise) const {
        std::vector<std::string_view> users;
        for (const tccc::track& track : session.tracks) {
            const std::string_view user = track.push.endpoint_user.value();
            if ((track.role == role || track.role == otherwise) &&
                std::ranges::find(users, user) == users.end())
                users.push_back(user);
        }
        if (users.empty()) return "-";
        std::string text = users_.show(tccc::endpoint_user_view(users.front()));
        if (users.size() > 1) text += " +" + std::to_string(users.size() - 1);
        return text;
    }

    // One end of the call: who was recorded, else in parentheses whom the call record names.
    std::string end(const tccc::session& session, tccc::track_role role, tccc::track_role otherwise,
                    const tccc::endpoint_user* named) const {
        std::string text = users_with(session, role, otherwise);
        if (text == "-" && named != nullptr && !named->empty()) text = '(' + users_.show(*named) + ')';
        return text;
    }

    // Likewise the first agent to whom the call was transferred.
    std::string transfers(const tccc::session& session) const {
        const std::string text = users_with(session, tccc::track_role::transfer, tccc::track_role::transfer);
        if (text != "-" || !session.call_record) return text;
        for (const tccc::call_leg& leg : session.call_record->legs) {
            const tccc::endpoint_user& agent = leg.mail.empty() ? leg.phone : leg.mail;
            const bool returns = std::ranges::any_of(
                session.tracks, [&](const tccc::track& t) { return t.push.endpoint_user == agent; });
            if (!leg.transfer_from.empty() && leg.accept_timestamp && !agent.empty() && !returns)
                return '(' + users_.show(agent) + ')';
        }
        return text;
    }

    // What the least certain of the roles rests on.
    static std::string_view basis(const tccc::session& session) {
        if (session.tracks.empty()) return session.call_record ? "record" : "-";
        const auto has = [&](tccc::role_basis basis) {
            return std::ranges::any_of(session.tracks, [&](const auto& t) { return t.basis == basis; });
        };
        if (has(tccc::role_basis::push)) return "form";
        if (has(tccc::role_basis::inferred)) return "order";
        if (has(tccc::role_basis::policy)) return "option";
        return has(tccc::role_basis::manifest_user) ? "name" : "id";
    }

    static std::string first(const tccc::session& session) {
        std::optional<std::chrono::sys_seconds> time;
        if (session.call_record) time = session.call_record->start_timestamp;
        if (!time && !session.tracks.empty()) time = session.tracks.front().push.timestamp;
        if (!time && !session.voicemails.empty()) time = session.voicemails.front().timestamp;
        if (!time) return "-";
        if (!is_date(*time)) return "(no date)";
        std::string text;
        append_time(text, *time);
        return text.substr(5);  // without the year
    }

    disclosure users_;
};

/// One record for each recording, for each that is missing, and for each voicemail; and one for each call record.
class mixed_csv_writer final : public session_writer {
public:
    explicit mixed_csv_writer(disclosure users) : users_(users) {}

    void head(std::string& out) const override {
        out += "sdk_app_id,session_id,direction,state,revision,what,role,party,basis,endpoint_user,record_id,"
               "timestamp,record_url,custom_record_url\r\n";
    }

    void write(const tccc::session& session, std::string& out) const override {
        if (session.call_record) call_record(out, session);
        for (const tccc::track& t : session.tracks) {
            const std::string_view custom =
                t.push.custom_record_url ? users_.show(*t.push.custom_record_url) : std::string_view();
            record(out, session,
                   {"recording", to_string(t.role), to_string(t.party), to_string(t.basis),
                    users_.show(t.push.endpoint_user), t.push.record_id, t.push.timestamp,
                    users_.show(t.push.record_url), custom});
        }
        for (const std::string& id : missing_of(session))
            record(out, session,
                   {has_unnamed_recordings(session) ? "missing?" : "missing", {}, {}, {}, {}, id});
        for (const tccc::voicemail_push& voicemail : session.voicemails) {
            record(out, session,
                   {"voicemail",
                    {},
                    {},
                    {},
                    users_.show(voicemail.endpoint_user),
                    {},
                    voicemail.timestamp,
                    users_.show(voicemail.record_url)});
        }
    }

private:
    struct record_fields {
        std::string_view what;
        std::string_view role;
        std::string_view party;
        std::string_view basis;
        std::string user;
        std::string_view record_id;
        std::optional<std::chrono::sys_seconds> time{};
        std::string_view url{};
        std::string_view custom_url{};
    };

    // The customer, as the call record names him, and when the call ended.
    void call_record(std::string& out, const tccc::session& session) const {
        const tccc::cdr_push& call = *session.call_record;
        const bool outbound = call.direction() == tccc::call_direction::outbound;
        record(out, session,
               {"call_record",
                outbound ? "callee" : "caller",
                {},
                {},
                users_.show(outbound ? call.callee : call.caller),
                call.record_id,
                call.ended_timestamp});
    }

    static void record(std::string& out, const tccc::session& session, const record_fields& fields) {
        append_number(out, session.sdk_app_id);
        const auto field = [&out](std::string_view text) {
            out += ',';
            append_csv(out, text);
        };
        field(session.session_id);
        field(to_string(session.direction));
        field(to_string(session.reason));
        out += ',';
        append_number(out, session.revision);
        for (const std::string_view text : {fields.what, fields.role, fields.party, fields.basis,
                                            std::string_view(fields.user), fields.record_id})
            field(text);
        out += ',';
        if (fields.time) append_number(out, fields.time->time_since_epoch().count());
        field(fields.url);
        field(fields.custom_url);
        out += "\r\n";
    }

    disclosure users_;
};

}  // namespace replay

#endif
