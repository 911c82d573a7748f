// SPDX-License-Identifier: MIT
// Promise: merge is a join. Commutative, associative, idempotent, and blind to how the pushes were split.
#include <tccc/session.hpp>

#include "support/pushes.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <vector>

using namespace tccc;
using namespace tccc::testing;

namespace {

/// One session out of some pushes, with any reason, revision and direction.
session random_session(random_source& random) {
    session s;
    s.sdk_app_id = 1;
    s.session_id = "s";
    s.revision = static_cast<std::uint32_t>(1 + random.below(3));
    s.reason = static_cast<completion>(random.below(8));
    s.stated_direction = static_cast<call_direction>(random.below(3));
    const std::size_t count = random.below(6);
    for (std::size_t i = 0; i < count; ++i) {
        s.tracks.emplace_back().push = random_push(random, 1);
        s.tracks.back().push.sdk_app_id = 1;
        s.tracks.back().push.session_id = "s";
    }
    detail::normalise(s);
    return s;
}

session one_track(const record_push& push) {
    session s;
    s.sdk_app_id = push.sdk_app_id;
    s.session_id = push.session_id;
    s.tracks.emplace_back().push = push;
    detail::normalise(s);
    return s;
}

}  // namespace

TEST_CASE("merging is commutative, associative and idempotent", "[session][property]") {
    for (std::uint64_t seed = 0; seed < 5000; ++seed) {
        random_source random(seed);
        const session a = random_session(random);
        const session b = random_session(random);
        const session c = random_session(random);
        CAPTURE(seed);
        REQUIRE(merge(a, b) == merge(b, a));
        REQUIRE(merge(merge(a, b), c) == merge(a, merge(b, c)));
        REQUIRE(merge(a, a) == a);
        REQUIRE(merge(merge(a, b), b) == merge(a, b));
    }
}

TEST_CASE("of two pushes for one track the greater (Timestamp, URL) wins", "[session]") {
    const session early = one_track(make_push("s", "1", a_customer, 1, "http://a/9"));
    const session late = one_track(make_push("s", "1", a_customer, 2, "http://a/1"));
    const session other = one_track(make_push("s", "1", a_customer, 2, "http://a/2"));
    REQUIRE(merge(early, late).tracks.size() == 1);
    CHECK(merge(early, late).tracks[0].push == late.tracks[0].push);
    CHECK(merge(late, other).tracks[0].push == other.tracks[0].push);
}

TEST_CASE("a custom URL is kept, whichever push brought it", "[session]") {
    const session with = one_track(make_push("s", "1", a_customer, 1, "http://a/1", "https://own/1"));
    const session without = one_track(make_push("s", "1", a_customer, 2, "http://a/2"));
    const record_push both = merge(with, without).tracks[0].push;
    CHECK(both.timestamp == at(2));
    CHECK(both.record_url.value() == "http://a/2");
    REQUIRE(both.custom_record_url);
    CHECK(both.custom_record_url->value() == "https://own/1");
}

TEST_CASE("a later push without a RecordURL does not take the known one away", "[session]") {
    const session with = one_track(make_push("s", "1", a_customer, 1, "http://a/1"));
    const session custom_only = one_track(make_push("s", "1", a_customer, 2, "", "https://own/1"));
    const record_push both = merge(with, custom_only).tracks[0].push;
    CHECK(both.record_url.value() == "http://a/1");
    REQUIRE(both.custom_record_url);
    CHECK(both.custom_record_url->value() == "https://own/1");
}

TEST_CASE("the same RecordId of two parties is two tracks", "[session]") {
    const session a = one_track(make_push("s", "1608130650", a_customer));
    const session b = one_track(make_push("s", "1608130650", an_agent));
    CHECK(merge(a, b).tracks.size() == 2);
}

TEST_CASE("roles are found anew: a transfer that came alone is no longer the only agent", "[session]") {
    const session first =
        merge(one_track(make_push("s", "1", an_agent, 1)), one_track(make_push("s", "2", a_customer, 1)));
    const session late = one_track(make_push("s", "3", another_agent, 5));
    CHECK(late.tracks[0].role == track_role::agent);
    const session all = merge(first, late);
    REQUIRE(all.tracks.size() == 3);
    CHECK(all.tracks[2].role == track_role::transfer);
}

TEST_CASE("reason and revision are those of the later revision", "[session]") {
    session stored = one_track(make_push("s", "1", an_agent));
    stored.reason = completion::settled;
    stored.revision = 1;
    session amendment = one_track(make_push("s", "2", a_customer));
    amendment.reason = completion::amended;
    amendment.revision = 2;
    CHECK(merge(stored, amendment).revision == 2);
    CHECK(merge(amendment, stored).reason == completion::amended);
    CHECK(same_content(merge(stored, amendment), merge(amendment, stored)));
    CHECK_FALSE(same_content(stored, amendment));
}
