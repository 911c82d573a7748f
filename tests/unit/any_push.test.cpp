// SPDX-License-Identifier: MIT
// Promise: the action decides which push a body is; one that is none of ours is handed back whole; and what would
// dangle does not compile.
#include "../support/cdr_text.hpp"

#include <tccc/parser.hpp>

#include <catch2/catch_test_macros.hpp>

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

using namespace tccc::testing;
using tccc::any_push_view;
using tccc::errc;
using tccc::error;
using tccc::parser;

namespace {

static_assert(std::is_trivially_copyable_v<any_push_view>);
static_assert(noexcept(std::declval<parser&>().parse(std::string_view{}, std::string_view{})));

struct foreign_string {  // such as QByteArray: owns, and converts
    std::string text;
    operator std::string_view() const { return text; }
};

template <class P, class A, class B>
concept parses = requires(P&& p, A&& action, B&& body) {
    {
        std::forward<P>(p).parse(std::forward<A>(action), std::forward<B>(body))
        } -> std::same_as<tccc::result<any_push_view>>;
};
template <class P, class B>
concept parses_cdr = requires(P&& p, B&& body) {
    {
        std::forward<P>(p).parse_cdr(std::forward<B>(body))
        } -> std::same_as<tccc::result<tccc::cdr_push_view>>;
};
template <class P, class B>
concept parses_voicemail = requires(P&& p, B&& body) {
    {
        std::forward<P>(p).parse_voicemail(std::forward<B>(body))
        } -> std::same_as<tccc::result<tccc::voicemail_push_view>>;
};
template <class P, class B>
concept parses_answer = requires(P&& p, B&& body) {
    {
        std::forward<P>(p).parse_tel_cdrs(std::forward<B>(body), std::int64_t{1})
        } -> std::same_as<tccc::result<tccc::tel_cdrs_view>>;
};
template <class P, class B>
inline constexpr bool each_parses = parses_cdr<P, B>&& parses_voicemail<P, B>&& parses_answer<P, B>;
template <class P, class B>
inline constexpr bool any_parses = parses_cdr<P, B> || parses_voicemail<P, B> || parses_answer<P, B>;

static_assert(each_parses<parser&, std::string&>);
static_assert(each_parses<parser&, std::string_view>);
static_assert(each_parses<parser&, const char (&)[3]>);
static_assert(each_parses<parser&, foreign_string&>);
static_assert(!any_parses<parser&, std::string>, "the body would be gone");
static_assert(!any_parses<parser&, const std::string>, "the body would be gone");
static_assert(!any_parses<parser&, foreign_string>, "the body would be gone");
static_assert(!any_parses<parser, std::string&>, "the parser would be gone");
static_assert(!any_parses<parser, std::string_view>, "the parser would be gone");
static_assert(!any_parses<const parser, std::string_view>, "the parser would be gone");
static_assert(!any_parses<const parser&, std::string_view>, "parsing changes the parser");

static_assert(parses<parser&, std::string_view, std::string_view>);
static_assert(parses<parser&, const char (&)[4], std::string&>);
static_assert(parses<parser&, std::string&, const std::string&>);
static_assert(!parses<parser&, std::string, std::string_view>, "an unknown push borrows its action");
static_assert(!parses<parser&, std::string_view, std::string>, "the body would be gone");
static_assert(!parses<parser&, std::string, std::string>);
static_assert(!parses<parser, std::string_view, std::string_view>, "the parser would be gone");

}  // namespace

TEST_CASE("each action gives its push", "[any_push]") {
    parser p;
    const auto record = p.parse("record", vendor_sample);
    REQUIRE(record);
    CHECK(std::get<tccc::record_push_view>(*record).record_id == "1608130650");
    const auto cdr = p.parse("cdr", vendor_cdr_sample);
    REQUIRE(cdr);
    CHECK(std::get<tccc::cdr_push_view>(*cdr).legs.size() == 1);
    const auto voicemail = p.parse("voicemail", vendor_voicemail_sample);
    REQUIRE(voicemail);
    CHECK(std::get<tccc::voicemail_push_view>(*voicemail).endpoint_user.value() == "13123456789");
    // And its errors: this is no recording.
    CHECK(p.parse("record", vendor_voicemail_sample).error() ==
          p.parse_record(vendor_voicemail_sample).error());
    CHECK(p.parse("cdr", "{").error() == error{errc::malformed_json, {}, 1});
}

TEST_CASE("an action that is none of ours gives back action and body, if that is JSON", "[any_push]") {
    parser p;
    for (const std::string_view action : {"imcdr", "", "Record", "CDR", "voicemail ", "specifiedSeat"}) {
        for (const std::string_view body : {R"({"UserId":"u"})", "[1]", " 7 ", "\xEF\xBB\xBF{}"}) {
            const auto push = p.parse(action, body);
            REQUIRE(push);
            const auto& unknown = std::get<tccc::unknown_push>(*push);
            CHECK(unknown == tccc::unknown_push{action, body});
            CHECK(unknown.action.data() == action.data());
            CHECK(unknown.body.data() == body.data());
        }
        CHECK(p.parse(action, R"({"a":01})").error() == error{errc::malformed_json, {}, 6});
        CHECK(p.parse(action, "\xEF\xBB\xBF[\"\xff\"]").error() == error{errc::not_utf8, {}, 5});
        CHECK(p.parse(action, " ").error().code == errc::empty_body);
    }
    parser strict({.max_depth = 1, .strict = true});
    CHECK(strict.parse("imcdr", "\xEF\xBB\xBF{}").error() == error{errc::malformed_json, {}, 0});
    CHECK(strict.parse("imcdr", "[[]]").error() == error{errc::too_deep, {}, 1});
    CHECK(strict.parse("imcdr", "{}"));
}
