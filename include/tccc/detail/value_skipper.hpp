// SPDX-License-Identifier: MIT
/// @file
/// Where does a JSON value end that nobody wants? Held against the grammar all the same, 32 bytes of text at a time.
///
/// The quick brother of `json_scanner`, with two answers: here it ends, or none. None means broken, or nested deeper
/// than one word of bits knows; `json_scanner` says which, and where.
#ifndef TCCC_DETAIL_VALUE_SKIPPER_HPP
#define TCCC_DETAIL_VALUE_SKIPPER_HPP

#include <tccc/config.hpp>
#include <tccc/detail/byte_block.hpp>
#include <tccc/detail/digits.hpp>
#include <tccc/detail/json_scanner.hpp>
#include <tccc/detail/json_string.hpp>
#include <tccc/detail/utf8.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {
inline namespace TCCC_PUSH_BLOCK_NAMESPACE {

/// Skips values of one text, which has to end with a '}': that ends every number and all white space, so only what is
/// inside of quotes, and behind a '}', is asked for the end.
class value_skipper {
public:
    /// Values may be nested `max_depth` deep.
    value_skipper(const char* end, std::size_t max_depth) noexcept
        : end_(end), max_depth_(std::min<std::size_t>(max_depth, 64)) {}

    /// Behind the string whose text begins at `at`; null when it is none. `escaped` is set if it holds an escape.
    const char* string(const char* at, bool& escaped) const noexcept {
        for (;;) {
            if (static_cast<std::size_t>(end_ - at) >= block_size) {
                const std::uint32_t ends = text_end_bytes(at);
                if (ends == 0) {
                    at += block_size;
                    continue;
                }
                at += std::countr_zero(ends);
            }
            if (at == end_) return nullptr;
            const unsigned char c = static_cast<unsigned char>(*at);
            if (c == '"') return at + 1;
            const std::string_view rest(at, static_cast<std::size_t>(end_ - at));
            if (c == '\\') {
                escaped = true;
                const bool simple = rest.size() > 1 && simple_escape(rest[1]) != '\0';
                if (!simple && unicode_escape(rest, 0) > 0xffff) return nullptr;
                at += simple ? 2 : 6;
            } else if (c >= 0x80) {
                const utf8_step step = next_utf8(rest, 0);
                if (!step.well_formed) return nullptr;
                at += step.length;
            } else if (c < 0x20) {
                return nullptr;
            } else {
                ++at;  // the last bytes, one by one
            }
        }
    }

    /// Behind the value at `at`, with white space before it; null when it is none. Requires: `at` is not the end.
    const char* value(const char* at) const noexcept {
        std::uint64_t objects = 0;  // a bit for each open container, the innermost the lowest
        std::size_t depth = 0;
        number_skipper numbers;
        for (;;) {
            skip_blank(at);
            const char c = *at;
            if (digit_value(c) - 1 < 9) {
                at = numbers.skip(at, end_);
                if (*at == ',' && (objects & 1) == 0 && depth != 0) {
                    ++at;  // a number in a list, as a rule: straight to the next one
                    continue;
                }
                at = fraction(at);
            } else if (c == '"') {
                at = short_string(at + 1);
            } else if (c == '{' || c == '[') {
                if (depth == max_depth_) return nullptr;
                ++depth;
                objects = objects << 1 | (c == '{' ? 1U : 0U);
                ++at;
                skip_space(at);
                if (*at != (c == '{' ? '}' : ']')) {
                    if (c == '{' && (at = key(at)) == nullptr) return nullptr;
                    continue;  // the first value inside
                }
            } else {
                at = scalar(at);
            }
            if (at == nullptr) return nullptr;
            // A value ends here, and with it, maybe, the containers around it.
            for (;;) {
                if (depth == 0) return at;
                skip_space(at);
                const bool in_object = (objects & 1) != 0;
                const char next = *at++;
                if (next == ',') {
                    if (in_object && (at = key(at)) == nullptr) return nullptr;
                    break;
                }
                if (next != (in_object ? '}' : ']')) return nullptr;
                objects >>= 1;
                --depth;
                if (at == end_) return depth == 0 ? at : nullptr;
            }
        }
    }

    /// Requires: `at` is not the end.
    TCCC_PUSH_ALWAYS_INLINE static void skip_space(const char*& at) noexcept {
        while (static_cast<unsigned char>(*at) <= ' ' && is_json_space(*at)) {
            ++at;
        }
    }

private:
    /// The same where one blank is the rule.
    TCCC_PUSH_ALWAYS_INLINE static void skip_blank(const char*& at) noexcept {
        if (*at == ' ') ++at;
        skip_space(at);
    }

    /// The same as `string`, quicker where the end is near, as that of nearly all keys is.
    TCCC_PUSH_ALWAYS_INLINE const char* short_string(const char* at) const noexcept {
        if (static_cast<std::size_t>(end_ - at) >= block_size) [[likely]] {
            const std::uint32_t ends = text_end_bytes(at);
            at += ends == 0 ? static_cast<int>(block_size) : std::countr_zero(ends);
            if (ends != 0 && *at == '"') return at + 1;
        }
        bool escaped = false;
        return string(at, escaped);
    }

    /// Behind the ':' of the key at `at`, with white space before each; null when it is none.
    const char* key(const char* at) const noexcept {
        skip_blank(at);
        if (*at != '"' || (at = short_string(at + 1)) == nullptr) return nullptr;
        skip_space(at);
        return *at == ':' ? at + 1 : nullptr;
    }

    /// Behind a number or a literal.
    TCCC_PUSH_ALWAYS_INLINE const char* scalar(const char* at) const noexcept {
        const auto literal = [&](std::string_view text) {
            const bool is = static_cast<std::size_t>(end_ - at) > text.size() &&
                            std::memcmp(at, text.data(), text.size()) == 0;
            return is ? at + text.size() : nullptr;
        };
        if (*at == 't') return literal("true");
        if (*at == 'f') return literal("false");
        if (*at == 'n') return literal("null");
        if (*at == '-') ++at;
        const char* const begin = at;
        at = skip_digits(at, end_);
        if (at == begin || (*begin == '0' && at - begin != 1)) return nullptr;
        return fraction(at);
    }

    /// Behind what follows the whole part of a number.
    TCCC_PUSH_ALWAYS_INLINE const char* fraction(const char* at) const noexcept {
        return *at == '.' || (*at | 0x20) == 'e' ? fraction_there(at) : at;
    }

    const char* fraction_there(const char* at) const noexcept {
        const auto digits = [this, &at] {
            const char* const begin = at;
            at = skip_digits(at, end_);
            return at != begin;
        };
        if (*at == '.' && (++at, !digits())) return nullptr;
        if (*at == 'e' || *at == 'E') {
            ++at;
            if (*at == '+' || *at == '-') ++at;
            if (!digits()) return nullptr;
        }
        return at;
    }

    const char* end_;
    std::size_t max_depth_;
};

}  // namespace TCCC_PUSH_BLOCK_NAMESPACE
}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
