// SPDX-License-Identifier: MIT
// Promise: the query asks what the vendor documents and no more, and its answer is read as call records.
#include "../support/allocation_counter.hpp"
#include "../support/cdr_text.hpp"

#include <tccc/parser.hpp>
#include <tccc/reconcile.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

using namespace tccc::testing;
using namespace std::chrono_literals;
using tccc::anomaly;
using tccc::errc;
using tccc::error;

static_assert(std::is_trivially_copyable_v<tccc::result<tccc::tel_cdrs_view>>);

namespace {

constexpr std::chrono::sys_seconds now{1608130650s};

// One record, as the vendor's query has it: no SdkAppId, and some fields more.
members record_members() {
    members fields = without(cdr_members(), "SdkAppId");
    fields = without(fields, "UserRemark");
    for (const std::string_view name :
         {"Time", "EndStatus", "SkillGroup", "SkillGroupId", "ProtectedCaller", "ProtectedCallee", "UUI",
          "AsrUrl", "AsrStatus", "Remark", "VoicemailRecordURL", "VoicemailAsrURL", "AIAgentId",
          "AIAgentName", "SysHangupReason", "SysHangupReasonString"})
        fields = plus(fields, name, "null");
    return with(
        fields, "IVRKeyPressedEx",
        R"([{"Key":"1","Label":"l","Timestamp":1,"NodeLabel":"","OriginalContent":"","TTSPrompt":""}])");
}

std::string answer(const std::vector<std::string>& records, std::string_view list = "TelCdrList") {
    return write({{"Response", write({{"TotalCount", "7"},
                                      {std::string(list), in_list(records)},
                                      {"RequestId", "\"request-1\""}})}});
}

error refused(const std::string& body) {
    tccc::parser parser;
    const auto records = parser.parse_tel_cdrs(body, 1);
    INFO(body);
    REQUIRE_FALSE(records);
    return records.error();
}

}  // namespace

TEST_CASE("a query with its margin, and its parameters", "[reconcile]") {
    const auto query = tccc::make_tel_cdr_query(1400264214, "s\"1", now - 2h, now - 1h, now, 10min);
    REQUIRE(query);
    CHECK(*query == tccc::tel_cdr_query{1400264214, "s\"1", now - 2h - 10min, now - 50min, false});
    std::string json;
    tccc::append_query_json(json, *query);
    CHECK(json == R"({"SdkAppId":1400264214,"StartTimeStamp":1608122850,"EndTimeStamp":1608127650,)"
                  R"("SessionIds":["s\"1"],"PageSize":100,"PageNumber":0})");
    json.clear();
    tccc::append_query_json(json, *query, 20, 3);
    CHECK(json.ends_with(R"("PageSize":20,"PageNumber":3})"));
    CHECK(tccc::tel_cdr_action == "DescribeTelCdr");
    CHECK(tccc::tel_cdr_version == "2020-02-10");
}

TEST_CASE("a query stays within the vendor's limits, and says so", "[reconcile]") {
    constexpr std::chrono::hours day{24};
    const auto old = tccc::make_tel_cdr_query(1, "s", now - 200 * day, now - 150 * day, now);
    REQUIRE(old);
    CHECK(old->clamped);
    CHECK(old->start > now - 180 * day);
    CHECK(old->start < now - 180 * day + 1h);
    CHECK(old->end == now - 150 * day + 1h);
    const auto wide = tccc::make_tel_cdr_query(1, "s", now - 100 * day, now, now, 0s);
    REQUIRE(wide);
    CHECK(wide->clamped);
    CHECK(wide->start == now - 100 * day);
    CHECK(wide->end - wide->start == 90 * day - 1s);
    const auto widest = tccc::make_tel_cdr_query(1, "s", now - 90 * day + 1s, now, now, 0s);
    REQUIRE(widest);
    CHECK_FALSE(widest->clamped);
    // Any two times: within the limits, or an error.
    for (int from = -400; from < 10; from += 7) {
        for (int to = -400; to < 10; to += 7) {
            const auto query = tccc::make_tel_cdr_query(1, "s", now + from * day, now + to * day, now);
            if (!query) {
                CHECK((to < from || to < -179));
                continue;
            }
            CHECK(query->start >= now - 180 * day);
            CHECK(query->start < query->end);
            CHECK(query->end - query->start < 90 * day);
            CHECK(query->clamped == (from * day - 1h <= -180 * day || (to - from) * day + 2h >= 90 * day));
        }
    }
    CHECK(tccc::make_tel_cdr_query(1, "", now, now, now).error() ==
          error{errc::missing_field, "SessionId", 0});
    CHECK(tccc::make_tel_cdr_query(1, "s", now - 300 * day, now - 200 * day, now).error() ==
          error{errc::bad_value, "StartTimeStamp", 0});
    CHECK(tccc::make_tel_cdr_query(1, "s", now, now - 1s, now).error().code == errc::bad_value);
}

TEST_CASE("the records of an answer", "[reconcile]") {
    const std::string body =
        answer({write(record_members()), write(with(record_members(), "SessionId", "\"other\""))});
    for (const bool strict : {false, true}) {
        tccc::parser parser({.strict = strict});
        const auto records = parser.parse_tel_cdrs(body, 1400264214);
        REQUIRE(records);
        CHECK(records->total_count == 7);
        CHECK(records->request_id == "request-1");
        CHECK_FALSE(records->drift.any());
        REQUIRE(records->records.size() == 2);
        const std::string push_body = write(
            with(without(cdr_members(), "UserRemark"), "IVRKeyPressedEx", R"([{"Key":"1","Label":"l"}])"));
        tccc::parser other;
        CHECK(records->records[0] == *other.parse_cdr(push_body));
        CHECK(records->records[1].session_id == "other");
        CHECK(records->records[1].sdk_app_id == 1400264214);
        CHECK(inside(records->records[1].legs[1].record_id, body));
    }
}

TEST_CASE("a page of a hundred records, a parser that is warm, and its limits", "[reconcile]") {
    const std::string body = answer(std::vector<std::string>(100, write(record_members())));
    tccc::parser small;
    CHECK(small.parse_tel_cdrs(body, 1).error().code == errc::body_too_large);
    tccc::parser parser({.max_body_bytes = 1 << 20});
    REQUIRE(parser.parse_tel_cdrs(body, 1));
    bool good = false;
    CHECK(allocations_in([&] { good = parser.parse_tel_cdrs(body, 1)->records.size() == 100; }) == 0);
    CHECK(good);
    const auto records = parser.parse_tel_cdrs(body, 1);
    REQUIRE(records);
    for (const tccc::cdr_push_view& record : records->records)
        CHECK(record == records->records.front());
    tccc::parser few({.max_body_bytes = 1 << 20, .max_list_items = 99});
    const auto over = few.parse_tel_cdrs(body, 1);
    CHECK(over.error().code == errc::bad_value);
    CHECK(over.error().field == "IVRKeyPressed");  // four texts for each record
    const std::string bare = answer(std::vector<std::string>(100, "{\"SessionId\":\"s\"}"));
    CHECK(few.parse_tel_cdrs(bare, 1).error().field == "Response.TelCdrList");
}

TEST_CASE("drift is reported record by record", "[reconcile]") {
    const std::string body =
        answer({R"({"SessionId":"a","x":1})", R"({"SessionId":"b","caller":"c"})",
                R"({"SessionId":"c","SdkAppId":5})", R"({"SessionId":"d","Uui":"1","UUI":"2"})",
                R"({"SessionId":"e","UUI":"2","Uui":null})", "null", R"({"SessionId":"f"})"});
    tccc::parser parser;
    const auto records = parser.parse_tel_cdrs(body, 9);
    REQUIRE(records);
    REQUIRE(records->records.size() == 6);
    CHECK(records->records[0].drift == anomaly::unknown_field);
    CHECK(records->records[1].drift == anomaly::key_case);
    CHECK(records->records[2].drift == anomaly::unknown_field);
    CHECK(records->records[2].sdk_app_id == 9);
    CHECK(records->records[3].uui == "1");
    CHECK(records->records[4].uui == "2");
    for (const std::size_t i : {3U, 4U, 5U})
        CHECK_FALSE(records->records[i].drift.any());
    CHECK_FALSE(records->drift.any());
    const auto around = parser.parse_tel_cdrs(
        "\xEF\xBB\xBF{\"Response\":{\"TotalCount\":\"0\",\"TelCdrList\":[],\"y\":0},\"z\":0}", 9);
    REQUIRE(around);
    CHECK(around->drift == (anomaly::byte_order_mark | anomaly::unknown_field | anomaly::scalar_drift));
}

TEST_CASE("the list by its older name, both, or none", "[reconcile]") {
    tccc::parser parser;
    const std::string record = R"({"SessionId":"a"})";
    const std::string old = answer({record}, "TelCdrs");
    CHECK(parser.parse_tel_cdrs(old, 1)->records.size() == 1);
    CHECK(parser
              .parse_tel_cdrs(
                  R"({"Response":{"TotalCount":1,"TelCdrs":[{"SessionId":"a"}],"TelCdrList":[]}})", 1)
              ->records.empty());
    CHECK(parser
              .parse_tel_cdrs(
                  R"({"Response":{"TotalCount":1,"TelCdrs":[{"SessionId":"a"}],"TelCdrList":null}})", 1)
              ->records.size() == 1);
    CHECK(parser.parse_tel_cdrs(R"({"Response":{"TotalCount":0,"TelCdrList":null}})", 1)->records.empty());
}

TEST_CASE("an answer that is none", "[reconcile]") {
    const std::string failure =
        R"({"Response":{"Error":{"Code":"AuthFailure","Message":"no"},"RequestId":"r"}})";
    CHECK(refused(failure) == error{errc::bad_value, "Response.Error", failure.find("{\"Code")});
    CHECK(refused("{}") == error{errc::missing_field, "Response", 2});
    CHECK(refused(R"({"Response":[]})") == error{errc::wrong_type, "Response", 12});
    CHECK(refused(R"({"Response":null})") == error{errc::wrong_type, "Response", 12});
    CHECK(refused(R"({"Response":{}})") == error{errc::missing_field, "Response.TotalCount", 15});
    CHECK(refused(R"({"Response":{"TotalCount":1}})") ==
          error{errc::missing_field, "Response.TelCdrList", 29});
    CHECK(refused(R"({"Response":{"TotalCount":-1}})") == error{errc::bad_value, "Response.TotalCount", 26});
    CHECK(refused(R"({"Response":{"TotalCount":1,"TelCdrList":{}}})").code == errc::wrong_type);
    CHECK(refused(R"({"Response":{"TotalCount":1,"TelCdrList":[1]}})") ==
          error{errc::wrong_type, "Response.TelCdrList", 42});
    CHECK(refused(R"({"Response":{"TotalCount":1,"TelCdrList":[{}]}})") ==
          error{errc::missing_field, "SessionId", 44});
    CHECK(refused(R"({"Response":{"TotalCount":1,"TelCdrList":[{"SessionId":null}]}})").code ==
          errc::missing_field);
    CHECK(refused("[]").code == errc::wrong_type);
    CHECK(refused("{\"Response\":").code == errc::malformed_json);
}
