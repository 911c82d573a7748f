// SPDX-License-Identifier: MIT
// Promise: an answer goes whole into the caller's buffer or leaves it untouched.
#include <tccc/response.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using tccc::errc;
using tccc::write_response;

TEST_CASE("an answer in a buffer on the stack", "[response]") {
    std::array<char, 64> buffer;
    const auto written = write_response(buffer, 3, "later, please");
    REQUIRE(written);
    CHECK(std::string_view(buffer.data(), *written) == R"({"ErrMsg":"later, please","ErrCode":3})");
}

TEST_CASE("the exact size is enough, one byte less leaves the buffer alone", "[response]") {
    // Every length, and a text in which one byte becomes one, two, three and six.
    for (std::size_t length = 0; length < 300; ++length) {
        std::string text;
        while (text.size() < length)
            text += "ab\"\x01\xff\xc3\xa9"[text.size() % 7];
        std::string expected;
        write_response(expected, -20, text);
        CAPTURE(length, expected);

        std::vector<char> exact(expected.size());
        const auto written = write_response(exact, -20, text);
        REQUIRE(written);
        CHECK(*written == expected.size());
        CHECK(std::ranges::equal(exact, expected));

        std::vector<char> small(expected.size() - 1, '#');
        const auto refused = write_response(small, -20, text);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == errc::buffer_too_small);
        CHECK(refused.error().offset == expected.size());
        CHECK(std::ranges::all_of(small, [](char c) { return c == '#'; }));
    }
}

TEST_CASE("bytes behind the answer stay as they were", "[response]") {
    std::vector<char> buffer(200, '#');
    const auto written = write_response(buffer, 0, "OK");
    REQUIRE(written);
    CHECK(std::string_view(buffer.data(), *written) == tccc::response::ok().body());
    CHECK(std::ranges::all_of(std::span(buffer).subspan(*written), [](char c) { return c == '#'; }));
}

TEST_CASE("an empty buffer is told what it should have been", "[response]") {
    const auto refused = write_response(std::span<char>{}, 0, "OK");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().offset == tccc::response::ok().body().size());
    STATIC_REQUIRE(noexcept(write_response(std::span<char>{}, 0, "OK")));
}

TEST_CASE("a string may be answered with its own text", "[response]") {
    std::string out = "a \"text\" that stands in the string which the answer goes to";
    write_response(out, 5, out);
    CHECK(out == R"({"ErrMsg":"a \"text\" that stands in the string which the answer goes to","ErrCode":5})");
    out = "short";
    write_response(out, 5, std::string_view(out).substr(2));
    CHECK(out == R"({"ErrMsg":"ort","ErrCode":5})");
}
