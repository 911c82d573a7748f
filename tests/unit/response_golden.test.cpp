// SPDX-License-Identifier: MIT
// Promise: the bytes of every answer are what this file says.
#include <tccc/response.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>

using tccc::errc;
using tccc::error;
using tccc::response;

namespace {

std::string sent;
void reply(std::string_view body) { sent = body; }

}  // namespace

TEST_CASE("success", "[response]") {
    reply(response::ok().body());
    CHECK(sent == R"({"ErrMsg":"OK","ErrCode":0})");
    CHECK(response::ok().is_ok());
    CHECK(response::ok().err_code() == 0);
}

TEST_CASE("failure says code, reason, field and place", "[response]") {
    reply(response::failure({errc::missing_field, "RecordId", 120}).body());
    CHECK(sent ==
          "{\"ErrMsg\":\"missing_field: a required field is absent, null or empty (RecordId at byte 120)\","
          "\"ErrCode\":8}");
    reply(response::failure({errc::malformed_json, "", 17}).body());
    CHECK(sent == "{\"ErrMsg\":\"malformed_json: the body is not valid JSON (at byte 17)\",\"ErrCode\":3}");
    reply(response::failure({errc::unknown_field, "", 0}).body());
    CHECK(sent == R"({"ErrMsg":"unknown_field: the field is not documented","ErrCode":10})");
    reply(response::failure({errc::wrong_type, "SdkAppId", 0}).body());
    CHECK(sent == "{\"ErrMsg\":\"wrong_type: the field has another JSON type than documented (SdkAppId)\","
                  "\"ErrCode\":6}");
    reply(response::failure({errc::buffer_too_small, "", 512}).body());
    CHECK(sent ==
          R"~({"ErrMsg":"buffer_too_small: the buffer is too small (512 bytes needed)","ErrCode":11})~");
    reply(response::failure({errc::empty_body, "", 0}).body());
    CHECK(sent == R"({"ErrMsg":"empty_body: the body is empty","ErrCode":1})");
}

TEST_CASE("the code sent is the number of the errc, and no failure says 0", "[response]") {
    for (unsigned code = 1; code < 256; ++code) {
        const response r = response::failure({static_cast<errc>(code), "SessionId", 9});
        CAPTURE(code, r.body());
        CHECK_FALSE(r.is_ok());
        CHECK(r.err_code() == code);
        CHECK(r.body().ends_with(",\"ErrCode\":" + std::to_string(code) + "}"));
    }
    CHECK(response::failure({errc::ok, "SessionId", 9}) == response::ok());
}

TEST_CASE("answers are values", "[response]") {
    STATIC_REQUIRE(std::is_trivially_copyable_v<response>);
    STATIC_REQUIRE(response::ok().body() == R"({"ErrMsg":"OK","ErrCode":0})");
    STATIC_REQUIRE(response::failure({errc::too_deep, {}, 0}).err_code() == 5);

    response r = response::ok();
    {
        const response failed = response::failure({errc::bad_value, "Timestamp", 7});
        r = failed;
    }
    CHECK(r.body() ==
          R"~({"ErrMsg":"bad_value: the field has a value that cannot be used (Timestamp at byte 7)",)~"
          R"~("ErrCode":7)~"
          R"~(})~");
    CHECK(r == response::failure({errc::bad_value, "Timestamp", 7}));
    CHECK(r != response::failure({errc::bad_value, "Timestamp", 8}));
    CHECK(r != response::ok());
    CHECK(response::ok() == response::ok());
}

TEST_CASE("any code and any text", "[response]") {
    std::string out = "what stood here before, however long it was, is gone";
    tccc::write_response(out, 0, "OK");
    CHECK(out == response::ok().body());
    tccc::write_response(out, 42, "try again");
    CHECK(out == R"({"ErrMsg":"try again","ErrCode":42})");
    tccc::write_response(out, -1, "");
    CHECK(out == R"({"ErrMsg":"","ErrCode":-1})");
    tccc::write_response(out, (std::numeric_limits<std::int64_t>::max)(), "max");
    CHECK(out == R"({"ErrMsg":"max","ErrCode":9223372036854775807})");
    tccc::write_response(out, (std::numeric_limits<std::int64_t>::min)(), "min");
    CHECK(out == R"({"ErrMsg":"min","ErrCode":-9223372036854775808})");
}
