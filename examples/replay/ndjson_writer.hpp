// SPDX-License-Identifier: MIT
/// @file
/// How does a session look to a program? `ndjson_writer` tells all of it.
#ifndef REPLAY_NDJSON_WRITER_HPP
#define REPLAY_NDJSON_WRITER_HPP

#include "disclosure.hpp"
#include "session_writer.hpp"
#include "text.hpp"

#include <tccc/session.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace replay {

/// One JSON object a line for each session; what a call record or a voicemail says is in it where one came.
class ndjson_writer final : public session_writer {
public:
    explicit ndjson_writer(disclosure users) : users_(users) {}

    void head(std::string&) const override {}

    void write(const tccc::session& session, std::string& out) const override {
        out += R"({"sdk_app_id":)";
        append_number(out, session.sdk_app_id);
        text(out, R"(,"session_id":)", session.session_id);
        text(out, R"(,"direction":)", to_string(session.direction));
        text(out, R"(,"state":)", to_string(session.reason));
        out += R"(,"revision":)";
        append_number(out, session.revision);
        out += R"(,"tracks":[)";
        std::string_view separator;
        for (const tccc::track& t : session.tracks) {
            out += separator;
            separator = ",";
            track(out, t);
        }
        out += ']';
        if (session.call_record) {
            call_record(out, *session.call_record);
            // An amendment holds only what is new, so what it lacks says nothing.
            if (session.reason != tccc::completion::amended) missing(out, session);
        }
        if (!session.voicemails.empty()) voicemails(out, session.voicemails);
        out += "}\n";
    }

private:
    static void text(std::string& out, std::string_view key, std::string_view value) {
        out += key;
        append_json(out, value);
    }

    void track(std::string& out, const tccc::track& t) const {
        text(out, R"({"role":)", to_string(t.role));
        text(out, R"(,"party":)", to_string(t.party));
        text(out, R"(,"basis":)", to_string(t.basis));
        text(out, R"(,"endpoint_user":)", users_.show(t.push.endpoint_user));
        text(out, R"(,"record_id":)", t.push.record_id);
        out += R"(,"timestamp":)";
        append_number(out, t.push.timestamp.time_since_epoch().count());
        text(out, R"(,"record_url":)", users_.show(t.push.record_url));
        if (t.push.custom_record_url)
            text(out, R"(,"custom_record_url":)", users_.show(*t.push.custom_record_url));
        out += '}';
    }

    static void time(std::string& out, std::string_view key,
                     const std::optional<std::chrono::sys_seconds>& time) {
        if (!time) return;
        out += key;
        append_number(out, time->time_since_epoch().count());
    }

    void call_record(std::string& out, const tccc::cdr_push& record) const {
        out += R"(,"call_record":{"caller":)";
        append_json(out, users_.show(record.caller));
        text(out, R"(,"callee":)", users_.show(record.callee));
        if (record.call_type) text(out, R"(,"call_type":)", to_string(*record.call_type));
        time(out, R"(,"started":)", record.start_timestamp);
        time(out, R"(,"accepted":)", record.accept_timestamp);
        time(out, R"(,"ended":)", record.ended_timestamp);
        text(out, R"(,"end_status":)", record.end_status);
        text(out, R"(,"hung_up_side":)", record.hung_up_side);
        text(out, R"(,"record_id":)", record.record_id);
        out += R"(,"legs":[)";
        std::string_view separator;
        for (const tccc::call_leg& l : record.legs) {
            out += separator;
            separator = ",";
            leg(out, l);
        }
        out += "]}";
    }

    void leg(std::string& out, const tccc::call_leg& l) const {
        text(out, R"({"mail":)", users_.show(l.mail));
        text(out, R"(,"phone":)", users_.show(l.phone));
        text(out, R"(,"type":)", l.type);
        text(out, R"(,"record_id":)", l.record_id);
        time(out, R"(,"started":)", l.start_timestamp);
        time(out, R"(,"accepted":)", l.accept_timestamp);
        time(out, R"(,"ended":)", l.ended_timestamp);
        if (!l.transfer_from.empty()) text(out, R"(,"transfer_from":)", users_.show(l.transfer_from));
        if (!l.transfer_to.empty()) text(out, R"(,"transfer_to":)", users_.show(l.transfer_to));
        text(out, R"(,"end_status":)", l.end_status);
        out += '}';
    }

    static void missing(std::string& out, const tccc::session& session) {
        out += R"(,"missing_record_ids":[)";
        std::string_view separator;
        for (const std::string& id : session.missing_record_ids) {
            out += separator;
            separator = ",";
            append_json(out, id);
        }
        out += R"(],"unnamed_recordings":)";
        out += has_unnamed_recordings(session) ? "true" : "false";
    }

    void voicemails(std::string& out, const std::vector<tccc::voicemail_push>& voicemails) const {
        out += R"(,"voicemails":[)";
        std::string_view separator;
        for (const tccc::voicemail_push& voicemail : voicemails) {
            out += separator;
            separator = ",";
            text(out, R"({"endpoint_user":)", users_.show(voicemail.endpoint_user));
            time(out, R"(,"timestamp":)", voicemail.timestamp);
            text(out, R"(,"record_url":)", users_.show(voicemail.record_url));
            out += '}';
        }
        out += ']';
    }

    disclosure users_;
};

}  // namespace replay

#endif
