// SPDX-License-Identifier: MIT
#include <tccc/push.hpp>

#include <chrono>
#include <iostream>
#include <string_view>
#include <utility>
#include <variant>

int main() {
    // The URL parameter "action", and the body: what a receiver is handed.
    constexpr std::pair<std::string_view, std::string_view> arrived[] = {
        {"record", R"({"SdkAppId":1400264214,"RecordId":"a1","SessionId":"s","Timestamp":1608130650,
            "EndpointUser":"lululing@tencent.com","RecordURL":"http://a.myqcloud.com/a1.mp3"})"},
        {"cdr",
         R"({"SdkAppId":1400264214,"SessionId":"s","Direction":0,"Caller":"008613812345678","RecordId":"c1",
            "ServeParticipants":[{"Sequence":0,"Mail":"lululing@tencent.com","RecordId":"a1"}]})"},
        {"record", R"({"SdkAppId":1400264214,"RecordId":"c1","SessionId":"s","Timestamp":1608130651,
            "EndpointUser":"13812345678","RecordURL":"http://a.myqcloud.com/c1.mp3"})"},
    };
    std::chrono::sys_seconds now{std::chrono::seconds(1608130660)};
    tccc::parser parser;
    tccc::session_aggregator sessions;

    for (const auto& [action, body] : arrived) {
        const auto push = parser.parse(action, body);  // a variant of views, which end with the next parse
        if (!push) continue;                           // answer with response::failure(push.error())
        if (const auto* recording = std::get_if<tccc::record_push_view>(&*push))
            sessions.add(*recording, now);
        if (const auto* record = std::get_if<tccc::cdr_push_view>(&*push)) sessions.add(*record, now);
        if (const auto* mail = std::get_if<tccc::voicemail_push_view>(&*push)) sessions.add(*mail, now);

        // No time has to pass: with the last recording that the call record promises, the session is complete.
        sessions.collect(now, [](const tccc::session& s) {
            std::cout << to_string(s.direction) << " call, complete by " << to_string(s.reason)
                      << ", missing " << s.missing_record_ids.size() << '\n';
            for (const tccc::track& t : s.tracks)
                std::cout << to_string(t.role) << ' ' << t.push.endpoint_user << " by " << to_string(t.basis)
                          << '\n';
        });
        now += std::chrono::seconds(1);
    }
}
