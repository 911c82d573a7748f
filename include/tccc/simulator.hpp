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

/// One POST as it reaches the receiver.
struct simulated_push {
    std::chrono::sys_seconds deliver_at{};
    /// The header X-TCCC-PUSH-UUID: one for each push, repeated with each repetition.
    std::string push_uuid;
    int attempt = 1;            ///< 1 to 4, as the sender counts; a duplicate on the way repeats it.
    std::string action;         ///< The URL parameter: "record", "cdr" or "voicemail".
    std::string body;           ///< The same bytes in every repetition of a push.
    std::uint64_t session = 0;  ///< Of which call: `simulator::truth` takes it.
    std::size_t track = 0;  ///< Of which of its tracks or, of a voicemail, which of its voicemails; else 0.

    [[nodiscard]] friend bool operator==(const simulated_push&, const simulated_push&) = default;
};

/// The truth about one participant of a call.
struct simulated_track {
    /// What the receiver can know in the end: with CustomRecordURL if a push that arrived held it. Of a track
    /// that was lost, what its first push would have said.
    record_push push;
    /// caller, callee or transfer. By person: an agent to whom the call comes back keeps it.
    track_role role = track_role::unknown;
    track_party party = track_party::unknown;  ///< customer or agent; of an internal call both are agents.
    std::uint32_t deliveries = 0;  ///< How often a push of it arrives, repetitions included; 0: lost.

    [[nodiscard]] bool lost() const noexcept { return deliveries == 0; }
    [[nodiscard]] friend bool operator==(const simulated_track&, const simulated_track&) = default;
};

/// The truth about the call record of a call.
struct simulated_call_record {
    /// What the receiver can know in the end: the update if that arrives. Of a call record that was lost, what
    /// its first push would have said. As a parser reads it, but for `drift`, which is empty.
    cdr_push push;
    bool joins = true;             ///< Its RecordIds are those of the recordings.
    std::uint32_t deliveries = 0;  ///< How often a push of it arrives, updates and repetitions included.

    [[nodiscard]] bool lost() const noexcept { return deliveries == 0; }
    [[nodiscard]] friend bool operator==(const simulated_call_record&,
                                         const simulated_call_record&) = default;
};

/// The truth about one voicemail.
struct simulated_voicemail {
    voicemail_push push;
    std::uint32_t deliveries = 0;  ///< How often a push of it arrives, repetitions included; 0: lost.

    [[nodiscard]] bool lost() const noexcept { return deliveries == 0; }
    [[nodiscard]] friend bool operator==(const simulated_voicemail&, const simulated_voicemail&) = default;
};

/// The truth about one call.
struct simulated_session {
    std::int64_t sdk_app_id = 0;
    std::string session_id;  ///< A UUID, different for each call of a simulator.
    call_direction direction = call_direction::unknown;
    call_type type = call_type::inbound_call;
    std::chrono::sys_seconds started{};
    std::chrono::sys_seconds ended{};  ///< Every push of the call comes later than this.
    /// The customer (of an internal call: the agent in his place), the first agent, then transfers as they
    /// happened; none when nobody answered.
    std::vector<simulated_track> tracks;
    std::optional<simulated_call_record> call_record{};  ///< None: none is sent.
    std::vector<simulated_voicemail> voicemails{};       ///< In the order in which they were left.
    /// The RecordIds that the call record names, as it is known in the end, and under which no recording arrives;
    /// the customer's, then the legs' in their order. Empty where no call record arrives.
    std::vector<std::string> missing_record_ids{};

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
