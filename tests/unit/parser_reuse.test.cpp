// SPDX-License-Identifier: MIT
// Promise: one parser reads any number of bodies, each as a fresh one would; views last until the next call,
// across a move, and what was made to_owned lasts for ever.
#include "../support/push_text.hpp"

#include <tccc/parser.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace tccc::testing;
using tccc::errc;

namespace {

std::vector<std::string> assorted_bodies() {
    const std::string good = write(sample_members(), vendor_spacing);
    std::vector<std::string> bodies = {
        good,
        "",
        good.substr(0, 200),
        write(with("RecordURL", R"("http:\/\/h\/1?a=1\u0026b")")),
        write(with("SessionId", R"("\ud800")")),
        "\xEF\xBB\xBF" + good,
        write(plus("x", "[[[[{}]]]]"), wild_spacing),
        "[]",
        std::string(3000, '['),
        "{\"a\":\"" + std::string(5000, '\\') + "\"}",
        write(with("EndpointUser", in_quotes("\\u0061" + std::string(2000, 'b')))),
        "\xff",
        write(without("CustomRecordURL")),
        std::string(70'000, ' '),
        write(plus("y", in_quotes(std::string(9000, 'y'))))};
    return bodies;
}

const std::string escaped = write(with("EndpointUser", R"("00861381\u0032345678")"));

}  // namespace

TEST_CASE("ten thousand bodies with one parser, each as with a fresh one", "[parser]") {
    const std::vector<std::string> bodies = assorted_bodies();
    std::vector<std::optional<tccc::record_push>> pushes;
    std::vector<tccc::error> errors;
    for (const std::string& body : bodies) {
        tccc::parser fresh;
        const auto push = fresh.parse_record(body);
        errors.push_back(push ? tccc::error{} : push.error());
        pushes.push_back(push ? std::optional(to_owned(*push)) : std::nullopt);
    }
    std::mt19937_64 random(20201216);
    tccc::parser parser;
    for (int i = 0; i < 10'000; ++i) {
        const std::size_t which = random() % bodies.size();
        const auto push = parser.parse_record(bodies[which]);
        const bool same =
            push ? pushes[which] && *push == as_view(*pushes[which]) : push.error() == errors[which];
        if (same) continue;
        INFO(bodies[which]);
        FAIL("call " << i << " differs from a fresh parser's");
    }
}

TEST_CASE("bodies that grow, byte by byte and by bounds", "[parser]") {
    tccc::parser parser({.max_body_bytes = 1 << 20});
    for (std::size_t size = 0; size < 5000; size += size < 2100 && size > 600 ? 1 : 67) {
        const std::string body = write(with("RecordId", in_quotes("\\u0041" + std::string(size, 'r'))));
        const auto push = parser.parse_record(body);
        REQUIRE(push);
        REQUIRE(push->record_id == "A" + std::string(size, 'r'));
    }
    for (std::size_t size = 4096; size <= 1 << 19; size *= 2) {
        for (const std::size_t off : {0U, 1U, 63U}) {
            const std::string body = write(sample_members()) + std::string(size - off, ' ');
            REQUIRE(parser.parse_record(body));
        }
    }
    CHECK(parser.parse_record(vendor_sample));
}

TEST_CASE("what was made to_owned outlives the next call, the body and the parser", "[parser]") {
    std::optional<tccc::parser> parser(std::in_place);
    auto body = std::make_unique<std::string>(escaped);
    const tccc::record_push owned = to_owned(*parser->parse_record(*body));
    const std::string other =
        write(with("EndpointUser", R"("\u0078\u0078\u0078\u0078\u0078\u0078\u0078@x")"));
    REQUIRE(parser->parse_record(other));
    body.reset();
    parser.reset();
    CHECK(owned.endpoint_user.value() == "008613812345678");
    CHECK(owned.session_id == "e97be0ab-1ef6-4ad2-a8c4-2b2bbfb18e55");
    CHECK(as_view(owned).endpoint_user.kind() == tccc::endpoint_kind::phone);
}

TEST_CASE("two parsers share nothing", "[parser]") {
    tccc::parser one;
    tccc::parser two;
    const auto first = one.parse_record(escaped);
    REQUIRE(first);
    const tccc::record_push copy = to_owned(*first);
    const std::string other = write(with("EndpointUser", R"("\u0078")"));
    REQUIRE(two.parse_record(other));
    CHECK(*first == as_view(copy));
}

TEST_CASE("views stay valid when the parser moves", "[parser]") {
    tccc::parser one;
    const auto push = one.parse_record(escaped);
    REQUIRE(push);
    const char* const decoded = push->endpoint_user.value().data();
    tccc::parser two(std::move(one));
    CHECK(push->endpoint_user.value() == "008613812345678");
    tccc::parser three;
    REQUIRE(three.parse_record(escaped));
    three = std::move(two);
    CHECK(push->endpoint_user.value() == "008613812345678");
    // And now it is the third that ends them: its buffer is the one.
    const auto again = three.parse_record(escaped);
    REQUIRE(again);
    CHECK(again->endpoint_user.value().data() == decoded);
}

TEST_CASE("a parser moved from may be used again, with its options", "[parser]") {
    tccc::parser one({.max_body_bytes = 1000, .max_depth = 5, .strict = true});
    REQUIRE(one.parse_record(escaped));
    tccc::parser two(std::move(one));
    CHECK(one.parse_record(escaped));  // NOLINT(bugprone-use-after-move): that is the promise
    tccc::parser three;
    three = std::move(two);
    for (tccc::parser* p : {&two, &one, &three}) {  // NOLINT(bugprone-use-after-move)
        CHECK(p->parse_record(escaped)->endpoint_user.value() == "008613812345678");
        CHECK(p->options().max_body_bytes == 1000);
        CHECK(p->options().max_depth == 5);
        CHECK(p->options().strict);
        CHECK(p->parse_record(vendor_sample));
        const std::string large(1001, ' ');
        CHECK(p->parse_record(large).error().code == errc::body_too_large);
        const std::string drifted = write(plus("x", "1"));
        CHECK(p->parse_record(drifted).error().code == errc::unknown_field);
        CHECK(p->parse_record(escaped)->endpoint_user.value() == "008613812345678");
    }
    tccc::parser& self = three;
    three = std::move(self);
    CHECK(three.parse_record(escaped));
    std::swap(one, three);
    CHECK(one.parse_record(escaped));
    CHECK(three.parse_record(escaped));
}

TEST_CASE("parsers in a vector, which moves them as it grows", "[parser]") {
    std::vector<tccc::parser> parsers;
    for (int i = 0; i < 20; ++i) {
        parsers.emplace_back();
        for (tccc::parser& parser : parsers)
            REQUIRE(parser.parse_record(escaped));
    }
}
