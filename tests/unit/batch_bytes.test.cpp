// SPDX-License-Identifier: MIT
// Promise: whatever the bytes, every one of them is in one entry, in order, and the work is linear.
#include "../support/batch_entries.hpp"
#include "../support/random_body.hpp"

#include <tccc/batch.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

using namespace tccc::testing;
using tccc::batch_format;

TEST_CASE("mutated pushes, glued in every way", "[batch]") {
    random_body random(6);
    for (int round = 0; round < 3000; ++round) {
        std::string text = random.one_in(2) ? "[" : "";
        for (std::size_t count = random.below(6); count != 0; --count) {
            const std::string body = random.one_in(3) ? random.in_order() : random.valid();
            text += random.one_in(3) ? body : random.mutated(body);
            text += std::array<std::string_view, 4>{"", "\n", ",", "]["}[random.below(4)];
        }
        const kept_entries all = entries_of(text, batch_format::json);
        if (consistent(all, text, between_values)) continue;
        INFO(text);
        FAIL("entries overlap, or text is in none of them");
    }
}

TEST_CASE("an entry that never ends, or the begin of one, at every byte", "[batch][long]") {
    // Quadratic work would be 10^11 steps, and is not to be overlooked.
    const tccc::parse_options options{.max_body_bytes = 1'000'000};
    for (const std::string_view pattern : {"{", "[", "{x", "{\"", "{\"a\":", "[{\"", "\"", "{\"{\" ", "{}",
                                           "[1,", "x{", "{\"\\", "{\n", "}", "]"}) {
        std::string text;
        while (text.size() < 400'000)
            text += pattern;
        for (const std::string_view end : {"", "}"}) {
            text += end;
            INFO(pattern);
            CHECK(consistent(entries_of(text, batch_format::json, options), text, between_values, options));
        }
    }
}
