// SPDX-License-Identifier: MIT
/// @file
/// What would TCCC send? `simulator`, a seeded model of the sender with its faults, and the truth behind what
/// it sends: recordings and, where the options say so, call records and voicemails. For tests, benchmarks and demos; not part of the umbrella header.
#ifndef TCCC_SIMULATOR_HPP
#define TCCC_SIMULATOR_HPP

#include <tccc/call_codes.hpp>
#include <tccc/cdr_push.hpp>
#include <tccc/config.hpp>
#include <tccc/record_push.hpp>
#include <tccc/session.hpp>
#include <tccc/simulated_session.hpp>
#include <tccc/simulator_options.hpp>
#include <tccc/voicemail_push.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

TCCC_PUSH_BEGIN_NAMESPACE

/// A seeded sender: the pushes of many calls that overlap, in the order in which they arrive.
///
/// Owns:       all it returns and all it needs.
/// Guarantees: the same options give the same pushes, byte for byte, on every platform: no floating point, no
///             locale, no clock, no distribution of the standard library. `deliver_at` never decreases. Any
///             two simulators are independent of each other.
/// Cost:       some microseconds a push. Memory for the calls that go on at one moment, not for all of them.
/// Example: examples/simulate.cpp
class simulator {
public:
    explicit simulator(simulator_options options = {}) : options_(std::move(options)) {
        options_.sessions = std::min<std::uint64_t>(options_.sessions, std::uint64_t{1} << 32U);
        options_.duration = std::max(options_.duration, std::chrono::seconds{1});
        options_.agents = std::max<std::uint32_t>(options_.agents, 4);
        options_.reorder_window = std::clamp<std::chrono::seconds>(
            options_.reorder_window, std::chrono::seconds{0}, std::chrono::hours{24});
        if (options_.sdk_app_ids.empty()) options_.sdk_app_ids = simulator_options{}.sdk_app_ids;
    }

    /// The next push to arrive, or nothing when all have.
    [[nodiscard]] std::optional<simulated_push> next() {
        // No push of a call arrives before the call starts: once the next call starts later than the first
        // push that waits, that push is the first of all.
        while (next_session_ < options_.sessions &&
               (waiting_.empty() || start_of(next_session_) <= waiting_.front().push.deliver_at)) {
            add_pushes_of(next_session_++);
        }
        if (waiting_.empty()) return std::nullopt;
        std::ranges::pop_heap(waiting_, arrives_later);
        simulated_push push = std::move(waiting_.back().push);
        waiting_.pop_back();
        return push;
    }

    /// The truth about the call with this number; made anew from the seed each time, nothing is kept.
    /// Requires: index < options().sessions.
    [[nodiscard]] simulated_session truth(std::uint64_t index) const;

    /// How many pushes wait for their time: those of the calls that have started.
    [[nodiscard]] std::size_t pending() const noexcept { return waiting_.size(); }

    /// The options as they are followed: what is out of range is brought into it.
    [[nodiscard]] const simulator_options& options() const noexcept TCCC_PUSH_LIFETIMEBOUND {
        return options_;
    }

private:
    struct waiting_push {
        simulated_push push;
        std::size_t ordinal = 0;  // within its session: breaks ties, so that the order is total
    };

    static bool arrives_later(const waiting_push& a, const waiting_push& b) noexcept {
        return std::tie(a.push.deliver_at, a.push.session, a.ordinal) >
               std::tie(b.push.deliver_at, b.push.session, b.ordinal);
    }

    [[nodiscard]] std::chrono::sys_seconds start_of(std::uint64_t index) const noexcept;
    void add_pushes_of(std::uint64_t index);

    simulator_options options_;
    std::uint64_t next_session_ = 0;
    std::vector<waiting_push> waiting_;  // a heap: the push that arrives first is in front
};

TCCC_PUSH_END_NAMESPACE

#include <tccc/detail/simulator_session.hpp>  // defines the rest: it needs the types above

#endif
