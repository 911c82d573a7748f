// SPDX-License-Identifier: MIT
// Scenario: recording pushes come in, all of one day and no two alike, and every field is read.
// Beside it, in the same run: the On-Demand loop that one would write by hand, on buffers that are padded
// already.
#include <tccc/push.hpp>
#include <tccc/simulator.hpp>

#include <benchmark/benchmark.h>
#include <simdjson.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#define TCCC_BENCH_TEXT_OF(token) #token
#define TCCC_BENCH_TEXT(macro) TCCC_BENCH_TEXT_OF(macro)

namespace {

// More than the branch predictor can learn by heart: one payload over and over would be read by rote.
std::vector<std::string> make_bodies() {
    tccc::simulator_options options;
    options.seed = 20201216;
    options.sessions = 2000;
    tccc::simulator sender(options);
    std::vector<std::string> bodies;
    while (std::optional<tccc::simulated_push> push = sender.next())
        bodies.push_back(std::move(push->body));
    return bodies;
}

struct fields {
    std::int64_t sdk_app_id = 0;
    std::string_view record_id;
    std::string_view session_id;
    std::int64_t timestamp = 0;
    std::string_view endpoint_user;
    std::string_view record_url;
    std::string_view custom_record_url;

    friend bool operator==(const fields&, const fields&) = default;
};

class by_library {
public:
    explicit by_library(const std::vector<std::string>& bodies) : bodies_(bodies) {}

    bool read(std::size_t index, fields& out) {
        const auto push = parser_.parse_record(bodies_[index]);
        if (!push) return false;
        const std::string_view custom =
            push->custom_record_url ? push->custom_record_url->value() : std::string_view();
        out = {push->sdk_app_id,
               push->record_id,
               push->session_id,
               push->timestamp.time_since_epoch().count(),
               push->endpoint_user.value(),
               push->record_url.value(),
               custom};
        return true;
    }

private:
    const std::vector<std::string>& bodies_;
    tccc::parser parser_;
};

class by_hand {
public:
    explicit by_hand(const std::vector<std::string>& bodies) {
        for (const std::string& body : bodies)
            padded_.emplace_back(body);
    }

    bool read(std::size_t index, fields& out) {
        simdjson::ondemand::document document;
        simdjson::ondemand::object object;
        if (parser_.iterate(padded_[index]).get(document) || document.get_object().get(object)) return false;
        out = {};
        for (auto entry : object) {
            simdjson::ondemand::field field;
            if (std::move(entry).get(field) || !read_value(field.key(), field.value(), out)) return false;
        }
        return true;
    }

private:
    static bool read_value(simdjson::ondemand::raw_json_string key, simdjson::ondemand::value& value,
                           fields& out) {
        if (key == "SdkAppId") return !value.get_int64().get(out.sdk_app_id);
        if (key == "RecordId") return !value.get_string().get(out.record_id);
        if (key == "SessionId") return !value.get_string().get(out.session_id);
        if (key == "Timestamp") return !value.get_int64().get(out.timestamp);
        if (key == "EndpointUser") return !value.get_string().get(out.endpoint_user);
        if (key == "RecordURL") return !value.get_string().get(out.record_url);
        if (key != "CustomRecordURL") return true;
        bool null = false;
        if (value.is_null().get(null)) return false;
        return null || !value.get_string().get(out.custom_record_url);
    }

    std::vector<simdjson::padded_string> padded_;
    simdjson::ondemand::parser parser_;
};

// A number is worth nothing if the answers differ: every push by both, every field compared, before any
// timing.
bool contenders_agree(const std::vector<std::string>& bodies) {
    by_library library(bodies);
    by_hand hand(bodies);
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        fields first;
        fields second;
        if (library.read(i, first) && hand.read(i, second) && first == second) continue;
        std::fprintf(stderr, "contenders differ on push %zu: %s\n", i, bodies[i].c_str());
        return false;
    }
    return true;
}

template <class Contender>
void read_all(benchmark::State& state, const std::vector<std::string>& bodies) {
    Contender contender(bodies);
    std::size_t next = 0;
    std::int64_t bytes = 0;
    for (auto _ : state) {
        fields out;
        if (!contender.read(next, out)) {
            state.SkipWithError("a push was refused");
            return;
        }
        benchmark::DoNotOptimize(out);
        bytes += static_cast<std::int64_t>(bodies[next].size());
        if (++next == bodies.size()) next = 0;
    }
    state.SetBytesProcessed(bytes);
    state.SetItemsProcessed(state.iterations());
}

void print_banner(const std::vector<std::string>& bodies) {
    std::size_t bytes = 0;
    for (const std::string& body : bodies)
        bytes += body.size();
    std::printf("tccc-push %d.%d.%d, simdjson %s with kernel %s, %s\n%zu distinct pushes, %zu bytes\n",
                TCCC_PUSH_VERSION_MAJOR, TCCC_PUSH_VERSION_MINOR, TCCC_PUSH_VERSION_PATCH,
                TCCC_BENCH_TEXT(SIMDJSON_VERSION), simdjson::get_active_implementation()->name().c_str(),
                __VERSION__, bodies.size(), bytes);
}

}  // namespace

int main(int argc, char** argv) {
#if !defined(NDEBUG) || defined(SIMDJSON_DEVELOPMENT_CHECKS)
    std::fputs("built with assertions or simdjson's development checks: its numbers would mean nothing\n",
               stderr);
    return 1;
#endif
    const std::vector<std::string> bodies = make_bodies();
    print_banner(bodies);
    if (!contenders_agree(bodies)) return 1;
    benchmark::RegisterBenchmark("tccc_parse_record",
                                 [&](benchmark::State& state) { read_all<by_library>(state, bodies); });
    benchmark::RegisterBenchmark("ondemand_by_hand",
                                 [&](benchmark::State& state) { read_all<by_hand>(state, bodies); });
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
}
