// SPDX-License-Identifier: MIT
// Simulated pushes through parser and aggregator give the simulated calls: tracks, parties and, where the
// direction is known, caller, callee and transfers.
#include <tccc/parser.hpp>
#include <tccc/session.hpp>
#include <tccc/session_aggregator.hpp>
#include <tccc/simulator.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace {

using stored_sessions = std::map<std::string, tccc::session>;

// A service's day: collect every time the clock moves, merge what comes late.
stored_sessions serve(tccc::simulator& simulator, tccc::call_direction direction) {
    tccc::session_policy policy;
    policy.direction = direction;
    tccc::session_aggregator sessions(policy);
    tccc::parser parser;
    stored_sessions stored;
    const auto store = [&](const tccc::session& s) {
        const auto [it, first] = stored.try_emplace(s.session_id, s);
        REQUIRE(first == (s.reason != tccc::completion::amended));
        if (!first) it->second = merge(it->second, s);
    };
    while (const auto push = simulator.next()) {
        const auto view = parser.parse_record(push->body);
        REQUIRE(view.has_value());
        sessions.collect(push->deliver_at, store);
        REQUIRE(sessions.add(*view, push->deliver_at) != tccc::added::refused);
    }
    sessions.flush(store);
    return stored;
}

void sort_as_sessions_do(std::vector<tccc::simulated_track>& tracks) {
    std::ranges::sort(tracks, [](const auto& a, const auto& b) {
        return std::tie(a.push.timestamp, a.push.record_id, a.push.endpoint_user.value()) <
               std::tie(b.push.timestamp, b.push.record_id, b.push.endpoint_user.value());
    });
}

}  // namespace

TEST_CASE("with every fault but loss, the sessions are the truth, roles included", "[simulator]") {
    for (const bool outbound : {false, true}) {
        tccc::simulator_options options;
        options.seed = 404;
        options.sessions = 1500;
        options.transfer_weights = {4, 2, 2, 2};
        options.outbound_per_mille = outbound ? 1000 : 0;
        options.loss_per_mille = 0;
        options.delayed_per_mille = 50;
        options.late_custom_url_per_mille = 200;
        tccc::simulator simulator(options);
        const stored_sessions stored =
            serve(simulator, outbound ? tccc::call_direction::outbound : tccc::call_direction::inbound);
        REQUIRE(stored.size() == options.sessions);
        for (std::uint64_t i = 0; i < options.sessions; ++i) {
            tccc::simulated_session truth = simulator.truth(i);
            const tccc::session& session = stored.at(truth.session_id);
            REQUIRE(session.sdk_app_id == truth.sdk_app_id);
            REQUIRE(session.direction == truth.direction);
            sort_as_sessions_do(truth.tracks);
            REQUIRE(session.tracks.size() == truth.tracks.size());
            for (std::size_t n = 0; n < truth.tracks.size(); ++n) {
                REQUIRE(session.tracks[n].push == truth.tracks[n].push);
                REQUIRE(session.tracks[n].role == truth.tracks[n].role);
                REQUIRE(session.tracks[n].party == truth.tracks[n].party);
            }
        }
    }
}

TEST_CASE("with losses, what arrived is paired and nothing is made up", "[simulator]") {
    tccc::simulator_options options;
    options.seed = 405;
    options.sessions = 1500;
    options.loss_per_mille = 200;
    tccc::simulator simulator(options);
    const stored_sessions stored = serve(simulator, tccc::call_direction::unknown);
    std::size_t missing = 0;
    for (std::uint64_t i = 0; i < options.sessions; ++i) {
        tccc::simulated_session truth = simulator.truth(i);
        std::erase_if(truth.tracks, [](const tccc::simulated_track& track) { return track.lost(); });
        const auto it = stored.find(truth.session_id);
        REQUIRE((it == stored.end()) == truth.tracks.empty());
        if (it == stored.end()) {
            ++missing;
            continue;
        }
        sort_as_sessions_do(truth.tracks);
        REQUIRE(it->second.tracks.size() == truth.tracks.size());
        for (std::size_t n = 0; n < truth.tracks.size(); ++n)
            REQUIRE(it->second.tracks[n].push == truth.tracks[n].push);
    }
    CHECK(missing > 20);
}
