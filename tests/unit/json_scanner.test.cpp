// SPDX-License-Identifier: MIT
// Promise: the scanner accepts RFC 8259 and nothing else, whole texts and single values, in bounded depth.
#include "../support/json_vectors.hpp"
#include "../support/random_body.hpp"
#include "../support/record_oracle.hpp"

#include <tccc/detail/json_scanner.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace tccc::testing;
using tccc::errc;
using tccc::detail::json_depth_ceiling;
using tccc::detail::json_scan;
using tccc::detail::json_scanner;
using tccc::detail::scan_json;

namespace {

bool is(const json_scan& scan, errc code, std::size_t offset) {
    return scan.code == code && scan.offset == offset;
}

std::string repeated(std::string_view text, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i)
        out += text;
    return out;
}

}  // namespace

TEST_CASE("the tables of valid and of broken texts", "[json_scanner]") {
    for (const std::string_view text : valid_json) {
        INFO(text);
        CHECK(is(scan_json(text, 64), errc::ok, text.size()));
    }
    for (const broken_json& broken : invalid_json) {
        INFO(broken.text);
        CHECK(is(scan_json(broken.text, 64), broken.code, broken.offset));
    }
    CHECK(is(scan_json({}, 64), errc::empty_body, 0));
    CHECK(is(scan_json(" \n ", 64), errc::empty_body, 3));
}

TEST_CASE("the tables are right: a DOM parser agrees with every verdict", "[json_scanner]") {
    record_oracle oracle;
    for (const std::string_view text : valid_json) {
        INFO(text);
        CHECK(oracle.is_json(text));
    }
    for (const broken_json& broken : invalid_json) {
        INFO(broken.text);
        CHECK_FALSE(oracle.is_json(broken.text));
    }
}

TEST_CASE("one value ends where it ends, whatever follows", "[json_scanner]") {
    for (const std::string_view value :
         {"{}", "[1,{\"a\":[]}]", "\"a\\\"b\"", "true", "false", "null", "\"\""}) {
        for (const std::string_view after : {"", "}", "]", ",", " ", "x", "\xff", "\"", "1"}) {
            const std::string text = "[" + std::string(value) + std::string(after);
            CHECK(is(json_scanner(text, 1, 8).value(), errc::ok, 1 + value.size()));
        }
    }
    for (const std::string_view after : {"", "}", "x", ",", "\xff", "-"})
        CHECK(is(json_scanner("-0.5e+1" + std::string(after), 0, 8).value(), errc::ok, 7));
    CHECK(is(json_scanner(" \n1 ", 0, 8).value(), errc::ok, 3));
    CHECK(is(json_scanner("1", 1, 8).value(), errc::malformed_json, 1));
    CHECK(is(json_scanner("", 0, 8).value(), errc::malformed_json, 0));
    CHECK(is(json_scanner("01", 0, 8).value(), errc::ok, 1));
}

TEST_CASE("depth is counted in open containers", "[json_scanner]") {
    for (const std::size_t depth : {1U, 2U, 63U, 64U, 65U, 128U, 1000U, 1024U}) {
        for (const bool objects : {false, true}) {
            const std::string open = repeated(objects ? "{\"\":" : "[", depth);
            const std::string text = open + "1" + repeated(objects ? "}" : "]", depth);
            CHECK(is(scan_json(text, depth), errc::ok, text.size()));
            CHECK(is(scan_json(text, depth - 1), errc::too_deep, open.find_last_of("{[")));
        }
    }
    const std::string above = repeated("[", json_depth_ceiling + 1);
    CHECK(is(scan_json(above, 100'000), errc::too_deep, json_depth_ceiling));
    CHECK(is(scan_json("1", 0), errc::ok, 1));
    CHECK(is(scan_json("[]", 0), errc::too_deep, 0));
    // Which brackets are open is remembered through every word of the bit set.
    std::string mixed;
    std::string closing;
    for (std::size_t i = 0; i < 1000; ++i) {
        const bool object = (i * i / 7) % 3 == 0;
        mixed += object ? "{\"a\":" : "[";
        closing.insert(closing.begin(), object ? '}' : ']');
    }
    CHECK(scan_json(mixed + "0" + closing, 1000).ok());
    for (std::size_t i = 0; i < closing.size(); ++i) {
        std::string wrong = closing;
        wrong[i] = wrong[i] == '}' ? ']' : '}';
        REQUIRE(is(scan_json(mixed + "0" + wrong, 1000), errc::malformed_json, mixed.size() + 1 + i));
    }
}

TEST_CASE("a byte that ends a run of plain text is seen at every distance", "[json_scanner]") {
    for (std::size_t before = 0; before < 40; ++before) {
        for (int byte = 0; byte < 256; ++byte) {
            const char c = static_cast<char>(static_cast<unsigned char>(byte));
            const std::string text = "\"" + std::string(before, 'p') + c + std::string(20, 'q') + "\"";
            const std::size_t at = before + 1;
            const json_scan scan = json_scanner(text, 0, 1).value();
            bool right = is(scan, errc::ok, text.size());
            if (byte < 0x20) right = is(scan, errc::malformed_json, at);
            if (byte >= 0x80) right = is(scan, errc::not_utf8, at);
            if (c == '\\') right = is(scan, errc::malformed_json, at + 1);  // `\q`
            if (c == '"') right = is(scan, errc::ok, at + 1);
            INFO(before << " bytes before byte " << byte);
            REQUIRE(right);
        }
    }
}

TEST_CASE("texts at random: the DOM parser's verdict is the scanner's", "[json_scanner][long]") {
    record_oracle oracle;
    std::size_t valid = 0;
    for (std::uint64_t seed = 1; seed <= 50'000; ++seed) {
        random_body random(seed);
        const std::string body = random.mutated(random.valid());
        const bool ok = scan_json(body, 1000).ok();
        if (ok) ++valid;
        INFO("seed " << seed << ":\n" << body);
        REQUIRE(ok == oracle.is_json(body));
    }
    CHECK(valid > 1000);
}
