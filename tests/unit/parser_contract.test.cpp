// SPDX-License-Identifier: MIT
// Promise: what the types say: views are free to copy, nothing throws, and what would dangle does not
// compile.
#include <tccc/parser.hpp>

#include <catch2/catch_test_macros.hpp>

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

using tccc::parse_options;
using tccc::parser;
using tccc::record_push_view;
using tccc::result;

namespace {

// A parser has no copy: two of them would share decoded strings.
static_assert(std::is_nothrow_default_constructible_v<parser>);
static_assert(std::is_nothrow_move_constructible_v<parser>);
static_assert(std::is_nothrow_move_assignable_v<parser>);
static_assert(std::is_nothrow_destructible_v<parser>);
static_assert(std::is_nothrow_swappable_v<parser>);
static_assert(!std::is_copy_constructible_v<parser>);
static_assert(!std::is_copy_assignable_v<parser>);
static_assert(std::is_nothrow_constructible_v<parser, const parse_options&>);
static_assert(!std::is_convertible_v<parse_options, parser>, "a parser is made on purpose");
static_assert(!std::is_polymorphic_v<parser>);

// A view is as cheap as its parts.
static_assert(std::is_trivially_copyable_v<record_push_view>);
static_assert(std::is_trivially_destructible_v<record_push_view>);
static_assert(std::is_aggregate_v<record_push_view>);
static_assert(std::is_trivially_copyable_v<result<record_push_view>>);
static_assert(std::is_trivially_copyable_v<parse_options>);
static_assert(std::is_aggregate_v<parse_options>);
static_assert(std::is_nothrow_move_constructible_v<tccc::record_push>);

// What may be handed to what. `P` and `S` are deduced as in a call.
template <class P, class S>
concept parses = requires(P&& p, S&& body) {
    { std::forward<P>(p).parse_record(std::forward<S>(body)) } -> std::same_as<result<record_push_view>>;
};

struct foreign_string {  // such as QByteArray: owns, and converts
    std::string text;
    operator std::string_view() const { return text; }
};
struct foreign_view {  // such as a span of bytes
    const char* begin = "";
    operator std::string_view() const { return begin; }
};

static_assert(parses<parser&, std::string&>);
static_assert(parses<parser&, const std::string&>);
static_assert(parses<parser&, std::string_view>);
static_assert(parses<parser&, std::string_view&>);
static_assert(parses<parser&, const std::string_view>);
static_assert(parses<parser&, const char*>);
static_assert(parses<parser&, const char (&)[3]>);
static_assert(parses<parser&, foreign_string&>);
static_assert(parses<parser&, foreign_view>);

static_assert(!parses<parser&, std::string>, "the body would be gone");
static_assert(!parses<parser&, const std::string>, "the body would be gone");
static_assert(!parses<parser&, foreign_string>, "the body would be gone");
static_assert(!parses<parser, std::string_view>, "the parser would be gone");
static_assert(!parses<parser, std::string&>, "the parser would be gone");
static_assert(!parses<const parser, std::string_view>, "the parser would be gone");
static_assert(!parses<parser, std::string>);
static_assert(!parses<const parser&, std::string_view>, "parsing changes the parser");
static_assert(!parses<parser&, int>);

static_assert(noexcept(std::declval<parser&>().parse_record(std::string_view{})));
static_assert(noexcept(std::declval<const parser&>().options()));

// The kernel of simdjson is part of a parser's name, and of no other: two translation units with other -m
// flags or development checks exchange pushes, but no parsers.
static_assert(std::is_same_v<tccc::TCCC_PUSH_KERNEL_NAMESPACE::parser, parser>);

}  // namespace

TEST_CASE("the defaults of a parser are the documented ones", "[parser]") {
    const parse_options defaults;
    CHECK(defaults.max_body_bytes == 65536);
    CHECK(defaults.max_depth == 64);
    CHECK_FALSE(defaults.strict);
    const parser made;
    CHECK(made.options().max_body_bytes == defaults.max_body_bytes);
    CHECK(made.options().max_depth == defaults.max_depth);
    CHECK(made.options().strict == defaults.strict);
    const parser other({.max_body_bytes = 1, .max_depth = 2, .strict = true});
    CHECK(other.options().max_body_bytes == 1);
    CHECK(other.options().max_depth == 2);
    CHECK(other.options().strict);
}

TEST_CASE("a result without a push is false, one with a push is true", "[parser]") {
    parser p;
    const auto nothing = p.parse_record("");
    CHECK_FALSE(nothing);
    CHECK_FALSE(nothing.has_value());
    CHECK(nothing.value_or(record_push_view{}) == record_push_view{});
}
