// SPDX-License-Identifier: MIT
// What the simulator sends is what it says is true: bodies parse, and say what the truth says.
#include <tccc/parser.hpp>
#include <tccc/simulator.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace {

tccc::simulator_options crowded() {
    tccc::simulator_options options;
    options.seed = 31;
    options.sessions = 1500;
    options.sdk_app_ids = {1400264214, 1400999999};
    options.transfer_weights = {1, 1, 1, 1};
    options.signed_url_per_mille = 500;
    options.escaped_per_mille = 500;
    options.late_custom_url_per_mille = 300;
    return options;
}

// The join of what arrived for a track, by the rule of design: a custom URL that comes is kept.
using known_tracks = std::map<std::pair<std::uint64_t, std::size_t>, tccc::record_push>;

known_tracks receive_all(tccc::simulator& simulator) {
    known_tracks known;
    tccc::parser parser;
    while (const auto push = simulator.next()) {
        const auto view = parser.parse_record(push->body);
        REQUIRE(view.has_value());
        tccc::record_push owned = to_owned(*view);
        owned.drift = {};
        auto [it, first] = known.try_emplace({push->session, push->track}, owned);
        if (first) continue;
        if (owned.custom_record_url) it->second.custom_record_url = owned.custom_record_url;
        if (it->second.custom_record_url) owned.custom_record_url = it->second.custom_record_url;
        REQUIRE(it->second == owned);
    }
    return known;
}

}  // namespace

TEST_CASE("all that arrived together is the truth; what did not arrive is lost", "[simulator]") {
    tccc::simulator simulator(crowded());
    const known_tracks known = receive_all(simulator);
    std::size_t lost = 0;
    for (std::uint64_t i = 0; i < simulator.options().sessions; ++i) {
        const tccc::simulated_session session = simulator.truth(i);
        for (std::size_t n = 0; n < session.tracks.size(); ++n) {
            const auto it = known.find({i, n});
            REQUIRE((it == known.end()) == session.tracks[n].lost());
            if (it == known.end()) {
                ++lost;
            } else {
                REQUIRE(it->second == session.tracks[n].push);
            }
        }
    }
    CHECK(lost > 0);
}

TEST_CASE("bodies are as documented, but for the null that was asked for", "[simulator]") {
    tccc::simulator_options options = crowded();
    options.null_custom_url_per_mille = 0;
    tccc::simulator simulator(options);
    tccc::parse_options strict;
    strict.strict = true;
    tccc::parser parser(strict);
    while (const auto push = simulator.next()) {
        const auto view = parser.parse_record(push->body);
        REQUIRE(view.has_value());
        REQUIRE_FALSE(view->drift.any());
        REQUIRE(view->record_url.valid());
        REQUIRE((!view->custom_record_url || view->custom_record_url->valid()));
    }
}

TEST_CASE("a call has one customer, one first agent on the other end, and then transfers", "[simulator]") {
    tccc::simulator simulator(crowded());
    std::map<std::size_t, std::size_t> sizes;
    std::size_t outbound = 0;
    std::size_t returns = 0;
    for (std::uint64_t i = 0; i < simulator.options().sessions; ++i) {
        const tccc::simulated_session session = simulator.truth(i);
        ++sizes[session.tracks.size()];
        const bool calls_out = session.direction == tccc::call_direction::outbound;
        outbound += calls_out ? 1U : 0U;
        REQUIRE((calls_out || session.direction == tccc::call_direction::inbound));

        const auto& tracks = session.tracks;
        REQUIRE(tracks[0].party == tccc::track_party::customer);
        REQUIRE(tracks[0].push.endpoint_user.kind() == tccc::endpoint_kind::phone);
        REQUIRE(tracks[0].role == (calls_out ? tccc::track_role::callee : tccc::track_role::caller));
        REQUIRE(tracks[1].role == (calls_out ? tccc::track_role::caller : tccc::track_role::callee));
        std::set<std::string> agents;
        for (std::size_t n = 1; n < tracks.size(); ++n) {
            REQUIRE(tracks[n].party == tccc::track_party::agent);
            REQUIRE(tracks[n].push.endpoint_user.kind() == tccc::endpoint_kind::email);
            const bool first = tracks[n].push.endpoint_user == tracks[1].push.endpoint_user;
            REQUIRE(tracks[n].role == (first ? tracks[1].role : tccc::track_role::transfer));
            // Nobody transfers a call to himself, and recordings are made in the order of the legs.
            REQUIRE((n == 1 || tracks[n].push.endpoint_user != tracks[n - 1].push.endpoint_user));
            REQUIRE((n == 1 || tracks[n].push.timestamp > tracks[n - 1].push.timestamp));
            agents.insert(tracks[n].push.endpoint_user.value());
        }
        returns += agents.size() + 1 < tracks.size() ? 1U : 0U;
    }
    CHECK(sizes.size() == 4);
    for (const auto& [tracks, count] : sizes) {
        CHECK(tracks >= 2);
        CHECK(count > 300);  // of 1500, four equal weights
    }
    CHECK(outbound > 450);
    CHECK(outbound < 600);
    CHECK(returns > 150);
}

TEST_CASE("no agent returns when told so, and one always does when told so", "[simulator]") {
    for (const std::uint32_t per_mille : {0U, 1000U}) {
        tccc::simulator_options options = crowded();
        options.transfer_weights = {0, 0, 1, 0};
        options.returning_agent_per_mille = per_mille;
        options.sessions = 200;
        const tccc::simulator simulator(options);
        for (std::uint64_t i = 0; i < options.sessions; ++i) {
            const auto tracks = simulator.truth(i).tracks;
            REQUIRE((tracks[1].push.endpoint_user == tracks[3].push.endpoint_user) == (per_mille == 1000));
            REQUIRE(tracks[1].push.record_id != tracks[3].push.record_id);
        }
    }
}
