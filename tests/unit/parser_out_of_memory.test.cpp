// SPDX-License-Identifier: MIT
// Promise: a parser that gets no memory says so, and works again when there is some.
#include "../support/allocation_counter.hpp"
#include "../support/push_text.hpp"

#include <tccc/parser.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <string>

using namespace tccc::testing;
using tccc::errc;
using tccc::error;

namespace {

// What `parser` says when its `nth` allocation fails, and those that follow it.
tccc::result<tccc::record_push_view> parse_short_of_memory(tccc::parser& parser, const std::string& body,
                                                           std::size_t nth) {
    const failing_allocations shortage(nth);
    return parser.parse_record(body);
}

}  // namespace

TEST_CASE("each allocation of a new parser may fail", "[parser]") {
    const std::string body = write(with("EndpointUser", R"("a\u0040b")"));
    std::size_t nth = 0;
    for (;; ++nth) {
        tccc::parser parser;
        const auto push = parse_short_of_memory(parser, body, nth);
        if (push) break;
        CHECK(push.error() == error{errc::out_of_memory, {}, 0});
        // Still none, then some.
        CHECK(parse_short_of_memory(parser, body, 0).error().code == errc::out_of_memory);
        const auto again = parser.parse_record(body);
        REQUIRE(again);
        CHECK(again->endpoint_user.value() == "a@b");
    }
    CHECK(nth >= 3);  // the copy, the decoded strings, and what simdjson wants
    CHECK(nth < 50);
}

TEST_CASE("each allocation of a growing parser may fail", "[parser]") {
    const std::string small = write(with("EndpointUser", R"("a\u0040b")"));
    const std::string large = write(with("EndpointUser", in_quotes("\\u0041" + std::string(3000, 'b'))));
    for (std::size_t nth = 0;; ++nth) {
        tccc::parser parser;
        REQUIRE(parser.parse_record(small));
        const auto push = parse_short_of_memory(parser, large, nth);
        if (push) break;
        REQUIRE(nth < 50);
        CHECK(push.error().code == errc::out_of_memory);
        if (nth % 2 == 0) REQUIRE(parser.parse_record(small));
        const auto again = parser.parse_record(large);
        REQUIRE(again);
        CHECK(again->endpoint_user.value() == "A" + std::string(3000, 'b'));
    }
}

TEST_CASE("size is judged before memory, memory before content", "[parser]") {
    tccc::parser parser;
    CHECK(parse_short_of_memory(parser, std::string(70'000, ' '), 0).error().code == errc::body_too_large);
    CHECK(parse_short_of_memory(parser, "}", 0).error().code == errc::out_of_memory);
    CHECK(parse_short_of_memory(parser, "", 0).error().code == errc::out_of_memory);
}

TEST_CASE("a warm parser needs no memory", "[parser]") {
    tccc::parser parser;
    const std::string body{vendor_sample};
    REQUIRE_FALSE(parser.parse_record("{}"));
    CHECK(parse_short_of_memory(parser, body, 0));
    CHECK(parse_short_of_memory(parser, "{", 0).error().code == errc::malformed_json);
}
