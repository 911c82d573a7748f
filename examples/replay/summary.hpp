// SPDX-License-Identifier: MIT
/// @file
/// What did it come to? `summary` counts pushes and sessions; what each number means is in `usage`.
#ifndef REPLAY_SUMMARY_HPP
#define REPLAY_SUMMARY_HPP

#include <tccc/any_push.hpp>
#include <tccc/session.hpp>
#include <tccc/session_aggregator.hpp>

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <string>

namespace replay {

struct summary {
    std::uint64_t pushes = 0;
    std::uint64_t call_records = 0;
    std::uint64_t voicemails = 0;
    std::uint64_t unknown = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t updates = 0;
    std::uint64_t late = 0;
    std::uint64_t sessions = 0;
    std::uint64_t paired = 0;
    std::uint64_t with_transfer = 0;
    std::uint64_t by_call_record = 0;
    std::uint64_t incomplete = 0;
    std::uint64_t amendments = 0;
    std::uint64_t rejected = 0;

    void count(tccc::added added) {
        ++pushes;
        duplicates += added == tccc::added::duplicate ? 1U : 0U;
        updates += added == tccc::added::updated ? 1U : 0U;
        late += added == tccc::added::amended ? 1U : 0U;
    }

    void count(const tccc::session& session) {
        if (session.reason == tccc::completion::amended) {
            ++amendments;
            return;
        }
        const auto has = [&](auto predicate) { return std::ranges::any_of(session.tracks, predicate); };
        const auto has_party = [&](tccc::track_party party) {
            return has([party](const tccc::track& t) { return t.party == party; });
        };
        const auto has_role = [&](tccc::track_role role) {
            return has([role](const tccc::track& t) { return t.role == role; });
        };
        // Of an internal call both sides are agents, and caller and callee by their call record.
        const bool both_sides =
            (has_party(tccc::track_party::customer) && has_party(tccc::track_party::agent)) ||
            (has_role(tccc::track_role::caller) && has_role(tccc::track_role::callee));
        const bool complete = session.reason == tccc::completion::manifest;
        ++sessions;
        paired += both_sides ? 1U : 0U;
        with_transfer += both_sides && has_role(tccc::track_role::transfer) ? 1U : 0U;
        by_call_record += complete ? 1U : 0U;
        incomplete += both_sides || complete ? 0U : 1U;
    }

    /// `mixed`: more than recordings was asked for; where it came, it is told of in any case.
    [[nodiscard]] std::string text(bool mixed) const {
        mixed = mixed || call_records + voicemails + unknown != 0;
        std::ostringstream out;
        out << "pushes      " << pushes << "  (duplicates " << duplicates << ", updates " << updates
            << ", late " << late << ")\n";
        if (mixed) {
            out << "of these    " << pushes - call_records - voicemails << " recordings, " << call_records
                << " call records, " << voicemails << " voicemails\n"
                << "unknown     " << unknown << '\n';
        }
        out << "sessions    " << sessions << "  (paired " << paired << ", with transfer " << with_transfer
            << ", incomplete " << incomplete << ")\n";
        if (mixed) out << "complete    " << by_call_record << " by their call record\n";
        out << "amendments  " << amendments << '\n' << "rejected    " << rejected << '\n';
        return out.str();
    }
};

}  // namespace replay

#endif
