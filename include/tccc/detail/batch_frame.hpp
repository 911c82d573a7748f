// SPDX-License-Identifier: MIT
/// @file
/// Where does a JSON value end, if it may be broken? The frame of one entry in a row of JSON texts.
///
/// For valid JSON the answer is exact. For broken text it is a guess that costs the neighbours as little as
/// possible, by marks that valid JSON never shows: a line feed inside a string, an opening bracket where no
/// value may stand. One pass that never goes back, a bit for each open container: broken text costs no more
/// time than good one. Whether the value is good is not asked here.
#ifndef TCCC_DETAIL_BATCH_FRAME_HPP
#define TCCC_DETAIL_BATCH_FRAME_HPP

#include <tccc/config.hpp>
#include <tccc/detail/json_scanner.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

class batch_frame {
public:
    enum class outcome {
        complete,    ///< The value is closed; `end` is behind it.
        cut,         ///< It is broken; `end` is where something else begins.
        unfinished,  ///< The text ended first.
    };
    struct extent {
        outcome what;
        std::size_t end;
    };

    /// A frame for the value that begins with `first`. In an array, a ',' or ']' that is not the value's own
    /// ends it.
    void start(char first, bool in_array) noexcept {
        depth_ = braces_ = brackets_ = unknown_ = 0;
        previous_ = nothing;
        in_array_ = in_array;
        in_string_ = escaped_ = broken_ = false;
        loose_ = first != '{' && first != '[' && first != '"';
    }

    /// Goes on at `text[pos]`: with the value's first byte, or in the text that follows one that left it
    /// unfinished.
    extent run(std::string_view text, std::size_t pos) noexcept {
        if (loose_) return run_loose(text, pos);
        mark_ = none;
        while (pos < text.size()) {
            const char c = text[pos];
            if (in_string_) {
                if (c == '"' && !escaped_) {
                    in_string_ = false;
                    previous_ = '"';
                    if (broken_ && mark_ != none) return {outcome::cut, mark_};
                    if (depth() == 0) return {outcome::complete, pos + 1};
                } else if (c == '\n') {
                    // No string spans lines, so this one was cut off, or a quote before it was too many.
                    in_string_ = false;
                    broken_ = true;
                    previous_ = '"';
                    if (mark_ != none) return {outcome::cut, mark_};
                    if (depth() == 0) return {outcome::cut, pos};
                } else {
                    read_inside_string(c, pos);
                }
            } else if (!is_json_space(c)) {
                if ((c == '{' || c == '[') && !value_may_begin()) return {outcome::cut, pos};
                if (c == ']' && brackets_ == 0 && unknown_ == 0 && in_array_) return {outcome::cut, pos};
                if (read(c)) return {outcome::complete, pos + 1};
            }
            ++pos;
        }
        return {outcome::unfinished, pos};
    }

private:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    static constexpr char nothing = '\0';
    static constexpr char scalar = 'a';

    /// No value at all: a scalar, or what was never JSON. Up to the end of the line, or what may be an entry.
    extent run_loose(std::string_view text, std::size_t pos) noexcept {
        while (pos < text.size()) {
            const char c = text[pos];
            if (c == '{' || c == '\n' || (in_array_ && (c == ',' || c == ']'))) return {outcome::cut, pos};
            ++pos;
        }
        return {outcome::unfinished, pos};
    }

    /// A quote too many turns the text inside out until the end of the line: what was between two entries, as
    /// in `}{"` or `},{` and a line feed, then looks like a string. In a value that is known to be broken, such
    /// a string is taken for what it is: the brace at its end is where the next entry begins.
    void read_inside_string(char c, std::size_t pos) noexcept {
        escaped_ = c == '\\' && !escaped_;
        if (!only_marks_) return;
        if (c == '{') {
            mark_ = pos;
        } else if (c == '}' || c == ']' || c == ',') {
            mark_ = none;
        } else if (!is_json_space(c)) {
            mark_ = none;
            only_marks_ = false;
        }
    }

    /// One byte that is no white space, outside of strings; true when it closes the value.
    bool read(char c) noexcept {
        const char before = previous_;
        previous_ = c;
        switch (c) {
        case '"':
            broken_ |= before == '"' || before == scalar || before == '}' || before == ']';
            in_string_ = only_marks_ = true;
            escaped_ = false;
            mark_ = none;
            return false;
        case '{':
        case '[': open(c == '{'); return false;
        case '}': return close(true);
        case ']': return close(false);
        case ',':
        case ':': return false;
        default:
            broken_ |= before == '"' || before == '{' || before == '}' || before == ']';
            previous_ = scalar;
            return false;
        }
    }

    [[nodiscard]] std::size_t depth() const noexcept { return depth_ + unknown_; }

    [[nodiscard]] bool top_is_object() const noexcept {
        return ((objects_[(depth_ - 1) / 64] >> ((depth_ - 1) % 64)) & 1U) != 0;
    }

    [[nodiscard]] bool value_may_begin() const noexcept {
        if (previous_ == nothing || previous_ == ':' || previous_ == '[') return true;
        return previous_ == ',' && (unknown_ != 0 || (depth_ != 0 && !top_is_object()));
    }

    void open(bool object) noexcept {
        if (depth_ == json_depth_ceiling) {
            ++unknown_;  // no parser takes it; only its end is of interest
            return;
        }
        std::uint64_t& word = objects_[depth_ / 64];
        const std::uint64_t bit = std::uint64_t{1} << (depth_ % 64);
        word = object ? word | bit : word & ~bit;
        ++depth_;
        ++(object ? braces_ : brackets_);
    }

    /// Closes the innermost container of this kind, and with it those inside that were left open.
    bool close(bool object) noexcept {
        if (unknown_ != 0) {
            --unknown_;
            return false;
        }
        if ((object ? braces_ : brackets_) == 0) {
            broken_ = true;
            return false;
        }
        for (;;) {
            const bool top = top_is_object();
            --(top ? braces_ : brackets_);
            --depth_;
            if (top == object) return depth_ == 0;
            broken_ = true;
        }
    }

    std::size_t depth_ = 0;
    std::size_t braces_ = 0;
    std::size_t brackets_ = 0;
    std::size_t unknown_ = 0;  ///< Open containers beyond `json_depth_ceiling`.
    std::size_t mark_ = none;  ///< Where in the text the last '{' of `only_marks_` stands.
    char previous_ = nothing;  ///< The byte before that is no white space; `scalar` for all of a scalar.
    bool in_array_ = false;
    bool in_string_ = false;
    bool escaped_ = false;
    bool broken_ = false;
    bool only_marks_ = false;  ///< So far, the string holds nothing but brackets, commas and white space.
    bool loose_ = false;
    std::array<std::uint64_t, json_depth_ceiling / 64> objects_{};
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
