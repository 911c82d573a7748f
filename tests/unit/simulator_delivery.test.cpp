// SPDX-License-Identifier: MIT
// How simulated pushes arrive: in the order of time, repeated by the sender's rules, from memory that stays
// small.
#include <tccc/simulator.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace {

tccc::simulator_options busy() {
    tccc::simulator_options options;
    options.seed = 5;
    options.sessions = 3000;
    options.duration = std::chrono::hours{1};
    options.duplicate_per_mille = 200;
    options.retry_per_mille = 200;
    options.delayed_per_mille = 50;
    options.loss_per_mille = 50;
    options.late_custom_url_per_mille = 100;
    return options;
}

}  // namespace

TEST_CASE("pushes arrive in the order of time, each after the end of its call", "[simulator]") {
    tccc::simulator simulator(busy());
    std::chrono::sys_seconds last{};
    while (const auto push = simulator.next()) {
        REQUIRE(push->deliver_at >= last);
        last = push->deliver_at;
        const tccc::simulated_session session = simulator.truth(push->session);
        REQUIRE(push->deliver_at > session.ended);
        REQUIRE(push->deliver_at > session.tracks.at(push->track).push.timestamp);
    }
    CHECK(simulator.pending() == 0);
    CHECK_FALSE(simulator.next().has_value());
}

TEST_CASE("a repeated push is the same push: UUID and body stay, the attempt grows to four at most",
          "[simulator]") {
    struct seen {
        tccc::simulated_push first;
        std::map<int, int> attempts;
    };
    std::map<std::string, seen> pushes;
    tccc::simulator simulator(busy());
    while (const auto push = simulator.next()) {
        auto& [first, attempts] = pushes[push->push_uuid];
        if (attempts.empty()) first = *push;
        REQUIRE(push->body == first.body);
        REQUIRE(push->action == "record");
        REQUIRE(push->session == first.session);
        REQUIRE(push->track == first.track);
        REQUIRE((attempts.empty() || push->attempt >= attempts.rbegin()->first));
        ++attempts[push->attempt];
    }
    std::size_t both = 0;
    for (const auto& [uuid, push] : pushes) {
        REQUIRE(push.attempts.begin()->first >= 1);
        REQUIRE(push.attempts.rbegin()->first <= 4);
        // Once for each attempt; only the last may come twice, as a duplicate.
        for (const auto& [attempt, times] : push.attempts)
            REQUIRE(times <= (attempt == push.attempts.rbegin()->first ? 2 : 1));
        both += push.attempts.size() > 1 ? 1U : 0U;
    }
    CHECK(both > 100);  // the receiver also sees pushes that it had taken already
}

TEST_CASE("the truth counts what arrives, and only lost tracks never do", "[simulator]") {
    const tccc::simulator_options options = busy();
    std::map<std::pair<std::uint64_t, std::size_t>, std::uint32_t> arrived;
    tccc::simulator simulator(options);
    while (const auto push = simulator.next())
        ++arrived[{push->session, push->track}];
    std::size_t lost = 0;
    for (std::uint64_t i = 0; i < options.sessions; ++i) {
        const tccc::simulated_session session = simulator.truth(i);
        for (std::size_t n = 0; n < session.tracks.size(); ++n) {
            const auto it = arrived.find({i, n});
            REQUIRE(session.tracks[n].deliveries == (it == arrived.end() ? 0U : it->second));
            lost += session.tracks[n].lost() ? 1U : 0U;
        }
    }
    CHECK(lost > 100);
}

TEST_CASE("calls overlap and start in the order of their numbers; their ids are unique", "[simulator]") {
    const tccc::simulator simulator(busy());
    std::set<std::string> ids;
    std::set<std::string> record_urls;
    std::size_t overlapping = 0;
    tccc::simulated_session before = simulator.truth(0);
    CHECK(before.started >= simulator.options().start);
    for (std::uint64_t i = 0; i < simulator.options().sessions; ++i) {
        tccc::simulated_session session = simulator.truth(i);
        REQUIRE(session.session_id.size() == 36);
        REQUIRE(ids.insert(session.session_id).second);
        for (const tccc::simulated_track& track : session.tracks)
            REQUIRE(record_urls.insert(track.push.record_url.value()).second);
        REQUIRE(session.started >= before.started);
        overlapping += session.started < before.ended ? 1U : 0U;
        before = std::move(session);
    }
    CHECK(before.started < simulator.options().start + simulator.options().duration);
    CHECK(overlapping > 2500);
}

TEST_CASE("memory holds the calls of the moment, however many there are in all", "[simulator][long]") {
    tccc::simulator_options options;
    options.sessions = 100'000;  // 1.2 calls a second; the longest wait is an hour, for 0.5 % of the pushes
    tccc::simulator simulator(options);
    std::size_t most = 0;
    std::size_t pushes = 0;
    while (simulator.next()) {
        most = std::max(most, simulator.pending());
        ++pushes;
    }
    CHECK(pushes > 200'000);
    CHECK(most < 2'000);
}

TEST_CASE("options out of range are brought into it", "[simulator]") {
    tccc::simulator_options options;
    options.sessions = 50;
    options.duration = std::chrono::seconds{-5};
    options.sdk_app_ids.clear();
    options.agents = 0;
    options.transfer_weights = {0, 0, 0, 0};
    options.reorder_window = std::chrono::seconds{-1};
    tccc::simulator simulator(options);
    std::size_t pushes = 0;
    while (simulator.next())
        ++pushes;
    CHECK(pushes > 80);
    CHECK(simulator.options().agents == 4);
    CHECK(simulator.truth(0).tracks.size() == 2);

    options.sessions = 0;
    CHECK_FALSE(tccc::simulator(options).next().has_value());
}
