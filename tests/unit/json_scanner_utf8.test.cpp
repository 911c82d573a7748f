// SPDX-License-Identifier: MIT
// Promise: the scanner knows well-formed UTF-8 by Unicode's Table 3-7, at every border of it.
#include <tccc/detail/json_scanner.hpp>
#include <tccc/detail/simdjson.hpp>
#include <tccc/detail/utf8.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

using tccc::errc;
using tccc::detail::next_utf8;
using tccc::detail::scan_json;

namespace {

bool scanner_accepts(std::string_view text) {
    const std::string json = "\"" + std::string(text) + "\"";
    const auto scan = scan_json(json, 1);
    return scan.ok() ? scan.offset == json.size() : scan.code != errc::not_utf8;
}

bool simdjson_accepts(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

// Every byte at which a rule of the table begins or ends.
constexpr std::string_view borders = "\x21\x7f\x80\x8f\x90\x9f\xa0\xbf\xc0\xc1\xc2\xdf\xe0\xe1\xec\xed\xee"
                                     "\xef\xf0\xf1\xf3\xf4\xf5\xf7\xf8\xfc\xff";

}  // namespace

TEST_CASE("all sequences of one and two bytes", "[json_scanner]") {
    for (unsigned first = 0x80; first < 0x100; ++first) {
        const char a = static_cast<char>(static_cast<unsigned char>(first));
        REQUIRE_FALSE(scanner_accepts(std::string(1, a)));
        for (unsigned second = 0x20; second < 0x100; ++second) {
            const std::string text = {a, static_cast<char>(static_cast<unsigned char>(second))};
            if (second == '\\' || second == '"') continue;
            INFO("bytes " << first << ' ' << second);
            REQUIRE(scanner_accepts(text) == simdjson_accepts(text));
        }
    }
}

TEST_CASE("all sequences of three and four bytes at the borders of the table", "[json_scanner]") {
    std::size_t good = 0;
    for (const char a : borders) {
        for (const char b : borders) {
            for (const char c : borders) {
                for (const char d : borders) {
                    const std::string text = {a, b, c, d};
                    const bool ours = scanner_accepts(text);
                    if (ours) ++good;
                    if (ours == simdjson_accepts(text)) continue;
                    INFO(text);
                    FAIL("the scanner and simdjson differ");
                }
            }
        }
    }
    CHECK(good > 1000);
}

TEST_CASE("every code point there is, and none that is not", "[json_scanner]") {
    std::string all = "\"";
    const auto put = [&](unsigned byte) { all += static_cast<char>(static_cast<unsigned char>(byte)); };
    for (unsigned point = 0x80; point < 0x110000; ++point) {
        if (point >= 0xd800 && point < 0xe000) continue;
        if (point < 0x800) {
            put(0xc0 | (point >> 6));
        } else {
            if (point < 0x10000) {
                put(0xe0 | (point >> 12));
            } else {
                put(0xf0 | (point >> 18));
                put(0x80 | ((point >> 12) & 0x3f));
            }
            put(0x80 | ((point >> 6) & 0x3f));
        }
        put(0x80 | (point & 0x3f));
    }
    all += '"';
    const auto scan = scan_json(all, 1);
    CHECK(scan.ok());
    CHECK(scan.offset == all.size());
}

TEST_CASE("an ill-formed sequence is as long as its maximal subpart", "[utf8]") {
    struct sequence {
        std::string_view text;
        std::size_t length;
        bool well_formed;
    };
    // The examples of the Unicode standard, chapter 3.9, and the borders around them.
    constexpr std::array sequences = {sequence{"a", 1, true},
                                      sequence{"\xc2\x80", 2, true},
                                      sequence{"\xe0\xa0\x80", 3, true},
                                      sequence{"\xed\x9f\xbf", 3, true},
                                      sequence{"\xf0\x90\x80\x80", 4, true},
                                      sequence{"\xf4\x8f\xbf\xbf", 4, true},
                                      sequence{"\x80", 1, false},
                                      sequence{"\xc0\xaf", 1, false},
                                      sequence{"\xc1\xbf", 1, false},
                                      sequence{"\xc2", 1, false},
                                      sequence{"\xc2\x41", 1, false},
                                      sequence{"\xe0\x9f\x80", 1, false},
                                      sequence{"\xe0\xa0", 2, false},
                                      sequence{"\xe1\x80\xe2", 2, false},
                                      sequence{"\xed\xa0\x80", 1, false},
                                      sequence{"\xf0\x8f\x80\x80", 1, false},
                                      sequence{"\xf0\x90\x80", 3, false},
                                      sequence{"\xf1\x80\x80\x41", 3, false},
                                      sequence{"\xf4\x90\x80\x80", 1, false},
                                      sequence{"\xf5\x80\x80\x80", 1, false},
                                      sequence{"\xff", 1, false}};
    for (const sequence& s : sequences) {
        INFO(s.text);
        const auto step = next_utf8(s.text, 0);
        CHECK(step.length == s.length);
        CHECK(step.well_formed == s.well_formed);
        const std::string later = "xyz" + std::string(s.text);
        CHECK(next_utf8(later, 3).length == s.length);
    }
    static_assert(next_utf8("\xe4\xb8\xad", 0).length == 3);
}
