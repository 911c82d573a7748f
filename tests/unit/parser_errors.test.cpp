// SPDX-License-Identifier: MIT
// Promise: a refusal names code, field and byte, in the documented order of precedence, and never a byte of
// the payload.
#include "../support/push_text.hpp"

#include <tccc/parser.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <sstream>
#include <string>
#include <string_view>

using namespace tccc::testing;
using tccc::errc;
using tccc::error;
using tccc::parse_options;

namespace {

error refused(std::string_view body, const parse_options& options = {}) {
    tccc::parser parser(options);
    const auto push = parser.parse_record(body);
    INFO(body);
    REQUIRE_FALSE(push);
    return push.error();
}

// The same refusal, further on, when a mark stands before the body.
void check_refused(const std::string& body, errc code, std::string_view field, std::size_t offset) {
    CHECK(refused(body) == error{code, field, offset});
    CHECK(refused("\xEF\xBB\xBF" + body) == error{code, field, offset + 3});
}

constexpr std::array<std::string_view, 5> identity = {"SdkAppId", "RecordId", "SessionId", "Timestamp",
                                                      "EndpointUser"};

}  // namespace

TEST_CASE("errors of the whole body", "[parser]") {
    check_refused("", errc::empty_body, {}, 0);
    check_refused(" \n", errc::empty_body, {}, 2);
    check_refused("nonsense", errc::malformed_json, {}, 1);
    check_refused("<xml/>", errc::malformed_json, {}, 0);
    check_refused("a=1&b=2", errc::malformed_json, {}, 0);
    check_refused(write(sample_members()) + "x", errc::malformed_json, {}, write(sample_members()).size());
    check_refused(" \t[]", errc::wrong_type, {}, 2);
    check_refused("\"text\"", errc::wrong_type, {}, 0);
    check_refused("0", errc::wrong_type, {}, 0);
    check_refused("null", errc::wrong_type, {}, 0);
    check_refused("[" + write(sample_members()) + "]", errc::wrong_type, {}, 0);
    check_refused("{\"a\":\"\xff\"}", errc::not_utf8, {}, 6);
    check_refused("{\"\x80\":1}", errc::not_utf8, {}, 2);
    check_refused(write(sample_members()) + write(sample_members()), errc::malformed_json, {},
                  write(sample_members()).size());
    // One mark is tolerated, a second one is text where none belongs.
    CHECK(refused("\xEF\xBB\xBF\xEF\xBB\xBF" + write(sample_members())) ==
          error{errc::malformed_json, {}, 3});
    CHECK(refused("\xEF\xBB\xBF\xEF\xBB\xBF") == error{errc::malformed_json, {}, 3});
    CHECK(refused("\xEF\xBB" + write(sample_members())) == error{errc::not_utf8, {}, 0});
}

TEST_CASE("identity that is missing, null or empty", "[parser]") {
    for (const std::string_view key : identity) {
        const std::string absent = write(without(key), vendor_spacing);
        check_refused(absent, errc::missing_field, key, absent.size());
        for (const std::string_view value : {"null", "\"\""}) {
            const std::string body = write(with(without(key), key, value), wild_spacing);
            check_refused(body, errc::missing_field, key, value_offset(body, key));
        }
    }
    check_refused("{}", errc::missing_field, "SdkAppId", 2);
    check_refused(" { } \n", errc::missing_field, "SdkAppId", 6);
}

TEST_CASE("neither URL", "[parser]") {
    const members no_custom = without("CustomRecordURL");
    const std::string absent = write(without(no_custom, "RecordURL"));
    check_refused(absent, errc::missing_field, "RecordURL", absent.size());
    for (const std::string_view value : {"null", "\"\""}) {
        const std::string body = write(with(no_custom, "RecordURL", value), vendor_spacing);
        check_refused(body, errc::missing_field, "RecordURL", value_offset(body, "RecordURL"));
        const std::string both = write(with(with("RecordURL", value), "CustomRecordURL", "\"\""));
        check_refused(both, errc::missing_field, "RecordURL", value_offset(both, "RecordURL"));
        const std::string only_custom =
            write(with(without(no_custom, "RecordURL"), "CustomRecordURL", value));
        check_refused(only_custom, errc::missing_field, "RecordURL", only_custom.size());
    }
}

TEST_CASE("another JSON type than documented", "[parser]") {
    for (const member& m : sample_members()) {
        for (const std::string_view value : {"true", "false", "{}", "[]", "[1]", "{\"a\":\"b\"}"}) {
            const std::string body = write(with(m.key, value), vendor_spacing);
            check_refused(body, errc::wrong_type, m.key, value_offset(body, m.key));
        }
    }
    // A number for a string is tolerated only where the vendor itself shows digits.
    for (const std::string_view key : {"SessionId", "RecordURL", "CustomRecordURL"}) {
        const std::string body = write(with(key, "17"));
        check_refused(body, errc::wrong_type, key, value_offset(body, key));
    }
}

TEST_CASE("values that cannot be used", "[parser]") {
    for (const std::string_view key : {"SdkAppId", "Timestamp"}) {
        for (const std::string_view value :
             {"-1", "-0", "1.5", "1.0", "1e3", "9223372036854775808", "99999999999999999999", "1e400",
              "\"x\"", "\"-1\"", "\"+1\"", "\" 1\"", "\"1 \"", "\"1.0\"", "\"0x1\"",
              "\"9223372036854775808\"", "\"00000000000000000001\"", "\"\\u0661\"", "\"1\\u0000\""}) {
            const std::string body = write(with(key, value), vendor_spacing);
            check_refused(body, errc::bad_value, key, value_offset(body, key));
        }
    }
    for (const std::string_view key : {"RecordId", "EndpointUser"}) {
        for (const std::string_view value : {"-7", "7.5", "7e1", "-0", "7E+2"}) {
            const std::string body = write(with(key, value));
            check_refused(body, errc::bad_value, key, value_offset(body, key));
        }
    }
}

TEST_CASE("size comes before all else, then the grammar, then the fields in the vendor's order", "[parser]") {
    const std::string long_nonsense(100, '\xff');
    CHECK(refused(long_nonsense, {.max_body_bytes = 99}) == error{errc::body_too_large, {}, 99});
    CHECK(refused(std::string(100, ' '), {.max_body_bytes = 99}) == error{errc::body_too_large, {}, 99});
    CHECK(refused(long_nonsense, {.max_body_bytes = 100}) == error{errc::not_utf8, {}, 0});

    // Whatever is wrong with the fields, the grammar at the very end decides.
    CHECK(refused(R"({"SdkAppId":true,"a":1,"a":2,})").code == errc::malformed_json);
    CHECK(refused(R"({"SdkAppId":true,"a":[[[[1]]]]})", {.max_depth = 4}) == error{errc::too_deep, {}, 24});
    CHECK(refused(R"({"SessionId":"\ud800","x":"\x"})") == error{errc::malformed_json, {}, 28});
    CHECK(refused("{\"SdkAppId\":-1,\"x\":tru,\"y\":\"\xff\"}") == error{errc::malformed_json, {}, 22});
    CHECK(refused("{\"SdkAppId\":-1,\"y\":\"\xff\",\"x\":tru}") == error{errc::not_utf8, {}, 20});
    CHECK(refused("[1,2") == error{errc::malformed_json, {}, 4});  // not wrong_type

    // Every field wrong, in reverse order in the body: named in the vendor's order, as one after the other
    // is mended.
    members reversed = sample_members();
    for (member& m : reversed)
        m.value = "{}";
    std::ranges::reverse(reversed);
    for (const member& good : sample_members()) {
        const std::string body = write(reversed);
        CHECK(refused(body) == error{errc::wrong_type, good.key, value_offset(body, good.key)});
        reversed = with(reversed, good.key, good.value);
    }
}

TEST_CASE("no byte of the payload is in an error", "[parser]") {
    constexpr std::string_view secret = "s3cr3t";
    for (const member& m : sample_members()) {
        for (const std::string_view frame : {"\"$\\ud800\"", "{\"$\":1}", "\"$\"$", "$", "[\"$\",]"}) {
            std::string value{frame};
            value.replace(value.find('$'), 1, secret);
            members fields = with(m.key, value);
            fields.push_back({std::string(secret), "null"});
            const std::string body = write(fields);
            const error e = refused(body);
            CHECK_FALSE(inside(e.field, body));
            CHECK((e.field.empty() || e.field == m.key));
            std::ostringstream printed;
            printed << e;
            CHECK(printed.str().find(secret) == std::string::npos);
        }
    }
    tccc::parser strict({.strict = true});
    const std::string body = write(plus(secret, "1"));
    CHECK(strict.parse_record(body).error() == error{errc::unknown_field, {}, body.find(secret) - 1});
}
