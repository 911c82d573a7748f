// SPDX-License-Identifier: MIT
// What replay writes stays what it is, whatever a push holds: JSON stays JSON, CSV stays CSV, and a table row
// reaches the terminal as one line of plain letters.
#include "../../examples/replay/options.hpp"
#include "../../examples/replay/writers.hpp"

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

namespace {

// Any text that a parser can hand out is valid UTF-8 and nothing else is promised.
std::string hostile_text(std::mt19937& random) {
    const std::vector<std::string> pieces = {"\x1b[2J",
                                             "\x1b]0;x\x07",
                                             "\r",
                                             "\n",
                                             "\t",
                                             "\"",
                                             "\\",
                                             ",",
                                             ";",
                                             "=",
                                             "'",
                                             "\x7f",
                                             "\xc2\x9b",
                                             "\xe2\x80\xae",
                                             "\xe4\xbd\xa0",
                                             "\xf0\x9f\x93\x9e",
                                             "@",
                                             "a",
                                             "0086",
                                             "http://",
                                             "?sign=1",
                                             std::string(1, '\0')};
    std::string text;
    for (auto n = random() % 12; n > 0; --n)
        text += pieces[random() % pieces.size()];
    return text;
}

tccc::session hostile_session(std::mt19937& random) {
    tccc::session session;
    session.sdk_app_id = static_cast<std::int64_t>(random()) - 2'000'000'000;
    session.session_id = hostile_text(random);
    session.reason = tccc::completion::amended;
    session.revision = random() % 2 == 0 ? 1 : 4'000'000'000U;
    for (auto n = random() % 4; n > 0; --n) {
        tccc::track track;
        track.party = static_cast<tccc::track_party>(random() % 3);
        track.role = static_cast<tccc::track_role>(random() % 6);
        track.push.record_id = hostile_text(random);
        track.push.endpoint_user = tccc::endpoint_user(hostile_text(random));
        track.push.record_url = tccc::record_url(hostile_text(random));
        if (random() % 2 == 0) track.push.custom_record_url = tccc::record_url(hostile_text(random));
        track.push.timestamp = std::chrono::sys_seconds{std::chrono::seconds{
            random() % 2 == 0 ? 1608130650 : static_cast<std::int64_t>(random()) * 1'000'000'000}};
        session.tracks.push_back(track);
    }
    return session;
}

std::string written(const replay::session_writer& writer, const tccc::session& session) {
    std::string out;
    writer.write(session, out);
    return out;
}

std::string_view string_of(const simdjson::dom::element& element, std::string_view key) {
    std::string_view text;
    REQUIRE(element[key].get(text) == simdjson::SUCCESS);
    return text;
}

// A reader of RFC 4180, apart from the writer: the records of a text, the fields of a record.
std::vector<std::vector<std::string>> read_csv(std::string_view text) {
    std::vector<std::vector<std::string>> records;
    for (std::size_t i = 0; i < text.size();) {
        std::vector<std::string> record(1);
        for (bool end = false; !end; ++i) {
            REQUIRE(i < text.size());
            if (text[i] == '"') {
                REQUIRE(record.back().empty());
                for (++i; !(text.substr(i).starts_with('"') && !text.substr(i).starts_with("\"\"")); ++i) {
                    REQUIRE(i < text.size());
                    if (text[i] == '"') ++i;
                    record.back() += text[i];
                }
            } else if (text[i] == ',') {
                record.emplace_back();
            } else if (text.substr(i).starts_with("\r\n")) {
                ++i;
                end = true;
            } else {
                REQUIRE(text[i] != '\r');
                REQUIRE(text[i] != '\n');
                record.back() += text[i];
            }
        }
        records.push_back(std::move(record));
    }
    return records;
}

}  // namespace

TEST_CASE("an NDJSON line is valid JSON that says what the session says") {
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

TEST_CASE("a CSV record holds its fields, whatever is in them") {
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

TEST_CASE("a table row is one line of printable ASCII, also with users in full") {
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

TEST_CASE("nothing but --reveal shows a user, or the query of a URL") {
    tccc::session session;
    session.session_id = "s";
    tccc::track& track = session.tracks.emplace_back();
    track.party = tccc::track_party::customer;
    track.push.endpoint_user = tccc::endpoint_user("008613812345678");
    track.push.record_url = tccc::record_url("http://a.example.com/b.mp3?sign=secret");
    track.push.custom_record_url = tccc::record_url("https://user:secret@a.example.com/b.mp3");
    for (const auto format :
         {replay::output_format::table, replay::output_format::ndjson, replay::output_format::csv}) {
        replay::options options;
        options.format = format;
        const std::string masked = written(*replay::make_writer(options), session);
        CHECK(masked.find("0086138****5678") != std::string::npos);
        CHECK(masked.find("secret") == std::string::npos);
        options.reveal = true;
        CHECK(written(*replay::make_writer(options), session).find("008613812345678") != std::string::npos);
    }
}

TEST_CASE("durations and times read well") {
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
