// SPDX-License-Identifier: MIT
// Call records and voicemails of the simulator: sent beside the recordings without changing them, in all the forms
// that the vendor's samples show, and with a truth from which the library's pairing follows.
#include <tccc/call_codes.hpp>
#include <tccc/session.hpp>
#include <tccc/simulator.hpp>

#include <catch2/catch_test_macros.hpp>
#include <simdjson.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using tccc::simulator_options;

std::vector<tccc::simulated_push> all_pushes(const simulator_options& options) {
    tccc::simulator simulator(options);
    std::vector<tccc::simulated_push> pushes;
    while (auto push = simulator.next())
        pushes.push_back(*std::move(push));
    return pushes;
}

simulator_options everything(std::uint64_t sessions) {
    simulator_options options = simulator_options::everything(2024);
    options.sessions = sessions;
    return options;
}

// A session of what arrives, paired by the library.
tccc::session paired(const tccc::simulated_session& truth) {
    tccc::session s;
    s.sdk_app_id = truth.sdk_app_id;
    s.session_id = truth.session_id;
    for (const tccc::simulated_track& track : truth.tracks) {
        if (!track.lost()) s.tracks.push_back({.push = track.push});
    }
    if (truth.call_record && !truth.call_record->lost()) s.call_record = truth.call_record->push;
    return merge(s, s);
}

const tccc::track& find(const tccc::session& s, const tccc::simulated_track& track) {
    const auto it = std::ranges::find_if(s.tracks, [&](const tccc::track& t) {
        return t.push.record_id == track.push.record_id && t.push.endpoint_user == track.push.endpoint_user;
    });
    REQUIRE(it != s.tracks.end());
    return *it;
}

}  // namespace

TEST_CASE("call records and voicemails change no byte of the recordings", "[simulator][statistics]") {
    simulator_options options;
    options.sessions = 500;
    const auto recordings = all_pushes(options);
    options.call_records_per_mille = 1000;
    options.voicemails_per_mille = 1000;
    options.updated_call_record_per_mille = 500;
    auto mixed = all_pushes(options);
    REQUIRE(mixed.size() > recordings.size() + 900);
    std::erase_if(mixed, [](const tccc::simulated_push& push) { return push.action != "record"; });
    CHECK(mixed == recordings);
}

TEST_CASE("every action comes, each in the order of time and before, among and after the recordings",
          "[simulator][statistics]") {
    simulator_options options = simulator_options::clean(3);
    options.sessions = 600;
    options.call_records_per_mille = 1000;
    options.voicemails_per_mille = 300;
    std::map<std::string, std::size_t> actions;
    std::map<std::uint64_t, std::string> orders;  // r: a recording, c: the call record
    for (const tccc::simulated_push& push : all_pushes(options)) {
        ++actions[push.action];
        if (push.action == "record") orders[push.session] += 'r';
        if (push.action == "cdr") orders[push.session] += 'c';
    }
    CHECK(actions.size() == 3);
    CHECK(actions["cdr"] == 600);
    CHECK(actions["voicemail"] > 150);
    const auto count = [&](auto&& predicate) {
        return std::ranges::count_if(orders, [&](const auto& order) { return predicate(order.second); });
    };
    CHECK(count([](const std::string& order) { return order.starts_with('c'); }) > 60);
    CHECK(count([](const std::string& order) { return order.ends_with('c'); }) > 60);
    CHECK(count([](const std::string& order) { return order.find("rcr") != order.npos; }) > 20);
}

TEST_CASE("bodies are JSON that names its session, each form at its rate", "[simulator][statistics]") {
    const simulator_options options = everything(3000);
    const tccc::simulator truths(options);
    simdjson::dom::parser parser;
    std::map<std::string_view, std::size_t> seen;
    std::size_t records = 0;
    for (const tccc::simulated_push& push : all_pushes(options)) {
        if (push.action == "record") continue;
        simdjson::dom::element body;
        REQUIRE(parser.parse(push.body).get(body) == simdjson::SUCCESS);
        std::string_view session_id;
        REQUIRE(body["SessionId"].get(session_id) == simdjson::SUCCESS);
        REQUIRE(session_id == truths.truth(push.session).session_id);
        if (push.action == "voicemail") {
            // As in the vendor's sample: a number without quotes and without 0086.
            std::uint64_t user = 0;
            REQUIRE(body["EndpointUser"].get(user) == simdjson::SUCCESS);
            REQUIRE(std::to_string(user).size() == 11);
            REQUIRE(body["RecordId"].error() == simdjson::NO_SUCH_FIELD);
            continue;
        }
        ++records;
        const std::string& text = push.body;
        const auto says = [&](std::string_view what) { return text.find(what) != text.npos; };
        seen["compact"] += says("\n") ? 0U : 1U;
        seen["two durations"] += text.find("\"Duration\"") != text.rfind("\"Duration\"") ? 1U : 0U;
        seen["older"] += says("\"CallType\"") ? 0U : 1U;
        seen["no sequence"] += says("\"ServeParticipants\":[{\"Mail\"") ? 1U : 0U;
        seen["last leg first"] += says("\"ServeParticipants\":[{\"Sequence\":1") ? 1U : 0U;
        seen["protected"] += says("\"Caller\":\"\"") ? 1U : 0U;
        seen["internal"] += says("\"CallType\":6") ? 1U : 0U;
        seen["audio"] += says("\"CallType\":3") ? 1U : 0U;
        seen["predictive"] += says("\"CallType\":5") ? 1U : 0U;
        seen["outside line"] += says("\"outboundSeat\"") ? 1U : 0U;
        seen["agent's phone"] += says("\"staffPhoneSeat\"") ? 1U : 0U;
        seen["gave up"] += says("\"seatGiveUp\"") ? 1U : 0U;
        seen["satisfied"] += says("\"label\":\"\xe6\xbb\xa1\xe6\x84\x8f\"") ? 1U : 0U;
        seen["satisfied, escaped"] += says("\"label\":\"\\u6ee1\\u610f\"") ? 1U : 0U;
        seen["surrogates"] += says("\\ud83d\\udcde") ? 1U : 0U;
        seen["remark"] += says("a \\\"call back\\\"\\nbefore") ? 1U : 0U;
        REQUIRE(says("\"IVRKeyPressed\":null"));
    }
    CHECK(records > 2800);
    CHECK(seen.size() == 16);
    for (const auto& [form, count] : seen) {
        INFO(form << ": " << count << " of " << records);
        CHECK(count >= 5);
        CHECK(count < records / 2);
    }
}

TEST_CASE("kinds of calls have the participants that make them hard", "[simulator][statistics]") {
    const tccc::simulator simulator(everything(3000));
    std::map<std::string_view, std::size_t> seen;
    for (std::uint64_t i = 0; i < 3000; ++i) {
        const tccc::simulated_session s = simulator.truth(i);
        if (s.tracks.empty()) {
            ++seen["unanswered"];
            if (s.call_record) REQUIRE(s.call_record->push.record_id.empty());
            continue;
        }
        const auto kind = s.tracks[0].push.endpoint_user.kind();
        if (s.type == tccc::call_type::internal_call) {
            ++seen["internal"];
            REQUIRE(s.tracks.size() == 2);
            for (const tccc::simulated_track& track : s.tracks) {
                REQUIRE(track.party == tccc::track_party::agent);
                REQUIRE(track.push.endpoint_user.kind() == tccc::endpoint_kind::email);
            }
            REQUIRE(s.tracks[0].push.endpoint_user != s.tracks[1].push.endpoint_user);
            REQUIRE(s.tracks[0].role != s.tracks[1].role);
            continue;
        }
        const bool audio = s.type == tccc::call_type::audio_inbound;
        seen["audio"] += audio ? 1U : 0U;
        REQUIRE(kind == (audio ? tccc::endpoint_kind::other : tccc::endpoint_kind::phone));
        for (std::size_t n = 1; n < s.tracks.size(); ++n) {
            REQUIRE(s.tracks[n].party == tccc::track_party::agent);
            const bool phone = s.tracks[n].push.endpoint_user.kind() == tccc::endpoint_kind::phone;
            seen["agent by phone"] += phone ? 1U : 0U;
        }
        if (audio || s.type == tccc::call_type::inbound_call) {
            REQUIRE(s.direction == tccc::call_direction::inbound);
        } else {
            REQUIRE(s.direction == tccc::call_direction::outbound);
        }
        if (!s.call_record) ++seen["no call record"];
    }
    CHECK(seen.size() == 5);
    for (const auto& [kind, count] : seen) {
        INFO(kind << ": " << count);
        CHECK(count > 60);
        CHECK(count < 500);
    }
}

TEST_CASE("a call record that joins names every role, and what is missing", "[simulator][statistics]") {
    const tccc::simulator simulator(everything(4000));
    std::size_t joined = 0;
    std::size_t missing = 0;
    for (std::uint64_t i = 0; i < 4000; ++i) {
        const tccc::simulated_session truth = simulator.truth(i);
        if (!truth.call_record || truth.call_record->lost()) {
            REQUIRE(truth.missing_record_ids.empty());
            continue;
        }
        const tccc::session session = paired(truth);
        INFO(truth.session_id << " of type " << to_string(truth.type));
        REQUIRE(session.direction == truth.direction);
        REQUIRE(session.missing_record_ids == truth.missing_record_ids);
        missing += truth.missing_record_ids.size();
        // An early record does not know the last agent, and an older one does not name the customer's recording nor
        // that a call is internal.
        const auto& record = truth.call_record->push;
        const bool whole =
            std::ranges::count_if(record.legs,
                                  [](const tccc::call_leg& leg) { return !leg.record_id.empty(); }) +
                1 ==
            static_cast<std::ptrdiff_t>(truth.tracks.size());
        if (!truth.call_record->joins || !whole || !record.call_type) continue;
        ++joined;
        for (const tccc::simulated_track& track : truth.tracks) {
            if (track.lost()) continue;
            const tccc::track& found = find(session, track);
            INFO(to_string(track.role) << ", found " << to_string(found.role));
            CHECK(found.role == track.role);
            CHECK(found.party == track.party);
            CHECK(found.basis == tccc::role_basis::manifest);
        }
    }
    CHECK(joined > 2000);
    CHECK(missing > 100);
}
