// SPDX-License-Identifier: MIT
// Promise: a snapshot holds call records and voicemails too, in lines that name their action, and gives all of it back.
#include <tccc/parser.hpp>
#include <tccc/session_aggregator.hpp>

#include "support/call_records.hpp"
#include "support/pushes.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <string>

using namespace tccc;
using namespace tccc::testing;

TEST_CASE("a snapshot of every kind of push restores to the same sessions",
          "[session_aggregator][manifest]") {
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        random_source random(seed);
        session_aggregator sessions;
        for (int i = 0; i < 30; ++i) {
            switch (random.below(4)) {
            case 0: sessions.add(random_record(random, 4), at(0)); break;
            case 1: sessions.add(random_voicemail(random, 4), at(0)); break;
            default: sessions.add(random_push(random, 4), at(0)); break;
            }
        }
        std::string lines;
        sessions.snapshot(lines);
        session_aggregator again;
        CAPTURE(seed, lines);
        REQUIRE(again.restore(lines, at(0)));
        std::string second;
        again.snapshot(second);
        session_map expected;
        session_map actual;
        sessions.flush(merge_into(expected));
        again.flush(merge_into(actual));
        REQUIRE(actual == expected);
        REQUIRE(second.size() == lines.size());
    }
}

TEST_CASE("a snapshot is the wire format, recordings bare and the others in an envelope",
          "[session_aggregator][manifest]") {
    session_aggregator sessions;
    sessions.add(make_push("s", "r0", a_customer), at(0));
    cdr_push record;
    record.sdk_app_id = 1400264214;
    record.session_id = "s";
    record.record_id = "r0";
    sessions.add(record, at(0));
    sessions.add(make_voicemail("s", 5), at(0));
    std::string lines;
    sessions.snapshot(lines);
    CHECK(lines ==
          R"({"SdkAppId":1400264214,"RecordId":"r0","SessionId":"s","Timestamp":1600000000,)"
          R"("EndpointUser":"008613812345678","RecordURL":"http://a.myqcloud.com/1.mp3"})"
          "\n"
          R"({"action":"cdr","body":{"SdkAppId":1400264214,"SessionId":"s","RecordId":"r0"}})"
          "\n"
          R"({"action":"voicemail","body":{"SdkAppId":1400264214,"SessionId":"s","Timestamp":1600000005,)"
          R"("RecordURL":"http://a.myqcloud.com/v.mp3","EndpointUser":"008613812345678"}})"
          "\n");
}

TEST_CASE("a snapshot's broken line is named by its offset", "[session_aggregator][manifest]") {
    const std::string good = R"({"action":"cdr","body":{"SdkAppId":1,"SessionId":"s"}})"
                             "\n";
    session_aggregator sessions;
    const auto broken =
        sessions.restore(good + R"({"action":"cdr","body":{"SdkAppId":1,"SessionId":7.5}})", at(0));
    REQUIRE_FALSE(broken);
    CHECK(broken.error().field == "SessionId");
    CHECK(broken.error().offset ==
          good.size() + std::string_view(R"({"action":"cdr","body":{"SdkAppId":1,"SessionId":)").size());
    CHECK(sessions.open_sessions() == 1);
    const auto unknown = sessions.restore(good + R"({"action":"imcdr","body":{}})", at(0));
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().code == errc::bad_value);
    CHECK(unknown.error().field == "action");
    CHECK(unknown.error().offset == good.size());
}
