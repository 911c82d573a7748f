// SPDX-License-Identifier: MIT
/// @file
/// What may a session hold that a writer must survive, and how is what it wrote read back?
#ifndef TESTS_SUPPORT_HOSTILE_SESSIONS_HPP
#define TESTS_SUPPORT_HOSTILE_SESSIONS_HPP

#include "../../examples/replay/session_writer.hpp"

#include <tccc/session.hpp>

#include <catch2/catch_test_macros.hpp>
#include <simdjson.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace support {

// Any text that a parser can hand out is valid UTF-8 and nothing else is promised.
inline std::string hostile_text(std::mt19937& random) {
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

inline tccc::session hostile_session(std::mt19937& random) {
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

inline std::string written(const replay::session_writer& writer, const tccc::session& session) {
    std::string out;
    writer.write(session, out);
    return out;
}

inline std::string_view string_of(const simdjson::dom::element& element, std::string_view key) {
    std::string_view text;
    REQUIRE(element[key].get(text) == simdjson::SUCCESS);
    return text;
}

// A reader of RFC 4180, apart from the writer: the records of a text, the fields of a record.
inline std::vector<std::vector<std::string>> read_csv(std::string_view text) {
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

}  // namespace support

#endif
