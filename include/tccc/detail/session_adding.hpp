// SPDX-License-Identifier: MIT
/// @file
/// How does session_aggregator take a push in? The members that add, and those that keep its bounds.
#ifndef TCCC_DETAIL_SESSION_ADDING_HPP
#define TCCC_DETAIL_SESSION_ADDING_HPP

#include <tccc/session_aggregator.hpp>

#include <algorithm>
#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <random>
#include <string_view>
#include <utility>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// Another key for each aggregator: nothing that it answers depends on it, and nobody outside can know it.
inline hash_key random_hash_key() {
    std::random_device device;
    const auto word = [&device] { return std::uint64_t{device()} << 32 | device(); };
    return {word(), word()};
}

/// What a push adds to a session that it is new to.
inline std::size_t added_bytes(const record_push_view& push) noexcept {
    return open_sessions::track_bytes(push);
}
template <class S>
std::size_t added_bytes(const basic_cdr_push<S>& record) noexcept {
    return open_sessions::record_bytes(record);
}
inline std::size_t added_bytes(const voicemail_push_view& mail) noexcept {
    return open_sessions::voicemail_bytes(mail);
}

/// Can a session of this push alone be kept at all? Sizes are kept in 32 bits.
inline bool fits(const record_push_view& push) noexcept {
    return packed_session::fits(push.session_id) &&
           track_codec::size_of(push) <= (std::numeric_limits<std::uint32_t>::max)() / 2;
}
template <class Push>
bool fits(const Push& push) noexcept {
    return packed_session::fits(text_of(push.session_id));
}

/// What the first push of a session brings, and its text, last: nobody would give that back if the rest failed.
inline void begin_session(open_session& s, block_arena& texts, const record_push_view& push) {
    s.text.start(texts, push.session_id, push);
    s.note_party(push);
}
template <class S>
void take_record(open_session& s, const basic_cdr_push<S>& record) {
    cdr_push owned;
    copy_value(owned, record);
    owned.sdk_app_id = record.sdk_app_id;  // `drift` describes a delivery, and stays behind
    kept_promises kept(owned.legs.size() + 1);
    if (s.extras == nullptr) s.extras = std::make_unique<session_extras>();
    s.extras->record = std::move(owned);
    s.extras->kept = std::move(kept);
}
template <class S>
void begin_session(open_session& s, block_arena& texts, const basic_cdr_push<S>& record) {
    take_record(s, record);
    s.text.start(texts, text_of(record.session_id));
}
inline void take_voicemail(open_session& s, const voicemail_push_view& mail) {
    voicemail_push owned = to_owned(mail);
    owned.drift = {};
    if (s.extras == nullptr) s.extras = std::make_unique<session_extras>();
    s.extras->voicemails.push_back(std::move(owned));
}
inline void begin_session(open_session& s, block_arena& texts, const voicemail_push_view& mail) {
    take_voicemail(s, mail);
    s.text.start(texts, mail.session_id);
}

}  // namespace detail

inline session_aggregator::session_aggregator(const session_policy& policy)
    : session_aggregator(policy, detail::random_hash_key(), detail::hash_index::usual_tables) {}

inline session_aggregator::session_aggregator(const session_policy& policy, detail::hash_key key,
                                              std::size_t tables)
    : open_({std::max(policy.settle, std::chrono::seconds(0)), std::max(policy.idle, std::chrono::seconds(0)),
             std::max(policy.deadline, std::chrono::seconds(0))},
            tables),
      closed_(key, tables), policy_(policy) {
    // Sessions are numbered in 32 bits.
    policy_.max_sessions = std::min<std::size_t>(policy_.max_sessions, detail::no_slot - 1);
}

inline added session_aggregator::add(const record_push_view& push, std::chrono::sys_seconds now) {
    return add_hashed(hash_of_push(push), push, now);
}
inline added session_aggregator::add(const cdr_push_view& record, std::chrono::sys_seconds now) {
    return add_hashed(hash_of_push(record), record, now);
}
inline added session_aggregator::add(const cdr_push& record, std::chrono::sys_seconds now) {
    return add_hashed(hash_of_push(record), record, now);
}
inline added session_aggregator::add(const voicemail_push_view& mail, std::chrono::sys_seconds now) {
    return add_hashed(hash_of_push(mail), mail, now);
}

template <class Push>
std::uint64_t session_aggregator::hash_of_push(const Push& push) const noexcept {
    return closed_.digest().session(push.sdk_app_id, detail::text_of(push.session_id));
}

template <class Push>
added session_aggregator::add_hashed(std::uint64_t hash, const Push& push, std::chrono::sys_seconds now) {
    // Both are likely to be far away; asked for at once, they come at once.
    open_.prefetch(hash);
    closed_.prefetch(hash);
    if (!handing_out_) advance(now);
    return count(place(hash, push));
}

inline void session_aggregator::advance(std::chrono::sys_seconds now) {
    if (now > clock_) clock_ = now;
    const auto lifetime = std::max(policy_.tombstone, std::chrono::seconds(0));
    while (closed_.size() != 0 && detail::later(closed_.oldest(), lifetime) <= clock_)
        closed_.forget_oldest();
}

template <class Push>
added session_aggregator::place(std::uint64_t hash, const Push& push) {
    if (handing_out_ || !detail::fits(push)) return added::refused;
    const std::uint32_t number = open_.find(hash, push.sdk_app_id, detail::text_of(push.session_id));
    std::uint32_t revision = 0;
    if (number == detail::no_slot || open_[number].revision() != 0) {
        if (const auto grave = closed_.find(hash)) {
            if (!closed_.is_news(grave, push)) return added::duplicate;
            revision = grave.revision();
        }
    }
    return number == detail::no_slot ? open(hash, push, revision) : join(hash, number, push);
}

/// A session of `push` alone.
template <class Push>
added session_aggregator::open(std::uint64_t hash, const Push& push, std::uint32_t revision) {
    if (policy_.max_tracks_per_session == 0) return added::refused;
    if (open_.size() >= policy_.max_sessions) {
        if (policy_.on_overflow == overflow::refuse || open_.oldest() == detail::no_slot)
            return added::refused;
        if (!evict(open_.oldest())) return added::refused;
    }
    const std::size_t size =
        detail::open_sessions::session_bytes(detail::text_of(push.session_id)) + detail::added_bytes(push);
    if (!make_room(size, detail::no_slot)) return added::refused;
    open_.open(hash, push.sdk_app_id, revision, clock_,
               [&push](detail::open_session& s, detail::block_arena& texts) {
                   detail::begin_session(s, texts, push);
               });
    return revision == 0 ? added::new_session : added::amended;
}

inline added session_aggregator::join(std::uint64_t hash, std::uint32_t number,
                                      const record_push_view& push) {
    detail::open_session& s = open_[number];
    if (!s.text.fits(push)) return added::refused;
    if (const detail::packed_track known = s.text.find(push.endpoint_user.value(), push.record_id);
        known.begin != nullptr) {
        const record_push_view before = s.view(known);
        const record_push_view join = detail::joined(before, push);
        if (join == before) return added::duplicate;
        const std::size_t size = detail::open_sessions::track_bytes(join);
        if (!s.text.fits(join) || (size > known.size && !make_room(size - known.size, number)))
            return added::refused;
        open_.change(number, clock_, [&](detail::open_session& changed, detail::block_arena& texts) {
            changed.text.replace(texts, known, join);
        });
        return s.revision() == 0 ? added::updated : added::amended;
    }
    if (s.text.tracks() >= policy_.max_tracks_per_session) return start_again(hash, number, push);
    if (!make_room(detail::open_sessions::track_bytes(push), number)) return added::refused;
    open_.change(number, clock_, [&push](detail::open_session& changed, detail::block_arena& texts) {
        changed.text.append(texts, push);
        changed.note_party(push);
    });
    return s.revision() == 0 ? added::new_track : added::amended;
}

template <class S>
added session_aggregator::join(std::uint64_t, std::uint32_t number, const basic_cdr_push<S>& record) {
    const detail::open_session& s = open_[number];
    const cdr_push* const known = s.record();
    if (known != nullptr && std::is_gteq(detail::compare_records(*known, record))) return added::duplicate;
    const std::size_t before = known != nullptr ? detail::open_sessions::record_bytes(*known) : 0;
    const std::size_t size = detail::open_sessions::record_bytes(record);
    if (size > before && !make_room(size - before, number)) return added::refused;
    open_.change(number, clock_, [&record](detail::open_session& changed, detail::block_arena&) {
        detail::take_record(changed, record);
    });
    return s.revision() == 0 ? added::updated : added::amended;
}

inline added session_aggregator::join(std::uint64_t hash, std::uint32_t number,
                                      const voicemail_push_view& mail) {
    const detail::open_session& s = open_[number];
    if (s.extras != nullptr) {
        if (s.extras->has(mail)) return added::duplicate;
        if (s.extras->voicemails.size() >= policy_.max_tracks_per_session)
            return start_again(hash, number, mail);
    }
    if (!make_room(detail::open_sessions::voicemail_bytes(mail), number)) return added::refused;
    open_.change(number, clock_, [&mail](detail::open_session& changed, detail::block_arena&) {
        detail::take_voicemail(changed, mail);
    });
    return s.revision() == 0 ? added::updated : added::amended;
}

/// The session is full: it goes on in a new revision, where the policy wants that.
template <class Push>
added session_aggregator::start_again(std::uint64_t hash, std::uint32_t number, const Push& push) {
    if (policy_.on_overflow == overflow::refuse) return added::refused;
    const std::uint32_t next = open_[number].revision() + 1;
    if (!evict(number)) return added::refused;
    return open(hash, push, next);
}

inline added session_aggregator::count(added what) noexcept {
    ++counters_.pushes;
    switch (what) {
    case added::new_session: ++counters_.new_sessions; break;
    case added::new_track: ++counters_.new_tracks; break;
    case added::duplicate: ++counters_.duplicates; break;
    case added::updated: ++counters_.updates; break;
    case added::amended: ++counters_.amendments; break;
    case added::refused: ++counters_.refusals; break;
    }
    return what;
}

/// Room for `needed` bytes more: first the memory of the longest closed goes, then, if the policy says so,
/// the oldest open session other than `keep`.
inline bool session_aggregator::make_room(std::size_t needed, std::uint32_t keep) {
    if (needed > policy_.max_bytes) return false;
    while (bytes() > policy_.max_bytes - needed) {
        if (closed_.size() != 0) {
            closed_.forget_oldest();
            ++counters_.tombstones_forgotten;
            continue;
        }
        if (policy_.on_overflow == overflow::refuse) return false;
        std::uint32_t victim = open_.oldest();
        if (victim != detail::no_slot && victim == keep) victim = open_.younger(victim);
        if (victim == detail::no_slot || !evict(victim)) return false;
    }
    return true;
}

/// Closes a session early; it waits in `evicted_` for the next `collect`. False when too much waits there already.
inline bool session_aggregator::evict(std::uint32_t number) {
    const detail::open_session& s = open_[number];
    const std::size_t size = detail::open_sessions::bytes_of(s);
    if (evicted_.size() >= policy_.max_sessions) return false;
    if (size > policy_.max_bytes || evicted_bytes_ > policy_.max_bytes - size) return false;
    session closed;
    fill_session(closed, s, s.revision() == 0 ? completion::evicted : completion::amended);
    const std::uint64_t hash = hash_of(s);
    detail::tombstone_table::grave_slot grave(closed_, hash, closed, policy_.max_tracks_per_session);
    evicted_.push_back(std::move(closed));
    evicted_bytes_ += size;
    bury(hash, number, grave);
    ++counters_.evictions;
    return true;
}

/// The session has been given away: it leaves the open sessions, and `grave` remembers it.
inline void session_aggregator::bury(std::uint64_t hash, std::uint32_t number,
                                     detail::tombstone_table::grave_slot& grave) noexcept {
    open_.close(hash, number);
    counters_.repeats_forgotten += grave.fill(clock_);
    while (closed_.size() != 0 &&
           (closed_.size() > policy_.max_tombstones || closed_.too_long() || bytes() > policy_.max_bytes)) {
        closed_.forget_oldest();
        ++counters_.tombstones_forgotten;
    }
}

TCCC_PUSH_END_NAMESPACE

#endif
