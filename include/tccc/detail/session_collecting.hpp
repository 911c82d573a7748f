// SPDX-License-Identifier: MIT
/// @file
/// How does session_aggregator give sessions away? The members that hand out, and snapshots.
#ifndef TCCC_DETAIL_SESSION_COLLECTING_HPP
#define TCCC_DETAIL_SESSION_COLLECTING_HPP

#include <tccc/detail/cdr_json.hpp>
#include <tccc/detail/record_json.hpp>
#include <tccc/detail/snapshot_parser.hpp>
#include <tccc/session_aggregator.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

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

/// The first eight bytes of a text as a number that compares as they do; what is missing is 0.
constexpr std::uint64_t id_begin(std::string_view text) noexcept {
    std::uint64_t begin = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        begin = begin << 8U | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
    }
    return begin;
}

/// `to` says what `from` says; strings keep their memory.
inline void assign_push(record_push& to, const record_push_view& from) {
    const auto text = [](auto& member, std::string_view value) {
        using type = std::remove_reference_t<decltype(member)>;
        std::string reused = std::move(member).value();
        reused.assign(value);
        member = type(std::move(reused));
    };
    to.sdk_app_id = from.sdk_app_id;
    to.record_id = from.record_id;
    to.session_id = from.session_id;
    to.timestamp = from.timestamp;
    text(to.endpoint_user, from.endpoint_user.value());
    text(to.record_url, from.record_url.value());
    if (from.custom_record_url) {
        if (!to.custom_record_url) to.custom_record_url.emplace();
        text(*to.custom_record_url, from.custom_record_url->value());
    } else {
        to.custom_record_url.reset();
    }
    to.drift = from.drift;
}

/// Writes pushes to a snapshot, a line each: a recording by itself, the others in an envelope.
template <class Out>
class snapshot_writer {
public:
    explicit snapshot_writer(Out& out) noexcept : out_(out) {}

    void operator()(const session& s) {
        for (const track& t : s.tracks)
            recording(as_view(t.push));
        if (s.call_record) record(*s.call_record);
        for (const voicemail_push& mail : s.voicemails)
            voicemail(mail);
    }
    void recording(const record_push_view& push) {
        line_.clear();
        append_record_json(line_, push);
        end_line();
    }
    void record(const cdr_push& push) {
        line_.assign(R"({"action":"cdr","body":)");
        append_cdr_json(line_, push);
        line_.push_back('}');
        end_line();
    }
    void voicemail(const voicemail_push& push) {
        line_.assign(R"({"action":"voicemail","body":)");
        append_voicemail_json(line_, as_view(push));
        line_.push_back('}');
        end_line();
    }

private:
    void end_line() {
        line_.push_back('\n');
        write_line(out_, line_);
    }

    Out& out_;
    std::string line_;
};

/// Gives the push of each line to `add`; see `session_aggregator::restore`.
template <class Tag, class Add>
result<std::size_t> restore_snapshot(std::string_view ndjson, Add&& add) {
    snapshot_parser<Tag> parser(ndjson.size());
    std::size_t lines = 0;
    for (std::size_t begin = 0; begin < ndjson.size();) {
        const std::size_t end = std::min(ndjson.find('\n', begin), ndjson.size());
        const std::string_view line = ndjson.substr(begin, end - begin);
        if (line.find_first_not_of(" \t\r") != std::string_view::npos) {
            const auto push = parser.read(line);
            if (!push) return error{push.error().code, push.error().field, begin + push.error().offset};
            const errc failure = std::visit(
                [&add](const auto& known) {
                    if constexpr (requires { add(known); }) {
                        return add(known) == added::refused ? errc::out_of_memory : errc::ok;
                    } else {
                        return errc::bad_value;
                    }
                },
                *push);
            if (failure != errc::ok)
                return error{failure,
                             failure == errc::bad_value ? std::string_view("action") : std::string_view{},
                             begin};
            ++lines;
        }
        begin = end + 1;
    }
    return lines;
}

}  // namespace detail

/// `out` becomes the session as it is handed out; what it held before is overwritten, and its memory used again.
inline void session_aggregator::fill_session(session& out, const detail::open_session& s,
                                             completion reason) const {
    out.sdk_app_id = s.sdk_app_id;
    out.session_id = s.text.session_id();
    out.reason = reason;
    out.revision = s.revision() + 1;
    out.stated_direction = policy_.direction;
    out.tracks.resize(s.text.tracks());
    std::size_t next = 0;
    s.text.for_each(
        [&](const detail::packed_track& t) { detail::assign_push(out.tracks[next++].push, s.view(t)); });
    out.call_record.reset();
    out.voicemails.clear();
    if (s.extras != nullptr) {
        out.call_record = s.extras->record;
        out.voicemails = s.extras->voicemails;
    }
    detail::normalise(out);
}

/// Begins with what is due at `now`.
inline void session_aggregator::begin_due(due_batch& batch, detail::due_walk& walk,
                                          std::chrono::sys_seconds now) {
    advance(now);
    batch.start(evicted_.size(), false);
    open_.begin(walk, clock_);
}

/// Begins with all that is open.
inline void session_aggregator::begin_all(due_batch& batch, detail::due_walk& walk) noexcept {
    batch.start(evicted_.size(), true);
    open_.begin_all(walk);
}

/// The next few, unsorted; false when there are no more. A thread that adds waits for no longer than this takes. Their texts
/// are asked for first: they lie far away, and come together as fast as one.
inline bool session_aggregator::gather_some(due_batch& batch, detail::due_walk& walk) {
    constexpr std::size_t few = 16;
    const std::size_t before = batch.sessions.size();
    const bool more = open_.go_on(walk, few, [&](std::uint32_t number, detail::due due) {
        open_.prefetch_id(number);
        // Of all there is no time: the clock may go on while this rests.
        batch.sessions.push_back({batch.all ? std::chrono::sys_seconds{} : due.at, 0, 0, number,
                                  static_cast<std::uint32_t>(batch.sessions.size())});
    });
    for (std::size_t i = before; i < batch.sessions.size(); ++i) {
        due_session& item = batch.sessions[i];
        const detail::open_session& s = open_[item.number];
        const std::string_view id = s.text.session_id();
        item.sdk_app_id = s.sdk_app_id;
        item.id_begin = detail::id_begin(id);
        if (!batch.with_ids) continue;
        batch.ids.append(id);
        batch.id_ends.push_back(batch.ids.size());
    }
    return more;
}

/// By (time, SdkAppId, SessionId).
template <class IdOf>
void session_aggregator::sort(due_batch& batch, IdOf&& id_of) {
    std::ranges::sort(batch.sessions, [&id_of](const due_session& a, const due_session& b) {
        const auto begin_of = [](const due_session& item) {
            return std::tie(item.at, item.sdk_app_id, item.id_begin);
        };
        if (begin_of(a) != begin_of(b)) return begin_of(a) < begin_of(b);
        return id_of(a) < id_of(b);
    });
}

/// All of it, sorted.
inline void session_aggregator::gather(due_batch& batch, detail::due_walk& walk) {
    while (gather_some(batch, walk)) {
    }
    sort(batch, [this](const due_session& item) { return open_[item.number].text.session_id(); });
}

/// Why the session is handed out now; `completion::open` where it no longer is to be.
inline completion session_aggregator::reason_to_hand_out(std::uint32_t number, bool all) const noexcept {
    const detail::open_session& s = open_[number];
    if (!s.is_open()) return completion::open;
    if (all) return s.revision() == 0 ? completion::flushed : completion::amended;
    const detail::due due = open_.due_of(s);
    return due.at <= clock_ ? due.reason : completion::open;
}

inline bool session_aggregator::is_of(std::int64_t sdk_app_id, std::string_view session_id,
                                      std::uint32_t number) const noexcept {
    const detail::open_session& s = open_[number];
    return s.sdk_app_id == sdk_app_id && s.text.session_id() == session_id;
}

inline void session_aggregator::prefetch_places(std::uint32_t number) const noexcept {
    const detail::open_session& s = open_[number];
    if (!s.is_open()) return;
    const std::uint64_t hash = hash_of(s);
    open_.prefetch(hash);
    closed_.prefetch(hash);
}

/// Hands out the next of `batch`, `most` of them, the evicted first; returns how many. Between two such steps sessions may
/// have been added to and closed: each is looked at anew. A sink that throws leaves the rest as it was.
template <class Sink>
std::size_t session_aggregator::hand_out(due_batch& batch, std::size_t most, Sink& sink) {
    const detail::reentrancy_guard guard(handing_out_);
    std::size_t count = 0;
    for (; count < most && batch.evicted != 0 && !evicted_.empty(); ++count, --batch.evicted) {
        const std::size_t size = detail::open_sessions::bytes_of(evicted_.front());
        detail::give(sink, evicted_.front());
        evicted_.pop_front();
        evicted_bytes_ -= size;
        ++counters_.handed_out;
    }
    // Sessions that fall due have not been touched for a while, and lie far away: first they are asked for, then their
    // texts, then, by what these say, their places in the indexes.
    constexpr std::size_t ahead = 8;
    const std::vector<due_session>& sessions = batch.sessions;
    if (batch.next == 0) {
        for (std::size_t i = 0; i < std::min(ahead, sessions.size()); ++i)
            open_.prefetch_text(sessions[i].number);
    }
    for (std::size_t& i = batch.next; count < most && i < sessions.size(); ++i) {
        if (i + 2 * ahead < sessions.size()) open_.prefetch_slot(sessions[i + 2 * ahead].number);
        if (i + ahead < sessions.size()) open_.prefetch_text(sessions[i + ahead].number);
        if (i + ahead / 2 < sessions.size()) prefetch_places(sessions[i + ahead / 2].number);
        const std::uint32_t number = sessions[i].number;
        const completion reason = reason_to_hand_out(number, batch.all);
        if (reason == completion::open) continue;
        // Another one may have come into its place.
        if (batch.with_ids && !is_of(sessions[i].sdk_app_id, batch.id_of(sessions[i]), number)) continue;
        const detail::open_session& s = open_[number];
        fill_session(handed_, s, reason);
        const std::uint64_t hash = hash_of(s);
        detail::tombstone_table::grave_slot grave(closed_, hash, handed_, policy_.max_tracks_per_session);
        detail::give(sink, handed_);
        bury(hash, number, grave);
        ++counters_.handed_out;
        ++count;
    }
    return count;
}

template <detail::session_sink Sink>
std::size_t session_aggregator::collect(std::chrono::sys_seconds now, Sink&& sink) {
    if (handing_out_) return 0;
    detail::due_walk walk;
    begin_due(batch_, walk, now);
    gather(batch_, walk);
    return hand_out(batch_, (std::numeric_limits<std::size_t>::max)(), sink);
}

template <detail::session_sink Sink>
std::size_t session_aggregator::flush(Sink&& sink) {
    if (handing_out_) return 0;
    detail::due_walk walk;
    begin_all(batch_, walk);
    gather(batch_, walk);
    return hand_out(batch_, (std::numeric_limits<std::size_t>::max)(), sink);
}

template <class Out>
void session_aggregator::snapshot(Out&& out) const {
    detail::snapshot_writer write(out);
    for (const session& s : evicted_)
        write(s);
    for (std::uint32_t n = open_.oldest(); n != detail::no_slot; n = open_.younger(n)) {
        const detail::open_session& s = open_[n];
        s.text.for_each([&](const detail::packed_track& t) { write.recording(s.view(t)); });
        if (s.extras == nullptr) continue;
        if (s.extras->record) write.record(*s.extras->record);
        for (const voicemail_push& mail : s.extras->voicemails)
            write.voicemail(mail);
    }
}

template <class Tag>
result<std::size_t> session_aggregator::restore(std::string_view ndjson, std::chrono::sys_seconds now) {
    return detail::restore_snapshot<Tag>(
        ndjson,
        [this, now](const auto& push) -> decltype(this->add(push, now)) { return this->add(push, now); });
}

TCCC_PUSH_END_NAMESPACE

#endif
