// SPDX-License-Identifier: MIT
#include <tccc/push.hpp>

#include <chrono>
#include <iostream>
#include <string>

int main() {
    const std::string body = R"({"SdkAppId": 1400264214, "RecordId": "1608130650", "Timestamp": 1608130650,
        "SessionId": "e97be0ab-1ef6-4ad2-a8c4-2b2bbfb18e55", "EndpointUser": "lululing@tencent.com",
        "RecordURL": "http://recorder-10018504.cos.ap-shanghai.myqcloud.com/def/month12/000-1608130637.mp3"})";
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());

    tccc::parser parser;                // one per thread, reused
    tccc::session_aggregator sessions;  // default policy

    const auto push = parser.parse_record(body);  // borrows from body and parser, until the next parse
    if (!push) {
        std::cout << tccc::response::failure(push.error()).body() << '\n';  // code, field, byte offset
        return 1;
    }
    sessions.add(*push, now);  // copies what it keeps
    std::cout << tccc::response::ok().body() << '\n';

    sessions.flush([](const tccc::session& s) {  // a service calls collect(now, ...) now and then
        for (const tccc::track& t : s.tracks)
            std::cout << to_string(t.role) << ' ' << t.push.endpoint_user << ' ' << t.push.record_url << '\n';
    });
}
