// SPDX-License-Identifier: MIT
// What replay writes of call records and voicemails stays JSON, CSV and one line of plain letters, whatever they hold;
// and it says who called whom, what that rests on, and what is missing.
#include "../../examples/replay/mixed_writers.hpp"
#include "../../examples/replay/ndjson_writer.hpp"
#include "support/hostile_sessions.hpp"

#include <tccc/session.hpp>

#include <catch2/catch_test_macros.hpp>
#include <simdjson.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <random>
#include <string>
#include <string_view>

namespace {

using support::hostile_text;
using support::read_csv;
using support::string_of;
using support::written;

tccc::endpoint_user hostile_user(std::mt19937& random) { return tccc::endpoint_user(hostile_text(random)); }

tccc::session hostile_mixed_session(std::mt19937& random) {
    tccc::session s = support::hostile_session(random);
    s.reason = random() % 2 == 0 ? tccc::completion::amended : tccc::completion::manifest;
    if (random() % 3 != 0) {
        tccc::cdr_push& record = s.call_record.emplace();
        record.caller = hostile_user(random);
        record.callee = hostile_user(random);
        record.record_id = hostile_text(random);
        record.end_status = hostile_text(random);
        record.hung_up_side = hostile_text(random);
        record.call_type = static_cast<tccc::call_type>(random() % 9);
        for (auto n = random() % 3; n > 0; --n) {
            tccc::call_leg& leg = record.legs.emplace_back();
            leg.mail = hostile_user(random);
            leg.phone = hostile_user(random);
            leg.type = hostile_text(random);
            leg.record_id = hostile_text(random);
            leg.end_status = hostile_text(random);
            leg.transfer_from = hostile_user(random);
            leg.transfer_to = hostile_user(random);
            if (!s.tracks.empty()) leg.accept_timestamp = s.tracks.front().push.timestamp;
        }
        for (auto n = random() % 3; n > 0; --n)
            s.missing_record_ids.push_back(hostile_text(random));
    }
    for (auto n = random() % 3; n > 0; --n) {
        tccc::voicemail_push& voicemail = s.voicemails.emplace_back();
        voicemail.endpoint_user = hostile_user(random);
        voicemail.record_url = tccc::record_url(hostile_text(random));
    }
    return s;
}

tccc::track track_of(std::string_view user, tccc::track_role role, tccc::role_basis basis) {
    tccc::track t;
    t.push.endpoint_user = tccc::endpoint_user(std::string(user));
    t.push.timestamp = std::chrono::sys_seconds{std::chrono::seconds{1608130650}};
    t.role = role;
    t.basis = basis;
    return t;
}

}  // namespace

TEST_CASE("call records and voicemails in NDJSON are valid JSON that says what they say", "[replay]") {
    const replay::ndjson_writer writer(replay::disclosure(true));
    simdjson::dom::parser parser;
    std::mt19937 random(11);
    for (int i = 0; i < 3000; ++i) {
        const tccc::session session = hostile_mixed_session(random);
        const std::string line = written(writer, session);
        REQUIRE(line.find('\n') == line.size() - 1);
        simdjson::dom::element json;
        REQUIRE(parser.parse(simdjson::padded_string(line)).get(json) == simdjson::SUCCESS);
        simdjson::dom::element record;
        const bool has_record = json["call_record"].get(record) == simdjson::SUCCESS;
        REQUIRE(has_record == session.call_record.has_value());
        if (has_record) {
            REQUIRE(string_of(record, "caller") == session.call_record->caller.value());
            REQUIRE(string_of(record, "end_status") == session.call_record->end_status);
            simdjson::dom::array legs;
            REQUIRE(record["legs"].get(legs) == simdjson::SUCCESS);
            REQUIRE(legs.size() == session.call_record->legs.size());
        }
        simdjson::dom::array missing;
        const bool has_missing = json["missing_record_ids"].get(missing) == simdjson::SUCCESS;
        REQUIRE(has_missing == (has_record && session.reason != tccc::completion::amended));
        if (has_missing) REQUIRE(missing.size() == session.missing_record_ids.size());
        simdjson::dom::array voicemails;
        const bool has_voicemails = json["voicemails"].get(voicemails) == simdjson::SUCCESS;
        REQUIRE(has_voicemails == !session.voicemails.empty());
        if (has_voicemails) {
            REQUIRE(voicemails.size() == session.voicemails.size());
            REQUIRE(string_of(voicemails.at(0).value_unsafe(), "endpoint_user") ==
                    session.voicemails[0].endpoint_user.value());
        }
    }
}

TEST_CASE("mixed CSV has a record for each thing that came or is missing", "[replay]") {
    const replay::mixed_csv_writer writer(replay::disclosure(true));
    std::string head;
    writer.head(head);
    const auto columns = read_csv(head).at(0);
    REQUIRE(columns.at(5) == "what");
    std::mt19937 random(12);
    for (int i = 0; i < 3000; ++i) {
        const tccc::session session = hostile_mixed_session(random);
        const auto records = read_csv(written(writer, session));
        const bool amended = session.reason == tccc::completion::amended;
        REQUIRE(records.size() == session.tracks.size() + session.voicemails.size() +
                                      (session.call_record ? 1 : 0) +
                                      (amended ? 0 : session.missing_record_ids.size()));
        for (const auto& record : records) {
            REQUIRE(record.size() == columns.size());
            REQUIRE(record[1] == session.session_id);
        }
    }
}

TEST_CASE("a mixed table row is one line of printable ASCII", "[replay]") {
    std::mt19937 random(13);
    for (const bool reveal : {false, true}) {
        const replay::mixed_table_writer writer{replay::disclosure(reveal)};
        for (int i = 0; i < 3000; ++i) {
            const std::string row = written(writer, hostile_mixed_session(random));
            REQUIRE(row.find('\n') == row.size() - 1);
            REQUIRE(std::all_of(row.begin(), row.end() - 1, [](char c) { return c >= 0x20 && c < 0x7f; }));
            REQUIRE(row.size() <= (reveal ? 150U : 124U) + 1);
        }
    }
}

TEST_CASE("a mixed table row names the ends of the call, by what it has", "[replay]") {
    using tccc::role_basis;
    using tccc::track_role;
    const replay::mixed_table_writer writer(replay::disclosure(true));
    tccc::session s;
    s.session_id = "s";
    s.reason = tccc::completion::settled;
    s.tracks = {track_of("0086123", track_role::customer, role_basis::push),
                track_of("a@b", track_role::agent, role_basis::push)};
    const auto says = [&](std::string_view words) {
        const std::string row = written(writer, s);
        INFO(row);
        CHECK(row.find(words) != row.npos);
    };
    says("0086123                     a@b                         -                              form    2");
    says("-     -   settled    12-16 14:57:30");
    s.tracks = {track_of("0086123", track_role::callee, role_basis::manifest),
                track_of("a@b", track_role::caller, role_basis::manifest_user),
                track_of("c@d", track_role::transfer, role_basis::manifest)};
    tccc::cdr_push& record = s.call_record.emplace();
    record.caller = tccc::endpoint_user("0086456");
    s.missing_record_ids = {"r1", "r2"};
    s.voicemails.resize(1);
    says("a@b                         0086123                     c@d                            name    3");
    says("2?    1   settled");
    // Nobody was recorded: in parentheses those whom the call record names.
    s.tracks.clear();
    record.legs.emplace_back().mail = tccc::endpoint_user("t@b");
    record.legs.back().transfer_from = tccc::endpoint_user("a@b");
    record.legs.back().accept_timestamp = std::chrono::sys_seconds{std::chrono::seconds{1608130650}};
    says("(0086456)                   -                           (t@b)                          record  0   "
         " 2     1");
    s.reason = tccc::completion::amended;
    s.revision = 3;
    says("record  0    -     1   amended 3  ");
}

TEST_CASE("an envelope is seen by the beginning of the text", "[replay]") {
    CHECK(replay::begins_with_envelope(R"({"action":"cdr","body":{}})"));
    CHECK(replay::begins_with_envelope("\xEF\xBB\xBF\n [ {\"at\":1,\n\"action\":\"record\",\"body\":{}},"));
    CHECK(replay::begins_with_envelope("{\"action\":\"cdr\",\"body\":{}}\n{\"SdkAppId\":1}"));
    CHECK(replay::begins_with_envelope("{\"action\":\"cdr\",\"body\""));  // what is broken was to be one
    CHECK_FALSE(replay::begins_with_envelope(""));
    CHECK_FALSE(replay::begins_with_envelope("rubbish"));
    CHECK_FALSE(replay::begins_with_envelope("{\"SdkAppId\":1}\n{\"action\":\"cdr\",\"body\":{}}"));
}
