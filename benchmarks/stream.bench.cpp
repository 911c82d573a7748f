// SPDX-License-Identifier: MIT
// Scenario: a million pushes in one buffer, a line each; every field of each is read.
#include "contenders/on_demand.hpp"
#include "scenarios.hpp"

#include <tccc/batch.hpp>
#include <tccc/simulator.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>

namespace bench {
namespace {

constexpr std::size_t stream_size = 1'000'000;

/// More than elsewhere: the least time of two threads needs a moment in which nobody disturbs either core.
constexpr int repetitions = 40;

/// 405 MB, padded once at its end, so that every line has padding behind it. Made when first asked for.
struct stream {
    simdjson::padded_string text;
    std::vector<std::string_view> lines;

    static const stream& get() {
        static const stream made;
        return made;
    }

private:
    stream() {
        tccc::simulator_options options = tccc::simulator_options::clean(20201217);
        options.sessions = stream_size;
        options.duration = std::chrono::days{7};
        options.compact_per_mille = 1000;
        tccc::simulator sender(options);
        std::string all;
        for (std::size_t i = 0; i < stream_size; ++i) {
            const std::optional<tccc::simulated_push> push = sender.next();
            if (!push) std::abort();  // each session has two pushes at least
            all += push->body;
            all += '\n';
        }
        text = simdjson::padded_string(all);
        std::string_view rest = text;
        while (!rest.empty()) {
            lines.push_back(rest.substr(0, rest.find('\n')));
            rest.remove_prefix(lines.back().size() + 1);
        }
    }
};

/// Sums that do not depend on where the strings lie: what each way has to agree on.
struct totals {
    std::uint64_t pushes = 0;
    std::uint64_t sum = 0;

    template <class Push>
    void add(const Push& some) {
        const fields push = as_fields(some);
        ++pushes;
        sum += static_cast<std::uint64_t>(push.sdk_app_id) ^ static_cast<std::uint64_t>(push.timestamp);
        for (const std::string_view text :
             {push.record_id, push.session_id, push.endpoint_user, push.record_url})
            sum += text.size() * static_cast<unsigned char>(text.back());
        sum += push.custom_record_url.size();
    }
    friend bool operator==(const totals&, const totals&) = default;
};

totals by_for_each_push() {
    totals all;
    tccc::parser parser;
    tccc::for_each_push(parser, stream::get().text, tccc::batch_format::ndjson,
                        [&all](const tccc::batch_entry& entry) {
                            if (entry.push) all.add(*entry.push);
                        });
    return all;
}

totals by_threads(unsigned count) {
    struct alignas(64) slot {
        totals all;
    };
    std::vector<slot> slots(count);
    tccc::batch_threads threads;
    threads.count = count;
    tccc::for_each_push(stream::get().text, threads,
                        [&slots](const tccc::batch_entry& entry, unsigned thread) {
                            if (entry.push) slots[thread].all.add(*entry.push);
                        });
    totals all;
    for (const slot& s : slots) {
        all.pushes += s.all.pushes;
        all.sum += s.all.sum;
    }
    return all;
}

totals one_by_one() {
    totals all;
    tccc::parser parser;
    for (const std::string_view line : stream::get().lines) {
        const auto push = parser.parse_record(line);
        if (push) all.add(*push);
    }
    return all;
}

totals by_iterate_many() {
    totals all;
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document_stream documents;
    if (parser.iterate_many(stream::get().text).get(documents)) return all;
    for (auto next : documents) {
        fields push = blank;
        if (!read_in_order(next, push)) return all;
        all.add(push);
    }
    return all;
}

totals by_iterate() {
    totals all;
    simdjson::ondemand::parser parser;
    for (const std::string_view line : stream::get().lines) {
        fields push = blank;
        auto document = parser.iterate(line.data(), line.size(), line.size() + simdjson::SIMDJSON_PADDING);
        if (!read_in_order(document, push)) return all;
        all.add(push);
    }
    return all;
}

/// The line ends alone.
totals by_line_ends() {
    totals all;
    std::string_view rest = stream::get().text;
    while (const void* const found = std::memchr(rest.data(), '\n', rest.size())) {
        ++all.pushes;
        rest.remove_prefix(static_cast<std::size_t>(static_cast<const char*>(found) - rest.data()) + 1);
    }
    return all;
}

template <class Way>
void add(const char* name, Way way, bool compared = true) {
    const auto run = [=](benchmark::State& state) {
        // Once before the clock runs: a core that nobody used is asleep, and on a virtual machine it wakes up slowly.
        totals found = way();
        if (compared) {
            static const totals expected = by_iterate();
            if (expected.pushes != stream_size || found != expected) {
                std::fprintf(stderr, "%s does not read what On-Demand reads\n", name);
                std::exit(1);
            }
        }
        while (state.KeepRunningBatch(static_cast<benchmark::IterationCount>(stream_size))) {
            found = way();
            benchmark::DoNotOptimize(found);
        }
        state.SetItemsProcessed(state.iterations());
        state.counters["bytes_per_push"] = static_cast<double>(stream::get().text.size()) / stream_size;
    };
    benchmark::RegisterBenchmark((std::string("stream/million/") + name).c_str(), run)
        ->UseRealTime()
        ->Repetitions(repetitions);
}

}  // namespace

bool register_stream() {
    add("tccc-push, for_each_push", by_for_each_push);
    add("tccc-push, for_each_push on 2 threads", [] { return by_threads(2); });
    add("tccc-push, parse_record for each line", one_by_one);
    add("simdjson On-Demand, iterate_many (2 threads)", by_iterate_many);
    add("simdjson On-Demand, iterate for each line", by_iterate);
    add("floor: line ends", by_line_ends, false);
    return true;
}

}  // namespace bench
