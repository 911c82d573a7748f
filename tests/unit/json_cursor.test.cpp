// SPDX-License-Identifier: MIT
// Promise: the walk over validated JSON meets each member and each item once, in order, with its place in the body.
#include "../support/json_vectors.hpp"
#include "../support/push_text.hpp"

#include <tccc/detail/json_cursor.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

using namespace tccc::testing;
using tccc::detail::json_cursor;
using tccc::detail::json_key;
using tccc::detail::json_slice;

TEST_CASE("every JSON text as a value, in every spacing", "[json_cursor]") {
    for (const std::string_view text : valid_json) {
        const std::size_t begin = text.find_first_not_of(" \t\r\n");
        const std::string value(text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin));
        for (const spacing& space : {compact, vendor_spacing, wild_spacing}) {
            const std::string body = write({{"a", value}, {"", "[]"}, {"b", value}}, space);
            const std::size_t open = body.find('{');
            json_cursor members({std::string_view(body).substr(open), open});
            json_slice key;
            json_slice found;
            std::vector<std::string> keys;
            while (members.next_member(key, found)) {
                keys.push_back(std::string(key.text));
                CHECK(body.substr(key.offset, key.text.size()) == key.text);
                CHECK(found.text == (key.text == "\"\"" ? "[]" : value));
                CHECK(body.data() + found.offset == found.text.data());
            }
            CHECK(keys == std::vector<std::string>{"\"a\"", "\"\"", "\"b\""});
            CHECK_FALSE(members.next_member(key, found));
        }
        for (const std::string_view gap : {"", " ", "\r\n\t"}) {
            std::string list = "[";
            for (const std::string_view part :
                 {std::string_view(value), std::string_view("0"), std::string_view(value)})
                list.append(list.size() > 1 ? "," : "").append(gap).append(part).append(gap);
            list += ']';
            json_cursor items({list, 7});
            json_slice item;
            std::size_t count = 0;
            for (; items.next_item(item); ++count) {
                CHECK(item.text == (count == 1 ? "0" : value));
                CHECK(list.data() + item.offset - 7 == item.text.data());
            }
            CHECK(count == 3);
            CHECK_FALSE(items.next_item(item));
        }
    }
}

TEST_CASE("containers with nothing in them", "[json_cursor]") {
    json_slice key;
    json_slice value;
    for (const std::string_view empty : {"{}", "{ \n}", "{}  "})
        CHECK_FALSE(json_cursor({empty, 0}).next_member(key, value));
    for (const std::string_view empty : {"[]", "[\t ]", "[] "})
        CHECK_FALSE(json_cursor({empty, 0}).next_item(value));
    CHECK(json_slice{}.absent());
}

TEST_CASE("a key reads the same however it is spelled", "[json_cursor]") {
    CHECK(json_key({"\"ErrCode\"", 0}).text() == "ErrCode");
    CHECK(json_key({R"("\u0045rr\u0043ode")", 0}).text() == "ErrCode");
    CHECK(json_key({R"("a\/\n\u0000")", 0}).text() == std::string_view("a/\n\0", 4));
    CHECK(json_key({"\"\"", 0}).text().empty());
    CHECK(json_key({R"("\ud800")", 0}).text().empty());
    std::string longest = "\"";
    for (int i = 0; i < 24; ++i)
        longest += "\\u0041";
    CHECK(json_key({longest + "\"", 0}).text() == std::string(24, 'A'));
    CHECK(json_key({longest + "A\"", 0}).text().empty());
    const std::string plain(500, 'k');
    const std::string quoted = in_quotes(plain);
    CHECK(json_key({quoted, 0}).text() == plain);
}
