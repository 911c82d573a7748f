// SPDX-License-Identifier: MIT
// Simulated pushes of every kind through parser and aggregator give the simulated calls: recordings, call record,
// voicemails, who played which part, and what is missing.
#include <tccc/parser.hpp>
#include <tccc/session.hpp>
#include <tccc/session_aggregator.hpp>
#include <tccc/simulator.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <type_traits>
#include <variant>

namespace {

using stored_sessions = std::map<std::string, tccc::session>;

// A service's day: collect every time the clock moves, merge what comes late.
stored_sessions serve(tccc::simulator& simulator) {
    tccc::session_aggregator sessions;
    tccc::parser parser;
    stored_sessions stored;
    const auto store = [&](const tccc::session& s) {
        const auto [it, first] = stored.try_emplace(s.session_id, s);
        REQUIRE(first == (s.reason != tccc::completion::amended));
        if (!first) it->second = merge(it->second, s);
    };
    std::chrono::sys_seconds now{};
    while (const auto push = simulator.next()) {
        now = push->deliver_at;
        const auto any = parser.parse(push->action, push->body);
        REQUIRE(any.has_value());
        sessions.collect(now, store);
        const tccc::added added = std::visit(
            [&](const auto& view) {
                if constexpr (std::is_same_v<std::remove_cvref_t<decltype(view)>, tccc::unknown_push>) {
                    return tccc::added::refused;
                } else {
                    return sessions.add(view, now);
                }
            },
            *any);
        REQUIRE(added != tccc::added::refused);
    }
    sessions.collect(now + std::chrono::hours{1}, store);
    sessions.flush(store);
    return stored;
}

/// Without a call record nobody is called caller or callee, and nobody is taken for the other side; that a phone number is
/// a customer's is the vendor's word, which an agent on a phone breaks.
void check_without_record(const tccc::session& session, const tccc::simulated_session& truth) {
    for (const tccc::track& t : session.tracks) {
        REQUIRE(t.role != tccc::track_role::caller);
        REQUIRE(t.role != tccc::track_role::callee);
        const auto track = std::ranges::find(truth.tracks, t.push, &tccc::simulated_track::push);
        REQUIRE(track != truth.tracks.end());
        switch (t.push.endpoint_user.kind()) {
        case tccc::endpoint_kind::email: REQUIRE(track->party == tccc::track_party::agent); break;
        case tccc::endpoint_kind::phone: REQUIRE(t.role == tccc::track_role::customer); break;
        case tccc::endpoint_kind::other: REQUIRE(t.role == tccc::track_role::unknown); break;
        }
        if (t.role == tccc::track_role::transfer) REQUIRE(t.basis == tccc::role_basis::inferred);
    }
}

}  // namespace

TEST_CASE("ten thousand calls, with every fault, come out as they were", "[simulator][long]") {
    tccc::simulator_options options = tccc::simulator_options::everything(505);
    options.sessions = 10'000;
    options.loss_per_mille = 40;
    options.delayed_per_mille = 30;
    tccc::simulator simulator(options);
    const stored_sessions stored = serve(simulator);
    std::size_t unheard = 0;
    std::size_t by_record = 0;
    std::size_t by_user = 0;
    for (std::uint64_t i = 0; i < options.sessions; ++i) {
        const tccc::simulated_session truth = simulator.truth(i);
        INFO(truth.session_id << " of type " << to_string(truth.type));
        const auto arrived = [](const auto& item) { return !item.lost(); };
        const auto recordings = std::ranges::count_if(truth.tracks, arrived);
        const auto voicemails = std::ranges::count_if(truth.voicemails, arrived);
        const bool has_record = truth.call_record && !truth.call_record->lost();
        const auto it = stored.find(truth.session_id);
        REQUIRE((it == stored.end()) == (recordings == 0 && voicemails == 0 && !has_record));
        if (it == stored.end()) {
            ++unheard;
            continue;
        }
        const tccc::session& session = it->second;
        REQUIRE(session.tracks.size() == static_cast<std::size_t>(recordings));
        REQUIRE(session.voicemails.size() == static_cast<std::size_t>(voicemails));
        REQUIRE(session.call_record.has_value() == has_record);
        for (const tccc::simulated_voicemail& voicemail : truth.voicemails) {
            const auto found = std::ranges::find(session.voicemails, voicemail.push);
            REQUIRE((found == session.voicemails.end()) == voicemail.lost());
        }
        if (!has_record) {
            check_without_record(session, truth);
            continue;
        }
        REQUIRE(*session.call_record == truth.call_record->push);
        REQUIRE(session.missing_record_ids == truth.missing_record_ids);
        REQUIRE(session.direction == truth.direction);
        for (const tccc::simulated_track& track : truth.tracks) {
            const auto found = std::ranges::find(session.tracks, track.push, &tccc::track::push);
            REQUIRE((found == session.tracks.end()) == track.lost());
            if (track.lost()) continue;
            CAPTURE(to_string(found->role), to_string(found->basis), to_string(track.role));
            if (found->basis == tccc::role_basis::manifest) {
                REQUIRE(found->role == track.role);
                REQUIRE(found->party == track.party);
                ++by_record;
            } else if (found->basis == tccc::role_basis::manifest_user) {
                REQUIRE((found->role == track.role || found->role == tccc::track_role::unknown));
                ++by_user;
            } else {
                // The record knows neither the recording nor the participant.
                REQUIRE((found->role == tccc::track_role::unknown ||
                         found->role == tccc::track_role::customer ||
                         found->role == tccc::track_role::agent));
            }
        }
    }
    CHECK(unheard > 0);
    CHECK(by_record > 12'000);
    CHECK(by_user > 300);
}

TEST_CASE("without faults, each call is complete by its call record, and at once", "[simulator]") {
    tccc::simulator_options options = tccc::simulator_options::clean(506);
    options.sessions = 800;
    options.call_records_per_mille = 1000;
    options.unanswered_per_mille = 100;
    options.transfer_weights = {1, 1, 1, 1};
    tccc::simulator simulator(options);
    const stored_sessions stored = serve(simulator);
    REQUIRE(stored.size() == options.sessions);
    for (const auto& [id, session] : stored) {
        REQUIRE(session.reason == tccc::completion::manifest);
        REQUIRE(session.missing_record_ids.empty());
        REQUIRE(session.revision == 1);
    }
}
