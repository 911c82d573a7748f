// SPDX-License-Identifier: MIT
/// @file
/// Which sessions wait, for what, and until when? The open sessions with their queues.
///
/// Each span of a policy is the same for all sessions and time does not go back, so first in is first due: a
/// queue a span holds them in order, and neither adding a push nor closing a session searches or sorts.
#ifndef TCCC_DETAIL_OPEN_SESSIONS_HPP
#define TCCC_DETAIL_OPEN_SESSIONS_HPP

#include <tccc/config.hpp>
#include <tccc/detail/intrusive_list.hpp>
#include <tccc/detail/packed_push.hpp>
#include <tccc/detail/siphash.hpp>
#include <tccc/record_push.hpp>
#include <tccc/session.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

struct session_key {
    std::int64_t sdk_app_id = 0;
    std::string session_id;
};

/// A session of which something has not been handed out yet.
struct open_session {
    const session_key* key = nullptr;
    std::vector<packed_push> tracks;
    std::chrono::sys_seconds first_seen{};
    std::chrono::sys_seconds last_new{};
    std::uint32_t revision = 0;  ///< How often it was handed out before; above 0 the tracks are an amendment.
    bool customer = false;       ///< A track of a customer is there.
    bool agent = false;          ///< A track of an agent is there.
    list_hook<open_session> by_age;
    list_hook<open_session> by_due;

    [[nodiscard]] record_push_view view(const packed_push& track) const noexcept {
        return track.view(key->sdk_app_id, key->session_id);
    }
    [[nodiscard]] packed_push* find(const record_push_view& push) noexcept {
        for (packed_push& track : tracks) {
            if (track.record_id() == push.record_id && track.endpoint_user() == push.endpoint_user.value()) {
                return &track;
            }
        }
        return nullptr;
    }
};

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

class open_sessions {
public:
    /// Requires spans of 0 or more.
    open_sessions(hash_key key, due_spans spans) : spans_(spans), table_(0, hasher{key}) {}
    open_sessions(const open_sessions&) = delete;
    open_sessions& operator=(const open_sessions&) = delete;

    [[nodiscard]] std::size_t size() const noexcept { return table_.size(); }
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }
    /// What a session costs beside its tracks: a node of the table with its link, its share of the buckets,
    /// its id.
    static constexpr std::size_t session_bytes(std::string_view session_id) noexcept {
        return sizeof(table::value_type) + 2 * sizeof(void*) + session_id.size();
    }
    /// What a track costs.
    static constexpr std::size_t track_bytes(std::size_t text_size) noexcept {
        return sizeof(packed_push) + text_size;
    }
    [[nodiscard]] static std::size_t bytes_of(const open_session& s) noexcept {
        std::size_t bytes = session_bytes(s.key->session_id);
        for (const packed_push& track : s.tracks) {
            bytes += track_bytes(track.text_size());
        }
        return bytes;
    }

    [[nodiscard]] open_session* find(std::int64_t sdk_app_id, std::string_view session_id) {
        const auto it = table_.find(key_view{sdk_app_id, session_id});
        return it == table_.end() ? nullptr : &it->second;
    }

    /// A new session with its first track.
    void open(const record_push_view& push, std::uint32_t revision, std::chrono::sys_seconds now) {
        packed_push track(push);
        std::vector<packed_push> tracks;
        tracks.reserve(2);  // what a normal call has
        tracks.push_back(std::move(track));
        const auto [it, fresh] =
            table_.try_emplace(session_key{push.sdk_app_id, std::string(push.session_id)}, open_session{});
        open_session& s = it->second;
        s.key = &it->first;
        s.tracks = std::move(tracks);
        s.first_seen = now;
        s.last_new = now;
        s.revision = revision;
        note_party(s, push);
        by_age_.push_back(s);
        queue_of(s).push_back(s);
        bytes_ += bytes_of(s);
    }

    void add_track(open_session& s, const record_push_view& push, std::chrono::sys_seconds now) {
        s.tracks.emplace_back(push);
        bytes_ += track_bytes(s.tracks.back().text_size());
        renew(s, push, now);
    }

    /// `track` of `s` now says what `push` says.
    void replace_track(open_session& s, packed_push& track, const record_push_view& push,
                       std::chrono::sys_seconds now) {
        packed_push replacement(push);  // before `track` goes: `push` may borrow from it
        bytes_ += replacement.text_size() - track.text_size();
        track = std::move(replacement);
        renew(s, s.view(track), now);
    }

    void close(open_session& s) noexcept {
        bytes_ -= bytes_of(s);
        queue_of(s).remove(s);
        by_age_.remove(s);
        table_.erase(table_.find(key_view{s.key->sdk_app_id, s.key->session_id}));
    }

    /// The session opened first, and the one opened after `s`; null where there is none.
    [[nodiscard]] open_session* oldest() const noexcept { return by_age_.front(); }
    [[nodiscard]] static open_session* younger(const open_session& s) noexcept { return age_queue::next(s); }

    [[nodiscard]] due due_of(const open_session& s) const noexcept {
        if (s.revision != 0) return {s.first_seen, completion::amended};
        const due quiet = s.customer && s.agent ? due{later(s.last_new, spans_.settle), completion::settled}
                                                : due{later(s.last_new, spans_.idle), completion::idle};
        const due deadline = {later(s.first_seen, spans_.deadline), completion::deadline};
        return quiet.at <= deadline.at ? quiet : deadline;
    }

    /// Calls `visit(session, due)` for each session that is due at `now`, each once, in no defined order.
    template <class Visit>
    void for_each_due(std::chrono::sys_seconds now, Visit&& visit) {
        for (open_session* s = amended_.front(); s != nullptr; s = due_queue::next(*s)) {
            visit(*s, due_of(*s));
        }
        const auto quiet = [&](const due_queue& queue, std::chrono::seconds span) {
            for (open_session* s = queue.front(); s != nullptr && later(s->last_new, span) <= now;
                 s = due_queue::next(*s)) {
                if (const due d = due_of(*s); d.reason != completion::deadline) visit(*s, d);
            }
        };
        quiet(settling_, spans_.settle);
        quiet(idling_, spans_.idle);
        for (open_session* s = by_age_.front(); s != nullptr && later(s->first_seen, spans_.deadline) <= now;
             s = younger(*s)) {
            if (const due d = due_of(*s); d.reason == completion::deadline) visit(*s, d);
        }
    }

private:
    using age_queue = intrusive_list<open_session, &open_session::by_age>;
    using due_queue = intrusive_list<open_session, &open_session::by_due>;

    struct key_view {
        std::int64_t sdk_app_id;
        std::string_view session_id;
    };
    struct hasher {
        using is_transparent = void;
        hash_key key;
        [[nodiscard]] std::size_t operator()(const key_view& k) const noexcept {
            return static_cast<std::size_t>(
                siphash(key).add(static_cast<std::uint64_t>(k.sdk_app_id)).add(k.session_id).finish());
        }
        [[nodiscard]] std::size_t operator()(const session_key& k) const noexcept {
            return (*this)(key_view{k.sdk_app_id, k.session_id});
        }
    };
    struct equal {
        using is_transparent = void;
        template <class A, class B>
        [[nodiscard]] bool operator()(const A& a, const B& b) const noexcept {
            return a.sdk_app_id == b.sdk_app_id &&
                   std::string_view(a.session_id) == std::string_view(b.session_id);
        }
    };
    using table = std::unordered_map<session_key, open_session, hasher, equal>;

    static void note_party(open_session& s, const record_push_view& push) noexcept {
        const track_party party = party_of(push.endpoint_user.kind());
        s.customer = s.customer || party == track_party::customer;
        s.agent = s.agent || party == track_party::agent;
    }

    /// Something new came: the quiet spans start again.
    void renew(open_session& s, const record_push_view& push, std::chrono::sys_seconds now) noexcept {
        queue_of(s).remove(s);
        note_party(s, push);
        s.last_new = now;
        queue_of(s).push_back(s);
    }

    [[nodiscard]] due_queue& queue_of(const open_session& s) noexcept {
        if (s.revision != 0) return amended_;
        return s.customer && s.agent ? settling_ : idling_;
    }

    due_spans spans_;
    table table_;
    age_queue by_age_;
    due_queue settling_;
    due_queue idling_;
    due_queue amended_;
    std::size_t bytes_ = 0;
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
