// SPDX-License-Identifier: MIT
// Promise: an answer is valid JSON whatever text goes into it, and says that text.
#include <tccc/detail/json_scanner.hpp>
#include <tccc/response.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

using tccc::errc;
using tccc::response;
using tccc::detail::scan_json;
using namespace std::string_view_literals;

namespace {

// A second, plain way to say which text an answer carries.
std::string with_replacements(std::string_view bytes) {
    std::string text;
    for (std::size_t pos = 0; pos < bytes.size();) {
        const tccc::detail::utf8_step step = tccc::detail::next_utf8(bytes, pos);
        text += step.well_formed ? bytes.substr(pos, step.length) : std::string_view("\xef\xbf\xbd");
        pos += step.length;
    }
    return text;
}

// Valid, on one line, and it reads back; empty when so, else what is wrong.
std::string_view fault(std::string_view err_msg, std::int64_t err_code) {
    static std::string out;
    tccc::write_response(out, err_code, err_msg);
    if (!scan_json(out, 1).ok()) return "not valid JSON";
    if (out.find('\n') != std::string::npos) return "more than one line";
    const auto fields = tccc::parse_response(out);
    if (!fields) return "does not parse";
    if (fields->err_code != err_code) return "another code";
    return fields->err_msg == with_replacements(err_msg) ? "" : "another text";
}

}  // namespace

TEST_CASE("what a hostile text looks like in an answer", "[response]") {
    std::string out;
    tccc::write_response(out, 1, "\",\"ErrCode\":0,\"x\":\"");
    CHECK(out == R"({"ErrMsg":"\",\"ErrCode\":0,\"x\":\"","ErrCode":1})");
    tccc::write_response(out, 1, "line\r\nNUL\0end\xff"sv);
    CHECK(out == "{\"ErrMsg\":\"line\\r\\nNUL\\u0000end\xef\xbf\xbd\",\"ErrCode\":1}");
}

TEST_CASE("every byte and every pair of bytes", "[response]") {
    for (unsigned a = 0; a < 256; ++a) {
        const char one = static_cast<char>(a);
        CAPTURE(a);
        REQUIRE(fault({&one, 1}, 7) == "");
        for (unsigned b = 0; b < 256; ++b) {
            const char two[] = {one, static_cast<char>(b)};
            if (const auto why = fault({two, 2}, 7); !why.empty()) FAIL("then " << b << ": " << why);
        }
    }
}

TEST_CASE("random bytes", "[response]") {
    std::mt19937_64 random(11);
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes(random() % 64, '\0');
        for (char& c : bytes)
            c = static_cast<char>(random() % 256);
        CAPTURE(round);
        REQUIRE(fault(bytes, static_cast<std::int64_t>(random())) == "");
    }
}

// The library's own field names are short and plain, but `error` is an aggregate that anyone can fill.
TEST_CASE("a field name can neither break an answer nor blow it up", "[response]") {
    std::mt19937_64 random(12);
    for (int round = 0; round < 5'000; ++round) {
        std::string field(random() % 200, '\0');
        for (char& c : field)
            c = static_cast<char>(random() % 256);
        const std::size_t offset = static_cast<std::size_t>(random());
        const response r = response::failure({static_cast<errc>(random() % 256), field, offset});
        CAPTURE(round, r.body());
        REQUIRE(scan_json(r.body(), 1).ok());
        REQUIRE(r.body().size() <= sizeof(response));
        REQUIRE(tccc::parse_response(r.body()).has_value());
    }
}

TEST_CASE("a long field name is cut between two characters", "[response]") {
    const auto message_for = [](std::string_view field) {
        return tccc::parse_response(response::failure({errc::bad_value, field, 3}).body())->err_msg;
    };
    const std::string reason = "bad_value: the field has a value that cannot be used (";
    CHECK(message_for(std::string(64, 'x')) == reason + std::string(64, 'x') + " at byte 3)");
    CHECK(message_for(std::string(65, 'x')) == reason + std::string(64, 'x') + "... at byte 3)");
    CHECK(message_for(std::string(60'000, '\n')) == reason + std::string(32, '\n') + "... at byte 3)");
    CHECK(message_for(std::string(63, 'x') + "\xc3\xa9") == reason + std::string(63, 'x') + "... at byte 3)");
    CHECK(message_for(std::string(62, 'x') + "\xc3\xa9") ==
          reason + std::string(62, 'x') + "\xc3\xa9 at byte 3)");
}
