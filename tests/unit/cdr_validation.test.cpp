// SPDX-License-Identifier: MIT
// Promise: a call record and a voicemail are accepted only if all of the body is JSON in UTF-8, and never read beyond
// its end.
#include "../support/cdr_text.hpp"
#include "../support/guarded_memory.hpp"
#include "../support/json_vectors.hpp"

#include <tccc/detail/json_scanner.hpp>
#include <tccc/parser.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <string>
#include <string_view>

using namespace tccc::testing;
using tccc::errc;
using tccc::error;

namespace {

// What both parsers of objects say.
bool both_say(const std::string& body, const error& expected) {
    tccc::parser parser;
    const auto cdr = parser.parse_cdr(body);
    const auto voicemail = parser.parse_voicemail(body);
    return !cdr && cdr.error() == expected && !voicemail && voicemail.error() == expected;
}

}  // namespace

TEST_CASE("every broken text, as a body and in a field that nobody reads", "[cdr]") {
    for (const broken_json& broken : invalid_json) {
        INFO(broken.text);
        CHECK(both_say(std::string(broken.text), {broken.code, {}, broken.offset}));
        // In a field, where some of them are whole together with what follows.
        const std::string body = write(cdr_plus("x", broken.text));
        const tccc::detail::json_scan scan = tccc::detail::scan_json(body, 64);
        tccc::parser parser;
        const auto push = parser.parse_cdr(body);
        CHECK(push.has_value() == scan.ok());
        if (!push) CHECK(push.error() == error{scan.code, {}, scan.offset});
    }
}

TEST_CASE("every JSON text, as a body and in a field that nobody reads", "[cdr]") {
    tccc::parser parser;
    for (const std::string_view text : valid_json) {
        INFO(text);
        const auto bare = parser.parse_cdr(text);
        REQUIRE_FALSE(bare);
        CHECK((bare.error().code == errc::wrong_type || bare.error().field == "SdkAppId"));
        const std::string in_root = write(cdr_plus("x", text));
        CHECK(parser.parse_cdr(in_root)->drift == tccc::anomaly::unknown_field);
        const std::string in_leg = write(cdr_with_leg(plus(leg_members(), "x", text)));
        CHECK(parser.parse_cdr(in_leg)->drift == tccc::anomaly::unknown_field);
        const std::string replaced = write(plus(with(cdr_members(), "SeatUser", text), "SeatUser", "{}"));
        CHECK(parser.parse_cdr(replaced)->drift == tccc::anomaly::duplicate_field);
        const std::string voicemail = write(plus(voicemail_members(), "x", text));
        CHECK(parser.parse_voicemail(voicemail)->drift == tccc::anomaly::unknown_field);
        // Any value in any field: an answer, whichever.
        for (const member& m : cdr_members()) {
            const std::string body = write(cdr_with(m.key, text));
            const auto push = parser.parse_cdr(body);
            if (!push) CHECK(push.error().code >= errc::not_utf8);
        }
    }
}

TEST_CASE("nothing but white space", "[cdr]") {
    CHECK(both_say("", {errc::empty_body, {}, 0}));
    CHECK(both_say(" \n", {errc::empty_body, {}, 2}));
    CHECK(both_say("\xEF\xBB\xBF", {errc::empty_body, {}, 3}));
    CHECK(both_say("\xEF\xBB\xBF\xEF\xBB\xBF{}", {errc::malformed_json, {}, 3}));
}

TEST_CASE("what follows the object", "[cdr]") {
    for (const std::string& good : {write(cdr_members()), write(voicemail_members())}) {
        for (const std::string_view tail : {"}", ",", "x", "{}", "\xEF\xBB\xBF"})
            CHECK(both_say(good + "\n " + std::string(tail), {errc::malformed_json, {}, good.size() + 2}));
        CHECK(both_say(good + "\xff", {errc::not_utf8, {}, good.size()}));
    }
}

#if TCCC_TESTS_HAS_GUARDED_MEMORY

TEST_CASE("call records and voicemails cut off at every byte, at the border of a page", "[cdr]") {
    guarded_memory memory(8192);
    const std::string escaped = write(with(cdr_members(), "Uui", R"("\ud83d\ude00\\")"), wild_spacing);
    tccc::parser parser;
    tccc::parser strict({.strict = true});
    for (const std::string& whole :
         {std::string(vendor_cdr_sample), escaped, "\xEF\xBB\xBF" + write(cdr_members())}) {
        for (std::size_t size = 0; size <= whole.size(); ++size) {
            const std::string_view body = memory.at_end(std::string_view(whole).substr(0, size));
            const bool accepted = parser.parse_cdr(body).has_value();
            // White space may be missing behind the last brace.
            REQUIRE(accepted == (whole.find_first_not_of(" \t\r\n", size) == whole.npos));
            CHECK((!strict.parse_cdr(body) || accepted));
        }
        const std::string_view at_begin = memory.at_begin(whole);
        CHECK(parser.parse_cdr(at_begin));
    }
    const std::string whole{vendor_voicemail_sample};
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        const auto push = parser.parse_voicemail(memory.at_end(std::string_view(whole).substr(0, size)));
        REQUIRE(push.has_value() == (size == whole.size()));
    }
}

TEST_CASE("every byte replaced by every kind of byte, at the border of a page", "[cdr][long]") {
    guarded_memory memory(8192);
    const std::string whole = write(cdr_members());
    tccc::parser parser;
    std::size_t accepted = 0;
    for (std::size_t pos = 0; pos < whole.size(); ++pos) {
        for (const char c : {'"', '\\', '{', '}', '[', ']', ',', ':', ' ', '0', '-', 'n', '\n', '\x01',
                             '\x7f', '\x80', '\xc3', '\xff'}) {
            std::string body = whole;
            body[pos] = c;
            const bool good = parser.parse_cdr(memory.at_end(body)).has_value();
            accepted += good ? 1U : 0U;
        }
    }
    CHECK(accepted > 1000);
}

#endif
