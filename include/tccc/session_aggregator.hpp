// SPDX-License-Identifier: MIT
/// @file
/// Which pushes belong together, and when is a session complete? `session_aggregator` pairs recordings that
/// arrive unordered, repeated, late or never; `session_policy` says how long it waits and how much it holds.
#ifndef TCCC_SESSION_AGGREGATOR_HPP
#define TCCC_SESSION_AGGREGATOR_HPP

#include <tccc/config.hpp>
#include <tccc/detail/open_sessions.hpp>
#include <tccc/detail/sink.hpp>
#include <tccc/detail/tombstones.hpp>
#include <tccc/record_push.hpp>
#include <tccc/result.hpp>
#include <tccc/session.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

TCCC_PUSH_BEGIN_NAMESPACE

/// What one `add` did.
enum class added {
    new_session,  ///< The first push of a session.
    new_track,    ///< Another recording of an open session.
    duplicate,    ///< Nothing new: a repeat, or an older state of a known recording.
    updated,  ///< No new recording, but more of an open session: a greater URL of a known one, the custom URL, its call
              ///< record, a voicemail.
    amended,  ///< New or better, but the session was handed out already: it will be handed out again.
    refused,  ///< A bound is reached; nothing was kept. Answer with an error so that the sender tries again.
};

/// What happens when a bound is reached.
enum class overflow {
    refuse,  ///< `add` says so and keeps nothing.
    evict,   ///< The oldest open session is closed early and handed out as `completion::evicted`.
};

/// How long sessions wait, and how much may wait. Spans below zero count as zero.
struct session_policy {
    std::chrono::seconds settle{60};                        ///< Both sides there: closed after so much quiet.
    std::chrono::seconds idle{std::chrono::minutes{30}};    ///< A side missing: closed after so much quiet.
    std::chrono::seconds deadline{std::chrono::hours{24}};  ///< Closed so long after its first push anyway.
    std::chrono::seconds tombstone{std::chrono::hours{72}};  ///< How long a closed session knows a repeat.

    std::size_t max_sessions = 100'000;       ///< Open at once; as many again may wait evicted for `collect`.
    std::size_t max_tracks_per_session = 64;  ///< And as many voicemails.
    std::size_t max_bytes = std::size_t{256} << 20;  ///< Open sessions and tombstones; as much again evicted.
    std::size_t max_tombstones = 1'000'000;  ///< Closed sessions remembered; the oldest are forgotten first.
    overflow on_overflow = overflow::refuse;

    /// Set where all calls go one way: customer and agent are then called caller and callee.
    call_direction direction = call_direction::unknown;
};

/// What an aggregator has done since it was made. `pushes` is the sum of the six below it, one for each
/// `added`.
struct session_counters {
    std::uint64_t pushes = 0;
    std::uint64_t new_sessions = 0;
    std::uint64_t new_tracks = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t updates = 0;
    std::uint64_t amendments = 0;
    std::uint64_t refusals = 0;

    std::uint64_t handed_out = 0;  ///< Sessions given to a sink, amendments included.
    std::uint64_t evictions = 0;   ///< Sessions closed early for room.
    /// Closed sessions forgotten early: a repeat would open them anew.
    std::uint64_t tombstones_forgotten = 0;
    /// Pushes of closed sessions beyond `max_tracks_per_session`, likewise.
    std::uint64_t repeats_forgotten = 0;

    session_counters& operator+=(const session_counters& other) noexcept {
        pushes += other.pushes;
        new_sessions += other.new_sessions;
        new_tracks += other.new_tracks;
        duplicates += other.duplicates;
        updates += other.updates;
        amendments += other.amendments;
        refusals += other.refusals;
        handed_out += other.handed_out;
        evictions += other.evictions;
        tombstones_forgotten += other.tombstones_forgotten;
        repeats_forgotten += other.repeats_forgotten;
        return *this;
    }
    [[nodiscard]] friend bool operator==(const session_counters&, const session_counters&) = default;
};

/// Pairs the recordings of each session, `(SdkAppId, SessionId)`, and hands sessions out when they are due.
///
/// Adding is a join: the same pushes give the same content in any order, with any repetition. When a session
/// is handed out depends on when they came; what came too late is handed out as an amendment, to be merged.
///
/// Owns:     copies of all it keeps; views given to it may end when `add` returns.
/// Time:     an argument, never a clock. Time that goes back stands still.
/// Threads:  none inside, and no locks: one thread at a time.
/// Bounded:  by `session_policy`; nothing is dropped silently, `counters()` says what happened.
/// Sinks:    any callable with a `session`; it may take it by value or rvalue and keep it. A sink that throws leaves the
///           session due. It must not call back: then `add` answers refused and the others do nothing.
/// Memory:   the text of the open sessions lies in chunks of 2 MB at most (longer texts in their own), which go back when
///           nothing in them is in use; 2 MB, or an eighth, are kept for what comes next.
/// Costs:    `add` one hash of the session id and, once warm, no allocation; closing is amortised constant, but for putting
///           those that are due together in order. No step grows with the number of sessions: the index grows a
///           thousandth at a time. Around its text, a session takes 88 bytes, a recording 16.
class session_aggregator {
public:
    explicit session_aggregator(const session_policy& policy = {});
    session_aggregator(const session_aggregator&) = delete;  // queues link its sessions: pass it by reference
    session_aggregator& operator=(const session_aggregator&) = delete;

    /// Adds one push at `now`.
    ///
    /// Requires: a push as a parser gives it; one with an empty id is taken as it is.
    /// Errors:   `added::refused`, see `overflow`. Throws std::bad_alloc when memory is short, then adds nothing.
    /// Cost:     linear in the bytes of the push and in the tracks of its session.
    added add(const record_push_view& push, std::chrono::sys_seconds now);
    added add(const record_push& push, std::chrono::sys_seconds now) { return add(as_view(push), now); }

    /// Adds the call record of a session, before, between or after its recordings: whose they are, and which ones
    /// to wait for. Of several records of a session the greater stays: the one that ended later, then the one that
    /// names more recordings, then the greater bytes.
    ///
    /// Errors: as above.
    /// Cost:   linear in the record; from then on, a push of its session takes time linear in tracks times legs.
    added add(const cdr_push_view& record, std::chrono::sys_seconds now);
    added add(const cdr_push& record, std::chrono::sys_seconds now);

    /// Adds a voicemail to its session.
    ///
    /// Errors: as above.
    /// Cost:   linear in the voicemails of the session.
    added add(const voicemail_push_view& mail, std::chrono::sys_seconds now);
    added add(const voicemail_push& mail, std::chrono::sys_seconds now) { return add(as_view(mail), now); }

    /// Hands out what is due at `now`: first the evicted, in the order of their eviction, then amendments and
    /// sessions in the order (time at which they fell due, SdkAppId, SessionId). Never a session twice at one
    /// revision, nor before it is due. Returns how many.
    template <detail::session_sink Sink>
    std::size_t collect(std::chrono::sys_seconds now, Sink&& sink);

    /// Hands out everything: the evicted, then all open sessions in the order (SdkAppId, SessionId),
    /// amendments as `amended` and the others as `flushed`. They are remembered as if closed at the latest
    /// time seen.
    template <detail::session_sink Sink>
    std::size_t flush(Sink&& sink);

    /// Writes all pushes not yet handed out, as NDJSON in the vendor's format: one line for each recording, call record
    /// and voicemail, the latter two in an envelope that names their action (envelope.hpp).
    ///
    /// `out` is a std::string to append to, something with `write(const char*, n)` such as a std::ostream, a
    /// callable with a std::string_view (called once a line, line feed included), or an output iterator of
    /// char. Not in it: tombstones, drift and counters. After a restart, repeats of closed sessions open them
    /// anew.
    template <class Out>
    void snapshot(Out&& out) const;

    /// Adds the pushes of a snapshot, or of any NDJSON of recording pushes and envelopes, at `now`; their spans
    /// start again.
    ///
    /// Requires: <tccc/parser.hpp>; this header alone knows no JSON. Empty lines are skipped.
    /// Returns:  how many lines were added, repeats included.
    /// Errors:   what `parse_envelope` or `parser::parse` says of the first line that it refuses, with the
    ///           offset in `ndjson`; errc::bad_value for an action that names no push; or errc::out_of_memory at
    ///           the first line that a bound refuses. The lines before it have been added.
    template <class Tag = void>
    result<std::size_t> restore(std::string_view ndjson, std::chrono::sys_seconds now);

    [[nodiscard]] const session_policy& policy() const noexcept TCCC_PUSH_LIFETIMEBOUND { return policy_; }
    [[nodiscard]] const session_counters& counters() const noexcept TCCC_PUSH_LIFETIMEBOUND {
        return counters_;
    }
    /// Sessions that wait to be due, amendments included; never more than `max_sessions`.
    [[nodiscard]] std::size_t open_sessions() const noexcept { return open_.size(); }
    /// Evicted sessions that wait for the next `collect`; never more than `max_sessions`.
    [[nodiscard]] std::size_t evicted_sessions() const noexcept { return evicted_.size(); }
    /// Closed sessions remembered; never more than `max_tombstones`.
    [[nodiscard]] std::size_t tombstones() const noexcept { return closed_.size(); }
    /// Memory for open sessions and tombstones, by sizes asked for (the allocator's own overhead is not in
    /// it); never more than `max_bytes`.
    [[nodiscard]] std::size_t bytes() const noexcept { return open_.bytes() + closed_.bytes(); }

private:
    friend class sharded_session_aggregator;

    /// One of several that share what there is; each has `tables` in an index.
    session_aggregator(const session_policy& policy, detail::hash_key key, std::size_t tables);

    /// With the first bytes of the session's id, so that sorting does not look each one up in its session, which has not
    /// been touched for a while and lies far away.
    struct due_session {
        std::chrono::sys_seconds at;
        std::int64_t sdk_app_id;
        std::uint64_t id_begin;
        std::uint32_t number;
        std::uint32_t place;  // as which it was gathered: its number in `id_ends`
    };
    /// What is handed out in one go or in steps. It belongs to who hands out: two threads that collect from one shard have
    /// one each.
    struct due_batch {
        std::vector<due_session> sessions;
        std::size_t next = 0;
        std::size_t evicted =
            0;             // and so many of those before them: more may come for as long as somebody adds
        bool all = false;  // whether due or not
        /// Where others may add meanwhile: the ids, each with its end, since nobody may look into the sessions without the
        /// lock, and another one may come into the place of one that goes.
        bool with_ids = false;
        std::string ids;
        std::vector<std::size_t> id_ends;

        void start(std::size_t evicted_by_now, bool take_all) noexcept {
            sessions.clear();  // which keeps its memory
            next = 0;
            evicted = evicted_by_now;
            all = take_all;
            ids.clear();
            id_ends.clear();
        }
        [[nodiscard]] std::string_view id_of(const due_session& s) const noexcept {
            const std::size_t begin = s.place == 0 ? 0 : id_ends[s.place - 1];
            return std::string_view(ids).substr(begin, id_ends[s.place] - begin);
        }
    };

    void advance(std::chrono::sys_seconds now);
    template <class Push>
    added add_hashed(std::uint64_t hash, const Push& push, std::chrono::sys_seconds now);
    template <class Push>
    [[nodiscard]] std::uint64_t hash_of_push(const Push& push) const noexcept;
    template <class Push>
    added place(std::uint64_t hash, const Push& push);
    template <class Push>
    added open(std::uint64_t hash, const Push& push, std::uint32_t revision);
    added join(std::uint64_t hash, std::uint32_t number, const record_push_view& push);
    template <class S>
    added join(std::uint64_t hash, std::uint32_t number, const basic_cdr_push<S>& record);
    added join(std::uint64_t hash, std::uint32_t number, const voicemail_push_view& mail);
    template <class Push>
    added start_again(std::uint64_t hash, std::uint32_t number, const Push& push);
    added count(added what) noexcept;
    bool make_room(std::size_t needed, std::uint32_t keep);
    bool evict(std::uint32_t number);
    [[nodiscard]] std::uint64_t hash_of(const detail::open_session& s) const noexcept {
        return closed_.digest().session(s.sdk_app_id, s.text.session_id());
    }
    void fill_session(session& out, const detail::open_session& s, completion reason) const;
    void bury(std::uint64_t hash, std::uint32_t number, detail::tombstone_table::grave_slot& grave) noexcept;
    void begin_due(due_batch& batch, detail::due_walk& walk, std::chrono::sys_seconds now);
    void begin_all(due_batch& batch, detail::due_walk& walk) noexcept;
    [[nodiscard]] bool gather_some(due_batch& batch, detail::due_walk& walk);
    template <class IdOf>
    static void sort(due_batch& batch, IdOf&& id_of);
    void gather(due_batch& batch, detail::due_walk& walk);
    [[nodiscard]] completion reason_to_hand_out(std::uint32_t number, bool all) const noexcept;
    [[nodiscard]] bool is_of(std::int64_t sdk_app_id, std::string_view session_id,
                             std::uint32_t number) const noexcept;
    void prefetch_places(std::uint32_t number) const noexcept;
    template <class Sink>
    std::size_t hand_out(due_batch& batch, std::size_t most, Sink& sink);

    // First what each push writes, on few cache lines: behind the lock of a shard they go from thread to thread.
    detail::open_sessions open_;
    std::chrono::sys_seconds clock_ = (std::chrono::sys_seconds::min)();
    session_counters counters_;
    bool handing_out_ = false;
    detail::tombstone_table closed_;
    session_policy policy_;
    std::deque<session> evicted_;
    std::size_t evicted_bytes_ = 0;
    due_batch batch_;  // kept between calls for its memory, and so is the next
    session handed_;
};

TCCC_PUSH_END_NAMESPACE

#include <tccc/detail/session_adding.hpp>
#include <tccc/detail/session_collecting.hpp>

#endif
