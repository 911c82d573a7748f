// SPDX-License-Identifier: MIT
/// @file
/// How does session_aggregator do it? The bodies of its members.
#ifndef TCCC_DETAIL_SESSION_AGGREGATOR_IMPL_HPP
#define TCCC_DETAIL_SESSION_AGGREGATOR_IMPL_HPP

#include <tccc/detail/record_json.hpp>
#include <tccc/session_aggregator.hpp>

#include <random>
#include <string>
#include <type_traits>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// Another key for each aggregator: nothing that it answers depends on it, and nobody outside can know it.
inline hash_key random_hash_key() {
    std::random_device device;
    const auto word = [&device] { return std::uint64_t{device()} << 32 | device(); };
    return {word(), word()};
}

/// Makes a call from inside a sink visible, also when the sink throws.
class reentrancy_guard {
public:
    explicit reentrancy_guard(bool& flag) noexcept : flag_(flag) { flag_ = true; }
    ~reentrancy_guard() { flag_ = false; }
    reentrancy_guard(const reentrancy_guard&) = delete;
    reentrancy_guard& operator=(const reentrancy_guard&) = delete;

private:
    bool& flag_;
};

/// What an evicted session costs while it waits.
inline std::size_t bytes_of(const session& s) noexcept {
    std::size_t bytes = open_sessions::session_bytes(s.session_id);
    for (const track& t : s.tracks) {
        bytes += open_sessions::track_bytes(packed_push::text_size(as_view(t.push)));
    }
    return bytes;
}

// Closing a session frees more than its tombstone takes, so closing never breaks the bound on bytes.
static_assert(sizeof(open_session) + sizeof(session_key) >= sizeof(tombstone));
static_assert(sizeof(packed_push) >= sizeof(seen_push));

}  // namespace detail

inline session_aggregator::session_aggregator(const session_policy& policy)
    : policy_(policy), open_(detail::random_hash_key(), {std::max(policy.settle, std::chrono::seconds(0)),
                                                         std::max(policy.idle, std::chrono::seconds(0)),
                                                         std::max(policy.deadline, std::chrono::seconds(0))}),
      closed_(detail::random_hash_key()) {}

inline added session_aggregator::add(const record_push_view& push, std::chrono::sys_seconds now) {
    if (!handing_out_) advance(now);
    return count(place(push));
}

inline void session_aggregator::advance(std::chrono::sys_seconds now) {
    clock_ = std::max(clock_, now);
    const auto lifetime = std::max(policy_.tombstone, std::chrono::seconds(0));
    while (closed_.oldest() != nullptr && detail::later(closed_.oldest()->closed_at, lifetime) <= clock_) {
        closed_.forget_oldest();
    }
}

inline added session_aggregator::place(const record_push_view& push) {
    if (handing_out_ || !detail::packed_push::fits(push)) return added::refused;
    detail::open_session* s = open_.find(push.sdk_app_id, push.session_id);
    std::uint32_t revision = 0;
    if (s == nullptr || s->revision != 0) {
        if (const detail::tombstone* grave = closed_.find(push.sdk_app_id, push.session_id);
            grave != nullptr) {
            if (!closed_.is_news(*grave, push)) return added::duplicate;
            revision = grave->revision;
        }
    }
    if (s == nullptr) return open(push, revision);

    if (detail::packed_push* known = s->find(push); known != nullptr) {
        const record_push_view before = s->view(*known);
        const record_push_view join = detail::joined(before, push);
        if (join == before) return added::duplicate;
        const std::size_t size = detail::packed_push::text_size(join);
        if (size > known->text_size() && !make_room(size - known->text_size(), s)) return added::refused;
        open_.replace_track(*s, *known, join, clock_);
        return s->revision == 0 ? added::updated : added::amended;
    }

    if (s->tracks.size() >= policy_.max_tracks_per_session) {
        if (policy_.on_overflow == overflow::refuse) return added::refused;
        const std::uint32_t next = s->revision + 1;
        if (!evict(*s)) return added::refused;
        return open(push, next);
    }
    const std::size_t size = detail::open_sessions::track_bytes(detail::packed_push::text_size(push));
    if (!make_room(size, s)) return added::refused;
    open_.add_track(*s, push, clock_);
    return s->revision == 0 ? added::new_track : added::amended;
}

inline added session_aggregator::open(const record_push_view& push, std::uint32_t revision) {
    if (policy_.max_tracks_per_session == 0) return added::refused;
    if (open_.size() >= policy_.max_sessions) {
        if (policy_.on_overflow == overflow::refuse || open_.oldest() == nullptr) return added::refused;
        if (!evict(*open_.oldest())) return added::refused;
    }
    const std::size_t size = detail::open_sessions::session_bytes(push.session_id) +
                             detail::open_sessions::track_bytes(detail::packed_push::text_size(push));
    if (!make_room(size, nullptr)) return added::refused;
    open_.open(push, revision, clock_);
    return revision == 0 ? added::new_session : added::amended;
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
inline bool session_aggregator::make_room(std::size_t needed, const detail::open_session* keep) {
    if (needed > policy_.max_bytes) return false;
    while (bytes() > policy_.max_bytes - needed) {
        if (closed_.oldest() != nullptr) {
            closed_.forget_oldest();
            ++counters_.tombstones_forgotten;
            continue;
        }
        if (policy_.on_overflow == overflow::refuse) return false;
        detail::open_session* victim = open_.oldest();
        if (victim != nullptr && victim == keep) victim = detail::open_sessions::younger(*victim);
        if (victim == nullptr || !evict(*victim)) return false;
    }
    return true;
}

/// Closes `s` early; it waits in `evicted_` for the next `collect`. False when too much waits there already.
inline bool session_aggregator::evict(detail::open_session& s) {
    const std::size_t size = detail::open_sessions::bytes_of(s);
    if (evicted_.size() >= policy_.max_sessions) return false;
    if (size > policy_.max_bytes || evicted_bytes_ > policy_.max_bytes - size) return false;
    session closed = as_session(s, s.revision == 0 ? completion::evicted : completion::amended);
    detail::tombstone_table::grave_slot grave(closed_, closed, policy_.max_tracks_per_session);
    evicted_.push_back(std::move(closed));
    evicted_bytes_ += size;
    bury(s, grave);
    ++counters_.evictions;
    return true;
}

inline session session_aggregator::as_session(const detail::open_session& s, completion reason) const {
    session result;
    result.sdk_app_id = s.key->sdk_app_id;
    result.session_id = s.key->session_id;
    result.reason = reason;
    result.revision = s.revision + 1;
    result.stated_direction = policy_.direction;
    result.tracks.reserve(s.tracks.size());
    for (const detail::packed_push& t : s.tracks) {
        result.tracks.emplace_back().push = to_owned(s.view(t));
    }
    detail::normalise(result);
    return result;
}

/// `s` has been given away: it leaves the open sessions, and `grave` remembers it.
inline void session_aggregator::bury(detail::open_session& s,
                                     detail::tombstone_table::grave_slot& grave) noexcept {
    open_.close(s);
    counters_.repeats_forgotten += grave.fill(clock_);
    while (closed_.size() > policy_.max_tombstones) {
        closed_.forget_oldest();
        ++counters_.tombstones_forgotten;
    }
}

template <class Sink>
std::size_t session_aggregator::hand_out_evicted(Sink& sink) {
    std::size_t count = 0;
    for (; !evicted_.empty(); ++count) {
        const std::size_t size = detail::bytes_of(evicted_.front());
        detail::give(sink, evicted_.front());
        evicted_.pop_front();
        evicted_bytes_ -= size;
        ++counters_.handed_out;
    }
    return count;
}

/// Hands out `batch_`, each session with its reason. A sink that throws leaves the rest as it was.
template <class Sink>
std::size_t session_aggregator::hand_out_batch(Sink& sink) {
    for (const due_session& item : batch_) {
        session s = as_session(*item.session, item.due.reason);
        detail::tombstone_table::grave_slot grave(closed_, s, policy_.max_tracks_per_session);
        detail::give(sink, s);
        bury(*item.session, grave);
        ++counters_.handed_out;
    }
    return batch_.size();
}

template <detail::session_sink Sink>
std::size_t session_aggregator::collect(std::chrono::sys_seconds now, Sink&& sink) {
    if (handing_out_) return 0;
    advance(now);
    const detail::reentrancy_guard guard(handing_out_);
    std::size_t count = hand_out_evicted(sink);
    batch_.clear();
    open_.for_each_due(clock_, [this](detail::open_session& s, detail::due due) {
        batch_.push_back({due, &s});
    });
    std::ranges::sort(batch_, {}, [](const due_session& item) {
        const detail::session_key& key = *item.session->key;
        return std::tuple<std::chrono::sys_seconds, std::int64_t, std::string_view>(
            item.due.at, key.sdk_app_id, key.session_id);
    });
    return count + hand_out_batch(sink);
}

template <detail::session_sink Sink>
std::size_t session_aggregator::flush(Sink&& sink) {
    if (handing_out_) return 0;
    const detail::reentrancy_guard guard(handing_out_);
    std::size_t count = hand_out_evicted(sink);
    batch_.clear();
    for (detail::open_session* s = open_.oldest(); s != nullptr; s = detail::open_sessions::younger(*s)) {
        const completion reason = s->revision == 0 ? completion::flushed : completion::amended;
        batch_.push_back({{clock_, reason}, s});
    }
    std::ranges::sort(batch_, {}, [](const due_session& item) {
        const detail::session_key& key = *item.session->key;
        return std::pair<std::int64_t, std::string_view>(key.sdk_app_id, key.session_id);
    });
    return count + hand_out_batch(sink);
}

template <class Out>
void session_aggregator::snapshot(Out&& out) const {
    std::string line;
    const auto write = [&out, &line](const record_push_view& push) {
        line.clear();
        detail::append_record_json(line, push);
        line.push_back('\n');
        detail::write_line(out, line);
    };
    for (const session& s : evicted_) {
        for (const track& t : s.tracks) {
            write(as_view(t.push));
        }
    }
    for (const detail::open_session* s = open_.oldest(); s != nullptr;
         s = detail::open_sessions::younger(*s)) {
        for (const detail::packed_push& t : s->tracks) {
            write(s->view(t));
        }
    }
}

template <class Tag>
result<std::size_t> session_aggregator::restore(std::string_view ndjson, std::chrono::sys_seconds now) {
    auto parser = detail::snapshot_parser<Tag>::make(ndjson.size());
    std::size_t lines = 0;
    for (std::size_t begin = 0; begin < ndjson.size();) {
        const std::size_t end = std::min(ndjson.find('\n', begin), ndjson.size());
        const std::string_view line = ndjson.substr(begin, end - begin);
        if (line.find_first_not_of(" \t\r") != std::string_view::npos) {
            const result<record_push_view> push = parser.parse_record(line);
            if (!push) return error{push.error().code, push.error().field, begin + push.error().offset};
            if (add(*push, now) == added::refused) return error{errc::out_of_memory, {}, begin};
            ++lines;
        }
        begin = end + 1;
    }
    return lines;
}

TCCC_PUSH_END_NAMESPACE

#endif
