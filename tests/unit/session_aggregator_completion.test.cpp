// SPDX-License-Identifier: MIT
// Promise: a session is handed out when it is due, not a second early, once, with its reason, in a defined
// order.
#include <tccc/session_aggregator.hpp>

#include "support/pushes.hpp"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

using namespace tccc;
using namespace tccc::testing;

namespace {

std::vector<session> collected(session_aggregator& sessions, std::int64_t second) {
    std::vector<session> out;
    const std::size_t count = sessions.collect(at(second), [&out](const session& s) { out.push_back(s); });
    CHECK(count == out.size());
    return out;
}

constexpr std::int64_t minute = 60;
constexpr std::int64_t hour = 3600;

}  // namespace

TEST_CASE("both sides there: settled after a minute of quiet", "[session_aggregator]") {
    session_aggregator sessions;
    sessions.add(make_push("s", "1", a_customer), at(0));
    sessions.add(make_push("s", "2", an_agent), at(100));
    CHECK(collected(sessions, 159).empty());
    const std::vector<session> out = collected(sessions, 160);
    REQUIRE(out.size() == 1);
    CHECK(out[0].reason == completion::settled);
    CHECK(out[0].revision == 1);
    CHECK(collected(sessions, 100 * hour).empty());
}

TEST_CASE("something new starts the quiet again, a repeat does not", "[session_aggregator]") {
    session_aggregator sessions;
    sessions.add(make_push("s", "1", a_customer), at(0));
    sessions.add(make_push("s", "2", an_agent), at(0));
    sessions.add(make_push("s", "2", an_agent), at(30));  // a repeat
    CHECK(collected(sessions, 59).empty());
    sessions.add(make_push("s", "3", another_agent), at(59));
    CHECK(collected(sessions, 118).empty());
    sessions.add(make_push("s", "3", another_agent, 0, "http://a.myqcloud.com/1.mp3", "https://own/3"),
                 at(118));
    CHECK(collected(sessions, 177).empty());
    CHECK(collected(sessions, 178).size() == 1);
}

TEST_CASE("a side missing: idle after half an hour", "[session_aggregator]") {
    session_aggregator sessions;
    sessions.add(make_push("one side", "1", a_customer), at(0));
    sessions.add(make_push("two agents", "1", an_agent), at(0));
    sessions.add(make_push("two agents", "2", another_agent), at(0));
    sessions.add(make_push("unknown and agent", "1", "voip-user 7"), at(0));
    sessions.add(make_push("unknown and agent", "2", an_agent), at(0));
    CHECK(collected(sessions, 30 * minute - 1).empty());
    const std::vector<session> out = collected(sessions, 30 * minute);
    REQUIRE(out.size() == 3);
    for (const session& s : out) {
        CHECK(s.reason == completion::idle);
    }
}

TEST_CASE("the second side brings the end closer", "[session_aggregator]") {
    session_aggregator sessions;
    sessions.add(make_push("s", "1", a_customer), at(0));
    sessions.add(make_push("s", "2", an_agent), at(29 * minute));
    CHECK(collected(sessions, 30 * minute - 1).empty());
    CHECK(collected(sessions, 30 * minute).at(0).reason == completion::settled);
}

TEST_CASE("a deadline ends what never comes to rest", "[session_aggregator]") {
    session_aggregator sessions;
    for (std::int64_t i = 0; i * 10 * minute < 24 * hour; ++i) {
        sessions.add(make_push("s", "1", a_customer, i), at(i * 10 * minute));
        REQUIRE(collected(sessions, i * 10 * minute).empty());
    }
    CHECK(collected(sessions, 24 * hour - 1).empty());
    const std::vector<session> out = collected(sessions, 24 * hour);
    REQUIRE(out.size() == 1);
    CHECK(out[0].reason == completion::deadline);
}

TEST_CASE("the reason is the span that ended first", "[session_aggregator]") {
    session_policy policy;
    policy.deadline = std::chrono::seconds(100);
    session_aggregator sessions(policy);
    for (const char* id : {"settles first", "both at once", "too late"}) {
        sessions.add(make_push(id, "1", a_customer), at(0));
    }
    sessions.add(make_push("settles first", "2", an_agent), at(39));
    sessions.add(make_push("both at once", "2", an_agent), at(40));
    sessions.add(make_push("too late", "2", an_agent), at(41));
    const std::vector<session> out = collected(sessions, 1000);
    REQUIRE(out.size() == 3);
    CHECK(out[0].session_id == "settles first");
    CHECK(out[0].reason == completion::settled);
    CHECK(out[1].session_id == "both at once");
    CHECK(out[1].reason == completion::settled);
    CHECK(out[2].session_id == "too late");
    CHECK(out[2].reason == completion::deadline);
}

TEST_CASE("the order is (due time, SdkAppId, SessionId), whatever came first", "[session_aggregator]") {
    session_aggregator sessions;
    const auto add_pair = [&](std::int64_t app, const std::string& id, std::int64_t second) {
        record_push customer = make_push(id, "1", a_customer);
        record_push agent = make_push(id, "2", an_agent);
        customer.sdk_app_id = agent.sdk_app_id = app;
        sessions.add(customer, at(second));
        sessions.add(agent, at(second));
    };
    add_pair(2, "b", 0);
    add_pair(2, "a", 0);
    add_pair(1, "c", 0);
    add_pair(1, "a", 5);
    std::vector<std::string> order;
    for (const session& s : collected(sessions, 1000)) {
        order.push_back(std::to_string(s.sdk_app_id) + s.session_id);
    }
    CHECK(order == std::vector<std::string>{"1c", "2a", "2b", "1a"});
}

TEST_CASE("time that goes back stands still", "[session_aggregator]") {
    session_aggregator sessions;
    sessions.add(make_push("s", "1", a_customer), at(1000));
    sessions.add(make_push("s", "2", an_agent), at(0));
    CHECK(collected(sessions, 0).empty());
    CHECK(collected(sessions, 1059).empty());
    CHECK(collected(sessions, 1060).size() == 1);
}

TEST_CASE("spans of zero and of forever work", "[session_aggregator]") {
    session_policy policy;
    policy.settle = std::chrono::seconds(-5);
    policy.idle = (std::chrono::seconds::max)();
    policy.deadline = (std::chrono::seconds::max)();
    session_aggregator sessions(policy);
    sessions.add(make_push("one side", "1", a_customer), at(0));
    sessions.add(make_push("both", "1", a_customer), at(0));
    sessions.add(make_push("both", "2", an_agent), at(0));
    CHECK(collected(sessions, 0).size() == 1);
    CHECK(collected(sessions, 1'000'000'000).empty());
    std::size_t all = 0;
    sessions.collect((std::chrono::sys_seconds::max)(), [&all](const session&) { ++all; });
    CHECK(all == 1);
}

TEST_CASE("flush hands out everything at once, by (SdkAppId, SessionId)", "[session_aggregator]") {
    session_aggregator sessions;
    sessions.add(make_push("b", "1", a_customer), at(0));
    sessions.add(make_push("a", "1", a_customer), at(5));
    std::vector<session> out;
    CHECK(sessions.flush([&out](session s) { out.push_back(std::move(s)); }) == 2);
    REQUIRE(out.size() == 2);
    CHECK(out[0].session_id == "a");
    CHECK(out[1].session_id == "b");
    CHECK(out[1].reason == completion::flushed);
    CHECK(sessions.flush([](const session&) {}) == 0);
    CHECK(sessions.add(make_push("a", "1", a_customer), at(6)) == added::duplicate);
}
