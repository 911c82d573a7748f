// SPDX-License-Identifier: MIT
// Each fault of the simulated sender comes at its rate, and not at all at rate 0.
#include <tccc/simulator.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr std::uint64_t sessions = 3000;

// What arrived of one push: its first copy and how often.
struct push_fate {
    tccc::simulated_push first;
    std::size_t copies = 0;
    int last_attempt = 0;
};

std::map<std::string, push_fate> fates(tccc::simulator_options options) {
    options.sessions = sessions;
    tccc::simulator simulator(options);
    std::map<std::string, push_fate> all;
    while (const auto push = simulator.next()) {
        push_fate& fate = all[push->push_uuid];
        if (fate.copies++ == 0) fate.first = *push;
        fate.last_attempt = std::max(fate.last_attempt, push->attempt);
    }
    return all;
}

template <class Predicate>
std::uint64_t per_mille_of_pushes(const tccc::simulator_options& options, Predicate&& predicate) {
    const auto all = fates(options);
    const auto hits = std::ranges::count_if(all, [&](const auto& entry) { return predicate(entry.second); });
    return static_cast<std::uint64_t>(hits) * 1000 / all.size();
}

template <class Predicate>
std::uint64_t per_mille_of_sessions(tccc::simulator_options options, Predicate&& predicate) {
    options.sessions = sessions;
    const tccc::simulator simulator(options);
    std::uint64_t hits = 0;
    for (std::uint64_t i = 0; i < sessions; ++i)
        hits += predicate(simulator.truth(i)) ? 1U : 0U;
    return hits * 1000 / sessions;
}

bool near(std::uint64_t measured, std::uint64_t wanted) {
    return measured + 30 >= wanted &&
           measured <= wanted + 30;  // five standard deviations for 6000 pushes at 300
}

bool says(const push_fate& fate, std::string_view text) {
    return fate.first.body.find(text) != std::string::npos;
}

const tccc::simulator_options clean = tccc::simulator_options::clean(9);

}  // namespace

TEST_CASE("duplicates", "[simulator][statistics]") {
    const auto repeated = [](const push_fate& fate) { return fate.copies > 1; };
    CHECK(per_mille_of_pushes(clean, repeated) == 0);
    auto options = clean;
    options.duplicate_per_mille = 300;
    CHECK(near(per_mille_of_pushes(options, repeated), 300));
    CHECK(per_mille_of_pushes(options, [](const push_fate& fate) { return fate.last_attempt > 1; }) == 0);
}

TEST_CASE("retries", "[simulator][statistics]") {
    const auto retried = [](const push_fate& fate) { return fate.last_attempt > 1; };
    CHECK(per_mille_of_pushes(clean, retried) == 0);
    auto options = clean;
    options.retry_per_mille = 300;
    CHECK(near(per_mille_of_pushes(options, retried), 300));
    // One, two or three more attempts, equally often.
    CHECK(near(per_mille_of_pushes(options, [](const push_fate& fate) { return fate.last_attempt == 4; }),
               100));
}

TEST_CASE("losses", "[simulator][statistics]") {
    const auto some_lost = [](const tccc::simulated_session& session) {
        return std::ranges::any_of(session.tracks, &tccc::simulated_track::lost);
    };
    CHECK(per_mille_of_sessions(clean, some_lost) == 0);
    auto options = clean;
    options.transfer_weights = {1, 0, 0, 0};
    options.loss_per_mille = 100;
    CHECK(near(per_mille_of_sessions(options, some_lost), 190));  // one of two: 1 - 0.9 * 0.9
    options.loss_per_mille = 1000;
    CHECK(fates(options).empty());
}

TEST_CASE("delays and reordering", "[simulator][statistics]") {
    const auto held_up = [](const tccc::simulator_options& options, std::chrono::seconds from) {
        const tccc::simulator simulator(options);
        return per_mille_of_pushes(options, [&](const push_fate& fate) {
            return fate.first.deliver_at - simulator.truth(fate.first.session).ended >= from;
        });
    };
    auto options = clean;
    options.sessions = sessions;
    CHECK(held_up(options, std::chrono::seconds{20}) == 0);
    options.reorder_window = std::chrono::seconds{100};
    CHECK(held_up(options, std::chrono::seconds{120}) == 0);
    CHECK(held_up(options, std::chrono::seconds{60}) > 400);
    options.delayed_per_mille = 300;
    CHECK(near(held_up(options, std::chrono::minutes{5}), 300));
}

TEST_CASE("escapes", "[simulator][statistics]") {
    const auto slash = [](const push_fate& fate) { return says(fate, "http:\\/\\/"); };
    const auto ampersand = [](const push_fate& fate) { return says(fate, "\\u0026q-signature"); };
    auto options = clean;
    options.signed_url_per_mille = 1000;
    CHECK(per_mille_of_pushes(options, slash) == 0);
    CHECK(per_mille_of_pushes(options, ampersand) == 0);
    options.escaped_per_mille = 300;
    CHECK(near(per_mille_of_pushes(options, slash), 200));
    CHECK(near(per_mille_of_pushes(options, ampersand), 200));
}

TEST_CASE("spacing", "[simulator][statistics]") {
    const auto compact = [](const push_fate& fate) {
        return fate.first.body.find_first_of(" \n") == std::string::npos;
    };
    const auto vendor = [](const push_fate& fate) {
        return fate.first.body.starts_with("{\n\"SdkAppId\": 1400264214,\n\"RecordId\":\"") &&
               fate.first.body.ends_with("\"\n}") && says(fate, "\",\n\"SessionId\": \"") &&
               says(fate, "\",\n\"Timestamp\": 1608") && says(fate, ",\n\"EndpointUser\": \"") &&
               says(fate, "\",\n\"RecordURL\": "
                          "\"http://recorder-10018504.cos.ap-shanghai.myqcloud.com/def/month12/000-");
    };
    auto options = clean;
    CHECK(per_mille_of_pushes(options, vendor) == 1000);
    options.compact_per_mille = 300;
    CHECK(near(per_mille_of_pushes(options, vendor), 700));
    CHECK(near(per_mille_of_pushes(options, compact), 300));
}

TEST_CASE("CustomRecordURL: there, null, late, and missing otherwise", "[simulator][statistics]") {
    auto options = clean;
    options.custom_url_per_mille = 0;
    CHECK(per_mille_of_pushes(options, [](const push_fate& fate) { return says(fate, "CustomRecordURL"); }) ==
          0);

    options.custom_url_per_mille = 300;
    options.null_custom_url_per_mille = 300;
    const auto is_null = [](const push_fate& fate) { return says(fate, "\"CustomRecordURL\": null\n}"); };
    const auto is_there = [](const push_fate& fate) { return says(fate, "\"CustomRecordURL\": \"https://"); };
    CHECK(near(per_mille_of_pushes(options, is_there), 300));
    CHECK(near(per_mille_of_pushes(options, is_null), 300));

    options.custom_url_per_mille = 0;
    options.null_custom_url_per_mille = 0;
    options.late_custom_url_per_mille = 1000;
    CHECK(per_mille_of_pushes(options, is_there) == 500);  // two pushes for each recording, under two UUIDs
    const auto all_known = [](const tccc::simulated_session& session) {
        return std::ranges::all_of(session.tracks, [](const auto& track) {
            return track.push.custom_record_url.has_value() && track.deliveries == 2;
        });
    };
    CHECK(per_mille_of_sessions(options, all_known) == 1000);
}

TEST_CASE("users, record ids and signatures", "[simulator][statistics]") {
    const auto bare = [](const tccc::simulated_session& s) {
        return s.tracks[0].push.endpoint_user.value().size() == 11;
    };
    const auto uuid = [](const tccc::simulated_session& s) {
        return s.tracks[0].push.record_id.size() == 36;
    };
    const auto sign = [](const tccc::simulated_session& s) {
        return !s.tracks[0].push.record_url.query().empty();
    };
    auto options = clean;
    options.uuid_record_id_per_mille = 0;
    CHECK(per_mille_of_sessions(options, bare) == 0);
    CHECK(per_mille_of_sessions(options, uuid) == 0);
    CHECK(per_mille_of_sessions(options, sign) == 0);
    options.bare_phone_per_mille = 300;
    options.uuid_record_id_per_mille = 300;
    options.signed_url_per_mille = 300;
    CHECK(near(per_mille_of_sessions(options, bare), 300));
    CHECK(near(per_mille_of_sessions(options, uuid), 300));
    CHECK(near(per_mille_of_sessions(options, sign), 300));
}

TEST_CASE("kinds of calls and of pushes", "[simulator][statistics]") {
    using tccc::simulated_session;
    const auto is = [](tccc::call_type type) {
        return [type](const simulated_session& s) { return s.type == type; };
    };
    const auto at_rate = [](std::uint32_t tccc::simulator_options::*rate, auto&& predicate) {
        auto options = clean;
        CHECK(per_mille_of_sessions(options, predicate) == 0);
        options.*rate = 300;
        CHECK(near(per_mille_of_sessions(options, predicate), 300));
    };
    using options = tccc::simulator_options;
    at_rate(&options::audio_per_mille, is(tccc::call_type::audio_inbound));
    at_rate(&options::predictive_per_mille, is(tccc::call_type::predictive_dialing));
    at_rate(&options::internal_per_mille, is(tccc::call_type::internal_call));
    at_rate(&options::unanswered_per_mille, [](const simulated_session& s) { return s.tracks.empty(); });
    at_rate(&options::call_records_per_mille,
            [](const simulated_session& s) { return s.call_record.has_value(); });
    at_rate(&options::agent_phone_per_mille, [](const simulated_session& s) {
        return s.tracks[1].push.endpoint_user.kind() == tccc::endpoint_kind::phone;
    });
}

TEST_CASE("forms of call records", "[simulator][statistics]") {
    using options = tccc::simulator_options;
    const auto at_rate = [](std::uint32_t options::*rate, auto&& predicate) {
        auto records = clean;
        records.call_records_per_mille = 1000;
        records.outbound_per_mille = 0;
        records.transfer_weights = {0, 1, 0, 0};
        const auto holds = [&](const tccc::simulated_session& s) { return predicate(*s.call_record); };
        CHECK(per_mille_of_sessions(records, holds) == 0);
        records.*rate = 300;
        CHECK(near(per_mille_of_sessions(records, holds), 300));
    };
    using truth = tccc::simulated_call_record;
    at_rate(&options::protected_number_per_mille, [](const truth& r) { return r.push.caller.empty(); });
    at_rate(&options::other_record_ids_per_mille, [](const truth& r) { return !r.joins; });
    at_rate(&options::older_call_record_per_mille, [](const truth& r) { return r.push.record_id.empty(); });
    at_rate(&options::missing_sequence_per_mille, [](const truth& r) { return !r.push.legs[0].sequence; });
    at_rate(&options::unordered_legs_per_mille, [](const truth& r) { return r.push.legs[0].sequence == 1; });
    at_rate(&options::missed_leg_per_mille, [](const truth& r) { return r.push.legs.size() > 2; });
    at_rate(&options::updated_call_record_per_mille, [](const truth& r) { return r.deliveries == 2; });
}
