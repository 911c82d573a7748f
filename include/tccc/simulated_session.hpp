// SPDX-License-Identifier: MIT
/// @file
/// What does the simulator send, and what is the truth behind it? Plain values.
#ifndef TCCC_SIMULATED_SESSION_HPP
#define TCCC_SIMULATED_SESSION_HPP

#include <tccc/call_codes.hpp>
#include <tccc/cdr_push.hpp>
#include <tccc/config.hpp>
#include <tccc/record_push.hpp>
#include <tccc/session.hpp>
#include <tccc/voicemail_push.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
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

TCCC_PUSH_END_NAMESPACE

#endif
