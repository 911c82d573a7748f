// SPDX-License-Identifier: MIT
// Scenario: a push could not be used, and the sender is told why; or the handler has a word of its own.
#include "scenarios.hpp"

#include <tccc/error.hpp>
#include <tccc/response.hpp>

#include <benchmark/benchmark.h>
#if defined(TCCC_BENCH_HAS_NLOHMANN)
#include <nlohmann/json.hpp>
#endif

#include <array>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace bench {
namespace {

const std::vector<tccc::error>& errors() {
    static const std::vector<tccc::error> all = [] {
        constexpr std::array<tccc::errc, 4> codes = {tccc::errc::missing_field, tccc::errc::wrong_type,
                                                     tccc::errc::not_utf8, tccc::errc::malformed_json};
        constexpr std::array<std::string_view, 4> names = {"SessionId", "Timestamp", "RecordURL", ""};
        std::vector<tccc::error> made;
        for (std::size_t i = 0; i < 256; ++i)
            made.push_back({codes[i % codes.size()], names[i % names.size()], i * 7});
        return made;
    }();
    return all;
}

/// Plain, with quotes to escape, and long.
const std::vector<std::string>& messages() {
    static const std::vector<std::string> all = [] {
        std::vector<std::string> made;
        for (std::size_t i = 0; i < 256; ++i) {
            std::string text = "queue " + std::to_string(i * 7919) + " is full";
            if (i % 4 == 1) text += ", see \"operations\\queues\"";
            if (i % 4 == 2) text += std::string(200, static_cast<char>('a' + i % 26));
            made.push_back(std::move(text));
        }
        return made;
    }();
    return all;
}

template <class Each>
void answer_all(benchmark::State& state, std::size_t size, Each each) {
    std::size_t next = 0;
    for (auto _ : state) {
        each(next);
        if (++next == size) next = 0;
    }
    state.SetItemsProcessed(state.iterations());
}

void by_hand(std::string& out, const std::string& text) {
    out = "{\"ErrMsg\":\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;  // no control characters in these messages
    }
    out += "\",\"ErrCode\":1001}";
}

#if defined(TCCC_BENCH_HAS_NLOHMANN)
std::string by_nlohmann(const std::string& text) {
    nlohmann::ordered_json answer;
    answer["ErrMsg"] = text;
    answer["ErrCode"] = 1001;
    return answer.dump();
}
#endif

bool answers_agree() {
    std::string ours;
    std::string theirs;
    for (const std::string& text : messages()) {
        tccc::write_response(ours, 1001, text);
        by_hand(theirs, text);
        bool same = ours == theirs;
#if defined(TCCC_BENCH_HAS_NLOHMANN)
        same = same && ours == by_nlohmann(text);
#endif
        if (same) continue;
        std::fprintf(stderr, "answers differ for: %s\n", text.c_str());
        return false;
    }
    return true;
}

}  // namespace

bool register_answer() {
    if (!answers_agree()) return false;
    benchmark::RegisterBenchmark("answer/failure/tccc-push", [](benchmark::State& state) {
        answer_all(state, errors().size(), [](std::size_t i) {
            const auto answer = tccc::response::failure(errors()[i]);
            benchmark::DoNotOptimize(answer.body().data());
        });
    });
    benchmark::RegisterBenchmark("answer/failure/empty loop", [](benchmark::State& state) {
        answer_all(state, errors().size(),
                   [](std::size_t i) { benchmark::DoNotOptimize(errors()[i].offset); });
    });
    benchmark::RegisterBenchmark("answer/message/tccc-push", [](benchmark::State& state) {
        std::string out;
        answer_all(state, messages().size(), [&out](std::size_t i) {
            tccc::write_response(out, 1001, messages()[i]);
            benchmark::DoNotOptimize(out.data());
        });
    });
    benchmark::RegisterBenchmark("answer/message/byte by byte", [](benchmark::State& state) {
        std::string out;
        answer_all(state, messages().size(), [&out](std::size_t i) {
            by_hand(out, messages()[i]);
            benchmark::DoNotOptimize(out.data());
        });
    });
#if defined(TCCC_BENCH_HAS_NLOHMANN)
    benchmark::RegisterBenchmark("answer/message/nlohmann/json", [](benchmark::State& state) {
        answer_all(state, messages().size(), [](std::size_t i) {
            const std::string out = by_nlohmann(messages()[i]);
            benchmark::DoNotOptimize(out.data());
        });
    });
#endif
    benchmark::RegisterBenchmark("answer/message/empty loop", [](benchmark::State& state) {
        answer_all(state, messages().size(),
                   [](std::size_t i) { benchmark::DoNotOptimize(messages()[i].data()); });
    });
    return true;
}

}  // namespace bench
