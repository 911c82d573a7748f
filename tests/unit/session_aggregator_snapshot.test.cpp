// SPDX-License-Identifier: MIT
// Promise: a snapshot is the wire format; restored, the open sessions are the same.
#include <tccc/push.hpp>

#include "support/pushes.hpp"

#include <catch2/catch_test_macros.hpp>

#include <iterator>
#include <sstream>
#include <string>
#include <vector>

using namespace tccc;
using namespace tccc::testing;

TEST_CASE("one line for each track, in the vendor's format", "[session_aggregator]") {
    session_aggregator sessions;
    sessions.add(make_push("s", "1", a_customer, 0, "http://a/1?x=\"1\"", "https://own/1"), at(0));
    sessions.add(make_push("s", "2", an_agent, 0, "", "https://own/2"), at(0));
    std::string lines = "kept\n";
    sessions.snapshot(lines);
    CHECK(
        lines ==
        "kept\n"
        R"({"SdkAppId":1400264214,"RecordId":"1","SessionId":"s","Timestamp":1600000000,"EndpointUser":"008613812345678","RecordURL":"http://a/1?x=\"1\"","CustomRecordURL":"https://own/1"})"
        "\n"
        R"({"SdkAppId":1400264214,"RecordId":"2","SessionId":"s","Timestamp":1600000000,"EndpointUser":"lululing@tencent.com","CustomRecordURL":"https://own/2"})"
        "\n");
}

TEST_CASE("it goes to a string, a stream, a callable or an iterator", "[session_aggregator]") {
    session_aggregator sessions;
    sessions.add(make_push("s", "1", a_customer), at(0));
    sessions.add(make_push("s", "2", an_agent), at(0));
    std::string to_string;
    sessions.snapshot(to_string);
    std::ostringstream to_stream;
    sessions.snapshot(to_stream);
    std::vector<std::string> to_callable;
    sessions.snapshot([&](std::string_view line) { to_callable.emplace_back(line); });
    std::string to_iterator;
    sessions.snapshot(std::back_inserter(to_iterator));
    CHECK(to_stream.str() == to_string);
    CHECK(to_iterator == to_string);
    REQUIRE(to_callable.size() == 2);
    CHECK(to_callable[0] + to_callable[1] == to_string);
}

TEST_CASE("restored, the sessions are the same, whatever their text", "[session_aggregator][property]") {
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        random_source random(seed);
        session_aggregator before;
        for (std::size_t i = random.below(40); i > 0; --i) {
            record_push push = random_push(random, 4);
            push.session_id += "\xe4\xbd\xa0 \"quoted\" \\ \n \x01 \x7f";
            before.add(push, at(0));
        }
        std::string ndjson;
        before.snapshot(ndjson);
        session_aggregator after;
        const result<std::size_t> lines = after.restore(ndjson, at(0));
        CAPTURE(seed);
        REQUIRE(lines);
        session_map expected;
        session_map restored;
        before.flush(merge_into(expected));
        after.flush(merge_into(restored));
        REQUIRE(restored == expected);
    }
}

TEST_CASE("evicted sessions and amendments that wait are in it", "[session_aggregator]") {
    session_policy policy;
    policy.max_sessions = 1;
    policy.on_overflow = overflow::evict;
    session_aggregator sessions(policy);
    sessions.add(make_push("closed", "1", a_customer), at(0));
    sessions.flush([](const session&) {});
    sessions.add(make_push("evicted", "1", a_customer), at(0));
    sessions.add(make_push("closed", "2", an_agent), at(0));
    std::string ndjson;
    sessions.snapshot(ndjson);
    session_aggregator after;
    CHECK(after.restore(ndjson, at(0)).value_or(0U) == 2);
    CHECK(after.open_sessions() == 2);
}

TEST_CASE("restoring names the line that is wrong, and keeps those before it", "[session_aggregator]") {
    const std::string good =
        R"({"SdkAppId":1,"RecordId":"r","SessionId":"s","Timestamp":1,"EndpointUser":"a@b","RecordURL":"u"})"
        "\r\n";
    session_aggregator sessions;
    const result<std::size_t> bad = sessions.restore(good + "\n  \n" + R"({"SdkAppId":true})", at(0));
    REQUIRE_FALSE(bad);
    CHECK(bad.error() == error{errc::wrong_type, "SdkAppId", good.size() + 4 + 12});
    CHECK(sessions.open_sessions() == 1);
}

TEST_CASE("restoring says when a bound refuses", "[session_aggregator]") {
    session_aggregator before;
    before.add(make_push("a", "1", a_customer), at(0));
    before.add(make_push("b", "1", a_customer), at(0));
    std::string ndjson;
    before.snapshot(ndjson);
    session_policy policy;
    policy.max_sessions = 1;
    session_aggregator after(policy);
    const result<std::size_t> lines = after.restore(ndjson, at(0));
    REQUIRE_FALSE(lines);
    CHECK(lines.error() == error{errc::out_of_memory, {}, ndjson.find('\n') + 1});
}

TEST_CASE("an empty snapshot restores nothing", "[session_aggregator]") {
    session_aggregator sessions;
    CHECK(sessions.restore("", at(0)).value_or(9U) == 0);
    CHECK(sessions.restore("\n\n", at(0)).value_or(9U) == 0);
}
