// SPDX-License-Identifier: MIT
/// @file
/// Which sessions wait, for what, and until when? The open sessions with their queues.
///
/// Each span of a policy is the same for all sessions and time does not go back, so first in is first due: a
/// queue a span holds them in order, and neither adding a push nor closing a session searches or sorts.
#ifndef TCCC_DETAIL_OPEN_SESSIONS_HPP
#define TCCC_DETAIL_OPEN_SESSIONS_HPP

#include <tccc/config.hpp>
#include <tccc/detail/block_arena.hpp>
#include <tccc/detail/hash_index.hpp>
#include <tccc/detail/manifest.hpp>
#include <tccc/detail/open_session.hpp>
#include <tccc/detail/packed_session.hpp>
#include <tccc/detail/prefetch.hpp>
#include <tccc/detail/session_extras.hpp>
#include <tccc/detail/slot_pool.hpp>
#include <tccc/record_push.hpp>
#include <tccc/session.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// When a session is due, and why.
struct due {
    std::chrono::sys_seconds at{};
    completion reason = completion::open;
};

struct due_spans {
    std::chrono::seconds settle{};
    std::chrono::seconds idle{};
    std::chrono::seconds deadline{};
};

/// `at` plus `span`, or the end of time: `collect(sys_seconds::max(), ...)` is a way to say "everything".
constexpr std::chrono::sys_seconds later(std::chrono::sys_seconds at, std::chrono::seconds span) noexcept {
    constexpr auto end = (std::chrono::sys_seconds::max)();
    return at > end - span ? end : at + span;
}

class open_sessions;

/// Where a walk over what is due rests, while sessions come and go. `open_sessions` knows the walks that have begun and not
/// ended, and moves them on when the session where they rest leaves its queue.
class due_walk {
public:
    due_walk() noexcept = default;
    due_walk(const due_walk&) = delete;
    due_walk& operator=(const due_walk&) = delete;
    ~due_walk() { end(); }

    [[nodiscard]] bool ended() const noexcept { return of_ == nullptr; }
    /// Early; nothing where it has ended. Of a walk that has not, this and the destructor change `open_sessions`: where threads
    /// share that, they need its lock.
    void end() noexcept;

private:
    friend class open_sessions;

    std::chrono::sys_seconds now_{};
    bool all_ = false;
    std::size_t queue_ = 0;         // that it walks along
    std::uint32_t next_ = no_slot;  // there; `no_slot` at its end
    std::uint32_t last_ = no_slot;  // there, when the walk came to it: what comes later is not waited for
    open_sessions* of_ = nullptr;
    due_walk* other_ = nullptr;
};

class open_sessions {
public:
    /// Requires spans of 0 or more. `tables`: of the index.
    explicit open_sessions(due_spans spans, std::size_t tables = hash_index::usual_tables)
        : index_(tables), spans_(spans) {}
    open_sessions(const open_sessions&) = delete;
    open_sessions& operator=(const open_sessions&) = delete;

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }
    [[nodiscard]] const block_arena& texts() const noexcept { return texts_; }
    [[nodiscard]] open_session& operator[](std::uint32_t number) noexcept { return pool_[number]; }
    [[nodiscard]] const open_session& operator[](std::uint32_t number) const noexcept {
        return pool_[number];
    }

    /// What a session costs beside its tracks.
    static constexpr std::size_t session_bytes(std::string_view session_id) noexcept {
        return around_text + packed_session::size_of(session_id);
    }
    static constexpr std::size_t track_bytes(const record_push_view& push) noexcept {
        return track_codec::size_of(push);
    }
    /// What a call record costs beside its text, and a voicemail; the room for both counts with each.
    template <class S>
    static std::size_t record_bytes(const basic_cdr_push<S>& record) noexcept {
        return sizeof(session_extras) + record.legs.size() + 1 + owned_bytes(record);
    }
    static std::size_t voicemail_bytes(const voicemail_push_view& mail) noexcept {
        return sizeof(session_extras) + sizeof(voicemail_push) + owned_bytes(mail);
    }
    [[nodiscard]] static std::size_t bytes_of(const open_session& s) noexcept {
        std::size_t bytes = around_text + s.text.bytes();
        if (s.extras != nullptr) {
            if (s.extras->record) bytes += record_bytes(*s.extras->record);
            for (const voicemail_push& mail : s.extras->voicemails)
                bytes += voicemail_bytes(as_view(mail));
        }
        return bytes;
    }

    /// What an evicted session counts for while it waits: what it counted for when it was open.
    [[nodiscard]] static std::size_t bytes_of(const session& s) noexcept {
        std::size_t bytes = session_bytes(s.session_id);
        for (const track& t : s.tracks)
            bytes += track_bytes(as_view(t.push));
        if (s.call_record) bytes += record_bytes(*s.call_record);
        for (const voicemail_push& mail : s.voicemails)
            bytes += voicemail_bytes(as_view(mail));
        return bytes;
    }

    void prefetch(std::uint64_t hash) const noexcept { index_.prefetch(hash); }
    void prefetch_slot(std::uint32_t number) const noexcept { detail::prefetch(&pool_[number]); }
    void prefetch_text(std::uint32_t number) const noexcept { pool_[number].text.prefetch(); }
    void prefetch_id(std::uint32_t number) const noexcept { pool_[number].text.prefetch_id(); }

    /// The number of the session, or `no_slot`. `hash` is that of the two others.
    [[nodiscard]] std::uint32_t find(std::uint64_t hash, std::int64_t sdk_app_id,
                                     std::string_view session_id) const {
        return index_.find(hash, [&](std::uint32_t number) {
            const open_session& s = pool_[number];
            s.text.prefetch();  // all of it is read in a moment, and it comes as fast as its first line
            prefetch_neighbours(s);
            return s.sdk_app_id == sdk_app_id && s.text.session_id() == session_id;
        });
    }

    /// A new session; `fill(open_session&, block_arena&)` gives it its extras and then its text, and may throw.
    template <class Fill>
    void open(std::uint64_t hash, std::int64_t sdk_app_id, std::uint32_t revision,
              std::chrono::sys_seconds now, Fill&& fill) {
        index_.reserve(hash);
        pool_.reserve();
        open_session filled;
        fill(filled, texts_);
        const std::uint32_t number = pool_.take();
        open_session& s = pool_[number];
        s = std::move(filled);
        s.sdk_app_id = sdk_app_id;
        s.text.revision = revision;
        s.first_seen = now;
        s.last_new = now;
        index_.insert(hash, number);
        by_age_.push_back(pool_, number);
        s.wait_in(static_cast<std::uint32_t>(wait_of(s)));
        queue_of(s).push_back(pool_, number);
        ++size_;
        bytes_ += bytes_of(s);
    }

    /// `change(open_session&, block_arena&)` brings something new into a session; when it throws, it has changed
    /// nothing.
    template <class Change>
    void change(std::uint32_t number, std::chrono::sys_seconds now, Change&& change) {
        open_session& s = pool_[number];
        const std::size_t before = bytes_of(s);
        change(s, texts_);
        bytes_ += bytes_of(s) - before;
        s.last_new = now;
        leave(s.waits_in(), number);
        s.wait_in(static_cast<std::uint32_t>(wait_of(s)));
        queue_of(s).push_back(pool_, number);
    }

    void close(std::uint64_t hash, std::uint32_t number) noexcept {
        open_session& s = pool_[number];
        bytes_ -= bytes_of(s);
        leave(s.waits_in(), number);
        leave(age, number);
        index_.erase(hash, number);
        s.text.release(texts_);
        pool_.release(number);
        --size_;
    }

    /// The session opened first, and the one opened after that; `no_slot` where there is none.
    [[nodiscard]] std::uint32_t oldest() const noexcept { return by_age_.front(); }
    [[nodiscard]] std::uint32_t younger(std::uint32_t number) const noexcept {
        return age_queue::next(pool_, number);
    }

    [[nodiscard]] due due_of(const open_session& s) const noexcept {
        due quiet;
        switch (static_cast<wait>(s.waits_in())) {
        case wait::amended: return {s.first_seen, completion::amended};
        case wait::complete: quiet = {s.last_new, completion::manifest}; break;
        case wait::settling: quiet = {later(s.last_new, spans_.settle), completion::settled}; break;
        case wait::idling: quiet = {later(s.last_new, spans_.idle), completion::idle}; break;
        }
        const due deadline = {later(s.first_seen, spans_.deadline), completion::deadline};
        return quiet.at <= deadline.at ? quiet : deadline;
    }

    /// Begins a walk, which ends before this does, over the sessions that are due at `now`, or over all.
    void begin(due_walk& walk, std::chrono::sys_seconds now) noexcept { begin(walk, now, false, 0); }
    void begin_all(due_walk& walk) noexcept { begin(walk, {}, true, age); }
    /// Calls `visit(number, due)` for the next sessions, in no defined order, until it has looked at `most` of them; false
    /// when there are no more, which ends the walk. Each that was there at the beginning and stays as it is is met once; what
    /// comes or changes while the walk rests perhaps, or twice.
    template <class Visit>
    bool go_on(due_walk& walk, std::size_t most, Visit&& visit) {
        for (;; enter(walk, walk.queue_ + 1)) {
            for (; is_at_one(walk); --most) {
                if (most == 0) return true;
                const std::uint32_t number = walk.next_;
                pass(walk, number);
                const due d = due_of(pool_[number]);
                if (walk.all_ || (d.reason == completion::deadline) == (walk.queue_ == age)) visit(number, d);
            }
            if (walk.queue_ == age) break;
        }
        walk.end();
        return false;
    }

private:
    friend class due_walk;

    /// What a session waits for; also the number of its queue.
    enum class wait : std::uint32_t { amended, complete, settling, idling };

    /// The number of the queue by age, after those.
    static constexpr std::size_t age = 4;

    using session_pool = slot_pool<open_session, &open_session::by_age>;
    using age_queue = slot_queue<session_pool, &open_session::by_age>;
    using due_queue = slot_queue<session_pool, &open_session::by_due>;

    static constexpr std::size_t around_text =
        sizeof(open_session) + hash_index::bytes_per_entry + block_arena::bytes_per_block;

    [[nodiscard]] std::chrono::seconds span_of(std::size_t kind) const noexcept {
        switch (static_cast<wait>(kind)) {
        case wait::settling: return spans_.settle;
        case wait::idling: return spans_.idle;
        default: return std::chrono::seconds(0);
        }
    }

    static wait wait_of(const open_session& s) {
        if (s.revision() != 0) return wait::amended;
        const cdr_push* const record = s.record();
        if (record == nullptr || !is_conclusive(*record)) {
            return s.has_both_parties() ? wait::settling : wait::idling;
        }
        const auto each_track = [&s](auto&& f) {
            s.text.for_each(
                [&f](const packed_track& t) { f(t.push.endpoint_user.value(), t.push.record_id); });
        };
        mark_kept(*record, each_track, s.extras->kept);
        bool complete = true;
        for_each_missing(*record, s.extras->kept, [&complete](std::string_view) { complete = false; });
        if (complete) return wait::complete;
        // As many as promised, but under other ids, as in the vendor's samples: nothing more will come.
        return s.text.tracks() >= count_promises(*record) ? wait::settling : wait::idling;
    }

    [[nodiscard]] due_queue& queue_of(const open_session& s) noexcept { return waiting_[s.waits_in()]; }

    /// Those that `leave` will link to each other.
    void prefetch_neighbours(const open_session& s) const noexcept {
        for (const std::uint32_t number : {s.by_due.previous, s.by_due.next}) {
            if (number != no_slot) prefetch_slot(number);
        }
    }
    [[nodiscard]] std::uint32_t behind(std::size_t queue, std::uint32_t number) const noexcept {
        return queue == age ? age_queue::next(pool_, number) : due_queue::next(pool_, number);
    }
    [[nodiscard]] std::uint32_t before(std::size_t queue, std::uint32_t number) const noexcept {
        return queue == age ? age_queue::previous(pool_, number) : due_queue::previous(pool_, number);
    }

    void begin(due_walk& walk, std::chrono::sys_seconds now, bool all, std::size_t queue) noexcept {
        walk.end();
        walk.now_ = now;
        walk.all_ = all;
        walk.of_ = this;
        walk.other_ = walks_;
        walks_ = &walk;
        enter(walk, queue);
    }
    void enter(due_walk& walk, std::size_t queue) const noexcept {
        walk.queue_ = queue;
        walk.next_ = queue == age ? by_age_.front() : waiting_[queue].front();
        walk.last_ = queue == age ? by_age_.back() : waiting_[queue].back();
    }
    /// Does the walk rest at a session that it is to meet? Those behind one that is not due are not due either.
    [[nodiscard]] bool is_at_one(const due_walk& walk) const noexcept {
        if (walk.next_ == no_slot) return false;
        if (walk.all_) return true;
        const open_session& s = pool_[walk.next_];
        return walk.queue_ == age ? later(s.first_seen, spans_.deadline) <= walk.now_
                                  : later(s.last_new, span_of(walk.queue_)) <= walk.now_;
    }
    /// The walk rests there and goes on.
    void pass(due_walk& walk, std::uint32_t number) const noexcept {
        walk.next_ = number == walk.last_ ? no_slot : behind(walk.queue_, number);
    }
    void leave(std::size_t queue, std::uint32_t number) noexcept {
        for (due_walk* walk = walks_; walk != nullptr; walk = walk->other_) {
            if (walk->queue_ != queue) continue;
            if (walk->next_ == number) {
                pass(*walk, number);
            } else if (walk->last_ == number) {
                walk->last_ = before(queue, number);
            }
        }
        if (queue == age) {
            by_age_.remove(pool_, number);
        } else {
            waiting_[queue].remove(pool_, number);
        }
    }

    // In this order what each push writes takes few cache lines, which threads that share this take from each other.
    std::size_t size_ = 0;
    std::size_t bytes_ = 0;
    std::array<due_queue, 4> waiting_;
    age_queue by_age_;
    session_pool pool_;
    hash_index index_;
    due_spans spans_;
    due_walk* walks_ = nullptr;
    block_arena texts_;
};

inline void due_walk::end() noexcept {
    if (of_ == nullptr) return;
    due_walk** at = &of_->walks_;
    while (*at != this)
        at = &(*at)->other_;
    *at = other_;
    of_ = nullptr;
}

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
