// SPDX-License-Identifier: MIT
// Promise: strict parsing accepts what is documented, refuses each anomaly, and names field and byte.
#include "../support/push_text.hpp"

#include <tccc/parser.hpp>

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>

using namespace tccc::testing;
using tccc::anomaly;
using tccc::errc;
using tccc::error;

namespace {

constexpr tccc::parse_options strict = {.strict = true};

error refused(const std::string& body) {
    tccc::parser parser(strict);
    const auto push = parser.parse_record(body);
    INFO(body);
    REQUIRE_FALSE(push);
    return push.error();
}

// That it is the strictness which refuses, and no other rule.
void check_drift(const std::string& body, anomaly reported, const error& expected) {
    tccc::parser tolerant;
    const auto push = tolerant.parse_record(body);
    INFO(body);
    REQUIRE(push);
    CHECK(push->drift == reported);
    CHECK(refused(body) == expected);
}

}  // namespace

TEST_CASE("strict accepts what the vendor documents", "[parser]") {
    tccc::parser parser(strict);
    CHECK(parser.options().strict);
    CHECK(parser.parse_record(vendor_sample));
    for (const members& fields : {sample_members(), without("CustomRecordURL"), without("RecordURL"),
                                  with("RecordURL", R"("http:\/\/h\/")")}) {
        for (const spacing& space : {compact, vendor_spacing, wild_spacing}) {
            const std::string body = write(fields, space);
            const auto push = parser.parse_record(body);
            REQUIRE(push);
            CHECK_FALSE(push->drift.any());
        }
    }
}

TEST_CASE("strict refuses each anomaly by its own code", "[parser]") {
    const std::string marked = "\xEF\xBB\xBF" + write(sample_members());
    check_drift(marked, anomaly::byte_order_mark, {errc::malformed_json, {}, 0});

    for (const spacing& space : {compact, wild_spacing}) {
        const std::string unknown = write(plus("AsrUrl", "[]"), space);
        check_drift(unknown, anomaly::unknown_field, {errc::unknown_field, {}, unknown.find("\"AsrUrl\"")});

        for (const member& m : sample_members()) {
            const std::string twice = write(plus(m.key, m.value), space);
            check_drift(twice, anomaly::duplicate_field,
                        {errc::duplicate_field, m.key, twice.rfind("\"" + m.key + "\"")});
        }
        for (const std::string_view key : {"RecordURL", "CustomRecordURL"}) {
            const std::string null = write(with(key, "null"), space);
            check_drift(null, anomaly::null_field, {errc::wrong_type, key, value_offset(null, key)});
        }
        for (const std::string_view key : {"SdkAppId", "Timestamp"}) {
            const std::string text = write(with(key, "\"1608130651\""), space);
            check_drift(text, anomaly::scalar_drift, {errc::wrong_type, key, value_offset(text, key)});
        }
        for (const std::string_view key : {"RecordId", "EndpointUser"}) {
            const std::string number = write(with(key, "13123456789"), space);
            check_drift(number, anomaly::scalar_drift, {errc::wrong_type, key, value_offset(number, key)});
        }
        const std::string late = write(with("Timestamp", "1608130650000"), space);
        check_drift(late, anomaly::millisecond_timestamp,
                    {errc::bad_value, "Timestamp", value_offset(late, "Timestamp")});
    }
}

TEST_CASE("strict names the first drift of the body, the mark before all", "[parser]") {
    const std::string unknown_first = write({{"x", "1"}, {"SdkAppId", "1"}, {"SdkAppId", "2"}});
    CHECK(refused(unknown_first) == error{errc::unknown_field, {}, 1});
    const std::string twice_first = write({{"SdkAppId", "1"}, {"SdkAppId", "2"}, {"x", "1"}});
    CHECK(refused(twice_first) == error{errc::duplicate_field, "SdkAppId", 14});
    CHECK(refused("\xEF\xBB\xBF" + unknown_first) == error{errc::malformed_json, {}, 0});
    // An unknown name counts as it reads; so does a known one.
    CHECK(refused(R"({"SdkAppId":1,"\u0053dkAppId":1})") == error{errc::duplicate_field, "SdkAppId", 14});
    CHECK(refused(R"({"SdkAppId":1,"SdkAppId\u0000":1})") == error{errc::unknown_field, {}, 14});
}

TEST_CASE("strict puts the grammar before drift, and drift before the fields", "[parser]") {
    CHECK(refused(R"({"x":1,"x":})") == error{errc::malformed_json, {}, 11});
    CHECK(refused("\xEF\xBB\xBF{\"x\":1,}") == error{errc::malformed_json, {}, 10});
    CHECK(refused("\xEF\xBB\xBF") == error{errc::empty_body, {}, 3});
    CHECK(refused("\xEF\xBB\xBF[]") == error{errc::wrong_type, {}, 3});
    CHECK(refused(R"({"x":{}})") == error{errc::unknown_field, {}, 1});
    CHECK(refused(R"({"SdkAppId":true,"x":{}})") == error{errc::unknown_field, {}, 17});
    CHECK(refused("{}") == error{errc::missing_field, "SdkAppId", 2});
}

TEST_CASE("strict knows what is missing from what is null", "[parser]") {
    for (const std::string_view key : {"SdkAppId", "RecordId", "SessionId", "Timestamp", "EndpointUser"}) {
        const std::string absent = write(without(key));
        CHECK(refused(absent) == error{errc::missing_field, key, absent.size()});
        const std::string empty = write(with(key, "\"\""));
        CHECK(refused(empty) == error{errc::missing_field, key, value_offset(empty, key)});
        const std::string null = write(with(key, "null"));
        CHECK(refused(null) == error{errc::wrong_type, key, value_offset(null, key)});
    }
}
