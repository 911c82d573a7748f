// SPDX-License-Identifier: MIT
/// @file
/// How is an answer written? The pieces behind `response` and `write_response`, so that size and text cannot
/// differ.
#ifndef TCCC_DETAIL_RESPONSE_TEXT_HPP
#define TCCC_DETAIL_RESPONSE_TEXT_HPP

#include <tccc/config.hpp>
#include <tccc/detail/json_string.hpp>
#include <tccc/detail/utf8.hpp>
#include <tccc/error.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

inline constexpr std::string_view response_ok = R"({"ErrMsg":"OK","ErrCode":0})";
inline constexpr std::string_view response_head = R"({"ErrMsg":")";
inline constexpr std::string_view response_middle = R"(","ErrCode":)";
inline constexpr std::string_view response_tail = "}";

/// A number in decimal. std::to_chars is not constexpr before C++23.
class decimal {
public:
    explicit constexpr decimal(std::int64_t value) noexcept
        : decimal(value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value)) {
        if (value < 0) digits_[--begin_] = '-';
    }
    explicit constexpr decimal(std::uint64_t value) noexcept {
        do {
            digits_[--begin_] = static_cast<char>('0' + value % 10);
            value /= 10;
        } while (value != 0);
    }
    [[nodiscard]] constexpr std::string_view text() const noexcept TCCC_PUSH_LIFETIMEBOUND {
        return {digits_.data() + begin_, max_size - begin_};
    }

    static constexpr std::size_t max_size = 20;  // 18446744073709551615 and -9223372036854775808

private:
    std::array<char, max_size> digits_{};
    std::size_t begin_ = max_size;
};

/// Writes to where there is room for it; keeps the end.
class text_writer {
public:
    explicit constexpr text_writer(char* out) noexcept : end_(out) {}
    constexpr void put(std::string_view text) noexcept {
        std::char_traits<char>::copy(end_, text.data(), text.size());
        end_ += text.size();
    }
    constexpr void put_escaped(std::string_view text) noexcept { end_ = escape_json_string(text, end_); }
    [[nodiscard]] constexpr char* end() const noexcept { return end_; }

private:
    char* end_;
};

inline constexpr std::size_t max_field_bytes = 64;

/// The part of a field name that escapes to no more than `max_field_bytes`, cut between two characters. Our
/// own names are short; but `error` is an aggregate, and what a caller puts there shall not overrun anything.
constexpr std::string_view short_field(std::string_view field) noexcept {
    std::size_t size = 0;
    for (std::size_t pos = 0; pos < field.size();) {
        const std::size_t length = next_utf8(field, pos).length;
        size += escaped_json_size(field.substr(pos, length));
        if (size > max_field_bytes) return field.substr(0, pos);
        pos += length;
    }
    return field;
}

/// `missing_field: a required field is absent, null or empty (RecordId at byte 120)`, escaped. No byte 0 is
/// named: nothing that has a field stands there, and most errors that say 0 mean the body as a whole.
constexpr void describe_error(const error& e, text_writer& out) noexcept {
    out.put(to_string(e.code));
    out.put(": ");
    out.put(message(e.code));
    if (e.field.empty() && e.offset == 0) return;
    out.put(" (");
    const std::string_view field = short_field(e.field);
    out.put_escaped(field);
    if (field.size() != e.field.size()) out.put("...");
    if (e.offset != 0) {
        if (!e.field.empty()) out.put(" ");
        // The one code whose offset is no position.
        const bool size_needed = e.code == errc::buffer_too_small;
        if (!size_needed) out.put("at byte ");
        out.put(decimal(std::uint64_t{e.offset}).text());
        if (size_needed) out.put(" bytes needed");
    }
    out.put(")");
}

/// What the longest answer to an error takes, over every value that an `errc` can have.
consteval std::size_t longest_error_response() {
    std::size_t longest = 0;
    for (unsigned code = 0; code < 256; ++code) {
        const errc e = static_cast<errc>(code);
        longest = std::max(longest, to_string(e).size() + message(e).size());
    }
    constexpr std::string_view decoration = ":  (...  bytes needed)";
    return response_head.size() + longest + decoration.size() + max_field_bytes + decimal::max_size +
           response_middle.size() + std::string_view("255").size() + response_tail.size();
}

/// How many bytes `put_response` writes.
constexpr std::size_t response_size(const decimal& code, std::string_view err_msg) noexcept {
    const std::size_t frame =
        response_head.size() + response_middle.size() + code.text().size() + response_tail.size();
    const std::size_t escaped = escaped_json_size(err_msg);
    const std::size_t max = (std::numeric_limits<std::size_t>::max)();
    return escaped < max - frame ? frame + escaped : max;
}

/// Requires: `out` has room for `response_size(code, err_msg)` bytes.
constexpr void put_response(char* out, const decimal& code, std::string_view err_msg) noexcept {
    text_writer writer(out);
    writer.put(response_head);
    writer.put_escaped(err_msg);
    writer.put(response_middle);
    writer.put(code.text());
    writer.put(response_tail);
}

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
