// SPDX-License-Identifier: MIT
/// @file
/// What is a contender, and how is it timed? A reader of pushes, proven equal to the reference before its time counts.
#ifndef TCCC_BENCHMARKS_CONTENDER_HPP
#define TCCC_BENCHMARKS_CONTENDER_HPP

#include "corpus.hpp"

#include <tccc/record_push.hpp>

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

/// What a handler reads of a push; what a contender without types of its own fills.
struct fields {
    std::int64_t sdk_app_id = 0;
    std::string_view record_id;
    std::string_view session_id;
    std::int64_t timestamp = 0;
    std::string_view endpoint_user;
    std::string_view record_url;
    std::string_view custom_record_url;  ///< Empty when absent.

    friend bool operator==(const fields&, const fields&) = default;
};

/// What a contender begins a push with, as the library does: cleared in place, the 96 bytes are a `rep stos` with g++.
/// Never written to, but that the compiler does not know.
inline fields blank;

inline fields as_fields(const fields& push) { return push; }
inline fields as_fields(const tccc::record_push_view& push) {
    return {push.sdk_app_id,
            push.record_id,
            push.session_id,
            push.timestamp.time_since_epoch().count(),
            push.endpoint_user.value(),
            push.record_url.value(),
            push.custom_record_url ? push.custom_record_url->value() : std::string_view()};
}

inline std::uint64_t read_text(std::string_view text) {
    return text.size() + reinterpret_cast<std::uintptr_t>(text.data());
}

/// Every field is read, none of their bytes: what the compiler may leave out is the same for all.
inline std::uint64_t read_all(const fields& push) {
    return static_cast<std::uint64_t>(push.sdk_app_id) + static_cast<std::uint64_t>(push.timestamp) +
           read_text(push.record_id) + read_text(push.session_id) + read_text(push.endpoint_user) +
           read_text(push.record_url) + read_text(push.custom_record_url);
}
inline std::uint64_t read_all(const tccc::record_push_view& push) {
    std::uint64_t sum = static_cast<std::uint64_t>(push.sdk_app_id) +
                        static_cast<std::uint64_t>(push.timestamp.time_since_epoch().count()) +
                        read_text(push.record_id) + read_text(push.session_id) +
                        read_text(push.endpoint_user.value()) + read_text(push.record_url.value()) +
                        static_cast<std::uint64_t>(push.drift.any());
    if (push.custom_record_url) sum += read_text(push.custom_record_url->value());
    return sum;
}

/// How far a contender is one: a floor reads no field, so there is nothing to compare.
enum class standing { ours, on_demand, other, floor };

/// A way to read pushes. The function pointers hide its type, so that each library's headers stay in one file.
struct contender {
    std::string name;
    standing rank = standing::other;
    bool (*suits)(const corpus&) = nullptr;
    /// The first push that differs from `expected`, or the corpus's size.
    std::size_t (*first_difference)(const corpus&, const std::vector<fields>& expected) = nullptr;
    void (*run)(benchmark::State&, const corpus&) = nullptr;
};

template <class Reader>
std::size_t first_difference(const corpus& pushes, const std::vector<fields>& expected) {
    Reader reader(pushes.bodies);
    // Twice: a reader that learns from a push must not change its mind about the next one.
    for (int round = 0; round < 2; ++round) {
        for (std::size_t i = 0; i < expected.size(); ++i) {
            bool same = false;
            const bool good =
                reader.read(i, [&](const auto& push) { same = as_fields(push) == expected[i]; });
            if (!good || !same) return i;
        }
    }
    return expected.size();
}

template <class Reader>
void run(benchmark::State& state, const corpus& pushes) {
    Reader reader(pushes.bodies);
    const std::size_t size = pushes.bodies.size();
    std::uint64_t sum = 0;
    const auto use = [&sum](const auto& push) { sum += read_all(push); };
    // Buffers grow and pages come in before the clock starts.
    for (std::size_t i = 0; i < size; ++i) {
        if (!reader.read(i, use)) {
            state.SkipWithError("a push was refused");
            return;
        }
    }
    std::size_t next = 0;
    for (auto _ : state) {
        if (!reader.read(next, use)) {
            state.SkipWithError("a push was refused");
            return;
        }
        benchmark::DoNotOptimize(sum);
        if (++next == size) next = 0;
    }
    state.counters["bytes_per_push"] = pushes.bytes_per_push();
    state.SetItemsProcessed(state.iterations());
}

/// The same loop for what reads no field: `touch(i)` gives a number.
template <class Floor>
void run_floor(benchmark::State& state, const corpus& pushes) {
    Floor floor(pushes.bodies);
    const std::size_t size = pushes.bodies.size();
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < size; ++i)
        sum += floor.touch(i);
    std::size_t next = 0;
    for (auto _ : state) {
        sum += floor.touch(next);
        benchmark::DoNotOptimize(sum);
        if (++next == size) next = 0;
    }
    state.counters["bytes_per_push"] = pushes.bytes_per_push();
    state.SetItemsProcessed(state.iterations());
}

template <class Reader>
contender make_contender(std::string name, standing rank) {
    return {std::move(name), rank, &Reader::suits, &first_difference<Reader>, &run<Reader>};
}

template <class Floor>
contender make_floor(std::string name) {
    return {std::move(name), standing::floor, [](const corpus&) { return true; }, nullptr, &run_floor<Floor>};
}

/// Bodies as a server has them: each ends where its buffer on the heap ends.
class exact_bodies {
public:
    explicit exact_bodies(const std::vector<std::string>& bodies) {
        for (const std::string& body : bodies) {
            buffers_.push_back(std::make_unique<char[]>(body.size()));
            body.copy(buffers_.back().get(), body.size());
            views_.emplace_back(buffers_.back().get(), body.size());
        }
    }
    std::string_view operator[](std::size_t index) const { return views_[index]; }
    [[nodiscard]] std::size_t longest() const {
        std::size_t longest = 0;
        for (const std::string_view body : views_)
            longest = body.size() > longest ? body.size() : longest;
        return longest;
    }

private:
    std::vector<std::unique_ptr<char[]>> buffers_;
    std::vector<std::string_view> views_;
};

// Each defined in contenders/, where the library that it needs was found.
void add_tccc_push(std::vector<contender>& contenders);
void add_simdjson(std::vector<contender>& contenders);
void add_floors(std::vector<contender>& contenders);
void add_yyjson(std::vector<contender>& contenders);
void add_rapidjson(std::vector<contender>& contenders);
void add_boost_json(std::vector<contender>& contenders);
void add_nlohmann(std::vector<contender>& contenders);
void add_glaze(std::vector<contender>& contenders);
void add_sonic_cpp(std::vector<contender>& contenders);
void add_daw_json_link(std::vector<contender>& contenders);

/// What simdjson's DOM reads of each push; the strings live as long as the returned object does.
class reference {
public:
    explicit reference(const corpus& pushes);
    reference(reference&&) noexcept;
    ~reference();
    [[nodiscard]] const std::vector<fields>& pushes() const { return fields_; }

private:
    struct documents;
    std::unique_ptr<documents> documents_;
    std::vector<fields> fields_;
};

}  // namespace bench

#endif
