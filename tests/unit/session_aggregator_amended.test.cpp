// SPDX-License-Identifier: MIT
// Promise: a closed session still knows a repeat from news, and news are handed out again, alone, to be
// merged.
#include <tccc/session_aggregator.hpp>

#include "support/pushes.hpp"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <string>
#include <vector>

using namespace tccc;
using namespace tccc::testing;

namespace {

std::vector<session> collected(session_aggregator& sessions, std::int64_t second) {
    std::vector<session> out;
    sessions.collect(at(second), [&out](const session& s) { out.push_back(s); });
    return out;
}

/// A session of customer and agent, settled and handed out at second 60.
void close_one(session_aggregator& sessions) {
    sessions.add(make_push("s", "1", a_customer, 5, "http://a/1"), at(0));
    sessions.add(make_push("s", "2", an_agent, 5, "http://a/2", "https://own/2"), at(0));
    REQUIRE(collected(sessions, 60).size() == 1);
    REQUIRE(sessions.open_sessions() == 0);
    REQUIRE(sessions.tombstones() == 1);
}

}  // namespace

TEST_CASE("a repeat after the closing is a repeat", "[session_aggregator]") {
    session_aggregator sessions;
    close_one(sessions);
    CHECK(sessions.add(make_push("s", "1", a_customer, 5, "http://a/1"), at(61)) == added::duplicate);
    CHECK(sessions.add(make_push("s", "2", an_agent, 5, "http://a/2", "https://own/2"), at(61)) ==
          added::duplicate);
    CHECK(sessions.add(make_push("s", "2", an_agent, 5, "http://a/2"), at(61)) == added::duplicate);
    CHECK(sessions.add(make_push("s", "1", a_customer, 4, "http://a/0"), at(61)) == added::duplicate);
    CHECK(collected(sessions, 24 * 3600).empty());
}

TEST_CASE("a late track is handed out alone, as the next revision", "[session_aggregator]") {
    session_aggregator sessions;
    close_one(sessions);
    CHECK(sessions.add(make_push("s", "3", another_agent, 9), at(70)) == added::amended);
    const std::vector<session> out = collected(sessions, 70);
    REQUIRE(out.size() == 1);
    CHECK(out[0].reason == completion::amended);
    CHECK(out[0].revision == 2);
    REQUIRE(out[0].tracks.size() == 1);
    CHECK(out[0].tracks[0].push.record_id == "3");
    CHECK(collected(sessions, 71).empty());
    CHECK(sessions.add(make_push("s", "3", another_agent, 9), at(72)) == added::duplicate);
    CHECK(sessions.add(make_push("s", "4", another_agent, 9), at(73)) == added::amended);
    CHECK(collected(sessions, 74).at(0).revision == 3);
}

TEST_CASE("a better push is news too: a custom URL, a later state", "[session_aggregator]") {
    session_aggregator sessions;
    close_one(sessions);
    CHECK(sessions.add(make_push("s", "1", a_customer, 5, "http://a/1", "https://own/1"), at(70)) ==
          added::amended);
    CHECK(sessions.add(make_push("s", "2", an_agent, 6, "http://a/2b"), at(71)) == added::amended);
    const std::vector<session> out = collected(sessions, 72);
    REQUIRE(out.size() == 1);
    CHECK(out[0].tracks.size() == 2);
    CHECK(sessions.add(make_push("s", "1", a_customer, 5, "http://a/1", "https://own/1"), at(73)) ==
          added::duplicate);
}

TEST_CASE("variants of one time stamp are each handed out once", "[session_aggregator]") {
    session_aggregator sessions;
    close_one(sessions);
    for (int repeat = 0; repeat < 3; ++repeat) {
        const added expected = repeat == 0 ? added::amended : added::duplicate;
        CHECK(sessions.add(make_push("s", "1", a_customer, 5, "http://a/0"), at(70)) == expected);
        collected(sessions, 70);
        CHECK(sessions.add(make_push("s", "1", a_customer, 5, "http://a/9"), at(70)) == expected);
        collected(sessions, 70);
        CHECK(sessions.add(make_push("s", "1", a_customer, 5, "http://a/1"), at(70)) == added::duplicate);
    }
}

TEST_CASE("several late pushes before the next collect make one amendment", "[session_aggregator]") {
    session_aggregator sessions;
    close_one(sessions);
    CHECK(sessions.add(make_push("s", "3", another_agent, 9), at(70)) == added::amended);
    CHECK(sessions.add(make_push("s", "3", another_agent, 9), at(70)) == added::duplicate);
    CHECK(sessions.add(make_push("s", "1", a_customer, 5, "http://a/1"), at(70)) == added::duplicate);
    CHECK(sessions.add(make_push("s", "4", another_agent, 9), at(71)) == added::amended);
    CHECK(sessions.add(make_push("s", "4", another_agent, 9, "http://a.myqcloud.com/1.mp3", "https://own/4"),
                       at(72)) == added::amended);
    const std::vector<session> out = collected(sessions, 72);
    REQUIRE(out.size() == 1);
    CHECK(out[0].tracks.size() == 2);
    CHECK(out[0].tracks[1].push.custom_record_url.has_value());
}

TEST_CASE("merging amendments gives what one aggregator would have given at once", "[session_aggregator]") {
    const std::vector<record_push> pushes = {make_push("s", "1", a_customer, 1),
                                             make_push("s", "2", an_agent, 1),
                                             make_push("s", "3", another_agent, 9),
                                             make_push("s", "1", a_customer, 1, "http://z", "https://own/1")};
    session_aggregator sessions;
    session_map stored;
    for (const record_push& push : pushes) {
        sessions.add(push, at(0));
        sessions.flush(merge_into(stored));
    }
    CHECK(stored.begin()->second.revision == 4);
    CHECK(same_content(stored, paired(pushes)));
}

TEST_CASE("a tombstone lives for its span, then a repeat opens the session anew", "[session_aggregator]") {
    session_policy policy;
    policy.tombstone = std::chrono::seconds(100);
    session_aggregator sessions(policy);
    close_one(sessions);
    CHECK(sessions.add(make_push("s", "1", a_customer, 5, "http://a/1"), at(159)) == added::duplicate);
    CHECK(sessions.add(make_push("s", "1", a_customer, 5, "http://a/1"), at(160)) == added::new_session);
    CHECK(sessions.tombstones() == 0);
}

TEST_CASE("an amendment renews the tombstone", "[session_aggregator]") {
    session_policy policy;
    policy.tombstone = std::chrono::seconds(100);
    session_aggregator sessions(policy);
    close_one(sessions);
    sessions.add(make_push("s", "3", an_agent, 5), at(100));
    collected(sessions, 100);
    CHECK(sessions.add(make_push("s", "1", a_customer, 5, "http://a/1"), at(199)) == added::duplicate);
    CHECK(sessions.add(make_push("s", "1", a_customer, 5, "http://a/1"), at(200)) == added::new_session);
}

TEST_CASE("a tombstone takes a fraction of what the session took", "[session_aggregator]") {
    session_aggregator sessions;
    const std::string url = "http://a.myqcloud.com/" + std::string(150, 'x');
    sessions.add(make_push("0f3b1a5c-0000-4000-8000-000000000000", "1608130650", a_customer, 1, url), at(0));
    sessions.add(make_push("0f3b1a5c-0000-4000-8000-000000000000", "1608130651", an_agent, 1, url), at(0));
    const std::size_t open = sessions.bytes();
    collected(sessions, 60);
    CHECK(sessions.bytes() < open / 3);
    CHECK(sessions.bytes() > 0);
}
