// SPDX-License-Identifier: MIT
/// @file
/// Which calls does the simulator make, what does it send of them, and how badly does the way behave?
/// `simulator_options`: rates, and three sets of them.
#ifndef TCCC_SIMULATOR_OPTIONS_HPP
#define TCCC_SIMULATOR_OPTIONS_HPP

#include <tccc/config.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <vector>

TCCC_PUSH_BEGIN_NAMESPACE

/// What the simulated contact centers do, and how badly the way from them behaves.
///
/// Rates are per mille: 0 is never, 1000 always. The defaults are an ordinary day of recording pushes with every
/// fault in it; the vendor documents none of these rates. The calls do not depend on the faults: two simulators that
/// differ in nothing but fault rates have the same sessions, users and record ids. Recording pushes do not depend on
/// what else is sent: call records and voicemails come between them and change none of their bytes.
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

    // Kinds of calls; what is left are ordinary ones by phone. An audio call is inbound and a predictive one
    // outbound, whatever `outbound_per_mille` says, and an internal one is never transferred.
    std::uint32_t audio_per_mille = 0;       ///< Calls from a web page: the user is neither phone nor e-mail.
    std::uint32_t predictive_per_mille = 0;  ///< Calls that a dialer makes.
    std::uint32_t internal_per_mille = 0;    ///< Calls from one agent to another.
    std::uint32_t unanswered_per_mille = 0;  ///< Calls that nobody answers, so that there is no recording.
    /// Inbound calls that rang at one or two agents who did not answer before another one did.
    std::uint32_t missed_leg_per_mille = 0;
    /// Agents of a call who are reached by phone: their recordings name their number, not their e-mail.
    std::uint32_t agent_phone_per_mille = 0;

    // What is sent besides recordings.
    std::uint32_t call_records_per_mille = 0;  ///< Calls of which a call record is pushed.
    std::uint32_t voicemails_per_mille = 0;    ///< Inbound calls by phone that leave one to three voicemails.
    /// Call records pushed again, when a remark and, after a transfer, the last agent has come to them.
    std::uint32_t updated_call_record_per_mille = 0;

    // Forms of call records.
    /// Calls whose call record names neither caller nor callee, as under number protection.
    std::uint32_t protected_number_per_mille = 0;
    /// Calls whose call record has other RecordIds than the recordings, as in the vendor's samples.
    std::uint32_t other_record_ids_per_mille = 0;
    /// Calls whose call record has none of the fields that came in 2024: CallType, and RecordId of the customer.
    std::uint32_t older_call_record_per_mille = 0;
    std::uint32_t missing_sequence_per_mille = 0;    ///< Calls whose legs have no Sequence, as in the sample.
    std::uint32_t unordered_legs_per_mille = 0;      ///< Calls whose legs come last first; Sequence tells.
    std::uint32_t duplicate_duration_per_mille = 0;  ///< Calls with two Durations, as in the vendor's sample.

    // Faults of the way.
    std::uint32_t duplicate_per_mille = 30;   ///< Pushes that arrive once more than they were sent.
    std::uint32_t retry_per_mille = 30;       ///< Pushes that are sent again, up to three times.
    std::uint32_t delayed_per_mille = 5;      ///< Pushes that come 5 to 60 minutes late.
    std::uint32_t loss_per_mille = 10;        ///< Pushes of which no attempt arrives.
    std::chrono::seconds reorder_window{20};  ///< Each push is held up by a random time up to this.

    /// A sender without a fault: each recording is pushed once, in order, and written as the vendor writes.
    /// Nothing else is sent.
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

    /// All kinds of calls, pushes and forms, and all faults.
    [[nodiscard]] static simulator_options everything(std::uint64_t seed = 1) {
        simulator_options options;
        options.seed = seed;
        options.audio_per_mille = 60;
        options.predictive_per_mille = 60;
        options.internal_per_mille = 40;
        options.unanswered_per_mille = 120;
        options.missed_leg_per_mille = 150;
        options.agent_phone_per_mille = 80;
        options.call_records_per_mille = 960;
        options.voicemails_per_mille = 60;
        options.updated_call_record_per_mille = 80;
        options.protected_number_per_mille = 50;
        options.other_record_ids_per_mille = 50;
        options.older_call_record_per_mille = 150;
        options.missing_sequence_per_mille = 100;
        options.unordered_legs_per_mille = 100;
        options.duplicate_duration_per_mille = 50;
        return options;
    }
};

TCCC_PUSH_END_NAMESPACE

#endif
