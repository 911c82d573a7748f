// SPDX-License-Identifier: MIT
// Promise: an incomplete session says what to ask the vendor for, and the answer makes it whole.
#include <tccc/parser.hpp>
#include <tccc/reconcile.hpp>
#include <tccc/session_aggregator.hpp>

#include "support/pushes.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>

using namespace tccc;
using namespace tccc::testing;

TEST_CASE("the answer to a session's query is its manifest", "[reconcile]") {
    session_aggregator sessions;
    sessions.add(make_push("s", "r0", a_customer, 100), at(200));
    session stored;
    sessions.collect(at(200 + 1800), [&stored](const session& s) { stored = s; });
    REQUIRE(stored.reason == completion::idle);

    const auto query = reconcile(stored, at(4000));
    REQUIRE(query);
    CHECK(query->sdk_app_id == 1400264214);
    CHECK(query->session_id == "s");
    CHECK(query->start == at(100) - std::chrono::hours(1));
    CHECK(query->end == at(100) + std::chrono::hours(1));
    CHECK_FALSE(query->clamped);

    const std::string answer =
        R"({"Response":{"TotalCount":1,"TelCdrList":[{"SessionId":"s","Direction":0,"RecordId":"r0",)"
        R"("Caller":"008613812345678","Callee":"02066247698","ServeParticipants":[)"
        R"({"Sequence":0,"Mail":"lululing@tencent.com","RecordId":"r1"}]}],"RequestId":"x"}})";
    parser parser;
    const auto records = parser.parse_tel_cdrs(answer, query->sdk_app_id);
    REQUIRE(records);
    REQUIRE(records->records.size() == 1);
    CHECK(sessions.add(records->records[0], at(4000)) == added::amended);
    sessions.collect(at(4000), [&stored](const session& s) { stored = merge(stored, s); });
    CHECK(stored.tracks.at(0).role == track_role::caller);
    CHECK(stored.tracks.at(0).basis == role_basis::manifest);
    CHECK(stored.missing_record_ids == std::vector<std::string>{"r1"});
}

TEST_CASE("a session of which nothing has a time has no query", "[reconcile]") {
    session s;
    s.session_id = "s";
    const auto query = reconcile(s, at(0));
    REQUIRE_FALSE(query);
    CHECK(query.error().code == errc::missing_field);
    CHECK(query.error().field == "Timestamp");
}
