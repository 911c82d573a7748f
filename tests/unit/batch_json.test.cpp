// SPDX-License-Identifier: MIT
// Promise: pushes in a row, in any spacing, and in arrays, come out one by one; what an array lacks is said.
#include "../support/batch_entries.hpp"
#include "../support/pushes.hpp"

#include <tccc/batch.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

using namespace tccc::testing;
using tccc::batch_format;
using tccc::errc;

namespace {

// How often something is lacking, and nothing but that and pushes may be there.
std::size_t lacking(std::string_view buffer, std::size_t pushes) {
    const kept_entries all = entries_of(buffer, batch_format::json);
    INFO(buffer);
    CHECK(good_bodies(all).size() == pushes);
    CHECK(consistent(all, buffer, between_values));
    std::size_t count = 0;
    for (const kept_entry& entry : all)
        count += entry.body.empty() ? 1U : 0U;
    CHECK(count + pushes == all.size());
    return count;
}

}  // namespace

TEST_CASE("pushes in a row, however they are written and kept apart", "[batch]") {
    constexpr spacing indented = {"", "\n\t ", " ", "\r\n  ", "\n", ""};
    for (const std::string_view space : {"", " ", "\n", "\r\n\t", "\n\n\n"}) {
        for (const std::string& push :
             {numbered_push(1), std::string(vendor_sample), escaped_push(1),
              write(with("x", R"({"a":[{"b":"}{"},{}],"c":"]"})")), numbered_push(1, indented)}) {
            std::string row;
            for (int i = 0; i < 3; ++i)
                row.append(space).append(push);
            row += space;
            const kept_entries all = entries_of(row, batch_format::json);
            INFO(row);
            CHECK(good_bodies(all) == std::vector<std::string>(3, push));
            CHECK(consistent(all, row, between_lines));
        }
    }
}

TEST_CASE("arrays, alone and in a row, as users would have them", "[batch]") {
    const std::string one = numbered_push(1);
    const std::string two(vendor_sample);
    CHECK(lacking("[]", 0) == 0);
    CHECK(lacking(" [ ] \n", 0) == 0);
    CHECK(lacking("[" + one + "]", 1) == 0);
    CHECK(lacking("\xEF\xBB\xBF[\n  " + one + ",\n  " + two + "\n]\n", 2) == 0);
    CHECK(lacking("[" + one + "," + two + "][" + one + "]" + two + "[]" + one, 5) == 0);
}

TEST_CASE("what an array lacks is an entry without bytes, and costs no push", "[batch]") {
    const std::string push = numbered_push(1);
    CHECK(lacking("[" + push, 1) == 1);
    CHECK(lacking("[" + push + ",", 1) == 1);
    CHECK(lacking("[", 0) == 1);
    CHECK(lacking("[,]", 0) == 2);
    CHECK(lacking("[" + push + ",]", 1) == 1);
    CHECK(lacking("[" + push + ",," + push + "]", 2) == 1);
    CHECK(lacking("[" + push + push + "]", 2) == 1);
    CHECK(lacking("[," + push + "]", 1) == 1);
    const kept_entries all = entries_of("[" + push + " " + push + "]", batch_format::json);
    REQUIRE(all.size() == 3);
    CHECK(all[1].offset == 1 + push.size() + 1);
    CHECK(all[1].error == tccc::error{errc::malformed_json, {}, all[1].offset});
}

TEST_CASE("values that are no push cost themselves alone", "[batch]") {
    const std::string push = numbered_push(1);
    for (const std::string_view value :
         {"1", "null", "\"}{\"", "\"a\\\"b{\"", "[]", "[[{}],{}]", "{}", "{\"a\":{\"b\":[{},{\"c\":\"}\"}]}}",
          "{\"a\":tru}", "{\"a\":\"\\x\"}", "{\"a\":\"\xff\"}", "{\"a\":01,\"b\":[{\"c\":.}]}", "{,}",
          "{]}"}) {
        INFO(value);
        const std::string array = "[" + push + "," + std::string(value) + "," + push + "]";
        const kept_entries in_array = entries_of(array, batch_format::json);
        REQUIRE(in_array.size() == (value == "{]}" ? 5 : 3));  // that one closes the array
        CHECK(good_bodies(in_array) == std::vector<std::string>(2, push));
        CHECK(consistent(in_array, array, between_values));
        if (value == "{]}") continue;
        CHECK(in_array[1].body == value);
        if (value.starts_with('[')) continue;
        const std::string row = push + "\n" + std::string(value) + "\n" + push;
        const kept_entries in_row = entries_of(row, batch_format::json);
        REQUIRE(in_row.size() == 3);
        CHECK(in_row[1].body == value);
        CHECK(good_bodies(in_row) == std::vector<std::string>(2, push));
    }
}

TEST_CASE("nested deeper than can be told apart, an entry still ends where it ends", "[batch]") {
    const std::string push = numbered_push(1);
    for (const std::size_t depth : {63U, 64U, 65U, 1022U, 1023U, 1024U, 1025U, 5000U}) {
        std::string deep;
        std::string back;
        for (std::size_t i = 0; i < depth; ++i) {
            deep += i % 3 == 0 ? "{\"a\":" : "[1,";
            back.insert(0, i % 3 == 0 ? "}" : "]");
        }
        const std::string value = deep + "{}" + back;
        const kept_entries all = entries_of("[" + push + "," + value + "," + push + "]", batch_format::json);
        REQUIRE(all.size() == 3);
        CHECK(all[1].body == value);
    }
}

TEST_CASE("too large, unread and skipped; false stops", "[batch]") {
    const std::string push = numbered_push(1);
    const tccc::parse_options options{.max_body_bytes = push.size()};
    const std::string large = write(plus("x", in_quotes(std::string(1000, '}'))));
    const std::string row = push + large + push;
    const kept_entries all = entries_of(row, batch_format::json, options);
    REQUIRE(all.size() == 3);
    CHECK(all[1].body == large);
    CHECK(all[1].error == tccc::error{errc::body_too_large, {}, 2 * push.size()});
    CHECK(consistent(all, row, "", options));

    tccc::parser parser;
    for (std::size_t last = 1; last <= 5; ++last) {
        std::size_t calls = 0;
        const std::string array = "[" + push + "," + push + " " + push + ",]";
        CHECK(tccc::for_each_push(parser, array, batch_format::json,
                                  [&](const tccc::batch_entry&) { return ++calls != last; }) == last);
    }
}
