// SPDX-License-Identifier: MIT
/// @file
/// What stands in an object or a list? A walk over text that the scanner has seen whole, so that it looks for nothing
/// that it cannot find.
#ifndef TCCC_DETAIL_JSON_CURSOR_HPP
#define TCCC_DETAIL_JSON_CURSOR_HPP

#include <tccc/config.hpp>
#include <tccc/detail/json_scanner.hpp>
#include <tccc/detail/json_string.hpp>

#include <array>
#include <cstddef>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// One value of a body as it stands there, and where it begins; empty where there is none, since no JSON value is.
struct json_slice {
    std::string_view text;
    std::size_t offset = 0;

    [[nodiscard]] constexpr bool absent() const noexcept { return text.empty(); }
    /// What tells its type: '"', '{', '[', 't', 'f', 'n', and for a number '-' or a digit. Requires a value.
    [[nodiscard]] constexpr char first() const noexcept { return text.front(); }
};

/// The part of a string between its quotes.
constexpr std::string_view inside_quotes(std::string_view string) noexcept {
    return string.substr(1, string.size() - 2);
}

/// A key as it reads: "\u0045rrCode" is ErrCode too.
class json_key {
public:
    /// `key` with its quotes. One with escapes that no name of ours can be as long as stays undecoded, and so does one
    /// with half a surrogate pair: both read as empty, which no name is.
    explicit json_key(json_slice key) noexcept {
        const std::string_view spelled = inside_quotes(key.text);
        if (spelled.find('\\') == std::string_view::npos) {
            text_ = spelled;
        } else if (spelled.size() <= buffer_.size()) {
            const unescaped_string decoded = unescape_json_string(spelled, buffer_.data());
            if (decoded.ok) text_ = {buffer_.data(), decoded.size};
        }
    }
    json_key(const json_key&) = delete;  // text_ may lie in buffer_
    json_key& operator=(const json_key&) = delete;

    [[nodiscard]] std::string_view text() const noexcept TCCC_PUSH_LIFETIMEBOUND { return text_; }

private:
    std::string_view text_;
    std::array<char, 144> buffer_;  // six bytes for each of the 21 of SysHangupReasonString
};

/// Goes from member to member, or from item to item.
///
/// Requires: text that the scanner has accepted, beginning with the bracket of the container.
/// Cost:     what is inside of a value is scanned once more for each container around it that is walked.
class json_cursor {
public:
    explicit json_cursor(json_slice container) noexcept : container_(container) {}

    /// The next item of a list; false when there is none.
    bool next_item(json_slice& item) noexcept {
        if (!advance()) return false;
        item = take_value();
        return true;
    }

    /// The next member of an object, its key with the quotes; false when there is none.
    bool next_member(json_slice& key, json_slice& value) noexcept {
        if (!advance()) return false;
        key = take_value();
        skip_space();
        ++pos_;  // ':'
        skip_space();
        value = take_value();
        return true;
    }

private:
    void skip_space() noexcept {
        while (is_json_space(container_.text[pos_])) {
            ++pos_;
        }
    }

    // To the next key or item.
    bool advance() noexcept {
        skip_space();
        if (pos_ != 0 && container_.text[pos_] != ',') return false;
        ++pos_;
        skip_space();
        return container_.text[pos_] != '}' && container_.text[pos_] != ']';  // an empty container
    }

    json_slice take_value() noexcept {
        const std::size_t begin = pos_;
        pos_ = json_scanner(container_.text, begin, json_depth_ceiling).value().offset;
        return {container_.text.substr(begin, pos_ - begin), container_.offset + begin};
    }

    json_slice container_;
    std::size_t pos_ = 0;
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
