// SPDX-License-Identifier: MIT
/// @file
/// What is a session, once its recordings are paired? `session` and `track`: plain values, with `merge` to
/// join two views of the same session.
#ifndef TCCC_SESSION_HPP
#define TCCC_SESSION_HPP

#include <tccc/call_codes.hpp>
#include <tccc/cdr_push.hpp>
#include <tccc/config.hpp>
#include <tccc/record_push.hpp>
#include <tccc/voicemail_push.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

TCCC_PUSH_BEGIN_NAMESPACE

/// Which part a participant plays. `customer` and `agent` follow from the push alone; `caller` and `callee`
/// are named only on evidence (a call record, or a direction that the policy states).
enum class track_role {
    unknown,
    customer,  ///< The party outside, direction unknown.
    agent,     ///< The first agent, direction unknown.
    transfer,  ///< An agent to whom the call was transferred.
    caller,
    callee,
};

/// Whose side a participant is on; known more often than the role, and kept where the role says caller or
/// callee.
enum class track_party {
    unknown,
    customer,  ///< `EndpointUser` is a phone number.
    agent,     ///< `EndpointUser` is an e-mail address.
};

/// What a role rests on.
enum class role_basis {
    push,           ///< The push alone: a phone number is a customer's, an e-mail address an agent's.
    policy,         ///< The direction that `session_policy::direction` states.
    inferred,       ///< The order of time stamps among several agents; the vendor does not document it.
    manifest,       ///< The call record of the session names this recording.
    manifest_user,  ///< The call record names this participant, but not this recording.
};

/// Why a session was handed out.
enum class completion {
    open,      ///< It was not: the session still waits.
    manifest,  ///< Every recording that the call record promises is there.
    settled,   ///< Customer and agent are there, and nothing new came for `session_policy::settle`.
    idle,      ///< Nothing new came for `session_policy::idle`, and a side is missing.
    deadline,  ///< `session_policy::deadline` has passed since the first push.
    flushed,   ///< `flush` was called.
    evicted,   ///< Room was needed.
    amended,   ///< Something new came after the session had been handed out; only that is in it.
};

/// The name of the enumerator; "unknown" also for a value outside the enumeration.
constexpr std::string_view to_string(track_role role) noexcept {
    switch (role) {
    case track_role::unknown: return "unknown";
    case track_role::customer: return "customer";
    case track_role::agent: return "agent";
    case track_role::transfer: return "transfer";
    case track_role::caller: return "caller";
    case track_role::callee: return "callee";
    }
    return "unknown";
}

/// @copydoc to_string(track_role)
constexpr std::string_view to_string(track_party party) noexcept {
    switch (party) {
    case track_party::unknown: return "unknown";
    case track_party::customer: return "customer";
    case track_party::agent: return "agent";
    }
    return "unknown";
}

/// @copydoc to_string(track_role)
constexpr std::string_view to_string(role_basis basis) noexcept {
    switch (basis) {
    case role_basis::push: return "push";
    case role_basis::policy: return "policy";
    case role_basis::inferred: return "inferred";
    case role_basis::manifest: return "manifest";
    case role_basis::manifest_user: return "manifest_user";
    }
    return "unknown";
}

/// @copydoc to_string(track_role)
constexpr std::string_view to_string(completion reason) noexcept {
    switch (reason) {
    case completion::open: return "open";
    case completion::manifest: return "manifest";
    case completion::settled: return "settled";
    case completion::idle: return "idle";
    case completion::deadline: return "deadline";
    case completion::flushed: return "flushed";
    case completion::evicted: return "evicted";
    case completion::amended: return "amended";
    }
    return "unknown";
}

/// One recording in a session: `(EndpointUser, RecordId)` tells it apart from the others.
struct track {
    record_push
        push;  ///< The join of all pushes for this track. Its `drift` is empty: that describes a delivery.
    track_role role = track_role::unknown;
    track_party party = track_party::unknown;
    role_basis basis = role_basis::push;

    [[nodiscard]] friend bool operator==(const track&, const track&) = default;
};

/// The recordings of one call, paired. A plain value that owns all it holds.
///
/// Content is what the pushes determine: all but `reason` and `revision`, which tell how it was handed out.
struct session {
    std::int64_t sdk_app_id = 0;
    std::string session_id;
    std::vector<track> tracks;  ///< In the order (Timestamp, RecordId, EndpointUser).
    completion reason = completion::open;
    std::uint32_t revision = 0;  ///< 1 when first handed out, then one more each time.
    /// What the call record says, else `stated_direction`.
    call_direction direction = call_direction::unknown;
    call_direction stated_direction = call_direction::unknown;  ///< What `session_policy::direction` says.
    /// The call record, if one came; of several the one that ended last, then the one that names more recordings.
    /// Its `drift` is empty.
    std::optional<cdr_push> call_record{};
    /// The recordings that `call_record` names and that are not in `tracks`: the customer's, then the legs' in
    /// their order.
    std::vector<std::string> missing_record_ids{};
    /// What callers left in the IVR, in the order (Timestamp, RecordURL, EndpointUser). Their `drift` is empty.
    std::vector<voicemail_push> voicemails{};

    [[nodiscard]] friend bool operator==(const session&, const session&) = default;
};

/// True when `a` and `b` hold the same content, however they were handed out.
[[nodiscard]] inline bool same_content(const session& a, const session& b) {
    return a.sdk_app_id == b.sdk_app_id && a.session_id == b.session_id && a.tracks == b.tracks &&
           a.stated_direction == b.stated_direction && a.call_record == b.call_record &&
           a.voicemails == b.voicemails;  // what else there is follows from these
}

/// True when recordings are missing by the ids of the call record while others are there that it does not name:
/// then the two use different ids, as the vendor's own samples do, and `missing_record_ids` says little.
[[nodiscard]] inline bool has_unnamed_recordings(const session& s) noexcept {
    return !s.missing_record_ids.empty() &&
           std::ranges::any_of(s.tracks, [](const track& t) { return t.basis != role_basis::manifest; });
}

/// The join of two views of one session: the tracks of both, each track the join of its pushes (the greater
/// (Timestamp, bytes), the greatest CustomRecordURL), the greater call record, the voicemails of both, roles
/// anew from all of them, reason and revision of the later revision. Commutative, associative and idempotent, so
/// pushes may be split over nodes, repeated, and merged in any order.
///
/// Use:      `stored = merge(stored, amended)` when a session comes with `completion::amended`.
/// Requires: the same `(sdk_app_id, session_id)`; asserted. Both from aggregators of one policy: of two
///           directions that contradict each other, outbound wins.
/// Cost:     two sorts of the tracks, and the roles: tracks times legs. Allocates what the result owns.
[[nodiscard]] session merge(session a, const session& b);

TCCC_PUSH_END_NAMESPACE

#include <tccc/detail/session_join.hpp>  // defines merge: it needs the types above

#endif
