// SPDX-License-Identifier: MIT
// Promise: our decoder and simdjson's read the same string.
#include <tccc/detail/json_scanner.hpp>
#include <tccc/detail/json_string.hpp>

#include <catch2/catch_test_macros.hpp>
#include <simdjson.h>

#include <optional>
#include <random>
#include <string>
#include <string_view>

namespace {

std::optional<std::string> ours(std::string_view escaped) {
    std::string text(escaped.size(), '\0');
    const auto done = tccc::detail::unescape_json_string(escaped, text.data());
    if (!done.ok) return std::nullopt;
    text.resize(done.size);
    return text;
}

std::optional<std::string> theirs(simdjson::dom::parser& parser, std::string_view escaped) {
    const simdjson::padded_string json("[\"" + std::string(escaped) + "\"]");
    std::string_view text;
    if (parser.parse(json).at(0).get_string().get(text) != simdjson::SUCCESS) return std::nullopt;
    return std::string(text);
}

std::string unicode_escape(std::mt19937_64& random, unsigned first, unsigned last) {
    const unsigned unit = first + static_cast<unsigned>(random() % (last - first + 1));
    const std::string_view digits = random() % 2 == 0 ? "0123456789abcdef" : "0123456789ABCDEF";
    std::string out = "\\u";
    for (unsigned shift = 16; shift != 0;)
        out += digits[(unit >> (shift -= 4)) & 0xf];
    return out;
}

// Grammatical, and without half a pair.
std::string random_string(std::mt19937_64& random) {
    constexpr std::string_view simple[] = {"\\\"", "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t"};
    constexpr std::string_view plain[] = {"a",
                                          " ",
                                          "/",
                                          "u0041",
                                          "\x7f",
                                          "\xc3\xa9",
                                          "\xe4\xb8\xad",
                                          "\xf0\x9f\x93\x9e",
                                          "a longer stretch without any escape in it"};
    std::string out;
    for (auto left = random() % 16; left != 0; --left) {
        switch (random() % 5) {
        case 0: out += simple[random() % std::size(simple)]; break;
        case 1: out += unicode_escape(random, 0, 0xd7ff); break;
        case 2: out += unicode_escape(random, 0xe000, 0xffff); break;
        case 3:
            out += unicode_escape(random, 0xd800, 0xdbff);
            out += unicode_escape(random, 0xdc00, 0xdfff);
            break;
        default: out += plain[random() % std::size(plain)]; break;
        }
    }
    return out;
}

}  // namespace

TEST_CASE("random strings decode as simdjson decodes them", "[json_string]") {
    simdjson::dom::parser parser;
    std::mt19937_64 random(3);
    for (int round = 0; round < 30'000; ++round) {
        const std::string escaped = random_string(random);
        CAPTURE(round, escaped);
        const auto text = ours(escaped);
        REQUIRE(text.has_value());
        REQUIRE(text == theirs(parser, escaped));
    }
}

// simdjson's versions differ in other halves: 3.0 lets a low one alone pass. None takes a high one that
// nothing, or no escape, follows.
TEST_CASE("a high surrogate alone is refused as simdjson refuses it", "[json_string]") {
    simdjson::dom::parser parser;
    std::mt19937_64 random(4);
    for (int round = 0; round < 5'000; ++round) {
        const std::string before = random_string(random);
        const std::string half = unicode_escape(random, 0xd800, 0xdbff);
        const std::string escaped = before + half + (random() % 2 == 0 ? "" : "tail" + random_string(random));
        CAPTURE(round, escaped);
        std::string out(escaped.size(), '\0');
        const auto done = tccc::detail::unescape_json_string(escaped, out.data());
        REQUIRE_FALSE(done.ok);
        REQUIRE(done.error_offset == before.size());
        REQUIRE_FALSE(theirs(parser, escaped).has_value());
    }
}

TEST_CASE("what escaping writes, simdjson reads back", "[json_string]") {
    simdjson::dom::parser parser;
    std::mt19937_64 random(5);
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes(random() % 32, '\0');
        for (char& c : bytes)
            c = static_cast<char>(random() % 4 == 0 ? random() % 256 : random() % 128);
        std::string escaped;
        tccc::detail::append_escaped_json(escaped, bytes);
        CAPTURE(round, escaped);
        const auto text = ours(escaped);
        REQUIRE(text.has_value());
        REQUIRE(text == theirs(parser, escaped));
    }
}
