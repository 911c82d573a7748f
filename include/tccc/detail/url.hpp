// SPDX-License-Identifier: MIT
/// @file
/// Is this text `http(s)://host[:port]/path[?query]`, to the letter of RFC 3986? The reader behind
/// record_url.
///
/// Strict because two readers of one URL that disagree are how a server is made to fetch what it should not:
/// what a lenient HTTP client repairs (back slashes, user-info, line feeds, stray blanks), this one refuses.
#ifndef TCCC_DETAIL_URL_HPP
#define TCCC_DETAIL_URL_HPP

#include <tccc/config.hpp>
#include <tccc/error.hpp>
#include <tccc/result.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE

/// The parts of a URL, each a view into it, none decoded.
struct url_parts {
    std::string_view scheme;                  ///< "http" or "https", in the case in which it came.
    std::string_view host;                    ///< Name, IPv4 literal, or IPv6 literal with its brackets.
    std::optional<std::uint16_t> port{};      ///< Absent when none is written.
    std::string_view path;                    ///< From the first '/', never empty.
    std::optional<std::string_view> query{};  ///< Behind the '?'; absent is not the same as empty.

    [[nodiscard]] friend constexpr bool operator==(const url_parts&, const url_parts&) = default;
};

namespace detail {

constexpr char ascii_lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_alpha(char c) noexcept { return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z'; }
constexpr bool is_hex(char c) noexcept {
    return is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f');
}

constexpr bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (ascii_lower(a[i]) != ascii_lower(b[i])) return false;
    }
    return true;
}

/// The characters of RFC 3986's `pchar`, '/' and '?', but for the percent sign, which needs a look ahead.
constexpr bool is_path_or_query(char c) noexcept {
    return is_alpha(c) || is_digit(c) ||
           std::string_view("-._~!$&'()*+,;=:@/?").find(c) != std::string_view::npos;
}

/// One forward pass over a URL; keeps where it is, so that an error can say so.
class url_reader {
public:
    explicit constexpr url_reader(std::string_view text) noexcept : text_(text) {}

    constexpr result<url_parts> read() noexcept {
        url_parts parts;
        if (!read_scheme(parts.scheme) || !read_host(parts.host) || !read_port(parts.port)) return failure();
        if (pos_ == text_.size() || text_[pos_] != '/') return failure();
        const std::size_t path = pos_;
        const std::size_t path_end = std::min(text_.find('?', path), text_.size());
        if (!read_until(path_end)) return failure();
        parts.path = text_.substr(path, path_end - path);
        if (path_end < text_.size()) {
            ++pos_;
            if (!read_until(text_.size())) return failure();
            parts.query = text_.substr(path_end + 1);
        }
        return parts;
    }

private:
    constexpr error failure() const noexcept { return {errc::bad_value, "url", pos_}; }

    constexpr bool read_scheme(std::string_view& out) noexcept {
        for (const std::string_view scheme : {std::string_view("https"), std::string_view("http")}) {
            if (equals_ignoring_case(text_.substr(0, scheme.size()), scheme) &&
                text_.substr(scheme.size()).starts_with("://")) {
                out = text_.substr(0, scheme.size());
                pos_ = scheme.size() + 3;
                return true;
            }
        }
        return false;
    }

    constexpr bool read_host(std::string_view& out) noexcept {
        const std::size_t begin = pos_;
        if (text_.substr(pos_).starts_with('[')) {
            for (++pos_;
                 pos_ < text_.size() && (is_hex(text_[pos_]) || text_[pos_] == ':' || text_[pos_] == '.');) {
                ++pos_;
            }
            if (pos_ == begin + 1 || pos_ == text_.size() || text_[pos_] != ']') return false;
            ++pos_;
        } else {
            // Labels of letters, digits, '-' and '_' (COS has buckets with one), none empty: no trailing dot.
            std::size_t label = pos_;
            for (; pos_ < text_.size() && (is_alpha(text_[pos_]) || is_digit(text_[pos_]) ||
                                           text_[pos_] == '-' || text_[pos_] == '_' || text_[pos_] == '.');
                 ++pos_) {
                if (text_[pos_] != '.') continue;
                if (pos_ == label) return false;
                label = pos_ + 1;
            }
            if (pos_ == label) return false;
            if (pos_ - begin > max_host) {
                pos_ = begin + max_host;
                return false;
            }
        }
        out = text_.substr(begin, pos_ - begin);
        return true;
    }

    constexpr bool read_port(std::optional<std::uint16_t>& out) noexcept {
        if (pos_ == text_.size() || text_[pos_] != ':') return true;
        const std::size_t begin = ++pos_;
        std::uint32_t port = 0;
        for (; pos_ < text_.size() && is_digit(text_[pos_]); ++pos_) {
            if (pos_ - begin == 5) return false;
            port = port * 10 + static_cast<std::uint32_t>(text_[pos_] - '0');
        }
        if (pos_ == begin || port == 0 || port > 0xffff) {
            pos_ = begin;
            return false;
        }
        out = static_cast<std::uint16_t>(port);
        return true;
    }

    /// Moves to `end`; false at a character that belongs neither in a path nor in a query.
    constexpr bool read_until(std::size_t end) noexcept {
        for (; pos_ < end; ++pos_) {
            if (text_[pos_] == '%') {
                if (end - pos_ < 3 || !is_hex(text_[pos_ + 1]) || !is_hex(text_[pos_ + 2])) return false;
                pos_ += 2;
            } else if (!is_path_or_query(text_[pos_])) {
                return false;  // '#', '\\', blanks, controls, quotes, anything that is not ASCII
            }
        }
        return true;
    }

    static constexpr std::size_t max_host = 253;  // RFC 1035

    std::string_view text_;
    std::size_t pos_ = 0;
};

/// True for a host that names an address instead of a name. Not only dotted quads: `inet_aton` and browsers
/// read `2130706433`, `0x7f.1` and `017700000001` as 127.0.0.1, so any host whose last label is a number
/// counts (the URL standard's rule for "ends in a number").
constexpr bool is_ip_literal(std::string_view host) noexcept {
    if (host.starts_with('[')) return true;
    std::string_view last = host.substr(host.find_last_of('.') + 1);
    if (last.size() >= 2 && last[0] == '0' && ascii_lower(last[1]) == 'x') {
        last.remove_prefix(2);
        for (const char c : last) {
            if (!is_hex(c)) return false;
        }
        return true;
    }
    for (const char c : last) {
        if (!is_digit(c)) return false;
    }
    return !last.empty();
}

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
