// SPDX-License-Identifier: MIT
// Promise: add says what it did, and counts it.
#include <tccc/session_aggregator.hpp>

#include "support/pushes.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace tccc;
using namespace tccc::testing;

namespace {

std::vector<session> flushed(session_aggregator& sessions) {
    std::vector<session> out;
    sessions.flush([&out](session s) { out.push_back(std::move(s)); });
    return out;
}

}  // namespace

TEST_CASE("a session, its second track, and a repeat", "[session_aggregator]") {
    session_aggregator sessions;
    CHECK(sessions.add(make_push("s", "1", a_customer), at(0)) == added::new_session);
    CHECK(sessions.add(make_push("s", "2", an_agent), at(1)) == added::new_track);
    CHECK(sessions.add(make_push("s", "2", an_agent), at(2)) == added::duplicate);
    CHECK(sessions.open_sessions() == 1);

    const std::vector<session> out = flushed(sessions);
    REQUIRE(out.size() == 1);
    CHECK(out[0].tracks.size() == 2);
    CHECK(out[0].sdk_app_id == 1400264214);
    CHECK(out[0].session_id == "s");
    CHECK(out[0].reason == completion::flushed);
    CHECK(out[0].revision == 1);
    CHECK(sessions.open_sessions() == 0);
}

TEST_CASE("a track is (EndpointUser, RecordId): neither alone tells tracks apart", "[session_aggregator]") {
    session_aggregator sessions;
    sessions.add(make_push("s", "1608130650", a_customer), at(0));
    CHECK(sessions.add(make_push("s", "1608130650", an_agent), at(0)) == added::new_track);
    CHECK(sessions.add(make_push("s", "1608130651", an_agent), at(0)) == added::new_track);
    CHECK(flushed(sessions).at(0).tracks.size() == 3);
}

TEST_CASE("a session is (SdkAppId, SessionId)", "[session_aggregator]") {
    session_aggregator sessions;
    record_push push = make_push("s", "1", a_customer);
    CHECK(sessions.add(push, at(0)) == added::new_session);
    push.sdk_app_id += 1;
    CHECK(sessions.add(push, at(0)) == added::new_session);
    CHECK(flushed(sessions).size() == 2);
}

TEST_CASE("a custom URL that comes later updates its track", "[session_aggregator]") {
    session_aggregator sessions;
    sessions.add(make_push("s", "1", a_customer, 5), at(0));
    CHECK(sessions.add(make_push("s", "1", a_customer, 5, "http://a.myqcloud.com/1.mp3", "https://own/1"),
                       at(1)) == added::updated);
    CHECK(sessions.add(make_push("s", "1", a_customer, 5), at(2)) == added::duplicate);
    const record_push push = flushed(sessions).at(0).tracks.at(0).push;
    REQUIRE(push.custom_record_url);
    CHECK(push.custom_record_url->value() == "https://own/1");
    CHECK(push.record_url.value() == "http://a.myqcloud.com/1.mp3");
}

TEST_CASE("an older state of a track changes nothing", "[session_aggregator]") {
    session_aggregator sessions;
    sessions.add(make_push("s", "1", a_customer, 5, "http://a/new"), at(0));
    CHECK(sessions.add(make_push("s", "1", a_customer, 4, "http://a/old"), at(0)) == added::duplicate);
    CHECK(sessions.add(make_push("s", "1", a_customer, 6, "http://a/newer"), at(0)) == added::updated);
    CHECK(flushed(sessions).at(0).tracks.at(0).push.record_url.value() == "http://a/newer");
}

TEST_CASE("drift describes a delivery and is not kept", "[session_aggregator]") {
    session_aggregator sessions;
    record_push push = make_push("s", "1", a_customer);
    push.drift = anomaly::null_field;
    sessions.add(push, at(0));
    CHECK(sessions.add(make_push("s", "1", a_customer), at(0)) == added::duplicate);
    CHECK_FALSE(flushed(sessions).at(0).tracks.at(0).push.drift.any());
}

TEST_CASE("what is kept is a copy", "[session_aggregator]") {
    session_aggregator sessions;
    {
        record_push gone = make_push("session-with-a-long-name-that-is-not-stored-in-place", "1", a_customer,
                                     0, "http://a.myqcloud.com/a/long/path/that/is/not/stored/in/place.mp3");
        sessions.add(gone, at(0));
        gone.session_id.assign(gone.session_id.size(), 'x');
    }
    const session s = flushed(sessions).at(0);
    CHECK(s.session_id == "session-with-a-long-name-that-is-not-stored-in-place");
    CHECK(s.tracks.at(0).push.session_id == s.session_id);
    CHECK(s.tracks.at(0).push.record_url.value() ==
          "http://a.myqcloud.com/a/long/path/that/is/not/stored/in/place.mp3");
}

TEST_CASE("tracks come in the order (Timestamp, RecordId, EndpointUser)", "[session_aggregator]") {
    session_aggregator sessions;
    sessions.add(make_push("s", "2", "b@x.cn", 5), at(0));
    sessions.add(make_push("s", "9", "a@x.cn", 1), at(0));
    sessions.add(make_push("s", "2", "a@x.cn", 5), at(0));
    sessions.add(make_push("s", "1", "c@x.cn", 5), at(0));
    std::vector<std::string> order;
    const std::vector<session> out = flushed(sessions);
    for (const track& t : out.at(0).tracks) {
        order.push_back(t.push.record_id + t.push.endpoint_user.value());
    }
    CHECK(order == std::vector<std::string>{"9a@x.cn", "1c@x.cn", "2a@x.cn", "2b@x.cn"});
}

TEST_CASE("counters add up", "[session_aggregator]") {
    session_aggregator sessions;
    sessions.add(make_push("s", "1", a_customer), at(0));
    sessions.add(make_push("s", "1", a_customer), at(0));
    sessions.add(make_push("s", "1", a_customer, 1), at(0));
    sessions.add(make_push("s", "2", an_agent), at(0));
    flushed(sessions);
    sessions.add(make_push("s", "3", an_agent), at(0));
    flushed(sessions);
    const session_counters& c = sessions.counters();
    CHECK(c.pushes == 5);
    CHECK(c.new_sessions == 1);
    CHECK(c.duplicates == 1);
    CHECK(c.updates == 1);
    CHECK(c.new_tracks == 1);
    CHECK(c.amendments == 1);
    CHECK(c.refusals == 0);
    CHECK(c.handed_out == 2);
}
