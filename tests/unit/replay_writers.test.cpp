// SPDX-License-Identifier: MIT
// What replay writes stays what it is, whatever a push holds: JSON stays JSON, CSV stays CSV, and a table row
// reaches the terminal as one line of plain letters.
#include "../../examples/replay/options.hpp"
#include "../../examples/replay/writers.hpp"
#include "support/hostile_sessions.hpp"

#include <tccc/session.hpp>

#include <catch2/catch_test_macros.hpp>
#include <simdjson.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using support::hostile_session;
using support::read_csv;
using support::string_of;
using support::written;

TEST_CASE("an NDJSON line is valid JSON that says what the session says", "[replay]") {
    const replay::ndjson_writer writer(replay::disclosure(true));
    simdjson::dom::parser parser;
    std::mt19937 random(1);
    for (int i = 0; i < 3000; ++i) {
        const tccc::session session = hostile_session(random);
        const std::string line = written(writer, session);
        REQUIRE(line.find('\n') == line.size() - 1);
        simdjson::dom::element json;
        REQUIRE(parser.parse(simdjson::padded_string(line)).get(json) == simdjson::SUCCESS);
        REQUIRE(string_of(json, "session_id") == session.session_id);
        simdjson::dom::array tracks;
        REQUIRE(json["tracks"].get(tracks) == simdjson::SUCCESS);
        REQUIRE(tracks.size() == session.tracks.size());
        for (std::size_t n = 0; n < session.tracks.size(); ++n) {
            const simdjson::dom::element track = tracks.at(n).value_unsafe();
            REQUIRE(string_of(track, "endpoint_user") == session.tracks[n].push.endpoint_user.value());
            REQUIRE(string_of(track, "record_id") == session.tracks[n].push.record_id);
            REQUIRE(string_of(track, "record_url") == session.tracks[n].push.record_url.value());
        }
    }
}

TEST_CASE("a CSV record holds its fields, whatever is in them", "[replay]") {
    const replay::csv_writer writer(replay::disclosure(true));
    std::string head;
    writer.head(head);
    const std::size_t columns = read_csv(head).at(0).size();
    std::mt19937 random(2);
    for (int i = 0; i < 3000; ++i) {
        const tccc::session session = hostile_session(random);
        const auto records = read_csv(written(writer, session));
        REQUIRE(records.size() == session.tracks.size());
        for (std::size_t n = 0; n < records.size(); ++n) {
            REQUIRE(records[n].size() == columns);
            REQUIRE(records[n][1] == session.session_id);
            REQUIRE(records[n][8] == session.tracks[n].push.endpoint_user.value());
            REQUIRE(records[n][11] == session.tracks[n].push.record_url.value());
        }
    }
}

TEST_CASE("a table row is one line of printable ASCII, also with users in full", "[replay]") {
    std::mt19937 random(3);
    for (const bool reveal : {false, true}) {
        const replay::table_writer writer(replay::disclosure(reveal), tccc::call_direction::unknown);
        std::string head;
        writer.head(head);
        for (int i = 0; i < 3000; ++i) {
            const std::string row = written(writer, hostile_session(random));
            REQUIRE(row.find('\n') == row.size() - 1);
            REQUIRE(std::all_of(row.begin(), row.end() - 1, [](char c) { return c >= 0x20 && c < 0x7f; }));
            REQUIRE(row.size() <= (reveal ? 140U : 120U) + 1);
        }
    }
}

TEST_CASE("nothing but --reveal shows a user, or the query of a URL", "[replay]") {
    tccc::session session;
    session.session_id = "s";
    tccc::track& track = session.tracks.emplace_back();
    track.party = tccc::track_party::customer;
    track.push.endpoint_user = tccc::endpoint_user("008613812345678");
    track.push.record_url = tccc::record_url("http://a.example.com/b.mp3?sign=secret");
    track.push.custom_record_url = tccc::record_url("https://user:secret@a.example.com/b.mp3");
    tccc::cdr_push& record = session.call_record.emplace();
    record.caller = track.push.endpoint_user;
    record.callee = tccc::endpoint_user("secret@example.com");
    record.legs.emplace_back().mail = record.callee;
    record.legs.back().phone = tccc::endpoint_user("008613987654321");
    record.legs.back().transfer_from = record.legs.back().transfer_to = record.callee;
    tccc::voicemail_push& voicemail = session.voicemails.emplace_back();
    voicemail.endpoint_user = track.push.endpoint_user;
    voicemail.record_url = track.push.record_url;
    for (const auto format :
         {replay::output_format::table, replay::output_format::ndjson, replay::output_format::csv}) {
        for (const bool mixed : {false, true}) {
            replay::options options;
            options.format = format;
            const std::string masked = written(*replay::make_writer(options, mixed), session);
            CHECK(masked.find("0086138****5678") != std::string::npos);
            CHECK(masked.find("secret") == std::string::npos);
            CHECK(masked.find("87654") == std::string::npos);
            options.reveal = true;
            CHECK(written(*replay::make_writer(options, mixed), session).find("008613812345678") !=
                  std::string::npos);
        }
    }
}

TEST_CASE("durations and times read well", "[replay]") {
    const auto duration = [](std::int64_t seconds) {
        std::string out;
        replay::append_duration(out, std::chrono::seconds(seconds));
        return out;
    };
    CHECK(duration(0) == "0s");
    CHECK(duration(59) == "59s");
    CHECK(duration(281) == "4m41s");
    CHECK(duration(3599) == "59m59s");
    CHECK(duration(3840) == "1h04m");
    CHECK(duration(86400 * 3 + 7300) == "3d02h");

    const auto time = [](std::int64_t seconds) {
        std::string out;
        replay::append_time(out, std::chrono::sys_seconds{std::chrono::seconds(seconds)});
        return out;
    };
    CHECK(time(1608130650) == "2020-12-16 14:57:30");
    CHECK(time(0) == "1970-01-01 00:00:00");
    CHECK(time(253402300799) == "9999-12-31 23:59:59");
    CHECK_FALSE(replay::is_date(std::chrono::sys_seconds{std::chrono::seconds(253402300800)}));
}
