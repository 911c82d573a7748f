// SPDX-License-Identifier: MIT
/// @file
/// Is this text JSON, and where does it stop being so? A validating scanner for RFC 8259 that builds nothing.
///
/// simdjson's On-Demand reads fast what it is asked for and does not look at the rest; its errors carry no
/// position, and which of several errors a broken text gives is not defined. So this scanner holds what is
/// skipped against the grammar, and names code and byte when a body is refused: always those of the first
/// byte that is wrong. A bit for each open container instead of recursion: a body of 64 KiB of '[' costs 64
/// KiB of reading.
#ifndef TCCC_DETAIL_JSON_SCANNER_HPP
#define TCCC_DETAIL_JSON_SCANNER_HPP

#include <tccc/config.hpp>
#include <tccc/detail/plain_text.hpp>
#include <tccc/detail/utf8.hpp>
#include <tccc/error.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// What a scan found: `errc::ok` and the offset behind the value, or a code and the offset of the byte at
/// fault (the text's size where it ends too early).
struct json_scan {
    errc code = errc::ok;
    std::size_t offset = 0;
    [[nodiscard]] constexpr bool ok() const noexcept { return code == errc::ok; }
};

/// The deepest nesting that any limit can allow: one bit each on the stack.
inline constexpr std::size_t json_depth_ceiling = 1024;

constexpr bool is_json_space(char c) noexcept { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// Scans one text. Each `scan_` function starts at `pos_` and leaves it behind what it accepted.
class json_scanner {
public:
    /// Requires: `pos <= text.size()`. Nesting deeper than `max_depth` containers, or than
    /// `json_depth_ceiling`, is errc::too_deep.
    json_scanner(std::string_view text, std::size_t pos, std::size_t max_depth) noexcept
        : text_(text), pos_(pos), max_depth_(std::min(max_depth, json_depth_ceiling)) {}

    /// One value, with white space before it.
    json_scan value() noexcept {
        if (!scan_value()) return {code_, pos_};
        return {errc::ok, pos_};
    }

    /// The whole rest of the text as one value, with white space around it. errc::empty_body when there is
    /// nothing.
    json_scan document() noexcept {
        skip_space();
        if (pos_ == text_.size()) return {errc::empty_body, pos_};
        if (!scan_value()) return {code_, pos_};
        skip_space();
        if (pos_ != text_.size()) {
            fail_here();
            return {code_, pos_};
        }
        return {errc::ok, pos_};
    }

private:
    [[nodiscard]] char peek() const noexcept { return pos_ < text_.size() ? text_[pos_] : '\0'; }

    void skip_space() noexcept {
        while (pos_ < text_.size() && is_json_space(text_[pos_])) {
            ++pos_;
        }
    }

    bool fail(errc code) noexcept {
        code_ = code;
        return false;
    }

    /// The byte at `pos_` fits nowhere: not JSON, or (a UTF-16 body, a stray 0xFF) not even text.
    bool fail_here() noexcept {
        const bool text = pos_ == text_.size() || next_utf8(text_, pos_).well_formed;
        return fail(text ? errc::malformed_json : errc::not_utf8);
    }

    [[nodiscard]] bool in_object() const noexcept {
        return ((objects_[(depth_ - 1) / 64] >> ((depth_ - 1) % 64)) & 1U) != 0;
    }

    bool open(bool object) noexcept {
        if (depth_ == max_depth_) return fail(errc::too_deep);
        std::uint64_t& word = objects_[depth_ / 64];
        if (depth_ % 64 == 0) word = 0;
        const std::uint64_t bit = std::uint64_t{1} << (depth_ % 64);
        word = object ? word | bit : word & ~bit;
        ++depth_;
        ++pos_;
        return true;
    }

    /// Iterates over containers: a value is complete when it closes as many as it opened.
    bool scan_value() noexcept {
        for (;;) {
            skip_space();
            const char c = peek();
            if (c == '{' || c == '[') {
                if (!open(c == '{')) return false;
                skip_space();
                if (peek() != (c == '{' ? '}' : ']')) {
                    if (c == '{' && !scan_key()) return false;
                    continue;  // the first value inside
                }
            } else if (!scan_scalar(c)) {
                return false;
            }
            // A value ends here, and with it, maybe, the containers around it.
            for (;;) {
                if (depth_ == 0) return true;
                skip_space();
                const char next = peek();
                if (next == ',') break;
                if (next != (in_object() ? '}' : ']')) return fail_here();
                --depth_;
                ++pos_;
            }
            ++pos_;
            if (in_object()) {
                skip_space();
                if (!scan_key()) return false;
            }
        }
    }

    bool scan_key() noexcept {
        if (peek() != '"') return fail_here();
        if (!scan_string()) return false;
        skip_space();
        if (peek() != ':') return fail_here();
        ++pos_;
        return true;
    }

    bool scan_scalar(char c) noexcept {
        switch (c) {
        case '"': return scan_string();
        case 't': return scan_literal("true");
        case 'f': return scan_literal("false");
        case 'n': return scan_literal("null");
        default: return scan_number();
        }
    }

    bool scan_literal(std::string_view literal) noexcept {
        for (const char expected : literal) {
            if (peek() != expected) return fail_here();
            ++pos_;
        }
        return true;
    }

    bool scan_digits() noexcept {
        const std::size_t begin = pos_;
        while (peek() >= '0' && peek() <= '9') {
            ++pos_;
        }
        return pos_ != begin || fail_here();
    }

    /// The grammar only, not the range: 1e999 is a number.
    bool scan_number() noexcept {
        if (peek() == '-') ++pos_;
        if (peek() == '0') {
            ++pos_;
        } else if (!scan_digits()) {
            return false;
        }
        if (peek() == '.') {
            ++pos_;
            if (!scan_digits()) return false;
        }
        if (peek() == 'e' || peek() == 'E') {
            ++pos_;
            if (peek() == '+' || peek() == '-') ++pos_;
            if (!scan_digits()) return false;
        }
        return true;
    }

    bool scan_string() noexcept {
        ++pos_;
        for (;;) {
            pos_ = skip_plain(text_, pos_);
            if (pos_ == text_.size()) return fail(errc::malformed_json);
            const char c = text_[pos_];
            if (c == '"') {
                ++pos_;
                return true;
            }
            if (c == '\\') {
                if (!scan_escape()) return false;
            } else if (static_cast<unsigned char>(c) < 0x20) {
                return fail(errc::malformed_json);
            } else {
                const utf8_step step = next_utf8(text_, pos_);
                if (!step.well_formed) return fail(errc::not_utf8);
                pos_ += step.length;
            }
        }
    }

    /// `\uD800` alone is within the grammar; whether it can be decoded is asked where a field is read.
    bool scan_escape() noexcept {
        ++pos_;
        if (pos_ == text_.size()) return fail(errc::malformed_json);
        if (text_[pos_] == 'u') {
            ++pos_;
            for (int i = 0; i < 4; ++i, ++pos_) {
                const char c = peek();
                if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')))
                    return fail_here();
            }
            return true;
        }
        if (std::string_view("\"\\/bfnrt").find(text_[pos_]) == std::string_view::npos) return fail_here();
        ++pos_;
        return true;
    }

    std::string_view text_;
    std::size_t pos_;
    std::size_t max_depth_;
    std::size_t depth_ = 0;
    errc code_ = errc::ok;
    std::array<std::uint64_t, json_depth_ceiling / 64> objects_;  // each word set when first entered
};

/// `text` as one JSON value with white space around it, all of it.
inline json_scan scan_json(std::string_view text, std::size_t max_depth) noexcept {
    return json_scanner(text, 0, max_depth).document();
}

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
