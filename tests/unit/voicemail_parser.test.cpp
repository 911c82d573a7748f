// SPDX-License-Identifier: MIT
// Promise: a voicemail is read as documented, in place; its drift is reported, and all five of its fields are needed.
#include "../support/cdr_text.hpp"

#include <tccc/parser.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

using namespace tccc::testing;
using tccc::anomaly;
using tccc::errc;
using tccc::error;

static_assert(std::is_trivially_copyable_v<tccc::result<tccc::voicemail_push_view>>);
static_assert(noexcept(std::declval<tccc::parser&>().parse_voicemail(std::string_view{})));

namespace {

members voicemail_with(std::string_view key, std::string_view value) {
    return with(voicemail_members(), key, value);
}

error refused(const std::string& body, bool strict = false) {
    tccc::parser parser({.strict = strict});
    const auto push = parser.parse_voicemail(body);
    INFO(body);
    REQUIRE_FALSE(push);
    return push.error();
}

}  // namespace

TEST_CASE("the vendor's sample of a voicemail, whose user has no quotes", "[voicemail]") {
    tccc::parser parser;
    const auto push = parser.parse_voicemail(vendor_voicemail_sample);
    REQUIRE(push);
    CHECK(push->sdk_app_id == 1400264214);
    CHECK(push->session_id == "e97be0ab-1ef6-4ad2-a8c4-2b2bbfb18e55");
    CHECK(push->timestamp == second(1608130650));
    CHECK(push->record_url.host() == "recorder-10018504.cos.ap-shanghai.myqcloud.com");
    CHECK(push->endpoint_user.value() == "13123456789");
    CHECK(push->endpoint_user.kind() == tccc::endpoint_kind::phone);
    CHECK(push->drift == anomaly::scalar_drift);
    for (const std::string_view text :
         {push->session_id, push->record_url.value(), push->endpoint_user.value()})
        CHECK(inside(text, vendor_voicemail_sample));
    CHECK(refused(std::string(vendor_voicemail_sample), true) ==
          error{errc::wrong_type, "EndpointUser", vendor_voicemail_sample.find("13123456789")});
}

TEST_CASE("all orders and spacings of a voicemail, strictly", "[voicemail]") {
    tccc::parser parser({.strict = true});
    members fields = voicemail_members();
    const std::string first = write(fields);
    const tccc::voicemail_push expected = to_owned(*parser.parse_voicemail(first));
    std::ranges::sort(fields, {}, &member::key);
    do {
        for (const spacing& space : {compact, vendor_spacing, wild_spacing}) {
            const std::string body = write(fields, space);
            const auto push = parser.parse_voicemail(body);
            REQUIRE(push);
            REQUIRE(*push == as_view(expected));
            REQUIRE(inside(push->endpoint_user.value(), body));
        }
    } while (std::ranges::next_permutation(fields, {}, &member::key).found);
}

TEST_CASE("each drift of a voicemail is accepted and reported", "[voicemail]") {
    const auto check = [](const std::string& body, anomaly drift) {
        tccc::parser tolerant;
        tccc::parser strict({.strict = true});
        INFO(body);
        CHECK(tolerant.parse_voicemail(body)->drift == drift);
        CHECK_FALSE(strict.parse_voicemail(body));
    };
    for (const std::string_view key : {"RecordId", "CustomRecordURL", "x"})
        check(write(voicemail_with(key, "\"1\"")), anomaly::unknown_field);
    for (const member& m : voicemail_members())
        check(write(plus(voicemail_members(), m.key, m.value)), anomaly::duplicate_field);
    for (const std::string_view key : {"SdkAppId", "Timestamp"})
        check(write(voicemail_with(key, "\"1608130650\"")), anomaly::scalar_drift);
    check(write(voicemail_with("Timestamp", "1608130650000")), anomaly::millisecond_timestamp);
    check(write(plus(without(voicemail_members(), "EndpointUser"), "EndPointUser", "\"1\"")),
          anomaly::key_case);
    check("\xEF\xBB\xBF" + write(voicemail_members()), anomaly::byte_order_mark);
}

TEST_CASE("each field of a voicemail is needed, in the vendor's order", "[voicemail]") {
    for (const member& m : voicemail_members()) {
        const std::string absent = write(without(voicemail_members(), m.key));
        CHECK(refused(absent) == error{errc::missing_field, m.key, absent.size()});
        for (const std::string_view nothing : {"null", "\"\""}) {
            const std::string body = write(voicemail_with(m.key, nothing));
            CHECK(refused(body) == error{errc::missing_field, m.key, value_offset(body, m.key)});
            const errc strictly = nothing == "null" ? errc::wrong_type : errc::missing_field;
            CHECK(refused(body, true) == error{strictly, m.key, value_offset(body, m.key)});
        }
        const std::string other = write(voicemail_with(m.key, "[]"));
        CHECK(refused(other) == error{errc::wrong_type, m.key, value_offset(other, m.key)});
    }
    CHECK(refused("{}").field == "SdkAppId");
    CHECK(refused(R"({"SdkAppId":1,"SessionId":"s","EndpointUser":[],"RecordURL":7,"Timestamp":1})").field ==
          "RecordURL");
    for (const std::string_view key : {"SessionId", "RecordURL"}) {
        const std::string number = write(voicemail_with(key, "1"));
        CHECK(refused(number) == error{errc::wrong_type, key, value_offset(number, key)});
    }
    for (const std::string_view value : {"-1", "1.5", "100000000000000", "\"x\""}) {
        const std::string body = write(voicemail_with("Timestamp", value));
        CHECK(refused(body) == error{errc::bad_value, "Timestamp", value_offset(body, "Timestamp")});
    }
    const std::string half = write(voicemail_with("EndpointUser", "\"a\\udc00\""));
    CHECK(refused(half) == error{errc::not_utf8, "EndpointUser", half.find("\\udc00")});
    const std::string point = write(voicemail_with("EndpointUser", "1.5"));
    CHECK(refused(point).code == errc::bad_value);
}

TEST_CASE("escapes of a voicemail are decoded", "[voicemail]") {
    tccc::parser parser({.strict = true});
    const std::string body = write(voicemail_with("RecordURL", R"("http:\/\/h\/1?a\u0026b")"));
    const auto push = parser.parse_voicemail(body);
    REQUIRE(push);
    CHECK(push->record_url.value() == "http://h/1?a&b");
    CHECK(inside(push->session_id, body));
}
