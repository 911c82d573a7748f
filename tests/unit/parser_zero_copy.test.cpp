// SPDX-License-Identifier: MIT
// Promise: every string without an escape is a view into the body, whatever the order of the keys, the
// spacing and the length; only what had to be decoded lies elsewhere.
#include "../support/push_text.hpp"

#include <tccc/parser.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

using namespace tccc::testing;

namespace {

std::vector<std::string_view> texts(const tccc::record_push_view& push) {
    std::vector<std::string_view> all = {push.record_id, push.session_id, push.endpoint_user.value(),
                                         push.record_url.value()};
    if (push.custom_record_url) all.push_back(push.custom_record_url->value());
    return all;
}

bool all_inside(const tccc::record_push_view& push, std::string_view body) {
    return std::ranges::all_of(texts(push), [body](std::string_view text) { return inside(text, body); });
}

}  // namespace

TEST_CASE("the vendor's sample is read in place", "[parser]") {
    tccc::parser parser;
    const auto push = parser.parse_record(vendor_sample);
    REQUIRE(push);
    CHECK(all_inside(*push, vendor_sample));
    CHECK(push->sdk_app_id == 1400264214);
    CHECK(push->record_id == "1608130650");
    CHECK(push->session_id == "e97be0ab-1ef6-4ad2-a8c4-2b2bbfb18e55");
    CHECK(push->timestamp.time_since_epoch().count() == 1608130650);
    CHECK(push->endpoint_user.value() == "lululing@tencent.com");
    CHECK(push->record_url.host() == "recorder-10018504.cos.ap-shanghai.myqcloud.com");
    CHECK_FALSE(push->custom_record_url);
    CHECK_FALSE(push->drift.any());
}

TEST_CASE("all 5040 orders of the seven fields, in three spacings, with and without a mark",
          "[parser][long]") {
    const members fields = sample_members();
    const std::string in_order = write(fields);
    tccc::parser parser;
    const auto first = parser.parse_record(in_order);
    REQUIRE(first);
    const tccc::record_push expected = to_owned(*first);
    REQUIRE(expected.custom_record_url);

    std::array<std::size_t, 7> order{};
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::size_t orders = 0;
    do {
        ++orders;
        members shuffled;
        for (const std::size_t i : order)
            shuffled.push_back(fields[i]);
        for (const spacing& space : {compact, vendor_spacing, wild_spacing}) {
            for (const bool mark : {false, true}) {
                const std::string body = (mark ? "\xEF\xBB\xBF" : "") + write(shuffled, space);
                const auto push = parser.parse_record(body);
                tccc::record_push as_expected = expected;
                if (mark) as_expected.drift = tccc::anomaly::byte_order_mark;
                if (push && all_inside(*push, body) && *push == as_view(as_expected)) continue;
                INFO(body);
                FAIL("not the same views in this order and spacing");
            }
        }
    } while (std::next_permutation(order.begin(), order.end()));
    CHECK(orders == 5040);
}

TEST_CASE("every length, across the borders of any vector", "[parser]") {
    tccc::parser parser;
    for (std::size_t size = 1; size < 300; ++size) {
        const std::string text(size, 'x');
        for (const char* const key :
             {"RecordId", "SessionId", "EndpointUser", "RecordURL", "CustomRecordURL"}) {
            const std::string body = write(with(key, in_quotes(text)));
            const auto push = parser.parse_record(body);
            if (push && all_inside(*push, body) && std::ranges::count(texts(*push), text) == 1) continue;
            INFO(body);
            FAIL("not in place");
        }
    }
    const std::string long_text(60'000, 'y');
    const std::string body = write(with("SessionId", in_quotes(long_text)));
    const auto push = parser.parse_record(body);
    REQUIRE(push);
    CHECK(inside(push->session_id, body));
    CHECK(push->session_id == long_text);
}

TEST_CASE("text beyond ASCII, and controls that JSON allows, stay in place", "[parser]") {
    tccc::parser parser;
    for (const std::string_view text : {"\xc3\xa9", "\xe7\x92\x90\xe7\x92\x90", "\xf0\x9f\x93\x9e", "\x7f",
                                        "\xef\xbf\xbf", "\xf4\x8f\xbf\xbf", "a b/c", "{[:,]}"}) {
        const std::string body = write(with("EndpointUser", in_quotes(text)));
        INFO(body);
        const auto push = parser.parse_record(body);
        REQUIRE(push);
        CHECK(all_inside(*push, body));
        CHECK(push->endpoint_user.value() == text);
    }
}

TEST_CASE("a number where a string belongs is a view too", "[parser]") {
    tccc::parser parser;
    const std::string body = write(with(with("EndpointUser", "13123456789"), "RecordId", "0"), wild_spacing);
    const auto push = parser.parse_record(body);
    REQUIRE(push);
    CHECK(all_inside(*push, body));
    CHECK(push->endpoint_user.value() == "13123456789");
    CHECK(push->record_id == "0");
}

TEST_CASE("a decoded string lies outside of the body, its neighbours inside", "[parser]") {
    tccc::parser parser;
    for (const char* const key : {"RecordId", "SessionId", "EndpointUser", "RecordURL", "CustomRecordURL"}) {
        const std::string body = write(with(key, R"("a\/b")"));
        const auto push = parser.parse_record(body);
        REQUIRE(push);
        for (const std::string_view text : texts(*push))
            CHECK(inside(text, body) == (text != "a/b"));
        CHECK(std::ranges::count(texts(*push), "a/b") == 1);
    }
    // A key with an escape is no reason to decode its value.
    const std::string body = write(plus(without("SessionId"), "Session\\u0049d", "\"s\""));
    const auto push = parser.parse_record(body);
    REQUIRE(push);
    CHECK(all_inside(*push, body));
}

TEST_CASE("a body at any address, between bytes that are none of it", "[parser]") {
    tccc::parser parser;
    const std::string body = write(sample_members(), vendor_spacing);
    for (std::size_t shift = 0; shift < 130; ++shift) {
        const std::string buffer = std::string(shift, '"') + body + "}}]]\"\\\xff";
        const std::string_view part = std::string_view(buffer).substr(shift, body.size());
        const auto push = parser.parse_record(part);
        REQUIRE(push);
        CHECK(all_inside(*push, part));
    }
}
