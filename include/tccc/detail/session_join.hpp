// SPDX-License-Identifier: MIT
/// @file
/// What do several views of one session make together? Joins of pushes, and the roles that follow from what is there;
/// whoever has the same pushes finds the same session.
#ifndef TCCC_DETAIL_SESSION_JOIN_HPP
#define TCCC_DETAIL_SESSION_JOIN_HPP

#include <tccc/config.hpp>
#include <tccc/detail/manifest.hpp>
#include <tccc/session.hpp>

#include <algorithm>
#include <cassert>
#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// The defined order of tracks.
inline bool track_before(const track& a, const track& b) noexcept {
    return std::tie(a.push.timestamp, a.push.record_id, a.push.endpoint_user.value()) <
           std::tie(b.push.timestamp, b.push.record_id, b.push.endpoint_user.value());
}

inline bool voicemail_before(const voicemail_push& a, const voicemail_push& b) noexcept {
    return std::tie(a.timestamp, a.record_url.value(), a.endpoint_user.value()) <
           std::tie(b.timestamp, b.record_url.value(), b.endpoint_user.value());
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

constexpr track_role customer_role(call_direction direction) noexcept {
    if (direction == call_direction::unknown) return track_role::customer;
    return direction == call_direction::inbound ? track_role::caller : track_role::callee;
}

constexpr track_role first_agent_role(call_direction direction) noexcept {
    if (direction == call_direction::unknown) return track_role::agent;
    return direction == call_direction::inbound ? track_role::callee : track_role::caller;
}

/// Roles from the tracks and the direction alone.
///
/// Requires the tracks in their defined order, and their parties.
inline void assign_roles_by_pushes(session& s) {
    const std::string* first_agent = nullptr;
    bool several_agents = false;
    for (const track& t : s.tracks) {
        if (t.party != track_party::agent) continue;
        if (first_agent == nullptr) first_agent = &t.push.endpoint_user.value();
        several_agents = several_agents || t.push.endpoint_user.value() != *first_agent;
    }
    const bool stated = s.stated_direction != call_direction::unknown;
    for (track& t : s.tracks) {
        t.basis = stated ? role_basis::policy : role_basis::push;
        switch (t.party) {
        case track_party::customer: t.role = customer_role(s.stated_direction); break;
        case track_party::agent:
            // An agent who comes back is the same agent: the role goes by person, not by recording.
            t.role = t.push.endpoint_user.value() == *first_agent ? first_agent_role(s.stated_direction)
                                                                  : track_role::transfer;
            if (several_agents) t.basis = role_basis::inferred;
            break;
        case track_party::unknown:
            t.role = track_role::unknown;
            t.basis = role_basis::push;
            break;
        }
    }
}

/// Which end of the call a participant is, where the call record names him there.
inline track_role named_end(const cdr_push& record, std::string_view user) noexcept {
    const bool calls = same_party(user, record.caller.value());
    const bool is_called = same_party(user, record.callee.value());
    if (calls == is_called) return track_role::unknown;
    return calls ? track_role::caller : track_role::callee;
}

/// The role of an agent on a leg.
inline track_role role_of_leg(const cdr_push& record, const call_leg& leg) noexcept {
    const std::optional<std::size_t> first = first_agent_leg(record);
    const bool is_first = first && same_agent(record.legs[*first], leg);
    return is_first ? first_agent_role(record.direction()) : track_role::transfer;
}

/// Role, party and basis of one track by the call record, as far as that knows.
inline void assign_role_by_record(track& t, const cdr_push& record) {
    const std::string_view user = t.push.endpoint_user.value();
    const claim claim = find_claim(record, user, t.push.record_id);
    t.basis = claim.by_record_id ? role_basis::manifest : role_basis::manifest_user;
    if (is_internal(record)) {
        // Two agents; which of them the record takes for the customer, nobody documents. Its two numbers say more.
        t.role = named_end(record, user);
        if (claim.of == claim::side::agent) {
            t.party = track_party::agent;
            const call_leg& leg = record.legs[claim.leg];
            if (t.role == track_role::unknown) {
                t.role = leg.transfer_from.empty() ? track_role::agent : track_role::transfer;
            }
        } else if (t.role == track_role::unknown) {
            t.role = t.party == track_party::agent ? track_role::agent : track_role::unknown;
            if (claim.of == claim::side::nobody) t.basis = role_basis::push;
        }
        return;
    }
    switch (claim.of) {
    case claim::side::customer:
        t.party = track_party::customer;
        t.role = customer_role(record.direction());
        if (t.role == track_role::customer) {
            const track_role named = named_end(record, user);
            if (named != track_role::unknown) t.role = named;
        }
        break;
    case claim::side::agent:
        t.party = track_party::agent;
        t.role = role_of_leg(record, record.legs[claim.leg]);
        break;
    case claim::side::line:
        t.party = track_party::unknown;
        t.role = track_role::unknown;
        break;
    case claim::side::nobody:
        // The record knows all agents by name, so that an unknown one may be anything; of customers it has one.
        t.basis = role_basis::push;
        t.role = track_role::unknown;
        if (t.party == track_party::customer) t.role = track_role::customer;
        if (t.party == track_party::agent && record.legs.empty()) t.role = track_role::agent;
        break;
    }
}

/// Roles, direction and what is missing, from the tracks, the call record and the stated direction alone, so that
/// whoever has the same finds the same. Requires the tracks in their defined order.
inline void assign_roles(session& s) {
    for (track& t : s.tracks)
        t.party = party_of(t.push.endpoint_user.kind());
    s.missing_record_ids.clear();
    s.direction = s.stated_direction;
    if (!s.call_record) return assign_roles_by_pushes(s);
    const cdr_push& record = *s.call_record;
    if (record.direction() != call_direction::unknown) s.direction = record.direction();
    for (track& t : s.tracks)
        assign_role_by_record(t, record);
    kept_promises kept(record.legs.size() + 1);
    const auto each_track = [&s](auto&& f) {
        for (const track& t : s.tracks)
            f(t.push.endpoint_user.value(), t.push.record_id);
    };
    mark_kept(record, each_track, kept);
    for_each_missing(record, kept, [&s](std::string_view id) { s.missing_record_ids.emplace_back(id); });
}

/// Brings tracks into the defined form: one for each (EndpointUser, RecordId), in order, with roles; and voicemails
/// likewise.
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
    std::ranges::sort(s.voicemails, voicemail_before);
    // Not std::ranges::unique: clang 14 cannot read what libstdc++ 12 returns from it.
    s.voicemails.erase(std::unique(s.voicemails.begin(), s.voicemails.end()), s.voicemails.end());
    assign_roles(s);
}

}  // namespace detail

inline session merge(session a, const session& b) {
    assert(a.sdk_app_id == b.sdk_app_id && a.session_id == b.session_id &&
           "two sessions do not merge into one");
    a.tracks.insert(a.tracks.end(), b.tracks.begin(), b.tracks.end());
    a.voicemails.insert(a.voicemails.end(), b.voicemails.begin(), b.voicemails.end());
    a.stated_direction = std::max(a.stated_direction, b.stated_direction);
    if (b.call_record &&
        (!a.call_record || std::is_lt(detail::compare_records(*a.call_record, *b.call_record)))) {
        a.call_record = b.call_record;
    }
    if (std::tie(a.revision, a.reason) < std::tie(b.revision, b.reason)) {
        a.revision = b.revision;
        a.reason = b.reason;
    }
    detail::normalise(a);
    return a;
}

TCCC_PUSH_END_NAMESPACE

#endif
