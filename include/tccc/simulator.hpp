// SPDX-License-Identifier: MIT
/// @file
/// What would TCCC send? `simulator`, a seeded model of the sender with its faults, and the truth behind what
/// it sends. For tests, benchmarks and demos; not part of the umbrella header.
#ifndef TCCC_SIMULATOR_HPP
#define TCCC_SIMULATOR_HPP

#include <tccc/config.hpp>
#include <tccc/record_push.hpp>
#include <tccc/session.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

TCCC_PUSH_BEGIN_NAMESPACE

/// What the simulated contact centers do, and how badly the way from them behaves.
///
/// Rates are per mille: 0 is never, 1000 always. The defaults are an ordinary day with every fault in it; the
/// vendor documents none of these rates. The calls do not depend on the faults: two simulators that differ in
/// nothing but fault rates have the same sessions, users and record ids.
struct simulator_options {
    std::uint64_t seed = 1;
    std::uint64_t sessions = 1000;  ///< How many calls; at most 2^32 are made.
    /// When the first call may start. The default is the day of the vendor's sample, 2020-12-16, 00:00 UTC.
    std::chrono::sys_seconds start{std::chrono::seconds{1608076800}};
    /// The calls start evenly spread over this time.
    std::chrono::seconds duration = std::chrono::hours{24};
    /// Each call belongs to one of these applications.
    std::vector<std::int64_t> sdk_app_ids = {1400264214};

    /// Agents of an application; at least four are used.
    std::uint32_t agents = 40;
    /// Calls that the contact center makes; the others come from customers.
    std::uint32_t outbound_per_mille = 350;
    /// Relative weights of calls with no, one, two and three transfers.
    std::array<std::uint16_t, 4> transfer_weights = {850, 110, 30, 10};
    /// Of the second and later transfers of a call: those that go back to an agent who was in it before.
    std::uint32_t returning_agent_per_mille = 300;

    // Forms that the vendor's samples show, or leave open.
    std::uint32_t uuid_record_id_per_mille = 600;  ///< Calls with UUIDs as RecordIds, not Unix seconds.
    std::uint32_t bare_phone_per_mille = 50;       ///< Calls whose phone number lacks the 0086.
    std::uint32_t signed_url_per_mille = 200;      ///< Calls whose RecordURLs hold a query with a signature.
    std::uint32_t custom_url_per_mille = 400;      ///< Recordings pushed with a CustomRecordURL.
    std::uint32_t null_custom_url_per_mille = 50;  ///< Recordings pushed with a null CustomRecordURL.
    std::uint32_t late_custom_url_per_mille = 50;  ///< Recordings pushed again when the custom copy is there.
    std::uint32_t compact_per_mille = 300;         ///< Pushes without the white space of the vendor's sample.
    std::uint32_t escaped_per_mille = 150;         ///< Pushes with `\/`, `\u0026` or both in their URLs.

    // Faults of the way.
    std::uint32_t duplicate_per_mille = 30;   ///< Pushes that arrive once more than they were sent.
    std::uint32_t retry_per_mille = 30;       ///< Pushes that are sent again, up to three times.
    std::uint32_t delayed_per_mille = 5;      ///< Pushes that come 5 to 60 minutes late.
    std::uint32_t loss_per_mille = 10;        ///< Pushes of which no attempt arrives.
    std::chrono::seconds reorder_window{20};  ///< Each push is held up by a random time up to this.

    /// A sender without a fault: each recording is pushed once, in order, and written as the vendor writes.
    [[nodiscard]] static simulator_options clean(std::uint64_t seed = 1) {
        simulator_options options;
        options.seed = seed;
        options.bare_phone_per_mille = 0;
        options.signed_url_per_mille = 0;
        options.null_custom_url_per_mille = 0;
        options.late_custom_url_per_mille = 0;
        options.compact_per_mille = 0;
        options.escaped_per_mille = 0;
        options.duplicate_per_mille = 0;
        options.retry_per_mille = 0;
        options.delayed_per_mille = 0;
        options.loss_per_mille = 0;
        options.reorder_window = std::chrono::seconds{0};
        return options;
    }
};

/// One POST as it reaches the receiver.
struct simulated_push {
    std::chrono::sys_seconds deliver_at{};
    std::string
        push_uuid;       ///< The header X-TCCC-PUSH-UUID: one for each push, repeated with each repetition.
    int attempt = 1;     ///< 1 to 4, as the sender counts; a duplicate on the way repeats it.
    std::string action;  ///< The URL parameter: "record".
    std::string body;    ///< The same bytes in every repetition of a push.
    std::uint64_t session = 0;  ///< Of which call: `simulator::truth` takes it.
    std::size_t track = 0;      ///< Of which of its tracks.

    [[nodiscard]] friend bool operator==(const simulated_push&, const simulated_push&) = default;
};

/// The truth about one participant of a call.
struct simulated_track {
    /// What the receiver can know in the end: with CustomRecordURL if a push that arrived held it. Of a track
    /// that was lost, what its first push would have said.
    record_push push;
    /// caller, callee or transfer. By person: an agent to whom the call comes back keeps it.
    track_role role = track_role::unknown;
    track_party party = track_party::unknown;  ///< customer or agent.
    std::uint32_t deliveries = 0;  ///< How often a push of it arrives, repetitions included; 0: lost.

    [[nodiscard]] bool lost() const noexcept { return deliveries == 0; }
    [[nodiscard]] friend bool operator==(const simulated_track&, const simulated_track&) = default;
};

/// The truth about one call.
struct simulated_session {
    std::int64_t sdk_app_id = 0;
    std::string session_id;  ///< A UUID, different for each call of a simulator.
    call_direction direction = call_direction::unknown;
    std::chrono::sys_seconds started{};
    std::chrono::sys_seconds ended{};     ///< Every push of the call comes later than this.
    std::vector<simulated_track> tracks;  ///< The customer, the first agent, then transfers as they happened.

    [[nodiscard]] friend bool operator==(const simulated_session&, const simulated_session&) = default;
};

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
