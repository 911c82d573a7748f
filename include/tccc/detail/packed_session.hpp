// SPDX-License-Identifier: MIT
/// @file
/// How is an open session kept? All the text of its recordings in one block: the session's id once, then track
/// after track, each with a head of 16 bytes.
///
/// A million open sessions are mostly text that cannot be made smaller: 407 bytes each, in the vendor's form. A map of
/// vectors of structs of strings took 797 bytes for that (benchmarks/README.md); what lies around the text is therefore
/// counted in bytes here.
#ifndef TCCC_DETAIL_PACKED_SESSION_HPP
#define TCCC_DETAIL_PACKED_SESSION_HPP

#include <tccc/config.hpp>
#include <tccc/detail/block_arena.hpp>
#include <tccc/detail/prefetch.hpp>
#include <tccc/record_push.hpp>
#include <tccc/session.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>
#include <utility>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// One track as it lies in the block: its texts are views into that, its `session_id` and `sdk_app_id` are not set.
struct packed_track {
    const char* begin = nullptr;
    std::size_t size = 0;
    record_push_view push;
};

/// Reads and writes one track: the time stamp, the four sizes in 16 bits each (a size of 65535 or more as 65535, with
/// the whole one in 32 bits behind the head), the texts.
class track_codec {
public:
    using texts = std::array<std::string_view, 4>;
    static constexpr std::size_t head_bytes = sizeof(std::int64_t) + 4 * sizeof(std::uint16_t);

    static constexpr texts texts_of(const record_push_view& push) noexcept {
        return {push.record_id, push.endpoint_user.value(), push.record_url.value(), custom_url_of(push)};
    }

    static constexpr std::size_t text_size(const record_push_view& push) noexcept {
        std::size_t size = 0;
        for (const std::string_view text : texts_of(push))
            size += text.size();
        return size;
    }

    /// What `write` takes.
    static constexpr std::size_t size_of(const record_push_view& push) noexcept {
        std::size_t size = head_bytes;
        for (const std::string_view text : texts_of(push)) {
            size += text.size() + (text.size() < long_text ? 0 : sizeof(std::uint32_t));
        }
        return size;
    }

    /// Writes `push` to where `size_of(push)` bytes are free; returns the end.
    static char* write(const record_push_view& push, char* out) noexcept {
        const texts all = texts_of(push);
        out = put(out, static_cast<std::int64_t>(push.timestamp.time_since_epoch().count()));
        for (const std::string_view text : all) {
            out = put(out, static_cast<std::uint16_t>(text.size() < long_text ? text.size() : long_text));
        }
        for (const std::string_view text : all) {
            if (text.size() >= long_text) out = put(out, static_cast<std::uint32_t>(text.size()));
        }
        for (const std::string_view text : all) {
            out = copy(out, text);
        }
        return out;
    }

    static packed_track read(const char* const begin) noexcept {
        std::int64_t timestamp = 0;
        const char* in = get(begin, timestamp);
        std::array<std::size_t, 4> sizes{};
        for (std::size_t& size : sizes) {
            std::uint16_t stored = 0;
            in = get(in, stored);
            size = stored;
        }
        for (std::size_t& size : sizes) {
            if (size < long_text) continue;
            std::uint32_t whole = 0;
            in = get(in, whole);
            size = whole;
        }
        texts all;
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i] = {in, sizes[i]};
            in += sizes[i];
        }
        packed_track track{begin, static_cast<std::size_t>(in - begin), {}};
        track.push.timestamp = std::chrono::sys_seconds(std::chrono::seconds(timestamp));
        track.push.record_id = all[0];
        track.push.endpoint_user = all[1];
        track.push.record_url = all[2];
        if (!all[3].empty()) track.push.custom_record_url = all[3];
        return track;
    }

    /// Where `data()` may be null, memcpy may not be called.
    static char* copy(char* out, std::string_view text) noexcept {
        if (!text.empty()) std::memcpy(out, text.data(), text.size());
        return out + text.size();
    }

private:
    static constexpr std::size_t long_text = (std::numeric_limits<std::uint16_t>::max)();

    template <class T>
    static char* put(char* out, T value) noexcept {
        std::memcpy(out, &value, sizeof value);
        return out + sizeof value;
    }
    template <class T>
    static const char* get(const char* in, T& value) noexcept {
        std::memcpy(&value, in, sizeof value);
        return in + sizeof value;
    }
};

/// Names the block of one session, which lies in an arena, always the same one; whoever has the session gives it back
/// with `release`. Throws what `new` throws, and has then not changed.
class packed_session {
public:
    /// The block sizes are kept in 32 bits. A parser's pushes are bounded far below; one made by hand may not be.
    [[nodiscard]] bool fits(const record_push_view& push) const noexcept {
        return track_codec::size_of(push) <= (std::numeric_limits<std::uint32_t>::max)() - size_;
    }
    static constexpr bool fits(std::string_view session_id) noexcept {
        return session_id.size() <= (std::numeric_limits<std::uint32_t>::max)() / 2;
    }
    /// What a session without tracks takes here.
    static constexpr std::size_t size_of(std::string_view session_id) noexcept {
        return sizeof(head) + session_id.size();
    }

    /// Before `start` and after `release`: it has not even an id.
    [[nodiscard]] bool empty() const noexcept { return block_ == nullptr; }
    [[nodiscard]] std::size_t bytes() const noexcept { return size_; }
    /// Asks for all of the text, up to a kilobyte.
    void prefetch() const noexcept {
        for (std::size_t at = 0; at < size_ && at < 16 * cache_line_bytes; at += cache_line_bytes)
            detail::prefetch(block_ + at);
    }
    void prefetch_id() const noexcept { detail::prefetch(block_); }
    [[nodiscard]] std::size_t tracks() const noexcept { return read_head().tracks_and_state >> state_bits; }
    [[nodiscard]] std::string_view session_id() const noexcept {
        return {block_ + sizeof(head), read_head().id_size};
    }
    /// A number below 16 that its owner keeps here, where there is room for it.
    [[nodiscard]] std::uint32_t state() const noexcept { return read_head().tracks_and_state & state_mask; }
    void set_state(std::uint32_t state) noexcept {
        head h = read_head();
        h.tracks_and_state = (h.tracks_and_state & ~state_mask) | state;
        write_head(h);
    }

    /// Requires an empty one.
    void start(block_arena& arena, std::string_view session_id) {
        static_cast<void>(begin(arena, session_id, 0, 0));
    }

    /// The same with a first track, in one block.
    void start(block_arena& arena, std::string_view session_id, const record_push_view& push) {
        track_codec::write(push, begin(arena, session_id, track_codec::size_of(push), 1));
    }

    void release(block_arena& arena) noexcept {
        if (block_ != nullptr) arena.release(block_);
        block_ = nullptr;
        size_ = 0;
    }

    /// Adds a track; `push` may not borrow from this. Requires `fits(push)`.
    void append(block_arena& arena, const record_push_view& push) { splice(arena, size_, 0, push, 1); }

    /// Puts `push`, which may borrow from this, in place of a track that `find` or `for_each` gave. Requires
    /// `fits(push)`.
    void replace(block_arena& arena, const packed_track& track, const record_push_view& push) {
        splice(arena, static_cast<std::size_t>(track.begin - block_), track.size, push, 0);
    }

    /// The first track for which `wanted(const packed_track&)` is true, in the order in which they came; `begin` is null
    /// when there is none.
    template <class Wanted>
    [[nodiscard]] packed_track find_if(Wanted&& wanted) const {
        const char* at = block_ + sizeof(head) + read_head().id_size;
        for (const char* const end = block_ + size_; at != end;) {
            const packed_track track = track_codec::read(at);
            if (wanted(track)) return track;
            at += track.size;
        }
        return {};
    }

    template <class Visit>
    void for_each(Visit&& visit) const {
        static_cast<void>(find_if([&visit](const packed_track& track) { return visit(track), false; }));
    }

    /// The track of (EndpointUser, RecordId).
    [[nodiscard]] packed_track find(std::string_view user, std::string_view record_id) const noexcept {
        return find_if([=](const packed_track& track) {
            return track.push.record_id == record_id && track.push.endpoint_user.value() == user;
        });
    }

private:
    // No session has 2^28 tracks: each takes at least 16 of the 2^32 bytes.
    static constexpr std::uint32_t state_bits = 4;
    static constexpr std::uint32_t state_mask = (1U << state_bits) - 1;
    struct head {
        std::uint32_t id_size = 0;
        std::uint32_t tracks_and_state = 0;
    };

    [[nodiscard]] head read_head() const noexcept {
        head h;
        std::memcpy(&h, block_, sizeof h);
        return h;
    }
    void write_head(head h) noexcept { std::memcpy(block_, &h, sizeof h); }

    /// A block with head and id; returns where `more` bytes for its tracks are.
    char* begin(block_arena& arena, std::string_view session_id, std::size_t more, std::uint32_t tracks) {
        const std::size_t size = size_of(session_id) + more;
        block_ = arena.allocate(size);
        size_ = static_cast<std::uint32_t>(size);
        write_head({static_cast<std::uint32_t>(session_id.size()), tracks << state_bits});
        return track_codec::copy(block_ + sizeof(head), session_id);
    }

    /// A new block in which `push` stands for the `old_size` bytes at `pos`.
    void splice(block_arena& arena, std::size_t pos, std::size_t old_size, const record_push_view& push,
                std::uint32_t more) {
        const std::size_t new_size = track_codec::size_of(push);
        const std::size_t rest = size_ - pos - old_size;
        char* const block = arena.allocate(pos + new_size + rest);
        std::memcpy(block, block_, pos);
        char* const end = track_codec::write(push, block + pos);
        if (rest != 0) std::memcpy(end, block_ + pos + old_size, rest);
        arena.release(block_);
        block_ = block;
        size_ = static_cast<std::uint32_t>(pos + new_size + rest);
        head h = read_head();
        h.tracks_and_state += more << state_bits;
        write_head(h);
    }

    char* block_ = nullptr;
    std::uint32_t size_ = 0;

public:
    /// Of the session's owner too: it fills the hole behind `size_`, and a million sessions have as many of them.
    std::uint32_t revision = 0;
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
