// SPDX-License-Identifier: MIT
// Promise: a body is never read beyond its end, nor before its begin, and never written to.
#include "../support/guarded_memory.hpp"
#include "../support/json_vectors.hpp"
#include "../support/push_text.hpp"

#include <tccc/parser.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <string>
#include <string_view>

#if TCCC_TESTS_HAS_GUARDED_MEMORY

using namespace tccc::testing;

namespace {

// The same body in three places: before an unreadable page, behind one, and in the middle of nowhere.
void check_same(tccc::parser& parser, guarded_memory& memory, std::string_view body) {
    tccc::parser elsewhere(parser.options());
    const auto expected = elsewhere.parse_record(body);
    const std::string_view last = memory.at_end(body);
    const auto at_end = parser.parse_record(last);
    const bool same_at_end = at_end == expected && (!at_end || inside(at_end->endpoint_user.value(), last) ||
                                                    body.find('\\') != body.npos);
    const bool same_bytes = last == body;
    const auto at_begin = parser.parse_record(memory.at_begin(body));
    if (same_at_end && same_bytes && at_begin == expected) return;
    INFO(body);
    FAIL("not the same push at the border of a page");
}

}  // namespace

TEST_CASE("bodies cut off at every size, at the border of a page", "[parser]") {
    guarded_memory memory(8192);
    const std::string escaped = write(
        {{"S\\u0064kAppId", "\"1\\u0032\""}, {"RecordId", R"("\ud83d\ude00")"}, {"x", R"([{"a":"\\"}])"}});
    tccc::parser tolerant;
    tccc::parser strict({.strict = true});
    for (const std::string& whole :
         {std::string(vendor_sample), "\xEF\xBB\xBF" + write(sample_members(), wild_spacing), escaped}) {
        for (std::size_t size = 0; size <= whole.size(); ++size) {
            check_same(tolerant, memory, std::string_view(whole).substr(0, size));
            check_same(strict, memory, std::string_view(whole).substr(0, size));
        }
    }
}

TEST_CASE("bodies of every size, good ones and broken ones, at the border of a page", "[parser]") {
    guarded_memory memory(8192);
    tccc::parser parser;
    for (std::size_t size = 0; size < 260; ++size) {
        const std::string filler(size, 'x');
        check_same(parser, memory, write(with("EndpointUser", in_quotes("a@" + filler))));
        check_same(parser, memory, write(sample_members()) + std::string(size, ' '));
        for (const std::string_view end : {"", "\"", "\\", "\\u", "\\u00", "\xc3", "\xf0\x9f", "}", "\""}) {
            check_same(parser, memory, std::string(size, ' ') + "{\"" + filler + std::string(end));
            check_same(parser, memory, filler + std::string(end));
            check_same(parser, memory, "{\"a\":" + std::string(size, '1') + std::string(end));
        }
    }
}

TEST_CASE("the table of broken texts at the border of a page", "[parser]") {
    guarded_memory memory(8192);
    tccc::parser parser;
    for (const broken_json& broken : invalid_json) {
        check_same(parser, memory, broken.text);
        check_same(parser, memory, "{\"x\":" + std::string(broken.text));
    }
    for (const std::string_view text : valid_json)
        check_same(parser, memory, text);
}

TEST_CASE("a long body at the end of a page, and an empty one", "[parser]") {
    guarded_memory memory(70'000);
    tccc::parser parser;
    check_same(parser, memory, write(with("RecordURL", in_quotes(std::string(60'000, 'u')))));
    check_same(parser, memory, write(plus("x", in_quotes(std::string(60'000, 'u')))));
    check_same(parser, memory, "");
    CHECK(parser.parse_record(std::string_view{}).error().code == tccc::errc::empty_body);
}

#endif
