// SPDX-License-Identifier: MIT
/// @file
/// Which recordings does a call record promise, and whose is a recording by it? The rules that join recording pushes
/// with a call record; on plain arguments, so that open and closed sessions share them.
///
/// Documented: the record's own RecordId is the recording of the customer's side, a leg's that of its agent, and
/// EndpointUser is the customer's phone or the agent's e-mail. The vendor's samples of one session do not join by
/// RecordId, hence the second rule by participant; what rests on it says so (`role_basis::manifest_user`).
#ifndef TCCC_DETAIL_MANIFEST_HPP
#define TCCC_DETAIL_MANIFEST_HPP

#include <tccc/call_codes.hpp>
#include <tccc/cdr_push.hpp>
#include <tccc/config.hpp>
#include <tccc/detail/phone_number.hpp>
#include <tccc/endpoint_user.hpp>

#include <algorithm>
#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// Whose recording it is.
struct claim {
    enum class side : unsigned char {
        nobody,    ///< The call record does not know.
        customer,  ///< The customer's, by the record itself.
        agent,     ///< That of `leg`.
        line,  ///< Of a participant with the contact center's own number: no customer, and no agent by name.
    };
    side of = side::nobody;
    bool by_record_id = false;
    std::size_t leg = 0;
};

/// The order of legs: by Sequence, else by their place in the list. Legs are few; nothing is stored sorted.
template <class S>
constexpr std::int64_t leg_order(const basic_cdr_push<S>& record, std::size_t leg) noexcept {
    return record.legs[leg].sequence.value_or(static_cast<std::int64_t>(leg));
}

template <class S>
constexpr bool is_internal(const basic_cdr_push<S>& record) noexcept {
    return record.call_type == call_type::internal_call;
}

/// Is this who the record itself is about: the customer, or of an internal call either end? Where the direction is not
/// known, either end may be the customer.
template <class S>
constexpr bool is_customer(const basic_cdr_push<S>& record, std::string_view user) noexcept {
    const call_direction direction = is_internal(record) ? call_direction::unknown : record.direction();
    return (direction != call_direction::outbound && same_party(user, text_of(record.caller))) ||
           (direction != call_direction::inbound && same_party(user, text_of(record.callee)));
}

/// Is this the contact center's own number?
template <class S>
constexpr bool is_service_line(const basic_cdr_push<S>& record, std::string_view user) noexcept {
    if (is_internal(record)) return false;
    const call_direction direction = record.direction();
    return (direction == call_direction::inbound && same_party(user, text_of(record.callee))) ||
           (direction == call_direction::outbound && same_party(user, text_of(record.caller)));
}

/// Does the leg's agent go by this name?
template <class S>
constexpr bool is_agent_of(const basic_call_leg<S>& leg, std::string_view user) noexcept {
    return same_party(user, text_of(leg.mail)) || same_party(user, text_of(leg.phone));
}

/// Does the form of the name speak against the side? EndpointUser is documented as the customer's phone or the agent's
/// e-mail; agents on phones of their own are the exception, and their legs say so.
template <class S>
constexpr bool unlike_agent(const basic_call_leg<S>& leg, endpoint_kind kind) noexcept {
    const seat_type type = to_seat_type(text_of(leg.type));
    const bool by_phone = type == seat_type::outbound_seat || type == seat_type::staff_phone_seat;
    return kind == endpoint_kind::phone && !text_of(leg.mail).empty() && !by_phone;
}
template <class S>
constexpr bool unlike_customer(const basic_cdr_push<S>& record, endpoint_kind kind) noexcept {
    return kind == endpoint_kind::email && !is_internal(record);
}

/// Whose is the recording `record_id` of `user`? The best of all candidates: RecordId and participant agree; the
/// participant agrees and the candidate names no RecordId; the RecordId alone, which is documented to join; the
/// participant alone. RecordIds that are Unix seconds repeat, within a session too: such a one alone does not count
/// where the form of the name speaks against it.
template <class S>
constexpr claim find_claim(const basic_cdr_push<S>& record, std::string_view user,
                           std::string_view record_id) noexcept {
    const endpoint_kind kind = classify_endpoint(user);
    const bool may_repeat = record_id.find_first_not_of("0123456789") == std::string_view::npos;
    const auto weigh = [=](bool knows_user, std::string_view candidate_id, bool unlike) {
        const bool same_id = !record_id.empty() && candidate_id == record_id;
        if (same_id && knows_user) return 4;
        if (same_id) return unlike && may_repeat ? 0 : 2;
        if (!knows_user) return 0;
        return candidate_id.empty() ? 3 : 1;
    };
    claim best;
    int best_weight =
        weigh(is_customer(record, user), text_of(record.record_id), unlike_customer(record, kind));
    if (best_weight != 0) best = {claim::side::customer, text_of(record.record_id) == record_id, 0};
    for (std::size_t i = 0; i < record.legs.size(); ++i) {
        const auto& leg = record.legs[i];
        const int weight = weigh(is_agent_of(leg, user), text_of(leg.record_id), unlike_agent(leg, kind));
        if (weight == 0 || weight < best_weight) continue;
        if (weight == best_weight) {
            // The customer and an agent of one RecordId, or one agent's legs: the form of the name, then the order.
            const bool goes_first = best.of == claim::side::customer
                                        ? kind == endpoint_kind::email
                                        : leg_order(record, i) < leg_order(record, best.leg);
            if (!goes_first) continue;
        }
        best = {claim::side::agent, text_of(leg.record_id) == record_id, i};
        best_weight = weight;
    }
    if (best.of == claim::side::nobody && is_service_line(record, user)) best.of = claim::side::line;
    return best;
}

/// The first agent of the call: of the legs that were served (a recording, or an answer) and that nobody was
/// transferred to, the first in order. A leg that only rang made nobody an agent of the call.
template <class S>
constexpr std::optional<std::size_t> first_agent_leg(const basic_cdr_push<S>& record) noexcept {
    std::optional<std::size_t> first;
    for (std::size_t i = 0; i < record.legs.size(); ++i) {
        const auto& leg = record.legs[i];
        const bool served = !text_of(leg.record_id).empty() || leg.accept_timestamp.has_value();
        if (!served || !text_of(leg.transfer_from).empty()) continue;
        if (!first || leg_order(record, i) < leg_order(record, *first)) first = i;
    }
    return first;
}

/// One agent on two legs: he came back.
template <class S>
constexpr bool same_agent(const basic_call_leg<S>& a, const basic_call_leg<S>& b) noexcept {
    return same_party(text_of(a.mail), text_of(b.mail)) ||
           (text_of(a.mail).empty() && text_of(b.mail).empty() &&
            same_party(text_of(a.phone), text_of(b.phone)));
}

/// How many recordings the record promises. A leg without a RecordId, as one that nobody answered, promises none.
template <class S>
constexpr std::size_t count_promises(const basic_cdr_push<S>& record) noexcept {
    std::size_t count = text_of(record.record_id).empty() ? 0U : 1U;
    for (const auto& leg : record.legs)
        count += text_of(leg.record_id).empty() ? 0U : 1U;
    return count;
}

/// Which of the recordings that a record can promise are there: its own, then each leg's.
using kept_promises = std::vector<unsigned char>;

/// Sets `kept`, which has one more element than the record has legs. `for_each_track(f)` calls `f(user, record_id)` for each
/// track. Two legs that name one recording of one agent are kept by it together.
///
/// Each track is looked up once: a hostile record of a thousand legs with one RecordId, looked up for each promise again,
/// would cost seconds a push.
template <class S, class ForEachTrack>
void mark_kept(const basic_cdr_push<S>& record, ForEachTrack&& for_each_track, kept_promises& kept) {
    std::ranges::fill(kept, static_cast<unsigned char>(0));
    for_each_track([&](std::string_view user, std::string_view record_id) {
        const claim recording = find_claim(record, user, record_id);
        if (!recording.by_record_id) return;
        if (recording.of == claim::side::customer) {
            kept[0] = 1;
            return;
        }
        for (std::size_t i = 0; i < record.legs.size(); ++i) {
            const bool same = i == recording.leg || (text_of(record.legs[i].record_id) == record_id &&
                                                     same_agent(record.legs[i], record.legs[recording.leg]));
            if (same) kept[i + 1] = 1;
        }
    });
}

/// Calls `visit(record_id)` for each promise that is not kept: the record's own, then the legs' in the order of the list.
template <class S, class Visit>
void for_each_missing(const basic_cdr_push<S>& record, const kept_promises& kept, Visit&& visit) {
    const std::string_view own = text_of(record.record_id);
    if (!own.empty() && kept[0] == 0) visit(own);
    for (std::size_t i = 0; i < record.legs.size(); ++i) {
        const std::string_view id = text_of(record.legs[i].record_id);
        if (!id.empty() && kept[i + 1] == 0) visit(id);
    }
}

/// Did anybody talk to anybody? Without an answer there is no recording to wait for.
template <class S>
constexpr bool was_answered(const basic_cdr_push<S>& record) noexcept {
    if (record.accept_timestamp) return true;
    for (const auto& leg : record.legs) {
        if (leg.accept_timestamp) return true;
    }
    return false;
}

/// Can the record say that a session is complete? It names recordings, or a call in which nobody answered. An answered
/// call without a RecordId is a record of an older form, which promises nothing and so proves nothing.
template <class S>
constexpr bool is_conclusive(const basic_cdr_push<S>& record) {
    return count_promises(record) != 0 || !was_answered(record);
}

/// What decides between two call records of one session: the later end, then the more recordings promised, then the
/// greater bytes. A total order, so that "keep the greater" is a join.
template <class A, class B>
constexpr std::strong_ordering compare_records(const basic_cdr_push<A>& a, const basic_cdr_push<B>& b) {
    const auto rank = [](const auto& record) {
        const auto ended = record.ended_timestamp.value_or(std::chrono::sys_seconds::min());
        return std::tuple(ended.time_since_epoch().count(), count_promises(record));
    };
    const std::strong_ordering order = rank(a) <=> rank(b);
    return order != std::strong_ordering::equal ? order : compare_values(a, b);
}

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
