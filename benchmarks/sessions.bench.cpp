// SPDX-License-Identifier: MIT
// Scenario: the pushes of a simulated day, with every fault in it, are parsed, added, and come out as sessions.
#include "scenarios.hpp"

#include <tccc/parser.hpp>
#include <tccc/session_aggregator.hpp>
#include <tccc/simulator.hpp>

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace bench {
namespace {

const std::vector<tccc::simulated_push>& day() {
    static const std::vector<tccc::simulated_push> all = [] {
        tccc::simulator_options options;
        options.seed = 20201218;
        options.sessions = 40'000;
        tccc::simulator sender(options);
        std::vector<tccc::simulated_push> made;
        while (std::optional<tccc::simulated_push> push = sender.next())
            made.push_back(std::move(*push));
        return made;
    }();
    return all;
}

struct outcome {
    std::size_t sessions = 0;
    std::size_t tracks = 0;
};

outcome by_aggregator() {
    tccc::parser parser;
    tccc::session_aggregator sessions;
    outcome seen;
    const auto sink = [&seen](const tccc::session& s) {
        if (s.reason != tccc::completion::amended) ++seen.sessions;
        seen.tracks += s.tracks.size();
    };
    for (const tccc::simulated_push& arrived : day()) {
        const auto push = parser.parse_record(arrived.body);
        if (!push) std::abort();
        sessions.add(*push, arrived.deliver_at);
        sessions.collect(arrived.deliver_at, sink);
    }
    sessions.flush(sink);
    return seen;
}

/// What one writes first: no roles, no completion, no end of memory.
outcome by_unordered_map() {
    tccc::parser parser;
    std::unordered_map<std::string, std::vector<tccc::record_push>> sessions;
    for (const tccc::simulated_push& arrived : day()) {
        const auto push = parser.parse_record(arrived.body);
        if (!push) std::abort();
        std::vector<tccc::record_push>& tracks = sessions[std::string(push->session_id)];
        bool known = false;
        for (const tccc::record_push& track : tracks)
            known = known || (track.endpoint_user.value() == push->endpoint_user.value() &&
                              track.record_id == push->record_id);
        if (!known) tracks.push_back(tccc::to_owned(*push));
    }
    outcome seen{sessions.size(), 0};
    for (const auto& [id, tracks] : sessions)
        seen.tracks += tracks.size();
    return seen;
}

outcome by_parser_alone() {
    tccc::parser parser;
    outcome seen;
    for (const tccc::simulated_push& arrived : day()) {
        const auto push = parser.parse_record(arrived.body);
        if (!push) std::abort();
        benchmark::DoNotOptimize(push->session_id.data());
    }
    return seen;
}

template <class Way>
void add(const char* name, Way way) {
    benchmark::RegisterBenchmark((std::string("sessions/day/") + name).c_str(), [=](benchmark::State& state) {
        static const outcome expected = by_unordered_map();
        // An amendment repeats what it amends, so tracks are at least as many.
        const outcome ours = by_aggregator();
        if (ours.sessions != expected.sessions || ours.tracks < expected.tracks) {
            std::fprintf(stderr, "%zu sessions with %zu tracks, expected %zu with %zu\n", ours.sessions,
                         ours.tracks, expected.sessions, expected.tracks);
            std::exit(1);
        }
        while (state.KeepRunningBatch(static_cast<benchmark::IterationCount>(day().size()))) {
            outcome seen = way();
            benchmark::DoNotOptimize(seen);
        }
        state.SetItemsProcessed(state.iterations());
    });
}

}  // namespace

bool register_sessions() {
    add("tccc-push, parse and add", by_aggregator);
    add("tccc-push, parse; unordered_map", by_unordered_map);
    add("floor: parse alone", by_parser_alone);
    return true;
}

}  // namespace bench
