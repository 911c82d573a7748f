// SPDX-License-Identifier: MIT
// Promise: what drifts from the vendor's page is accepted, and reported: each anomaly exactly when it occurs.
#include "../support/push_text.hpp"

#include <tccc/parser.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

using namespace tccc::testing;
using tccc::anomalies;
using tccc::anomaly;
using tccc::record_push;

namespace {

record_push read(const std::string& body) {
    tccc::parser parser;
    const auto push = parser.parse_record(body);
    INFO(body);
    REQUIRE(push);
    return to_owned(*push);
}
record_push read(const members& fields) { return read(write(fields)); }

}  // namespace

TEST_CASE("a push as documented has no anomaly", "[parser]") {
    CHECK_FALSE(read(std::string(vendor_sample)).drift.any());
    CHECK_FALSE(read(sample_members()).drift.any());
    CHECK_FALSE(read(write(sample_members(), wild_spacing)).drift.any());
    CHECK_FALSE(read(without("CustomRecordURL")).drift.any());
    CHECK_FALSE(read(without("RecordURL")).drift.any());
}

TEST_CASE("unknown fields are ignored and reported", "[parser]") {
    for (const char* const key : {"AsrUrl", "", "sdkAppId", "EndPointUser", "RecordUrl", "SessionId ",
                                  "sessionId", "CustomRecordURLs", "SDKAPPID", "\xe5\x9d\x90\xe5\xb8\xad"}) {
        const record_push push = read(plus(key, "\"x\""));
        CHECK(push.drift == anomaly::unknown_field);
        CHECK(push.session_id == "e97be0ab-1ef6-4ad2-a8c4-2b2bbfb18e55");
        CHECK(push.endpoint_user.value() == "lululing@tencent.com");
    }
    // Documented names inside of them are none of the push's.
    const record_push push = read(plus("x", R"({"SessionId":"a","SdkAppId":[{"RecordURL":1}]})"));
    CHECK(push.drift == anomaly::unknown_field);
    CHECK(push.sdk_app_id == 1400264214);
    // An unknown field twice is no repeated field.
    CHECK(read(plus(plus("x", "1"), "x", "null")).drift == anomaly::unknown_field);
}

TEST_CASE("a repeated field: the last one wins", "[parser]") {
    const record_push twice = read(plus("SessionId", "\"second\""));
    CHECK(twice.session_id == "second");
    CHECK(twice.drift == anomaly::duplicate_field);
    CHECK(read(plus(plus("SdkAppId", "2"), "SdkAppId", "3")).sdk_app_id == 3);
    for (const member& m : sample_members())
        CHECK(read(plus(m.key, m.value)) == [&] {
            record_push same = read(sample_members());
            same.drift = anomaly::duplicate_field;
            return same;
        }());

    // Also when the first one was of no use, and when the last one is null.
    for (const std::string_view first : {"null", "{}", "true", "-1", "\"\"", "\"\\ud800\"", "[1,2]"})
        CHECK(read(plus(with("SessionId", first), "SessionId", "\"s\"")).drift == anomaly::duplicate_field);
    const record_push null_last = read(plus("CustomRecordURL", "null"));
    CHECK_FALSE(null_last.custom_record_url);
    CHECK(null_last.drift == (anomalies(anomaly::duplicate_field) | anomaly::null_field));
    tccc::parser parser;
    const std::string lost = write(plus("SessionId", "null"));
    CHECK(parser.parse_record(lost).error() ==
          tccc::error{tccc::errc::missing_field, "SessionId", value_offset(lost, "SessionId")});
}

TEST_CASE("null is absent", "[parser]") {
    const record_push no_copy = read(with("CustomRecordURL", "null"));
    CHECK_FALSE(no_copy.custom_record_url);
    CHECK(no_copy.drift == anomaly::null_field);
    const record_push only_copy = read(with("RecordURL", "null"));
    CHECK(only_copy.record_url.empty());
    CHECK(only_copy.custom_record_url);
    CHECK(only_copy.drift == anomaly::null_field);
    CHECK(read(plus("x", "null")).drift == anomaly::unknown_field);
}

TEST_CASE("an empty URL is no URL", "[parser]") {
    const record_push no_copy = read(with("CustomRecordURL", "\"\""));
    CHECK_FALSE(no_copy.custom_record_url);
    CHECK_FALSE(no_copy.drift.any());
    CHECK(read(with("RecordURL", "\"\"")).record_url.empty());
}

TEST_CASE("a URL is kept whatever it is", "[parser]") {
    for (const char* const text : {"not a url", "file:///etc/passwd", "http://", " ", "\x7f"}) {
        const record_push push = read(with("RecordURL", in_quotes(text)));
        CHECK(push.record_url.value() == text);
        CHECK_FALSE(push.record_url.valid());
    }
}

TEST_CASE("a number where a digit string belongs", "[parser]") {
    for (const char* const digits : {"0", "7", "13123456789", "18446744073709551616",
                                     "99999999999999999999999999999999999999999999999999"}) {
        const record_push user = read(with("EndpointUser", digits));
        CHECK(user.endpoint_user.value() == digits);
        CHECK(user.endpoint_user.kind() == tccc::endpoint_kind::phone);
        CHECK(user.drift == anomaly::scalar_drift);
        const record_push record = read(with("RecordId", digits));
        CHECK(record.record_id == digits);
        CHECK(record.drift == anomaly::scalar_drift);
    }
}

TEST_CASE("a digit string where a number belongs", "[parser]") {
    for (const auto& [text, value] :
         {std::pair<const char*, std::int64_t>{"\"0\"", 0},
          {"\"1400264214\"", 1400264214},
          {"\"0000000000000000007\"", 7},
          {"\"9223372036854775807\"", (std::numeric_limits<std::int64_t>::max)()}}) {
        const record_push push = read(with("SdkAppId", text));
        CHECK(push.sdk_app_id == value);
        CHECK(push.drift == anomaly::scalar_drift);
    }
    CHECK(read(with("SdkAppId", "9223372036854775807")).sdk_app_id ==
          (std::numeric_limits<std::int64_t>::max)());
    CHECK(read(with("SdkAppId", "0")).sdk_app_id == 0);
    CHECK_FALSE(read(with("SdkAppId", "0")).drift.any());
    const record_push at = read(with("Timestamp", "\"1608130650\""));
    CHECK(at.timestamp == std::chrono::sys_seconds(std::chrono::seconds(1608130650)));
    CHECK(at.drift == anomaly::scalar_drift);
}

TEST_CASE("time stamps in milliseconds", "[parser]") {
    const auto seconds = [](const char* value) {
        return read(with("Timestamp", value)).timestamp.time_since_epoch().count();
    };
    const auto drift = [](const char* value) { return read(with("Timestamp", value)).drift; };
    CHECK(seconds("0") == 0);
    CHECK(seconds("99999999999") == 99'999'999'999);
    CHECK_FALSE(drift("99999999999").any());
    CHECK(seconds("100000000000") == 100'000'000);
    CHECK(drift("100000000000") == anomaly::millisecond_timestamp);
    CHECK(seconds("1608130650999") == 1608130650);
    CHECK(drift("1608130650999") == anomaly::millisecond_timestamp);
    CHECK(seconds("99999999999999") == 99'999'999'999);
    CHECK(drift("\"1608130650000\"") == (anomalies(anomaly::scalar_drift) | anomaly::millisecond_timestamp));
    tccc::parser parser;
    for (const char* const value : {"100000000000000", "1608130650000000", "9223372036854775807"}) {
        const std::string body = write(with("Timestamp", value));
        CHECK(parser.parse_record(body).error() ==
              tccc::error{tccc::errc::bad_value, "Timestamp", value_offset(body, "Timestamp")});
    }
}

TEST_CASE("all anomalies at once", "[parser]") {
    const members fields = plus(
        plus(with(with("Timestamp", "1608130650000"), "RecordId", "5"), "CustomRecordURL", "null"), "x", "1");
    const record_push push = read("\xEF\xBB\xBF" + write(fields, wild_spacing));
    for (const anomaly a : {anomaly::unknown_field, anomaly::duplicate_field, anomaly::scalar_drift,
                            anomaly::null_field, anomaly::millisecond_timestamp, anomaly::byte_order_mark})
        CHECK(push.drift.has(a));
    // A view of the next body knows nothing of this one.
    CHECK_FALSE(read(sample_members()).drift.any());
}
