// SPDX-License-Identifier: MIT
/// @file
/// How does session_aggregator give sessions away? The members that hand out, and snapshots.
#ifndef TCCC_DETAIL_SESSION_COLLECTING_HPP
#define TCCC_DETAIL_SESSION_COLLECTING_HPP

#include <tccc/detail/record_json.hpp>
#include <tccc/session_aggregator.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

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
        const detail::open_session& s = open_[item.number];
        fill_session(handed_, s, item.due.reason);
        const std::uint64_t hash = hash_of(s);
        detail::tombstone_table::grave_slot grave(closed_, hash, handed_, policy_.max_tracks_per_session);
        detail::give(sink, handed_);
        bury(hash, item.number, grave);
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
    open_.for_each_due(clock_, [this](std::uint32_t number, detail::due due) {
        batch_.push_back({due, number});
    });
    std::ranges::sort(batch_, {}, [this](const due_session& item) {
        const detail::open_session& s = open_[item.number];
        return std::tuple<std::chrono::sys_seconds, std::int64_t, std::string_view>(item.due.at, s.sdk_app_id,
                                                                                    s.text.session_id());
    });
    return count + hand_out_batch(sink);
}

template <detail::session_sink Sink>
std::size_t session_aggregator::flush(Sink&& sink) {
    if (handing_out_) return 0;
    const detail::reentrancy_guard guard(handing_out_);
    std::size_t count = hand_out_evicted(sink);
    batch_.clear();
    for (std::uint32_t n = open_.oldest(); n != detail::no_slot; n = open_.younger(n)) {
        batch_.push_back({{clock_, open_[n].revision() == 0 ? completion::flushed : completion::amended}, n});
    }
    std::ranges::sort(batch_, {}, [this](const due_session& item) {
        const detail::open_session& s = open_[item.number];
        return std::pair<std::int64_t, std::string_view>(s.sdk_app_id, s.text.session_id());
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
        for (const track& t : s.tracks)
            write(as_view(t.push));
    }
    for (std::uint32_t n = open_.oldest(); n != detail::no_slot; n = open_.younger(n)) {
        const detail::open_session& s = open_[n];
        s.text.for_each([&](const detail::packed_track& t) { write(s.view(t)); });
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
