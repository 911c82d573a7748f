// SPDX-License-Identifier: MIT
// Promise: any bytes become a valid JSON string, and a JSON string becomes exactly the text it stands for.
#include <tccc/detail/json_scanner.hpp>
#include <tccc/detail/json_string.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using tccc::detail::append_escaped_json;
using tccc::detail::escape_json_string;
using tccc::detail::escaped_json_size;
using tccc::detail::scan_json;
using tccc::detail::unescape_json_string;
using tccc::detail::unescaped_string;
using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

// Both buffers have exactly the size that was promised, so that the address sanitizer sees one byte too many.
std::string escape(std::string_view text) {
    const std::size_t size = escaped_json_size(text);
    const std::unique_ptr<char[]> buffer(new char[size]);
    REQUIRE(escape_json_string(text, buffer.get()) == buffer.get() + size);
    return std::string(buffer.get(), size);
}

struct decoded {
    std::optional<std::string> text;
    std::size_t error_offset = 0;
};

decoded decode(std::string_view escaped) {
    const std::unique_ptr<char[]> input(new char[escaped.size()]);
    escaped.copy(input.get(), escaped.size());
    const std::unique_ptr<char[]> output(new char[escaped.size()]);
    const unescaped_string done = unescape_json_string({input.get(), escaped.size()}, output.get());
    if (!done.ok) return {std::nullopt, done.error_offset};
    REQUIRE(done.size <= escaped.size());
    return {std::string(output.get(), done.size), 0};
}

// Not "quoted": where <iomanip> comes in with another header, std::quoted is found through the argument.
std::string in_quotes(std::string_view escaped) { return "\"" + std::string(escaped) + "\""; }

// Well-formed UTF-8 of every length, controls and what needs an escape among it.
std::string random_text(std::mt19937_64& random) {
    std::string text;
    for (auto left = random() % 40; left != 0; --left) {
        char utf8[4];
        unsigned code_point = 0;
        do {
            constexpr unsigned limits[] = {0x30, 0x80, 0x800, 0x10000, 0x110000};
            code_point = static_cast<unsigned>(random() % limits[random() % 5]);
        } while (code_point >= 0xd800 && code_point <= 0xdfff);
        text.append(utf8, tccc::detail::put_utf8(code_point, utf8));
    }
    return text;
}

}  // namespace

TEST_CASE("quote, back slash and controls are escaped, and nothing else", "[json_string]") {
    CHECK(escape("") == "");
    CHECK(escape(R"(a "quoted" \ path/)") == R"(a \"quoted\" \\ path/)");
    CHECK(escape("\b\f\n\r\t") == R"(\b\f\n\r\t)");
    CHECK(escape("\0\x01\x0b\x1f"sv) == R"(\u0000\u0001\u000b\u001f)");
    CHECK(escape(" ~\x7f<>&'\xe4\xb8\xad\xf0\x9f\x93\x9e") == " ~\x7f<>&'\xe4\xb8\xad\xf0\x9f\x93\x9e");
}

TEST_CASE("ill-formed UTF-8 becomes one U+FFFD for each maximal subpart", "[json_string]") {
    const std::string fffd = "\xef\xbf\xbd";
    CHECK(escape("a\xff") == "a" + fffd);
    CHECK(escape("\xc0\xaf") == fffd + fffd);             // overlong '/'
    CHECK(escape("\xed\xa0\x80") == fffd + fffd + fffd);  // a surrogate
    CHECK(escape("\xf4\x90\x80\x80") == fffd + fffd + fffd + fffd);
    CHECK(escape("\xe4\xb8") == fffd);         // cut off
    CHECK(escape("\xe4\"") == fffd + "\\\"");  // the quote is not swallowed
    // The Unicode standard's own example, table 3-8.
    CHECK(escape("\x61\xf1\x80\x80\xe1\x80\xc2\x62\x80\x63\x80\xbf\x64") ==
          "a" + fffd + fffd + fffd + "b" + fffd + "c" + fffd + fffd + "d");
}

TEST_CASE("every sequence of bytes gives a valid JSON string", "[json_string]") {
    for (unsigned a = 0; a < 256; ++a) {
        const char one = static_cast<char>(a);
        REQUIRE(scan_json(in_quotes(escape({&one, 1})), 1).ok());
        for (unsigned b = 0; b < 256; ++b) {
            const char two[] = {one, static_cast<char>(b)};
            if (!scan_json(in_quotes(escape({two, 2})), 1).ok()) FAIL("bytes " << a << ' ' << b);
        }
    }
    std::mt19937_64 random(1);
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes(random() % 24, '\0');
        for (char& c : bytes)
            c = static_cast<char>(random() % 256);
        if (!scan_json(in_quotes(escape(bytes)), 1).ok()) FAIL("round " << round);
    }
}

TEST_CASE("appending gives the same bytes behind what was there", "[json_string]") {
    std::string out = "key:";
    append_escaped_json(out, "a\"\n\xff\xc3\xa9");
    CHECK(out == "key:a\\\"\\n\xef\xbf\xbd\xc3\xa9");
}

TEST_CASE("every escape decodes", "[json_string]") {
    CHECK(decode("").text == "");
    CHECK(decode("no escape at all, \xe4\xb8\xad").text == "no escape at all, \xe4\xb8\xad");
    CHECK(decode(R"(\"\\\/\b\f\n\r\t)").text == "\"\\/\b\f\n\r\t");
    CHECK(decode(R"(http:\/\/host\/a?b=1\u0026c=2)").text == "http://host/a?b=1&c=2");
    CHECK(decode(R"(\u0000x)").text == "\0x"s);
    CHECK(decode(R"(\u007f\u0080\u07FF\u0800\ud7ff\uE000\uffff)").text ==
          "\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf");
    CHECK(decode(R"(\ud800\udc00\uDBFF\uDFFF)").text == "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf");
    CHECK(decode(R"(\\u0041)").text == R"(\u0041)");
}

TEST_CASE("half a surrogate pair is refused, with the offset of its back slash", "[json_string]") {
    const std::vector<std::pair<std::string_view, std::size_t>> cases = {{R"(\ud800)", 0},
                                                                         {R"(ab\ud800)", 2},
                                                                         {R"(ab\ud800cd)", 2},
                                                                         {R"(\udc00)", 0},
                                                                         {R"(\u0041\udfff)", 6},
                                                                         {R"(\udc00\ud800)", 0},
                                                                         {R"(\ud800\ud800)", 0},
                                                                         {R"(\ud800\u0041)", 0},
                                                                         {R"(\ud800\n)", 0},
                                                                         {R"(\ud800\ud800\udc00)", 0},
                                                                         {R"(\ud800\udc00\udc00)", 12},
                                                                         {R"(\uDBFF\uE000)", 0}};
    for (const auto& [escaped, offset] : cases) {
        CAPTURE(escaped);
        REQUIRE(scan_json(in_quotes(escaped), 1).ok());  // the grammar has no objection
        const decoded result = decode(escaped);
        CHECK_FALSE(result.text.has_value());
        CHECK(result.error_offset == offset);
    }
}

TEST_CASE("what the scanner would refuse is refused or copied, never overrun", "[json_string]") {
    for (const std::string_view escaped :
         {R"(\)", R"(a\x)", R"(\u)", R"(\u12)", R"(\u12g4)", R"(\ud800\u12)", R"(\ud83d\)", "\\\0"}) {
        CAPTURE(escaped);
        CHECK_FALSE(decode(escaped).text.has_value());
    }
    const std::string_view whole = R"(ab\n\u0041\ud83d\ude00\\z)";
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        const std::string_view cut = whole.substr(0, size);
        CAPTURE(cut);
        const bool half_a_pair = cut.ends_with("\\ud83d");
        CHECK(decode(cut).text.has_value() == (scan_json(in_quotes(cut), 1).ok() && !half_a_pair));
    }
}

TEST_CASE("decoding what was escaped gives the text back", "[json_string]") {
    std::mt19937_64 random(2);
    for (int round = 0; round < 20'000; ++round) {
        const std::string text = random_text(random);
        CAPTURE(round);
        REQUIRE(decode(escape(text)).text == text);
    }
}

TEST_CASE("both directions work in constant expressions", "[json_string]") {
    constexpr auto round_trip = [](std::string_view text) {
        char escaped[64]{};
        char back[64]{};
        const char* end = escape_json_string(text, escaped);
        const auto done = unescape_json_string({escaped, static_cast<std::size_t>(end - escaped)}, back);
        return done.ok && std::string_view(back, done.size) == text;
    };
    STATIC_REQUIRE(round_trip("a \"b\" \\ \n\x01 \xe4\xb8\xad"));
    STATIC_REQUIRE(escaped_json_size("\x01\"\xff") == 6 + 2 + 3);
}
