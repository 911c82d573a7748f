// SPDX-License-Identifier: MIT
/// @file
/// How do several threads pair sessions together? `sharded_session_aggregator`: a `session_aggregator` for each of some
/// shards, with a lock each.
#ifndef TCCC_SHARDED_SESSION_AGGREGATOR_HPP
#define TCCC_SHARDED_SESSION_AGGREGATOR_HPP

#include <tccc/cdr_push.hpp>
#include <tccc/config.hpp>
#include <tccc/detail/hash_index.hpp>
#include <tccc/detail/sink.hpp>
#include <tccc/detail/spinning_mutex.hpp>
#include <tccc/record_push.hpp>
#include <tccc/result.hpp>
#include <tccc/session.hpp>
#include <tccc/session_aggregator.hpp>
#include <tccc/voicemail_push.hpp>

#include <algorithm>
#include <atomic>
#include <bit>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

TCCC_PUSH_BEGIN_NAMESPACE

/// What `session_aggregator` does, for any number of threads.
///
/// A session belongs to one shard, by a keyed hash of (SdkAppId, SessionId); threads wait for each other only where they
/// meet in a shard. The same pushes, added in the same order, give the same sessions with the same reasons and
/// revisions as one `session_aggregator`, as long as no bound is reached: each shard has its part of `max_sessions`,
/// `max_bytes` and `max_tombstones`.
///
/// Owns:     as `session_aggregator`.
/// Time:     an argument; where it goes back, it stands still in each shard for itself.
/// Threads:  every member may be called by several at once.
/// Sinks:    called by the thread that collects, without a lock: a sink may add pushes. What a sink that throws has not
///           been given comes first of its shard the next time.
/// Costs:    `add` a lock without contention above that of `session_aggregator`; `collect` one for each session, and before
///           that one for each sixteen, to list what is due; it sorts without a lock.
class sharded_session_aggregator {
public:
    /// `shards` of 0 count as 1. Some sixteen times as many as threads keep them apart.
    explicit sharded_session_aggregator(std::size_t shards, const session_policy& policy = {})
        : policy_(policy), shards_(std::max<std::size_t>(shards, 1)) {
        session_policy part = policy;
        part.max_sessions = part_of(policy.max_sessions);
        part.max_bytes = part_of(policy.max_bytes);
        part.max_tombstones = part_of(policy.max_tombstones);
        const detail::hash_key key = detail::random_hash_key();
        constexpr std::size_t most = detail::hash_index::usual_tables;
        const std::size_t tables = most / std::bit_floor(std::min(shards_, most));
        for (std::size_t i = 0; i < shards_; ++i)
            all_.emplace_back(part, key, tables);
    }
    sharded_session_aggregator(const sharded_session_aggregator&) = delete;
    sharded_session_aggregator& operator=(const sharded_session_aggregator&) = delete;

    /// @copydoc session_aggregator::add
    added add(const record_push_view& push, std::chrono::sys_seconds now) { return add_any(push, now); }
    added add(const record_push& push, std::chrono::sys_seconds now) { return add_any(as_view(push), now); }
    added add(const cdr_push_view& record, std::chrono::sys_seconds now) { return add_any(record, now); }
    added add(const cdr_push& record, std::chrono::sys_seconds now) { return add_any(record, now); }
    added add(const voicemail_push_view& mail, std::chrono::sys_seconds now) { return add_any(mail, now); }
    added add(const voicemail_push& mail, std::chrono::sys_seconds now) {
        return add_any(as_view(mail), now);
    }

    /// Hands out what is due at `now`, shard by shard, each in the order of `session_aggregator::collect`. Returns how
    /// many.
    template <detail::session_sink Sink>
    std::size_t collect(std::chrono::sys_seconds now, Sink&& sink) {
        return hand_out(sink, [now](session_aggregator& part, batch& due, detail::due_walk& walk) {
            part.begin_due(due, walk, now);
        });
    }

    /// Hands out everything, shard by shard, each in the order of `session_aggregator::flush`.
    template <detail::session_sink Sink>
    std::size_t flush(Sink&& sink) {
        return hand_out(sink, [](session_aggregator& part, batch& all, detail::due_walk& walk) {
            part.begin_all(all, walk);
        });
    }

    /// Writes all pushes not yet handed out, as `session_aggregator::snapshot` does; each shard as it is at its turn.
    template <class Out>
    void snapshot(Out&& out) {
        for (shard& s : all_) {
            const std::lock_guard lock(s.mutex);
            detail::snapshot_writer write(out);
            for (const session& due : s.returned)
                write(due);
            s.sessions.snapshot(out);
        }
    }

    /// @copydoc session_aggregator::restore
    template <class Tag = void>
    result<std::size_t> restore(std::string_view ndjson, std::chrono::sys_seconds now) {
        return detail::restore_snapshot<Tag>(
            ndjson,
            [this, now](const auto& push) -> decltype(this->add(push, now)) { return this->add(push, now); });
    }

    [[nodiscard]] std::size_t shards() const noexcept { return shards_; }
    /// As given; each shard has its part of the bounds.
    [[nodiscard]] const session_policy& policy() const noexcept TCCC_PUSH_LIFETIMEBOUND { return policy_; }
    /// The sum over the shards, each at its turn.
    [[nodiscard]] session_counters counters() const {
        session_counters sum;
        for_each_shard([&sum](const session_aggregator& part) { sum += part.counters(); });
        return sum;
    }
    [[nodiscard]] std::size_t open_sessions() const {
        return sum_of([](const session_aggregator& part) { return part.open_sessions(); });
    }
    [[nodiscard]] std::size_t evicted_sessions() const {
        return sum_of([](const session_aggregator& part) { return part.evicted_sessions(); });
    }
    [[nodiscard]] std::size_t tombstones() const {
        return sum_of([](const session_aggregator& part) { return part.tombstones(); });
    }
    [[nodiscard]] std::size_t bytes() const {
        return sum_of([](const session_aggregator& part) { return part.bytes(); });
    }

private:
    using batch = session_aggregator::due_batch;

    // On cache lines of its own: a lock that one thread takes is no news to a neighbour's.
    struct alignas(64) shard {
        shard(const session_policy& policy, detail::hash_key key, std::size_t tables)
            : sessions(policy, key, tables) {}
        mutable detail::spinning_mutex mutex;
        session_aggregator sessions;
        std::list<session> returned;       // by sinks that threw
        std::atomic<bool> claimed{false};  // a hint, not a lock: some thread is handing out
    };

    /// The session on its way to a sink. It goes back to its shard when the sink throws; else its memory is used for the
    /// next one.
    struct session_in_hand {
        session_in_hand() : it(1) {}
        ~session_in_hand() {
            if (from == nullptr) return;
            const std::lock_guard lock(from->mutex);
            from->returned.splice(from->returned.begin(), it);
        }
        session_in_hand(const session_in_hand&) = delete;
        session_in_hand& operator=(const session_in_hand&) = delete;

        bool take(shard& s, batch& due) {
            s.mutex.let_others_go_first();
            const std::lock_guard lock(s.mutex);
            if (!s.returned.empty()) {
                it.clear();
                it.splice(it.begin(), s.returned, s.returned.begin());
            } else {
                const auto swap_in = [this](session&& given) { std::swap(it.front(), given); };
                if (s.sessions.hand_out(due, 1, swap_in) == 0) return false;
            }
            from = &s;
            return true;
        }

        std::list<session> it;  // always one: a list, since moving between lists cannot fail
        shard* from = nullptr;
    };

    [[nodiscard]] std::size_t part_of(std::size_t whole) const noexcept {
        return whole / shards_ + (whole % shards_ != 0 ? 1 : 0);
    }

    /// One hash for the shard and for the tables in it, which use its lowest ten and its highest 32 bits.
    template <class Push>
    added add_any(const Push& push, std::chrono::sys_seconds now) {
        const std::uint64_t hash = all_.front().sessions.hash_of_push(push);
        shard& s = all_[(hash >> 10U & 0x3f'ffffU) % shards_];
        const std::lock_guard lock(s.mutex);
        return s.sessions.add_hashed(hash, push, now);
    }

    /// Each shard in turn, but first those that no other thread is handing out: two that collect at once share the work
    /// instead of waiting for each other.
    template <class Sink, class Begin>
    std::size_t hand_out(Sink& sink, Begin&& begin) {
        std::size_t count = 0;
        batch due;
        due.with_ids = true;
        session_in_hand next;
        std::vector<shard*> later;
        for (shard& s : all_) {
            const claim mine(s.claimed);
            if (mine.granted) {
                count += hand_out_of(s, sink, begin, due, next);
            } else {
                later.push_back(&s);
            }
        }
        for (shard* s : later)
            count += hand_out_of(*s, sink, begin, due, next);
        return count;
    }

    /// Lists what is due a few sessions at a time, so that no thread that adds waits for long, and sorts it without the lock.
    template <class Begin>
    static void gather(shard& s, Begin&& begin, batch& due) {
        struct walk_in_shard {
            explicit walk_in_shard(shard& walked) noexcept : of(walked) {}
            ~walk_in_shard() {
                if (walk.ended()) return;  // else memory was short
                const std::lock_guard lock(of.mutex);
                walk.end();
            }
            walk_in_shard(const walk_in_shard&) = delete;
            walk_in_shard& operator=(const walk_in_shard&) = delete;

            shard& of;
            detail::due_walk walk;
        } resting(s);
        bool more = true;
        for (bool first = true; more; first = false) {
            s.mutex.let_others_go_first();
            const std::lock_guard lock(s.mutex);
            if (first) begin(s.sessions, due, resting.walk);
            more = s.sessions.gather_some(due, resting.walk);
        }
        session_aggregator::sort(due, [&due](const auto& item) { return due.id_of(item); });
    }

    /// One session at a time, so that no thread that adds waits longer than for one. Two threads may do this to one shard
    /// at once: each session goes to one of them.
    template <class Sink, class Begin>
    std::size_t hand_out_of(shard& s, Sink& sink, Begin&& begin, batch& due, session_in_hand& next) {
        gather(s, begin, due);
        std::size_t count = 0;
        for (; next.take(s, due); ++count) {
            // What a sink takes away and then throws would be lost: it gets a copy to take.
            if constexpr (std::invocable<Sink&, const session&>) {
                std::invoke(sink, std::as_const(next.it.front()));
            } else {
                session copy = next.it.front();
                detail::give(sink, copy);
            }
            next.from = nullptr;
        }
        return count;
    }

    struct claim {
        explicit claim(std::atomic<bool>& flag) noexcept
            : claimed(flag), granted(!flag.exchange(true, std::memory_order_relaxed)) {}
        ~claim() {
            if (granted) claimed.store(false, std::memory_order_relaxed);
        }
        claim(const claim&) = delete;
        claim& operator=(const claim&) = delete;

        std::atomic<bool>& claimed;
        bool granted;
    };

    template <class F>
    void for_each_shard(F&& f) const {
        for (const shard& s : all_) {
            const std::lock_guard lock(s.mutex);
            f(s.sessions);
        }
    }
    template <class F>
    [[nodiscard]] std::size_t sum_of(F&& f) const {
        std::size_t sum = 0;
        for_each_shard([&](const session_aggregator& part) { sum += f(part); });
        return sum;
    }

    session_policy policy_;
    std::size_t shards_;
    std::deque<shard> all_;  // never moves what it holds
};

TCCC_PUSH_END_NAMESPACE

#endif
