// SPDX-License-Identifier: MIT
// Promise: size, nesting and lists of a call record are bounded where the options say, a warm parser allocates nothing,
// and one that gets no memory says so.
#include "../support/allocation_counter.hpp"
#include "../support/cdr_text.hpp"

#include <tccc/parser.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace tccc::testing;
using tccc::errc;
using tccc::error;

namespace {

std::string repeated(std::size_t count, const std::string& item) {
    return in_list(std::vector<std::string>(count, item));
}

// A call record with lists of that many items each.
std::string long_lists(std::size_t count) {
    members fields = cdr_members();
    fields = with(fields, "IVRKeyPressed", repeated(count, "\"\\u0031\""));
    fields = with(fields, "IVRKeyPressedEx", repeated(count, R"({"Key":"1","Label":"a"})"));
    fields = with(fields, "PostIVRKeyPressed", repeated(count, R"({"Key":"2","Label":"b"})"));
    fields = with(fields, "ServeParticipants", repeated(count, R"({"Sequence":1,"RecordId":"r"})"));
    return write(fields);
}

bool has_long_lists(const tccc::cdr_push_view& push, std::size_t count) {
    if (push.ivr_keys_pressed.size() != count || push.ivr_keys_pressed_ex.size() != count ||
        push.post_ivr_keys_pressed.size() != count || push.legs.size() != count)
        return false;
    for (std::size_t i = 0; i < count; ++i) {
        if (push.ivr_keys_pressed[i] != "1" || push.ivr_keys_pressed_ex[i].label != "a" ||
            push.post_ivr_keys_pressed[i].key != "2" || push.legs[i].record_id != "r")
            return false;
    }
    return push.seat_user && push.seat_user->skill_group_names.size() == 2 &&
           push.seat_user->skill_group_names[1] == "second group";
}

error short_of_memory(tccc::parser& parser, const std::string& body, std::size_t nth) {
    const failing_allocations shortage(nth);
    const auto push = parser.parse_cdr(body);
    return push ? error{} : push.error();
}

}  // namespace

TEST_CASE("a call record of max_body_bytes and of max_depth is read, one more is not", "[cdr]") {
    const std::string body = write(cdr_members());
    for (const std::size_t limit : {body.size() - 1, body.size()}) {
        tccc::parser parser({.max_body_bytes = limit});
        const auto push = parser.parse_cdr(body);
        CHECK(push.has_value() == (limit == body.size()));
        if (!push) CHECK(push.error() == error{errc::body_too_large, {}, limit});
        CHECK(parser.parse("cdr", body).has_value() == (limit == body.size()));
        CHECK(parser.parse("imcdr", body).has_value() == (limit == body.size()));
        const std::string voicemail = write(voicemail_members()) + std::string(limit, ' ');
        CHECK(parser.parse_voicemail(voicemail).error().code == errc::body_too_large);
    }
    for (const std::size_t depth : {0U, 1U, 2U, 3U, 4U, 64U, 1024U, 5000U}) {
        tccc::parser parser({.max_depth = depth});
        // The object, its list of legs, and a leg.
        const auto push = parser.parse_cdr(body);
        CHECK(push.has_value() == (depth >= 3));
        if (!push) CHECK(push.error().code == errc::too_deep);
    }
    const std::string deep = std::string(60'000, '[');
    tccc::parser parser({.max_depth = 100'000});
    CHECK(parser.parse_cdr(deep).error() == error{errc::too_deep, {}, 1024});
    const std::string deep_field = write(cdr_plus("x", std::string(1023, '[') + std::string(1023, ']')));
    CHECK(parser.parse_cdr(deep_field));
}

TEST_CASE("lists are bounded together, by the kind of their items", "[cdr]") {
    // Of texts there are two more than of legs, in SeatUser; of keys there are two lists.
    for (const std::size_t limit : {0U, 1U, 7U, 1000U}) {
        tccc::parser parser({.max_list_items = limit});
        for (const auto& [key, item] : {std::pair("ServeParticipants", R"({"Sequence":0})"),
                                        {"IVRKeyPressed", "\"1\""},
                                        {"PostIVRKeyPressed", "{\"Key\":\"1\"}"}}) {
            const members fields = {{"SdkAppId", "1"}, {"SessionId", "\"s\""}};
            const std::string full = write(with(fields, key, repeated(limit, item)));
            CHECK(parser.parse_cdr(full));
            const std::string over = write(with(fields, key, repeated(limit + 1, item)));
            CHECK(parser.parse_cdr(over).error() == error{errc::bad_value, key, over.rfind(item)});
        }
        const std::string both = write({{"SdkAppId", "1"},
                                        {"SessionId", "\"s\""},
                                        {"IVRKeyPressedEx", repeated(limit, "{}")},
                                        {"PostIVRKeyPressed", "[{}]"}});
        CHECK(parser.parse_cdr(both).error() ==
              error{errc::bad_value, "PostIVRKeyPressed", both.find("[{}]}") + 1});
    }
    tccc::parser parser({.max_list_items = 0});
    CHECK(
        parser.parse_cdr(R"({"SdkAppId":1,"SessionId":"s","ServeParticipants":[],"IVRKeyPressed":[null]})"));
    tccc::parser by_default({.max_body_bytes = 1 << 20});
    const std::string most = write(cdr_with("ServeParticipants", repeated(1024, "{}")));
    CHECK(by_default.parse_cdr(most)->legs.size() == 1024);
    const std::string over = write(cdr_with("ServeParticipants", repeated(1025, "{}")));
    CHECK(by_default.parse_cdr(over).error().field == "ServeParticipants");
}

TEST_CASE("lists of every length stay whole while others grow", "[cdr]") {
    tccc::parser parser({.max_body_bytes = 1 << 20});
    for (std::size_t count = 0; count < 150; ++count) {
        const std::string body = long_lists(count);
        const auto push = parser.parse_cdr(body);
        REQUIRE(push);
        REQUIRE(has_long_lists(*push, count));
        tccc::parser fresh({.max_body_bytes = 1 << 20});
        const auto again = fresh.parse_cdr(body);
        REQUIRE(again);
        REQUIRE(has_long_lists(*again, count));
    }
}

TEST_CASE("after any call record, one like it allocates nothing", "[cdr]") {
    for (const std::size_t count : {0U, 1U, 5U, 8U, 9U, 15U, 16U, 17U, 33U, 100U, 500U}) {
        const std::string body = long_lists(count);
        tccc::parser parser({.max_body_bytes = 1 << 20});
        REQUIRE(parser.parse_cdr(body));
        bool good = false;
        CHECK(allocations_in([&] {
                  for (int i = 0; i < 3; ++i)
                      good = parser.parse_cdr(body).has_value();
              }) == 0);
        CHECK(good);
        const std::string shorter = long_lists(count / 2);
        CHECK(allocations_in([&] { good = parser.parse("cdr", shorter).has_value(); }) == 0);
        CHECK(good);
    }
    tccc::parser parser;
    const std::string voicemail{vendor_voicemail_sample};
    REQUIRE(parser.parse_voicemail(voicemail));
    bool good = false;
    CHECK(allocations_in([&] { good = parser.parse_voicemail(voicemail).has_value(); }) == 0);
    CHECK(allocations_in([&] { good = parser.parse("imcdr", voicemail).has_value() && good; }) == 0);
    CHECK(good);
}

TEST_CASE("each allocation of a call record's parser may fail", "[cdr]") {
    const std::string body = long_lists(40);
    for (const bool warm : {false, true}) {
        std::size_t nth = 0;
        for (;; ++nth) {
            tccc::parser parser;
            if (warm) REQUIRE(parser.parse_cdr(vendor_cdr_sample));
            const error e = short_of_memory(parser, body, nth);
            if (e.code == errc::ok) break;
            CHECK(e == error{errc::out_of_memory, {}, 0});
            CHECK(short_of_memory(parser, body, 0).code == errc::out_of_memory);
            const auto again = parser.parse_cdr(body);
            REQUIRE(again);
            CHECK(has_long_lists(*again, 40));
        }
        CHECK(nth > 5);
        CHECK(nth < 100);
    }
}

TEST_CASE("one parser for all kinds of pushes, each as with a fresh one; moves keep the views", "[cdr]") {
    const std::vector<std::string> bodies = {
        std::string(vendor_cdr_sample),
        long_lists(3),
        long_lists(60),
        write(cdr_members()).substr(0, 700),
        write(cdr_with("Uui", R"("\u0041\u0042")")),
        write(cdr_with("ServeParticipants", "[{\"Sequence\":[]}]")),
        std::string(vendor_sample),
        std::string(vendor_voicemail_sample),
        write(with(voicemail_members(), "SessionId", R"("\u0073ession")")),
        ""};
    std::mt19937_64 random(20201216);
    tccc::parser parser;
    for (int i = 0; i < 3000; ++i) {
        const std::string& body = bodies[random() % bodies.size()];
        tccc::parser fresh;
        switch (random() % 4) {
        case 0: REQUIRE(parser.parse_record(body) == fresh.parse_record(body)); break;
        case 1: REQUIRE(parser.parse_voicemail(body) == fresh.parse_voicemail(body)); break;
        case 2: {
            const auto push = parser.parse_cdr(body);
            const auto expected = fresh.parse_cdr(body);
            tccc::parser moved(std::move(parser));
            REQUIRE(push == expected);
            parser = std::move(moved);
            REQUIRE(push == expected);
            break;
        }
        default: {
            tccc::parser moved(std::move(parser));
            REQUIRE(moved.parse_cdr(body) == fresh.parse_cdr(body));
            REQUIRE(parser.parse_cdr(body) == fresh.parse_cdr(body));  // moved from, and used again
        }
        }
    }
}
