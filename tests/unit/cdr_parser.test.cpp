// SPDX-License-Identifier: MIT
// Promise: a call record is read as documented: every field, each string in place, in any order and spacing.
#include "../support/cdr_text.hpp"

#include <tccc/parser.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

using namespace tccc::testing;
using tccc::anomaly;
using tccc::errc;
using tccc::error;

static_assert(std::is_trivially_copyable_v<tccc::cdr_push_view>);
static_assert(std::is_trivially_copyable_v<tccc::result<tccc::cdr_push_view>>);
static_assert(noexcept(std::declval<tccc::parser&>().parse_cdr(std::string_view{})));

namespace {

bool all_inside(const tccc::cdr_push_view& push, std::string_view body) {
    return std::ranges::all_of(texts(push),
                               [body](std::string_view text) { return text.empty() || inside(text, body); });
}

}  // namespace

TEST_CASE("the vendor's sample of a call record", "[cdr]") {
    tccc::parser parser;
    const auto push = parser.parse_cdr(vendor_cdr_sample);
    REQUIRE(push);
    CHECK(all_inside(*push, vendor_cdr_sample));
    CHECK(push->sdk_app_id == 1400264214);
    CHECK(push->session_id == "e97be0ab-1ef6-4ad2-a8c4-2b2bbfb18e55");
    CHECK(push->queued_skill_group_id == 1072);
    CHECK(push->direction() == tccc::call_direction::outbound);
    CHECK(push->start_timestamp == second(1608130636));
    CHECK(push->ring_timestamp == second(1608130639));
    CHECK_FALSE(push->accept_timestamp);  // 0: nobody answered
    CHECK(push->ended_timestamp == second(1608130651));
    CHECK(push->duration == std::chrono::seconds(0));  // the second one
    CHECK(tccc::to_end_status(push->end_status) == tccc::end_status::error);
    CHECK(tccc::to_hang_up_side(push->hung_up_side) == tccc::hang_up_side::seat);
    CHECK(push->caller.value() == "008602066247698");
    CHECK(push->callee.value() == "008618621520280");
    CHECK(push->ivr_keys_pressed.empty());
    REQUIRE(push->post_ivr_keys_pressed.size() == 1);
    CHECK(push->post_ivr_keys_pressed[0].key == "1");
    CHECK(push->post_ivr_keys_pressed[0].label == "\xe9\x9d\x9e\xe5\xb8\xb8\xe6\xbb\xa1\xe6\x84\x8f");
    REQUIRE(push->seat_user);
    CHECK(push->seat_user->mail.value() == "lululing@tencent.com");
    CHECK(push->seat_user->staff_number == "007");
    REQUIRE(push->seat_user->skill_group_names.size() == 1);
    CHECK(push->seat_user->skill_group_names[0] == "lulu");
    REQUIRE(push->legs.size() == 1);
    CHECK_FALSE(push->legs[0].sequence);
    CHECK(push->legs[0].mail.kind() == tccc::endpoint_kind::email);
    CHECK(push->legs[0].record_id == "1608130636");
    CHECK_FALSE(push->legs[0].accept_timestamp);
    CHECK(tccc::to_seat_type(push->legs[0].type) == tccc::seat_type::staff_seat);
    CHECK_FALSE(push->call_type);
    CHECK_FALSE(push->tel_location);
    CHECK(push->record_id.empty());
    CHECK(push->drift ==
          (anomaly::duplicate_field | anomaly::null_field | anomaly::key_case | anomaly::missing_sequence));
}

TEST_CASE("the vendor's sample as it is printed is no JSON", "[cdr]") {
    std::string body{vendor_cdr_sample};
    body.replace(body.find("1400264214"), 10, "1400xxx214");
    tccc::parser parser;
    CHECK(parser.parse_cdr(body).error() == error{errc::malformed_json, {}, body.find("xxx")});
}

TEST_CASE("every documented field of a call record, and nothing to report", "[cdr]") {
    const std::string body = write(cdr_members());
    for (const bool strict : {false, true}) {
        tccc::parser parser({.strict = strict});
        const auto push = parser.parse_cdr(body);
        REQUIRE(push);
        CHECK_FALSE(push->drift.any());
        CHECK(all_inside(*push, body));
        CHECK(push->call_type == tccc::call_type::inbound_call);
        CHECK(push->duration == std::chrono::seconds(15));
        CHECK(push->caller_location == "Guangdong");
        CHECK(push->ivr_duration == std::chrono::seconds(4));
        CHECK(push->ring_timestamp == second(1608130501));
        CHECK(push->accept_timestamp == second(1608130502));
        CHECK(push->ended_timestamp == second(1608130503));
        CHECK(push->start_timestamp == second(1608130504));
        CHECK(push->queued_timestamp == second(1608130505));
        REQUIRE(push->ivr_keys_pressed.size() == 2);
        CHECK(push->ivr_keys_pressed[1] == "#");
        REQUIRE(push->ivr_keys_pressed_ex.size() == 2);
        CHECK(push->ivr_keys_pressed_ex[0].label == "sales");
        CHECK(push->ivr_keys_pressed_ex[1].key == "2");
        CHECK(push->hung_up_side == "user");
        CHECK(push->end_status == "ok");
        CHECK(push->queued_skill_group_name == "queue");
        CHECK(push->record_id == "root-record");
        CHECK(push->user_remark == "remark");
        CHECK(push->uui == "uui");
        CHECK(push->record_url.host() == "root");
        CHECK(push->custom_record_url.value() == "https://own/root.mp3");
        REQUIRE(push->tel_location);
        CHECK(push->tel_location->tel_number.value() == "0086137");
        CHECK(push->tel_location->country == "China");
        CHECK(push->tel_location->province == "Guangdong");
        CHECK(push->tel_location->city == "Shenzhen");
        CHECK(push->tel_location->carrier == "carrier");
        REQUIRE(push->seat_user);
        CHECK(push->seat_user->name == "lululing");
        CHECK(push->seat_user->nick == "lulu");
        CHECK(push->seat_user->phone.value() == "0086139");
        CHECK(push->seat_user->user_id.value() == "user@tencent.com");
        CHECK(push->seat_user->skill_group_names.size() == 2);
        REQUIRE(push->legs.size() == 2);
        const tccc::call_leg_view& leg = push->legs[1];
        CHECK(push->legs[0].sequence == 0);
        CHECK(leg.sequence == 1);
        CHECK(leg.mail.value() == "leg@tencent.com");
        CHECK(leg.phone.value() == "0086138");
        CHECK(leg.record_id == "leg-record");
        CHECK(leg.start_timestamp == second(1608130601));
        CHECK(leg.ring_timestamp == second(1608130602));
        CHECK(leg.accept_timestamp == second(1608130603));
        CHECK(leg.ended_timestamp == second(1608130604));
        CHECK(leg.type == "staffSeat");
        CHECK(leg.transfer_from.value() == "from@tencent.com");
        CHECK(leg.transfer_from_type == "outboundSeat");
        CHECK(leg.transfer_to.value() == "to@tencent.com");
        CHECK(leg.transfer_to_type == "staffPhoneSeat");
        CHECK(leg.skill_group_id == 7);
        CHECK(leg.skill_group_name == "leg group");
        CHECK(leg.skill_group_priority == -3);
        CHECK(leg.end_status == "seatForward");
        CHECK(leg.record_url.value() == "http://leg/1.mp3");
        CHECK(leg.custom_record_url.value() == "https://own/leg.mp3");
    }
}

TEST_CASE("any order and spacing of a call record's members gives the same views", "[cdr]") {
    tccc::parser first;
    const std::string in_order = write(cdr_members());
    const auto expected = first.parse_cdr(in_order);
    REQUIRE(expected);
    tccc::parser parser;
    std::mt19937_64 random(20201216);
    for (int i = 0; i < 500; ++i) {
        members shuffled = cdr_members();
        for (std::size_t n = shuffled.size(); n > 1; --n)
            std::swap(shuffled[n - 1], shuffled[random() % n]);
        for (const spacing& space : {compact, vendor_spacing, wild_spacing}) {
            const std::string body = write(shuffled, space);
            const auto push = parser.parse_cdr(body);
            if (push && *push == *expected && all_inside(*push, body)) continue;
            INFO(body);
            FAIL("not the same views in this order and spacing");
        }
    }
}

TEST_CASE("two fields are all that a call record needs", "[cdr]") {
    tccc::parser parser({.strict = true});
    const auto push = parser.parse_cdr(R"({"SdkAppId":1,"SessionId":"s"})");
    REQUIRE(push);
    tccc::cdr_push_view expected;
    expected.sdk_app_id = 1;
    expected.session_id = "s";
    CHECK(*push == expected);
    CHECK(push->direction() == tccc::call_direction::unknown);
}

TEST_CASE("strings with escapes are decoded, their neighbours stay in place", "[cdr]") {
    tccc::parser parser({.strict = true});
    const std::string leg = R"({"Sequence":0,"Mail":"a\u0040b","RecordId":"r"})";
    const std::string body = write({{"SdkAppId", "1"},
                                    {"SessionId", R"("s\/1")"},
                                    {"Caller", R"("\ud83d\ude00")"},
                                    {"Callee", "\"c\""},
                                    {"IVRKeyPressed", R"(["\u0031","2"])"},
                                    {"Serve\\u0050articipants", "[" + leg + "]"},
                                    {"SeatUser", R"({"\u004dail":"m","SkillGroupNameList":["\n","g"]})"}});
    const auto push = parser.parse_cdr(body);
    REQUIRE(push);
    CHECK(push->session_id == "s/1");
    CHECK(push->caller.value() == "\xf0\x9f\x98\x80");
    CHECK(push->ivr_keys_pressed[0] == "1");
    CHECK(push->legs[0].mail.value() == "a@b");
    CHECK(push->seat_user->mail.value() == "m");
    CHECK(push->seat_user->skill_group_names[0] == "\n");
    for (const std::string_view plain :
         {push->callee.value(), push->ivr_keys_pressed[1], push->legs[0].record_id,
          push->seat_user->mail.value(), push->seat_user->skill_group_names[1]})
        CHECK(inside(plain, body));
    for (const std::string_view decoded : {push->session_id, push->caller.value(), push->ivr_keys_pressed[0],
                                           push->legs[0].mail.value(), push->seat_user->skill_group_names[0]})
        CHECK_FALSE(inside(decoded, body));
}

TEST_CASE("a call record of escapes from end to end fits the buffer, repeated fields too", "[cdr]") {
    tccc::parser parser;
    const std::string long_text = in_quotes("\\n" + std::string(2000, 'x') + "\\t");
    members fields = cdr_members();
    for (const std::string_view key : {"Caller", "Callee", "Uui", "UserRemark", "RecordId"}) {
        fields = with(fields, key, long_text);
        fields = plus(fields, key, long_text);
    }
    const std::string body = write(fields);
    const auto push = parser.parse_cdr(body);
    REQUIRE(push);
    CHECK(push->uui == "\n" + std::string(2000, 'x') + "\t");
    CHECK(push->caller.value() == push->record_id);
    CHECK(push->drift == anomaly::duplicate_field);
}

TEST_CASE("what was made to_owned outlives parser and body", "[cdr]") {
    std::string body = write(cdr_members());
    tccc::cdr_push owned;
    {
        tccc::parser parser;
        const auto push = parser.parse_cdr(body);
        REQUIRE(push);
        owned = to_owned(*push);
        CHECK(owned == *push);
    }
    body.assign(body.size(), 'x');
    CHECK(owned.legs.at(1).record_id == "leg-record");
    CHECK(owned.seat_user.value().skill_group_names.at(1) == "second group");
}
