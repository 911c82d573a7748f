// SPDX-License-Identifier: MIT
/// @file
/// What is a session, once its recordings are paired? `session` and `track`: plain values, with `merge` to
/// join two views of the same session.
#ifndef TCCC_SESSION_HPP
#define TCCC_SESSION_HPP

#include <tccc/call_codes.hpp>
#include <tccc/config.hpp>
#include <tccc/record_push.hpp>

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
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

/// What a role rests on, weakest last.
enum class role_basis {
    push,      ///< The push alone: a phone number is a customer's, an e-mail address an agent's.
    policy,    ///< The direction that `session_policy::direction` states.
    inferred,  ///< The order of time stamps among several agents; the vendor does not document it.
    manifest,  ///< The call record of the session.
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
/// Content is what the pushes determine: the tracks with their roles and bases, and the direction. `reason`
/// and `revision` tell how it was handed out.
struct session {
    std::int64_t sdk_app_id = 0;
    std::string session_id;
    std::vector<track> tracks;  ///< In the order (Timestamp, RecordId, EndpointUser).
    completion reason = completion::open;
    std::uint32_t revision = 0;  ///< 1 when first handed out, then one more each time.
    call_direction direction = call_direction::unknown;

    [[nodiscard]] friend bool operator==(const session&, const session&) = default;
};

namespace detail {

/// The defined order of tracks.
inline bool track_before(const track& a, const track& b) noexcept {
    return std::tie(a.push.timestamp, a.push.record_id, a.push.endpoint_user.value()) <
           std::tie(b.push.timestamp, b.push.record_id, b.push.endpoint_user.value());
}

/// What decides between two pushes for one track: one that has the URL, then the later, then the greater
/// bytes. A total order, so that "keep the greater" is a join whatever comes first.
constexpr auto url_rank(const record_push_view& push) noexcept {
    return std::make_tuple(!push.record_url.empty(), push.timestamp, push.record_url.value());
}

/// True when `push` brings a custom URL that is to be kept instead of `known`. By bytes alone: the time stamp
/// of the push that brought `known` is not kept, and an order that needs it would not be associative.
constexpr bool better_custom_url(std::string_view known, std::string_view push) noexcept {
    return known < push;
}

constexpr std::string_view custom_url_of(const record_push_view& push) noexcept {
    return push.custom_record_url ? push.custom_record_url->value() : std::string_view{};
}

/// The join of two pushes for one track: what both bring together. Borrows from both; `drift` is that of
/// `known`.
constexpr record_push_view joined(const record_push_view& known, const record_push_view& push) noexcept {
    record_push_view result = known;
    if (url_rank(known) < url_rank(push)) {
        result.timestamp = push.timestamp;
        result.record_url = push.record_url;
    }
    if (better_custom_url(custom_url_of(known), custom_url_of(push)))
        result.custom_record_url = push.custom_record_url;
    return result;
}

inline void join_push(record_push& into, const record_push& from) {
    record_push join = to_owned(joined(as_view(into), as_view(from)));
    join.drift |= from.drift;
    into = std::move(join);
}

constexpr track_party party_of(endpoint_kind kind) noexcept {
    switch (kind) {
    case endpoint_kind::phone: return track_party::customer;
    case endpoint_kind::email: return track_party::agent;
    case endpoint_kind::other: break;
    }
    return track_party::unknown;
}

/// Roles from the tracks and the direction alone, so that whoever has the same tracks finds the same roles.
/// Requires the tracks in their defined order.
inline void assign_roles(session& s) {
    const std::string* first_agent = nullptr;
    bool several_agents = false;
    for (track& t : s.tracks) {
        t.party = party_of(t.push.endpoint_user.kind());
        if (t.party != track_party::agent) continue;
        if (first_agent == nullptr) first_agent = &t.push.endpoint_user.value();
        several_agents = several_agents || t.push.endpoint_user.value() != *first_agent;
    }
    const bool known = s.direction != call_direction::unknown;
    const bool inbound = s.direction == call_direction::inbound;
    for (track& t : s.tracks) {
        t.basis = known ? role_basis::policy : role_basis::push;
        switch (t.party) {
        case track_party::customer:
            t.role = !known ? track_role::customer : inbound ? track_role::caller : track_role::callee;
            break;
        case track_party::agent:
            // An agent who comes back is the same agent: the role goes by person, not by recording.
            if (t.push.endpoint_user.value() == *first_agent) {
                t.role = !known ? track_role::agent : inbound ? track_role::callee : track_role::caller;
            } else {
                t.role = track_role::transfer;
            }
            if (several_agents) t.basis = role_basis::inferred;
            break;
        case track_party::unknown:
            t.role = track_role::unknown;
            t.basis = role_basis::push;
            break;
        }
    }
}

/// Brings tracks into the defined form: one for each (EndpointUser, RecordId), in order, with roles.
inline void normalise(session& s) {
    const auto key = [](const track& t) { return std::tie(t.push.endpoint_user.value(), t.push.record_id); };
    for (track& t : s.tracks) {
        if (custom_url_of(as_view(t.push)).empty())
            t.push.custom_record_url.reset();  // one spelling of "none"
    }
    std::ranges::sort(s.tracks, {}, key);
    std::size_t kept = 0;
    for (std::size_t i = 1; i < s.tracks.size(); ++i) {
        if (key(s.tracks[kept]) == key(s.tracks[i])) {
            join_push(s.tracks[kept].push, s.tracks[i].push);
        } else if (++kept != i) {
            s.tracks[kept] = std::move(s.tracks[i]);
        }
    }
    if (!s.tracks.empty()) s.tracks.resize(kept + 1);
    std::ranges::sort(s.tracks, track_before);
    assign_roles(s);
}

}  // namespace detail

/// True when `a` and `b` hold the same content, however they were handed out.
[[nodiscard]] inline bool same_content(const session& a, const session& b) noexcept {
    return a.sdk_app_id == b.sdk_app_id && a.session_id == b.session_id && a.direction == b.direction &&
           a.tracks == b.tracks;
}

/// The join of two views of one session: the tracks of both, each track the join of its pushes (the greater
/// (Timestamp, bytes), the greatest CustomRecordURL), roles anew from all of them, reason and revision of the
/// later revision. Commutative, associative and idempotent, so pushes may be split over nodes, repeated, and
/// merged in any order.
///
/// Use:      `stored = merge(stored, amended)` when a session comes with `completion::amended`.
/// Requires: the same `(sdk_app_id, session_id)`; asserted. Both from aggregators of one policy: of two
/// directions that
///           contradict each other, outbound wins.
/// Cost:     two sorts of the tracks. Allocates what the result owns.
[[nodiscard]] inline session merge(session a, const session& b) {
    assert(a.sdk_app_id == b.sdk_app_id && a.session_id == b.session_id &&
           "two sessions do not merge into one");
    a.tracks.insert(a.tracks.end(), b.tracks.begin(), b.tracks.end());
    a.direction = std::max(a.direction, b.direction);
    if (std::tie(a.revision, a.reason) < std::tie(b.revision, b.reason)) {
        a.revision = b.revision;
        a.reason = b.reason;
    }
    detail::normalise(a);
    return a;
}

TCCC_PUSH_END_NAMESPACE

#endif
