// SPDX-License-Identifier: MIT
// Promise: size and nesting are bounded where the options say, to the byte and to the bracket.
#include "../support/push_text.hpp"

#include <tccc/parser.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>

using namespace tccc::testing;
using tccc::errc;
using tccc::error;

namespace {

// A value of `depth` containers in one another; they alternate when `mixed`.
std::string nested(std::size_t depth, bool mixed = false) {
    std::string open;
    std::string close;
    for (std::size_t i = 0; i < depth; ++i) {
        const bool object = mixed && i % 2 == 1;
        open += object ? "{\"a\":" : "[";
        close.insert(close.begin(), object ? '}' : ']');
    }
    return open + "0" + close;
}

}  // namespace

TEST_CASE("a body of max_body_bytes is read, one more byte is not", "[parser]") {
    const std::string body{vendor_sample};
    for (const std::size_t limit : {body.size() - 1, body.size(), body.size() + 1}) {
        tccc::parser parser({.max_body_bytes = limit});
        const auto push = parser.parse_record(body);
        CHECK(push.has_value() == (limit >= body.size()));
        if (!push) CHECK(push.error() == error{errc::body_too_large, {}, limit});
    }
    // White space and the mark count like any byte.
    tccc::parser parser({.max_body_bytes = body.size() + 3});
    const std::string padded = "\n" + body + "\n ";
    CHECK(parser.parse_record(padded));
    const std::string longer = padded + " ";
    CHECK(parser.parse_record(longer).error().code == errc::body_too_large);
    const std::string marked = "\xEF\xBB\xBF" + body;
    CHECK(parser.parse_record(marked));
    const std::string marked_longer = marked + " ";
    CHECK(parser.parse_record(marked_longer).error().code == errc::body_too_large);
}

TEST_CASE("the limit by default is 64 KiB", "[parser]") {
    tccc::parser parser;
    const std::string body = std::string(vendor_sample) + std::string(65536 - vendor_sample.size(), ' ');
    CHECK(parser.parse_record(body));
    const std::string longer = body + " ";
    CHECK(parser.parse_record(longer).error() == error{errc::body_too_large, {}, 65536});
}

TEST_CASE("a limit of nothing refuses everything but nothing", "[parser]") {
    tccc::parser parser({.max_body_bytes = 0});
    CHECK(parser.parse_record("").error().code == errc::empty_body);
    CHECK(parser.parse_record("{").error() == error{errc::body_too_large, {}, 0});
}

TEST_CASE("without a limit a body of some megabytes is read", "[parser]") {
    tccc::parser parser({.max_body_bytes = (std::numeric_limits<std::size_t>::max)()});
    const std::string body = write(plus("x", in_quotes(std::string(5'000'000, 'x'))), vendor_spacing);
    const auto push = parser.parse_record(body);
    REQUIRE(push);
    CHECK(inside(push->custom_record_url->value(), body));
    const std::string many = [] {
        std::string text = "{";
        for (int i = 0; i < 100'000; ++i)
            text += "\"\\u0061\":[{}],";
        return text + write(sample_members()).substr(1);
    }();
    CHECK(parser.parse_record(many));
}

TEST_CASE("the push itself is the first level of nesting", "[parser]") {
    const std::string flat = write(sample_members());
    for (const std::size_t limit : {1U, 2U, 3U, 10U, 63U, 64U, 65U, 127U, 128U, 129U, 1023U, 1024U}) {
        tccc::parser parser({.max_depth = limit});
        CHECK(parser.parse_record(flat));
        for (const bool mixed : {false, true}) {
            const std::string deepest = write(plus("x", nested(limit - 1, mixed)));
            CHECK(parser.parse_record(deepest));
            const std::string deeper = write(plus("x", nested(limit, mixed)));
            const std::size_t last_open = deeper.find_last_of("[{");
            CHECK(parser.parse_record(deeper).error() == error{errc::too_deep, {}, last_open});
            const std::string first = "{\"x\":" + nested(limit, mixed) + "," + flat.substr(1);
            CHECK(parser.parse_record(first).error().code == errc::too_deep);
        }
    }
}

TEST_CASE("depth is how many are open at once, not how many there are", "[parser]") {
    tccc::parser parser({.max_depth = 2});
    std::string many = "{\"x\":[]";
    for (int i = 0; i < 2000; ++i)
        many += ",\"x\":{\"a\":1,\"b\":\"]\"},\"y\":[1,2]";
    const std::string body = many + "," + write(sample_members()).substr(1);
    CHECK(parser.parse_record(body));
    tccc::parser three({.max_depth = 3});
    const std::string siblings = write(plus("x", "[[],{},[1],{\"a\":0},[]]"));
    CHECK(three.parse_record(siblings));
    CHECK(parser.parse_record(siblings).error().code == errc::too_deep);
}

TEST_CASE("a depth of nothing, and one above the ceiling", "[parser]") {
    tccc::parser none({.max_depth = 0});
    const std::string body = "\n" + std::string(vendor_sample);
    CHECK(none.parse_record(body).error() == error{errc::too_deep, {}, 1});
    CHECK(none.parse_record("[]").error() == error{errc::too_deep, {}, 0});
    CHECK(none.parse_record("").error() == error{errc::empty_body, {}, 0});
    CHECK(none.parse_record("17").error() == error{errc::wrong_type, {}, 0});
    CHECK(none.parse_record("tru").error() == error{errc::malformed_json, {}, 3});

    for (const std::size_t limit : {std::size_t{1025}, (std::numeric_limits<std::size_t>::max)()}) {
        tccc::parser parser({.max_depth = limit});
        const std::string deepest = write(plus("x", nested(1023)));
        CHECK(parser.parse_record(deepest));
        const std::string deeper = write(plus("x", nested(1024)));
        CHECK(parser.parse_record(deeper).error().code == errc::too_deep);
    }
}

TEST_CASE("a field that is read counts its depth as well", "[parser]") {
    tccc::parser parser({.max_depth = 4});
    const std::string wrong = write(with("SessionId", nested(3)));
    CHECK(parser.parse_record(wrong).error() == error{errc::wrong_type, "SessionId", wrong.find("[[[")});
    const std::string deep = write(with("SessionId", nested(4)));
    CHECK(parser.parse_record(deep).error() == error{errc::too_deep, {}, deep.find("[0")});
}
