// SPDX-License-Identifier: MIT
// Promise: a body is accepted only if all of it is JSON in UTF-8, what is skipped and what trails included;
// held against the case list of JSONTestSuite.
#include "../support/json_vectors.hpp"
#include "../support/push_text.hpp"

#include <tccc/parser.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <string>
#include <string_view>

using namespace tccc::testing;
using tccc::anomaly;
using tccc::errc;
using tccc::error;

namespace {

// Where a value can be skipped: what stands before it and behind it in an otherwise good body.
struct place {
    std::string before, after;
    std::string around(std::string_view value) const { return before + std::string(value) + after; }
};

const place& skipped_place(std::size_t i) {
    static const std::string good = write(sample_members());
    static const std::string open = good.substr(0, good.size() - 1);  // without the last brace
    static const std::string rest = good.substr(1);                   // without the first
    static const place places[] = {{"{\"x\":", "," + rest},        {"{\"x\" : ", "\n , " + rest},
                                   {open + ",\"x\":", "}"},        {open + ",\"x\":{\"y\":", "}}"},
                                   {open + ",\"x\":[0,", "]}"},    {"{\"x\":[[{\"y\":[0,", "]}]]," + rest},
                                   {"{\"SessionId\":", "," + rest}};  // overwritten by the one that follows
    return places[i];
}
constexpr std::size_t skipped_places = 7;

std::string deep(std::size_t count, std::string_view open) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += open;
    return text;
}

}  // namespace

TEST_CASE("valid JSON is accepted wherever it is skipped", "[parser]") {
    tccc::parser parser;
    for (const std::string_view value : valid_json) {
        for (std::size_t i = 0; i < skipped_places; ++i) {
            const std::string body = skipped_place(i).around(value);
            INFO(body);
            const auto push = parser.parse_record(body);
            REQUIRE(push);
            CHECK(push->drift == (i == 6 ? anomaly::duplicate_field : anomaly::unknown_field));
            CHECK(push->session_id == "e97be0ab-1ef6-4ad2-a8c4-2b2bbfb18e55");
        }
    }
}

TEST_CASE("valid JSON that is no push is refused for what it lacks", "[parser]") {
    tccc::parser parser;
    for (const std::string_view value : valid_json) {
        INFO(value);
        const auto push = parser.parse_record(value);
        REQUIRE_FALSE(push);
        const std::size_t first = value.find_first_not_of(" \t\r\n");
        if (value[first] != '{') {
            CHECK(push.error() == error{errc::wrong_type, {}, first});
        } else if (value.find("SdkAppId") == value.npos && value.find("\\u0053") == value.npos) {
            CHECK(push.error() == error{errc::missing_field, "SdkAppId", value.size()});
        } else {
            CHECK(push.error() == error{errc::wrong_type, "SdkAppId", value.find("true")});
        }
    }
}

TEST_CASE("broken JSON is refused as a body, at its first wrong byte", "[parser]") {
    tccc::parser parser;
    for (const auto& [text, offset, code] : invalid_json) {
        INFO(text);
        const auto push = parser.parse_record(text);
        REQUIRE_FALSE(push);
        CHECK(push.error() == error{code, {}, offset});
    }
}

TEST_CASE("broken JSON is refused wherever it is skipped", "[parser]") {
    tccc::parser parser;
    for (const auto& [text, offset, code] : invalid_json) {
        // What ends too early, or is complete before it goes on, is broken by what follows it there.
        const errc before = parser.parse_record(text.substr(0, offset)).error().code;
        const bool complete = before == errc::wrong_type || before == errc::missing_field;
        const bool exact = offset < text.size() && !complete;
        for (std::size_t i = 0; i < skipped_places; ++i) {
            const place& around = skipped_place(i);
            const std::string body = around.around(text);
            INFO(body);
            const auto push = parser.parse_record(body);
            REQUIRE_FALSE(push);
            const error e = push.error();
            CHECK(e.field.empty());
            CHECK((e.code == errc::malformed_json || e.code == errc::not_utf8));
            CHECK(e.offset >= around.before.size() + offset);
            if (exact) CHECK(e == error{code, {}, around.before.size() + offset});
        }
    }
}

TEST_CASE("nothing is no JSON", "[parser]") {
    tccc::parser parser;
    CHECK(parser.parse_record({}).error() == error{errc::empty_body, {}, 0});
    for (const std::string_view text : {"", " ", "\n", " \t\r\n  "}) {
        CHECK(parser.parse_record(text).error() == error{errc::empty_body, {}, text.size()});
        for (std::size_t i = 0; i < skipped_places; ++i) {
            const std::string body = skipped_place(i).around(text);
            INFO(body);
            CHECK(parser.parse_record(body).error().code == errc::malformed_json);
        }
    }
}

TEST_CASE("a hundred thousand open brackets cost what a hundred thousand bytes cost", "[parser]") {
    tccc::parser parser(tccc::parse_options{.max_body_bytes = 2'000'000});
    for (const std::string_view open : {"[", "{\"\":", "[{\"\":", "[1,", " [\n"}) {
        const std::string value = deep(100'000, open);
        CHECK(parser.parse_record(value).error().code == errc::too_deep);
        for (std::size_t i = 0; i < skipped_places; ++i) {
            const std::string body = skipped_place(i).around(value);
            CHECK(parser.parse_record(body).error().code == errc::too_deep);
        }
    }
    for (const std::string_view close : {"]", "}", "\"", ",", ":", "0"}) {
        const std::string body = deep(100'000, close);
        CHECK_FALSE(parser.parse_record(body));
        const std::string skipped = skipped_place(0).around(body);
        CHECK(parser.parse_record(skipped).has_value() == false);
    }
}

TEST_CASE("broken JSON in the place of a field that is read", "[parser]") {
    tccc::parser parser;
    for (const auto& [text, offset, code] : invalid_json) {
        for (const member& m : sample_members()) {
            const std::string body = write(with(m.key, text));
            INFO(body);
            const auto push = parser.parse_record(body);
            REQUIRE_FALSE(push);
            CHECK((push.error().code == errc::malformed_json || push.error().code == errc::not_utf8));
        }
    }
}
