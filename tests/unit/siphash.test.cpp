// SPDX-License-Identifier: MIT
// Promise: the rounds are SipHash-1-3's, a text is hashed as its words and its length, and where it ends matters.
#include <tccc/detail/siphash.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using tccc::detail::hash_key;
using tccc::detail::siphash;

namespace {

// The key of the published vectors: the bytes 0 to 15.
constexpr hash_key published_key = {0x0706050403020100, 0x0f0e0d0c0b0a0908};

/// The bytes from `begin` on, at most eight, the first one lowest.
std::uint64_t word_at(std::string_view text, std::size_t begin) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < 8 && begin + i < text.size(); ++i)
        word |= std::uint64_t{static_cast<unsigned char>(text[begin + i])} << (8 * i);
    return word;
}

/// What `add` of a text promises, word by word.
std::uint64_t hash_by_words(std::string_view text) {
    siphash hash(published_key);
    std::size_t pos = 0;
    for (; text.size() - pos >= 8; pos += 8)
        hash.add(word_at(text, pos));
    hash.add(word_at(text, pos) | std::uint64_t{text.size()} << 56U).add(std::uint64_t{text.size()});
    return hash.finish();
}

}  // namespace

TEST_CASE("the rounds are those of SipHash-1-3", "[siphash]") {
    // Messages of 0, 1 and 2 bytes (0, 1), whose last word holds their length at its top.
    CHECK(siphash(published_key).add(std::uint64_t{0}).finish() == 0xabac0158050fc4dc);
    CHECK(siphash(published_key).add(std::uint64_t{1} << 56U).finish() == 0xc9f49bf37d57ca93);
    CHECK(siphash(published_key).add(std::uint64_t{2} << 56U | 0x0100U).finish() == 0x82cb9b024dc7d44d);
}

TEST_CASE("a text is hashed as its words, wherever it lies", "[siphash]") {
    std::string bytes;
    for (int i = 0; i < 300; ++i)
        bytes.push_back(static_cast<char>(i * 37));
    for (std::size_t size = 0; size < 80; ++size) {
        for (std::size_t begin = 0; begin < 9; ++begin) {
            const std::string_view text = std::string_view(bytes).substr(begin, size);
            REQUIRE(siphash(published_key).add(text).finish() == hash_by_words(text));
        }
    }
}

TEST_CASE("the same at compile time", "[siphash]") {
    constexpr std::string_view text = "51a2b6c7-0000-4000-8000-1234567890ab";
    constexpr std::uint64_t hash = siphash(published_key).add(std::uint64_t{1400264214}).add(text).finish();
    const std::string copy(text);
    CHECK(siphash(published_key).add(std::uint64_t{1400264214}).add(copy).finish() == hash);
}

TEST_CASE("where one text ends and the next begins matters, and so does the key", "[siphash]") {
    using namespace std::string_view_literals;
    const auto hash = [](std::string_view a, std::string_view b, hash_key key = published_key) {
        return siphash(key).add(a).add(b).finish();
    };
    CHECK(hash("ab", "c") != hash("a", "bc"));
    CHECK(hash("", "abc") != hash("abc", ""));
    CHECK(hash("\0"sv, "") != hash("", "\0"sv));
    CHECK(hash("12345678", "9") != hash("123456789", ""));
    CHECK(hash("a", "b") != hash("a", "b", {1, 2}));
}
