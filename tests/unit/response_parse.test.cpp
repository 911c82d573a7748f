// SPDX-License-Identifier: MIT
// Promise: an answer is read strictly as JSON and tolerantly as an answer; what is wrong is named by field
// and byte.
#include <tccc/response.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

using tccc::errc;
using tccc::error;
using tccc::parse_response;
using tccc::response_fields;

namespace {

error refused(std::string_view body) {
    const auto fields = parse_response(body);
    INFO(body);
    REQUIRE_FALSE(fields);
    return fields.error();
}

response_fields read(std::string_view body) {
    const auto fields = parse_response(body);
    INFO(body);
    REQUIRE(fields);
    return *fields;
}

}  // namespace

TEST_CASE("the answers that this library writes", "[response]") {
    CHECK(read(tccc::response::ok().body()) == response_fields{"OK", 0});
    CHECK(read(tccc::response::ok().body()).ok());
    const auto failed = read(tccc::response::failure({errc::bad_value, "Timestamp", 9}).body());
    CHECK_FALSE(failed.ok());
    CHECK(failed.err_code == 7);
    CHECK(failed.err_msg == "bad_value: the field has a value that cannot be used (Timestamp at byte 9)");
}

TEST_CASE("the answers that other receivers write", "[response]") {
    CHECK(read("\r\n{ \"ErrCode\" :\t0 , \"ErrMsg\" : \"\" }\n") == response_fields{"", 0});
    CHECK(read(R"({"ErrCode":0})") == response_fields{"", 0});
    CHECK(read(R"({"ErrMsg":null,"ErrCode":-3})") == response_fields{"", -3});
    CHECK(read(R"({"ErrCode":"0","ErrMsg":"quoted"})") == response_fields{"quoted", 0});
    CHECK(read(R"({"ErrCode":"-12"})") == response_fields{"", -12});
    CHECK(read(R"({"ErrCode":-0})") == response_fields{"", 0});
    CHECK(read(R"({"ErrCode":9223372036854775807})").err_code == (std::numeric_limits<std::int64_t>::max)());
    CHECK(read(R"({"ErrCode":-9223372036854775808})").err_code == (std::numeric_limits<std::int64_t>::min)());
    CHECK(read(R"({"ErrMsg":"a\/b\u0026\ud83d\ude00\n","ErrCode":1})").err_msg == "a/b&\xf0\x9f\x98\x80\n");
}

TEST_CASE("unknown fields are skipped, whatever they hold", "[response]") {
    CHECK(read(R"({"a":[{"ErrCode":9},"}",{}],"ErrCode":4,"b":{"ErrMsg":"no"},"c":1e999,"":"\ud800"})") ==
          response_fields{"", 4});
    CHECK(read(R"({"errcode":1,"ErrCode ":2,"ErrCode":3,"ErrMsgs":"no"})") == response_fields{"", 3});
}

TEST_CASE("a repeated field: the last one wins", "[response]") {
    CHECK(read(R"({"ErrCode":1,"ErrMsg":"a","ErrCode":0,"ErrMsg":"b"})") == response_fields{"b", 0});
    CHECK(read(R"({"ErrCode":[],"ErrMsg":7,"ErrCode":2,"ErrMsg":"ok now"})") == response_fields{"ok now", 2});
    CHECK(refused(R"({"ErrCode":1,"ErrCode":null})") == error{errc::missing_field, "ErrCode", 23});
}

TEST_CASE("a key is compared as it reads, not as it is spelled", "[response]") {
    CHECK(read(R"({"\u0045rrCode":6,"Err\u004dsg":"spelled"})") == response_fields{"spelled", 6});
    CHECK(read(R"({"\u0045\u0072\u0072\u0043\u006f\u0064\u0065":6})") == response_fields{"", 6});
    CHECK(read(R"({"ErrCode\u0000":1,"ErrCode\ud800":1,"\\u0045rrCode":1,"ErrCode":6})").err_code == 6);
    const std::string long_key(500, '\\');
    CHECK(read("{\"" + long_key + "\":1,\"ErrCode\":6}").err_code == 6);
}

TEST_CASE("what is no answer is refused with field and offset", "[response]") {
    CHECK(refused("") == error{errc::empty_body, "", 0});
    CHECK(refused(" \n ") == error{errc::empty_body, "", 3});
    CHECK(refused("OK") == error{errc::malformed_json, "", 0});
    CHECK(refused("<html>") == error{errc::malformed_json, "", 0});
    CHECK(refused("\xef\xbb\xbf{\"ErrCode\":0}") == error{errc::malformed_json, "", 0});
    CHECK(refused(R"({"ErrCode":0}})") == error{errc::malformed_json, "", 13});
    CHECK(refused(R"({"ErrCode":0,})") == error{errc::malformed_json, "", 13});
    CHECK(refused(R"({"ErrCode":00})") == error{errc::malformed_json, "", 12});
    CHECK(refused("{\"ErrCode\":0,\"x\":\"\xff\"}") == error{errc::not_utf8, "", 18});

    for (const std::string_view body : {"[]", "0", "\"OK\"", "null", "true", R"([{"ErrCode":0}])"})
        CHECK(refused(body) == error{errc::wrong_type, "", 0});
    CHECK(refused("  []") == error{errc::wrong_type, "", 2});

    CHECK(refused("{}") == error{errc::missing_field, "ErrCode", 2});
    CHECK(refused(R"({"ErrMsg":"OK"} )") == error{errc::missing_field, "ErrCode", 16});
    CHECK(refused(R"({"ErrCode":null})") == error{errc::missing_field, "ErrCode", 11});
    for (const std::string_view value : {"true", "false", "{}", "[0]"})
        CHECK(refused("{\"ErrCode\": " + std::string(value) + "}") == error{errc::wrong_type, "ErrCode", 12});
    for (const std::string_view value : {"0.0", "1.5", "1e0", "9223372036854775808", "-9223372036854775809",
                                         "1E400", R"("")", R"("x")", R"(" 0")", R"("0 ")", R"("+1")",
                                         R"("0x0")", R"("1.0")", R"("99999999999999999999")", R"("\ud800")"})
        CHECK(refused("{\"ErrCode\":" + std::string(value) + "}") == error{errc::bad_value, "ErrCode", 11});

    CHECK(refused(R"({"ErrCode":0,"ErrMsg":1})") == error{errc::wrong_type, "ErrMsg", 22});
    CHECK(refused(R"({"ErrCode":0,"ErrMsg":["OK"]})") == error{errc::wrong_type, "ErrMsg", 22});
    CHECK(refused(R"({"ErrCode":0,"ErrMsg":"ab\udc00"})") == error{errc::not_utf8, "ErrMsg", 25});
}

TEST_CASE("digits in quotes may be escaped like any text", "[response]") {
    CHECK(read(R"({"ErrCode":"\u0034\u0032"})").err_code == 42);
    CHECK(refused(R"({"ErrCode":"4\n"})") == error{errc::bad_value, "ErrCode", 11});
}

TEST_CASE("an answer cut off anywhere is refused", "[response]") {
    const std::string_view whole = R"({"x":[1,{"y":"\u0041"}],"ErrMsg":"O\"K","ErrCode":12})";
    CHECK(read(whole) == response_fields{"O\"K", 12});
    for (std::size_t size = 0; size < whole.size(); ++size)
        CHECK(refused(whole.substr(0, size)).offset == size);
}

TEST_CASE("size and depth are bounded", "[response]") {
    const std::string_view head = R"({"ErrCode":0,"ErrMsg":")";
    const std::size_t fill = tccc::max_response_bytes - head.size() - 2;
    const std::string largest = std::string(head) + std::string(fill, 'm') + "\"}";
    REQUIRE(largest.size() == 65'536);
    CHECK(read(largest).err_msg == std::string(fill, 'm'));
    CHECK(refused(largest + " ") == error{errc::body_too_large, "", 65'536});

    const auto nested = [](std::size_t depth) {
        return "{\"x\":" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + ",\"ErrCode\":0}";
    };
    CHECK(read(nested(64)).ok());
    CHECK(refused(nested(65)) == error{errc::too_deep, "", 5 + 63});
    CHECK(refused(std::string(60'000, '[')) == error{errc::too_deep, "", 64});
}
