// SPDX-License-Identifier: MIT
// Promise: drift of a call record is accepted and reported, tolerance has its limits where pairing rests on a field,
// and strict parsing makes each drift an error that names field and byte.
#include "../support/cdr_text.hpp"

#include <tccc/parser.hpp>

#include <catch2/catch_test_macros.hpp>

#include <optional>
#include <string>
#include <string_view>

using namespace tccc::testing;
using tccc::anomalies;
using tccc::anomaly;
using tccc::errc;
using tccc::error;

namespace {

// Of an accepted body: the push, and that strictness alone refuses it, and how.
tccc::cdr_push accepted(const std::string& body, anomalies drift, const error& strictly) {
    tccc::parser tolerant;
    const auto push = tolerant.parse_cdr(body);
    INFO(body);
    REQUIRE(push);
    CHECK(push->drift == drift);
    tccc::parser strict({.strict = true});
    const auto refused = strict.parse_cdr(body);
    REQUIRE_FALSE(refused);
    CHECK(refused.error() == strictly);
    return to_owned(*push);
}

error refused(const std::string& body) {
    tccc::parser parser;
    const auto push = parser.parse_cdr(body);
    INFO(body);
    REQUIRE_FALSE(push);
    return push.error();
}

error at_value(errc code, std::string_view field, const std::string& body, std::string_view key) {
    const bool nested = field.find('.') != field.npos;
    return {code, field, nested ? value_offset(body, key) : root_value_offset(body, key)};
}

}  // namespace

TEST_CASE("unknown fields of a call record, at any depth", "[cdr]") {
    const std::string root = write(cdr_plus("AsrUrl", "[{}]"));
    accepted(root, anomaly::unknown_field, {errc::unknown_field, {}, root.find("\"AsrUrl\"")});
    for (const std::string& inner :
         {write(cdr_with_leg(plus(leg_members(), "AsrUrl", "1"))),
          write(cdr_with("SeatUser", write(plus(seat_user_members(), "AsrUrl", "1")))),
          write(cdr_with("TelLocation", write(plus(tel_location_members(), "AsrUrl", "1")))),
          write(cdr_with("IVRKeyPressedEx", in_list({write(plus(key_press_members(), "AsrUrl", "1"))})))})
        accepted(inner, anomaly::unknown_field, {errc::unknown_field, {}, inner.find("\"AsrUrl\"")});
    // Documented elsewhere is not documented here; and SdkAppId belongs to the push.
    for (const std::string_view key : {"Mail", "Key", "Timestamp", "EndpointUser"}) {
        const std::string body = write(cdr_plus(key, "1"));
        accepted(body, anomaly::unknown_field, {errc::unknown_field, {}, body.rfind(in_quotes(key))});
    }
}

TEST_CASE("of a repeated field of a call record the last one counts", "[cdr]") {
    for (const member& m : cdr_members()) {
        const std::string twice = write(cdr_plus(m.key, m.value));
        accepted(twice, anomaly::duplicate_field,
                 {errc::duplicate_field, m.key, twice.rfind("\"" + m.key + "\"" + ":")});
    }
    // Whatever the first one holds.
    const std::string body = write({{"SdkAppId", "{}"},
                                    {"SdkAppId", "1"},
                                    {"SessionId", "null"},
                                    {"SessionId", "\"s\""},
                                    {"ServeParticipants", "[1,{\"Sequence\":\"x\"}]"},
                                    {"ServeParticipants", "[{\"Sequence\":2,\"Sequence\":3}]"},
                                    {"Caller", "\"\\ud800\""},
                                    {"Caller", "\"c\""}});
    tccc::parser parser;
    const auto push = parser.parse_cdr(body);
    REQUIRE(push);
    CHECK(push->drift == anomaly::duplicate_field);
    CHECK(push->caller.value() == "c");
    REQUIRE(push->legs.size() == 1);
    CHECK(push->legs[0].sequence == 3);
}

TEST_CASE("a name in other letters is taken for the documented one, which comes before it", "[cdr]") {
    const std::string other = write({{"SdkAppId", "1"}, {"SessionId", "\"s\""}, {"caller", "\"c\""}});
    CHECK(accepted(other, anomaly::key_case, {errc::unknown_field, "Caller", other.find("\"caller\"")})
              .caller.value() == "c");
    for (const std::string& keys : {std::string(R"({"Key":"1","key":"2","LABEL":"l"})"),
                                    std::string(R"({"KEY":"0","key":"2","Key":"1","label":"l"})")}) {
        const std::string body = write(cdr_with("PostIVRKeyPressed", "[" + keys + "]"));
        tccc::parser parser;
        const auto push = parser.parse_cdr(body);
        REQUIRE(push);
        REQUIRE(push->post_ivr_keys_pressed.size() == 1);
        CHECK(push->post_ivr_keys_pressed[0].key == "1");
        CHECK(push->post_ivr_keys_pressed[0].label == "l");
        CHECK(push->drift == (anomaly::key_case | anomaly::duplicate_field));
    }
    const std::string twice = write(cdr_with("PostIVRKeyPressed", R"([{"key":"1","KEY":"2"}])"));
    tccc::parser parser;
    CHECK(parser.parse_cdr(twice)->post_ivr_keys_pressed[0].key == "2");  // of two others the last
    // Letters of ASCII only.
    const std::string kelvin = write({{"SdkAppId", "1"},
                                      {"SessionId", "\"s\""},
                                      {"\xe2\x84\xaa"
                                       "ey",
                                       "1"}});
    CHECK(parser.parse_cdr(kelvin)->drift == anomaly::unknown_field);
}

TEST_CASE("null is absent, for every field but the two that identify", "[cdr]") {
    for (const member& m : cdr_members()) {
        const std::string body = write(cdr_with(m.key, "null"));
        const error strictly = at_value(errc::wrong_type, m.key, body, m.key);
        if (m.key == "SdkAppId" || m.key == "SessionId") {
            CHECK(refused(body) == at_value(errc::missing_field, m.key, body, m.key));
            continue;
        }
        tccc::parser parser;
        const std::string absent = write(without(cdr_members(), m.key));
        tccc::cdr_push expected = to_owned(*parser.parse_cdr(absent));
        expected.drift = anomaly::null_field;
        CHECK(accepted(body, anomaly::null_field, strictly) == expected);
    }
    for (const member& m : leg_members()) {
        const std::string body = write(cdr_with_leg(with(leg_members(), m.key, "null")));
        tccc::parser parser;
        const auto push = parser.parse_cdr(body);
        REQUIRE(push);
        CHECK(push->drift.has(anomaly::null_field));
        CHECK(push->drift.has(anomaly::missing_sequence) == (m.key == "Sequence"));
    }
    // An item that is null is none.
    const std::string items = write(with(with(cdr_members(), "IVRKeyPressed", "[null,\"1\"]"),
                                         "ServeParticipants", in_list({"null", write(leg_members())})));
    const tccc::cdr_push push =
        accepted(items, anomaly::null_field, {errc::wrong_type, "IVRKeyPressed", items.find("[null") + 1});
    CHECK(push.ivr_keys_pressed.size() == 1);
    CHECK(push.legs.size() == 1);
}

TEST_CASE("digits without quotes for text, quotes around numbers", "[cdr]") {
    for (const std::string_view key :
         {"Caller", "Callee", "RecordId", "EndStatusString", "UserRemark", "Uui"}) {
        const std::string body = write(cdr_with(key, "13123456789"));
        accepted(body, anomaly::scalar_drift, at_value(errc::wrong_type, key, body, key));
    }
    const std::string keys = write(cdr_with("IVRKeyPressed", "[1,\"2\",30]"));
    CHECK(accepted(keys, anomaly::scalar_drift, {errc::wrong_type, "IVRKeyPressed", keys.find("[1,") + 1})
              .ivr_keys_pressed.at(2) == "30");
    const std::string key = write(cdr_with("PostIVRKeyPressed", R"([{"Key":5,"Label":"x"}])"));
    CHECK(
        accepted(key, anomaly::scalar_drift, at_value(errc::wrong_type, "PostIVRKeyPressed.Key", key, "Key"))
            .post_ivr_keys_pressed.at(0)
            .key == "5");
    for (const std::string_view number : {"SdkAppId", "Direction", "CallType", "Duration", "IVRDuration",
                                          "StartTimestamp", "QueuedSkillGroupId"}) {
        const std::string body = write(cdr_with(number, "\"6\""));
        accepted(body, anomaly::scalar_drift, at_value(errc::wrong_type, number, body, number));
    }
    const std::string sequence = write(cdr_with_leg(with(leg_members(), "Sequence", "\"4\"")));
    CHECK(accepted(sequence, anomaly::scalar_drift,
                   at_value(errc::wrong_type, "ServeParticipants.Sequence", sequence, "Sequence"))
              .legs.at(0)
              .sequence == 4);
    // Nothing between the quotes is no number.
    const std::string empty = write(cdr_with("Direction", "\"\""));
    CHECK_FALSE(
        accepted(empty, anomaly::scalar_drift, at_value(errc::wrong_type, "Direction", empty, "Direction"))
            .direction_code);
}

TEST_CASE("time stamps: milliseconds, and 0 for what did not happen", "[cdr]") {
    const std::string late = write(cdr_with("EndedTimestamp", "1608130650123"));
    CHECK(accepted(late, anomaly::millisecond_timestamp,
                   at_value(errc::bad_value, "EndedTimestamp", late, "EndedTimestamp"))
              .ended_timestamp == second(1608130650));
    tccc::parser strict({.strict = true});
    for (const std::string_view key :
         {"RingTimestamp", "AcceptTimestamp", "StartTimestamp", "QueuedTimestamp"}) {
        const std::string zero = write(cdr_with(key, "0"));
        const std::string absent = write(without(cdr_members(), key));
        const auto push = strict.parse_cdr(zero);
        REQUIRE(push);
        const tccc::cdr_push owned = to_owned(*push);
        CHECK(owned == *strict.parse_cdr(absent));
    }
    // A duration of 0 is one.
    const std::string body = write(cdr_with("Duration", "0"));
    CHECK(strict.parse_cdr(body)->duration == std::chrono::seconds(0));
}

TEST_CASE("a leg without Sequence", "[cdr]") {
    const std::string leg = write(without(leg_members(), "Sequence"));
    const std::string body = write(cdr_with("ServeParticipants", in_list({write(leg_members()), leg})));
    accepted(body, anomaly::missing_sequence,
             {errc::missing_field, "ServeParticipants.Sequence", body.find(leg)});
}

TEST_CASE("a field that only describes is absent when it cannot be used", "[cdr]") {
    const auto check = [](std::string_view key, std::string_view value, errc code) {
        const std::string body = write(cdr_with(key, value));
        tccc::parser parser;
        const std::string absent = write(without(cdr_members(), key));
        tccc::cdr_push expected = to_owned(*parser.parse_cdr(absent));
        expected.drift = anomaly::unexpected_value;
        CHECK(accepted(body, anomaly::unexpected_value, at_value(code, key, body, key)) == expected);
    };
    for (const std::string_view key :
         {"HungUpSide", "EndStatusString", "UserRemark", "Uui", "CallerLocation"}) {
        check(key, "true", errc::wrong_type);
        check(key, "{}", errc::wrong_type);
        check(key, "1.5", errc::bad_value);
        check(key, "-1", errc::bad_value);
    }
    for (const std::string_view key : {"Duration", "StartTimestamp", "RingTimestamp"}) {
        check(key, "[]", errc::wrong_type);
        check(key, "-1", errc::bad_value);
        check(key, "1.0", errc::bad_value);
        check(key, "1e3", errc::bad_value);
        check(key, "9223372036854775808", errc::bad_value);
    }
    check("EndedTimestamp", "100000000000000", errc::bad_value);
    check("QueuedSkillGroupId", "false", errc::wrong_type);
    for (const std::string_view key :
         {"SeatUser", "TelLocation", "IVRKeyPressed", "IVRKeyPressedEx", "PostIVRKeyPressed"}) {
        check(key, "1", errc::wrong_type);
        check(key, "\"\"", errc::wrong_type);
    }
    check("RecordURL", "123", errc::wrong_type);
    check("SeatUser", "[]", errc::wrong_type);
    check("IVRKeyPressed", "{}", errc::wrong_type);
    const std::string half = write(cdr_with("Uui", "\"ab\\ud800\""));
    accepted(half, anomaly::unexpected_value, {errc::not_utf8, "Uui", half.find("\\ud800")});
    const std::string quoted = write(cdr_with("Duration", "\"x\""));
    accepted(quoted, anomaly::unexpected_value, at_value(errc::wrong_type, "Duration", quoted, "Duration"));
    // An item of no use is left out, its neighbours stay.
    const std::string items = write(cdr_with("IVRKeyPressed", "[\"1\",{},\"2\"]"));
    CHECK(accepted(items, anomaly::unexpected_value,
                   {errc::wrong_type, "IVRKeyPressed", items.find("{},\"2\"")})
              .ivr_keys_pressed.size() == 2);
    const std::string inner = write(cdr_with_leg(with(leg_members(), "Type", "[]")));
    accepted(inner, anomaly::unexpected_value,
             at_value(errc::wrong_type, "ServeParticipants.Type", inner, "Type"));
}

TEST_CASE("a field on which pairing rests is an error when it cannot be used", "[cdr]") {
    const auto check = [](std::string_view key, std::string_view value, errc code) {
        const std::string body = write(cdr_with(key, value));
        CHECK(refused(body) == at_value(code, key, body, key));
    };
    for (const std::string_view key : {"Caller", "Callee", "RecordId"}) {
        check(key, "[]", errc::wrong_type);
        check(key, "1.5", errc::bad_value);
        const std::string half = write(cdr_with(key, "\"\\ud800\""));
        CHECK(refused(half) == error{errc::not_utf8, key, half.find("\\ud800")});
    }
    for (const std::string_view key : {"Direction", "CallType"}) {
        check(key, "true", errc::wrong_type);
        check(key, "\"in\"", errc::bad_value);
        check(key, "0.5", errc::bad_value);
    }
    check("ServeParticipants", "{}", errc::wrong_type);
    check("ServeParticipants", "\"\"", errc::wrong_type);
    const std::string item = write(cdr_with("ServeParticipants", "[\"x\"]"));
    CHECK(refused(item) == error{errc::wrong_type, "ServeParticipants", item.find("\"x\"")});
    for (const std::string_view key : {"Sequence", "Mail", "Phone", "RecordId", "TransferFrom"}) {
        const std::string body = write(without(cdr_with_leg(with(leg_members(), key, "true")), "RecordId"));
        CHECK(refused(body) ==
              at_value(errc::wrong_type, "ServeParticipants." + std::string(key), body, key));
    }
    // Numbers that nobody documents are kept.
    tccc::parser parser;
    const std::string odd = write(with(cdr_with("Direction", "-7"), "CallType", "99"));
    const auto push = parser.parse_cdr(odd);
    REQUIRE(push);
    CHECK_FALSE(push->drift.any());
    CHECK(push->direction_code == -7);
    CHECK(push->direction() == tccc::call_direction::unknown);
    CHECK(push->call_type == static_cast<tccc::call_type>(99));
}

TEST_CASE("what identifies a call record is never guessed", "[cdr]") {
    for (const std::string_view key : {"SdkAppId", "SessionId"}) {
        const std::string absent = write(without(cdr_members(), key));
        CHECK(refused(absent) == error{errc::missing_field, key, absent.size()});
        const std::string empty = write(cdr_with(key, "\"\""));
        CHECK(refused(empty) == at_value(errc::missing_field, key, empty, key));
        const std::string other = write(cdr_with(key, "false"));
        CHECK(refused(other) == at_value(errc::wrong_type, key, other, key));
    }
    const std::string number = write(cdr_with("SessionId", "12"));
    CHECK(refused(number) == at_value(errc::wrong_type, "SessionId", number, "SessionId"));
    for (const std::string_view value : {"-1", "1.5", "1e3", "9223372036854775808", "\"x\"", "-0"}) {
        const std::string body = write(cdr_with("SdkAppId", value));
        CHECK(refused(body) == at_value(errc::bad_value, "SdkAppId", body, "SdkAppId"));
    }
    CHECK(refused("{}") == error{errc::missing_field, "SdkAppId", 2});
    CHECK(refused(R"( {"SdkAppId":1} )") == error{errc::missing_field, "SessionId", 16});
    CHECK(refused(" []") == error{errc::wrong_type, {}, 1});
    CHECK(refused("\xEF\xBB\xBF 7") == error{errc::wrong_type, {}, 4});
}

TEST_CASE("a byte order mark before a call record", "[cdr]") {
    const std::string body = "\xEF\xBB\xBF" + write(cdr_members());
    accepted(body, anomaly::byte_order_mark, {errc::malformed_json, {}, 0});
    const std::string fault = "\xEF\xBB\xBF" + write(cdr_with("Caller", "[]"));
    CHECK(refused(fault) == at_value(errc::wrong_type, "Caller", fault, "Caller"));
}
