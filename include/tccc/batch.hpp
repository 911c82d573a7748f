// SPDX-License-Identifier: MIT
/// @file
/// How are many pushes read from one buffer? `for_each_push`, on one thread or on several, and
/// `batch_reader` for what does not fit into memory.
///
/// What a broken entry costs. Every good push comes out, with its exact byte range, and every other stretch
/// of text comes out as a broken entry, whatever stands between the good ones:
/// - NDJSON: always. Lines know nothing of each other.
/// - JSON: always where the broken entries are JSON that is no push, and where they are broken inside and
///   their brackets and quotes still match. Where an entry was cut off, or has a quote too many, the next
///   one is found by marks that no valid JSON shows (a line feed inside a string; a '{' behind a string, a
///   number or a '}'). Then one neighbour can be lost with it: the one that directly follows an entry cut
///   off behind a ':' or inside an array, of which it seems to be a part, and one that follows in the same
///   line on an entry cut off inside a string. And one broken entry can come out as several, of which none
///   is a push unless an object nested in it is one.
#ifndef TCCC_BATCH_HPP
#define TCCC_BATCH_HPP

#include <tccc/batch_format.hpp>
#include <tccc/config.hpp>
#include <tccc/detail/batch_frame.hpp>
#include <tccc/detail/borrow.hpp>
#include <tccc/detail/json_scanner.hpp>
#include <tccc/detail/line_ahead.hpp>
#include <tccc/parse_options.hpp>
#include <tccc/parser.hpp>
#include <tccc/record_push.hpp>
#include <tccc/result.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <string_view>
#include <type_traits>
#include <utility>

TCCC_PUSH_BEGIN_NAMESPACE

/// One push of a batch, or what stands in its place.
///
/// Borrows: from the buffer and the parser, until the callback that it was given to returns.
struct batch_entry {
    /// Its bytes. NDJSON: the line without its line feed. JSON: the value, without white space around it;
    /// empty where an array lacks something (a comma, a value, its end).
    std::string_view body;
    std::size_t offset;  ///< Where `body` begins, in the buffer; with a `batch_reader`, in all pieces.
    std::size_t number;  ///< Counts the entries from 1; 0 where that is not known: on threads, unordered.
    std::size_t line;    ///< Counts the lines from 1, blank ones included; 0 in JSON and where not known.
    /// What `parser::parse_record` says of `body`, with one difference: `error::offset` counts as `offset`
    /// does, so `error().offset - offset` is the place in the body.
    result<record_push_view> push;
};

namespace detail {

/// What may be called with an entry, and whether it wants more: one that returns void always does.
template <class F, class... More>
concept batch_callback = std::invocable<F&, const batch_entry&, More...> &&
    (std::is_void_v<std::invoke_result_t<F&, const batch_entry&, More...>> ||
     std::convertible_to<std::invoke_result_t<F&, const batch_entry&, More...>, bool>);

template <class F, class... More>
bool call_with(F& f, const batch_entry& entry, More... more) {
    if constexpr (std::is_void_v<std::invoke_result_t<F&, const batch_entry&, More...>>) {
        std::invoke(f, entry, more...);
        return true;
    } else {
        return static_cast<bool>(std::invoke(f, entry, more...));
    }
}

inline namespace TCCC_PUSH_KERNEL_NAMESPACE {
struct batch_block;
}

}  // namespace detail

inline namespace TCCC_PUSH_KERNEL_NAMESPACE {

/// Reads a batch that comes in pieces: a file of any size, from a buffer of a fixed one.
///
///     std::size_t kept = 0;                       // bytes of the last piece that come again
///     while (const std::size_t got = read(buffer + kept, size - kept)) {
///         const std::size_t done = reader.read(parser, {buffer, kept + got}, callback);
///         kept = kept + got - done;
///         std::memmove(buffer, buffer + done, kept);
///     }
///     reader.finish(parser, {buffer, kept}, callback);
///
/// Owns:       a hundred bytes; no part of any piece.
/// Guarantees: the entries do not depend on where the pieces were cut, except for those longer than
///             `max_body_bytes`: they are reported as soon as that is known, with the part of them that is
///             there. (And in JSON, for what follows such a one in its line if it has a quote too many.)
class batch_reader {
public:
    explicit batch_reader(batch_format format) noexcept : format_(format) {}

    /// Calls `f` with each entry of `piece` that is complete; false from `f` stops.
    ///
    /// Borrows:  what `f` gets ends when `f` returns.
    /// Errors:   none of its own; those of `parser::parse_record` go to `f`, with the offset as
    ///           `batch_entry` has it.
    /// Returns:  how many bytes are done with. The others have to come again, in front of the next piece;
    ///           unless `f` stopped, they are at most `max_body_bytes`. (Of four bytes or more; less may be
    ///           the beginning of a byte order mark.)
    /// Allocates: what the parser does, so nothing once that is warm. Throws what `f` does; the entry at
    ///           which it threw is then not read again, and a new reader is needed.
    /// Cost:     beside parsing, one search for each line's end, or each push's.
    template <class F>
        requires detail::batch_callback<F> std::size_t read(parser& parser, std::string_view piece, F&& f) {
            return read_piece(parser, piece, false, f);
        }
    template <detail::temporary_string S, class F>
    std::size_t read(parser&, S&&, F&&) = delete;  // what is not done with would be gone

    /// The same for the last piece, which may be empty: what is incomplete is an entry too.
    template <class F>
        requires detail::batch_callback<F> std::size_t finish(parser& parser, std::string_view piece, F&& f) {
            return read_piece(parser, piece, true, f);
        }
    template <detail::temporary_string S, class F>
    std::size_t finish(parser&, S&&, F&&) = delete;

    /// True when the last piece ended inside an entry that was too large, and reported: what follows is the
    /// rest of it.
    [[nodiscard]] bool inside_entry() const noexcept { return skipping_; }
    /// How many bytes of `piece`, which follows, are that rest (with its line feed, in NDJSON); they are
    /// then done with. `read` does the same, so only who wants these bytes needs this.
    std::size_t skip_rest(std::string_view piece) noexcept {
        std::size_t pos = 0;
        if (skipping_) skip(piece, pos);
        offset_ += pos;
        return pos;
    }

    /// How many entries there were, and how many bytes are done with.
    [[nodiscard]] std::size_t entries() const noexcept { return entries_; }
    [[nodiscard]] std::size_t offset() const noexcept { return offset_; }
    /// How many lines were begun; 0 in JSON.
    [[nodiscard]] std::size_t lines() const noexcept { return lines_; }

private:
    friend struct detail::batch_block;

    /// What stands before the next byte, at the level of entries.
    enum class place { outside, opened, after_value, after_broken, after_comma };

    template <class F>
    std::size_t read_piece(parser& parser, std::string_view piece, bool last, F& f) {
        std::size_t pos = 0;
        if (!begin_piece(piece, pos, last)) return 0;
        if (format_ == batch_format::ndjson) {
            read_lines<true>(parser, piece, pos, last, f);
        } else {
            auto caller = [&f](const batch_entry& entry) { return detail::call_with(f, entry); };
            read_values(parser, piece, pos, last, &call_erased<decltype(caller)>, &caller);
        }
        offset_ += pos;
        return pos;
    }

    /// Moves behind a byte order mark and the rest of an entry that was too large; false when there is too little to tell.
    bool begin_piece(std::string_view piece, std::size_t& pos, bool last) noexcept {
        constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
        if (offset_ == 0) {
            if (!last && byte_order_mark.starts_with(piece)) return false;
            if (piece.starts_with(byte_order_mark)) pos = byte_order_mark.size();
        }
        if (skipping_) skip(piece, pos);
        if (last) skipping_ = false;
        return true;
    }

    /// `Numbered`: entries and lines are counted from the first of this reader. A constant, so that no line asks for it.
    template <bool Numbered, class F>
    void read_lines(parser& parser, std::string_view piece, std::size_t& pos, bool last, F& f) {
        std::size_t ahead = likely_.find(piece, pos);
        while (pos < piece.size()) {
            // Made in one place, and handed over in one: a callback that is called in two is not always inlined.
            batch_entry entry{{}, offset_ + pos, 0, 0, parser.layout_.blank()};
            bool alike = false;
            // A push as plain as those before it proves that its line is one; any other is looked at like a stranger.
            if (const std::size_t end = ahead; end != detail::line_ahead::none) {
                ahead = likely_.find(piece, end + 1);
                entry.body = piece.substr(pos, end - pos);
                alike = parser.read_line(entry.body, *entry.push);
                if (alike) pos = end + 1;
            }
            if (!alike) [[unlikely]] {
                const line_kind kind = read_stranger(parser, piece, pos, last, entry);
                if (kind == line_kind::unfinished) return;
                ahead = likely_.find(piece, pos);
                if (kind == line_kind::blank) continue;
            } else {
                ++lines_;
            }
            ++entries_;
            if constexpr (Numbered) {
                entry.number = entries_;
                entry.line = lines_;
            }
            if (!detail::call_with(f, std::as_const(entry))) return;
        }
    }

    enum class line_kind { unfinished, blank, entry };

    /// The line at `pos`, whatever it is; moves behind it unless its end is still to come.
    TCCC_PUSH_NOINLINE line_kind read_stranger(parser& parser, std::string_view piece, std::size_t& pos,
                                               bool last, batch_entry& entry) {
        const std::size_t limit = parser.options().max_body_bytes;
        const std::size_t line_feed = piece.find('\n', pos);
        const std::string_view line = piece.substr(pos, line_feed - pos);
        if (line_feed == std::string_view::npos && !last) {
            if (line.size() <= limit) return line_kind::unfinished;
            skipping_ = true;
        }
        ++lines_;
        pos = line_feed == std::string_view::npos ? piece.size() : line_feed + 1;
        if (line.size() <= limit && is_blank(line)) return line_kind::blank;
        entry.body = line;
        entry.push = parser.parse_record(line);
        if (entry.push) likely_.expect(line.size());
        locate(entry);
        return line_kind::entry;
    }

    /// By a pointer: framing JSON is compiled once, not for each callback, and what NDJSON calls is inlined.
    using callback = bool (*)(void* f, const batch_entry& entry);

    template <class Caller>
    static bool call_erased(void* caller, const batch_entry& entry) {
        return (*static_cast<Caller*>(caller))(entry);
    }

    TCCC_PUSH_NOINLINE void read_values(parser& parser, std::string_view piece, std::size_t& pos, bool last,
                                        callback call, void* f) {
        const std::size_t limit = parser.options().max_body_bytes;
        std::size_t brace = 0;  // the first '}' behind what was searched
        std::size_t tried = 0;  // the one up to which the last entry was tried
        for (;;) {
            while (pos < piece.size() && detail::is_json_space(piece[pos])) {
                ++pos;
            }
            if (pos == piece.size()) {
                if (last && std::exchange(place_, place::outside) != place::outside) report(pos, call, f);
                return;
            }
            const char c = piece[pos];
            if (place_ == place::outside && c == '[') {
                place_ = place::opened;
                ++pos;
                continue;
            }
            if (place_ != place::outside && (c == ',' || c == ']')) {
                const bool lacking = place_ == place::after_comma || (place_ == place::opened && c == ',');
                place_ = c == ',' ? place::after_comma : place::outside;
                ++pos;
                if (lacking && !report(pos - 1, call, f)) return;
                continue;
            }
            if (place_ == place::after_value) {
                place_ = place::after_broken;
                if (!report(pos, call, f)) return;
            }

            // A push is flat as a rule: then it ends at the first '}', and its being valid proves that. Only
            // what is not is framed byte by byte. Each '}' is searched for once and tried once, so that
            // '{' after '{' costs no more than anything else.
            const std::size_t begin = pos;
            std::string_view body;
            if (c == '{') {
                if (brace < begin) brace = piece.find('}', begin);
                if (brace != std::string_view::npos && brace != tried && brace - begin < limit)
                    body = piece.substr(begin, brace - begin + 1);
                tried = brace;
            }
            batch_entry entry{body, offset_ + begin, entries_ + 1, 0, parser.parse_record(body)};
            bool closed = true;
            if (entry.push) {
                pos = brace + 1;
            } else {
                frame_.start(c, place_ != place::outside);
                const auto extent = frame_.run(piece, begin);
                if (extent.what == outcome::unfinished && !last) {
                    if (extent.end - begin <= limit) return;
                    skipping_ = true;
                }
                closed = extent.what == outcome::complete;
                pos = extent.end;
                const std::string_view whole = piece.substr(begin, pos - begin);
                entry.body = closed || whole.size() > limit ? whole : trim(whole);
                if (entry.body.size() != body.size()) entry.push = parser.parse_record(entry.body);
                locate(entry);
            }
            ++entries_;
            leave_entry(closed);
            if (!call(f, entry)) return;
        }
    }

    void leave_entry(bool closed) noexcept {
        if (place_ != place::outside) place_ = closed ? place::after_value : place::after_broken;
    }

    /// Something is lacking in an array.
    bool report(std::size_t pos, callback call, void* f) {
        const std::size_t at = offset_ + pos;
        return call(f, batch_entry{{}, at, ++entries_, 0, error{errc::malformed_json, {}, at}});
    }

    static void locate(batch_entry& entry) noexcept {
        if (entry.push) [[likely]]
            return;
        const error e = entry.push.error();
        entry.push = error{e.code, e.field, entry.offset + e.offset};
    }

    /// The rest of an entry that was too large.
    void skip(std::string_view piece, std::size_t& pos) noexcept {
        std::size_t end = 0;
        if (format_ == batch_format::ndjson) {
            end = piece.find('\n', pos);
            skipping_ = end == std::string_view::npos;
            pos = skipping_ ? piece.size() : end + 1;
        } else {
            const auto extent = frame_.run(piece, pos);
            skipping_ = extent.what == outcome::unfinished;
            pos = extent.end;
            leave_entry(extent.what == outcome::complete);
        }
    }

    static bool is_blank(std::string_view line) noexcept {
        std::size_t pos = 0;
        while (pos < line.size() && detail::is_json_space(line[pos])) {
            ++pos;
        }
        return pos == line.size();
    }

    /// A broken entry without what stands between it and the next.
    [[nodiscard]] std::string_view trim(std::string_view body) const noexcept {
        const auto blanks = [&body] {
            while (!body.empty() && detail::is_json_space(body.back())) {
                body.remove_suffix(1);
            }
        };
        blanks();
        if (place_ == place::outside || body.size() < 2 || body.back() != ',') return body;
        body.remove_suffix(1);
        blanks();
        return body;
    }

    using outcome = detail::batch_frame::outcome;

    batch_format format_;
    place place_ = place::outside;
    bool skipping_ = false;
    std::size_t entries_ = 0;
    std::size_t lines_ = 0;
    std::size_t offset_ = 0;
    detail::batch_frame frame_;
    detail::line_ahead likely_;  ///< Where lines end, as far as they are alike.
};

/// Calls `f` with each push of a buffer, in the order of the buffer: `f(const batch_entry&)`, which returns
/// nothing, or a bool of which false stops.
///
/// Borrows:   what `f` gets ends when `f` returns: copy with `to_owned` what has to last.
/// Requires:  nothing of `buffer`: any bytes. It is not written to, nor read beyond its end.
/// Errors:    each goes to `f` in its entry, and costs its neighbours nothing (see above for how far that
///            goes in JSON): those of `parser::parse_record`; what is longer than `max_body_bytes` is
///            errc::body_too_large, unread. Offsets count from the begin of `buffer`.
/// Returns:   how many entries `f` was called with.
/// Allocates: what the parser does, so nothing once that is warm. Throws what `f` does.
/// Cost:      linear in the buffer, whatever is in it; beside parsing, a few nanoseconds a push.
template <class F>
    requires detail::batch_callback<F> std::size_t for_each_push(parser& parser, std::string_view buffer,
                                                                 batch_format format, F&& f) {
        batch_reader reader(format);
        reader.finish(parser, buffer, f);
        return reader.entries();
    }
template <detail::temporary_string S, class F>
std::size_t for_each_push(parser&, S&&, batch_format,
                          F&&) = delete;  // offsets into a buffer that is gone: keep it in a variable

}  // namespace TCCC_PUSH_KERNEL_NAMESPACE
TCCC_PUSH_END_NAMESPACE

#include <tccc/detail/batch_workers.hpp>  // for_each_push on threads: it needs the types above

#endif
