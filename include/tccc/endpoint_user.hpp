// SPDX-License-Identifier: MIT
/// @file
/// Who was recorded? `endpoint_user_view` borrows the vendor's `EndpointUser`, `endpoint_user` owns it; both
/// print masked.
#ifndef TCCC_ENDPOINT_USER_HPP
#define TCCC_ENDPOINT_USER_HPP

#include <tccc/config.hpp>
#include <tccc/detail/borrow.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>

TCCC_PUSH_BEGIN_NAMESPACE

/// What an `EndpointUser` looks like. The vendor documents two forms (the customer's phone number, the
/// agent's e-mail); what it sends for VoIP users or agents on external lines is open, hence `other`.
enum class endpoint_kind {
    other,  ///< Neither of the two.
    phone,  ///< Digits, with at most one leading '+'.
    email,  ///< One '@' with text on both sides.
};

/// The name of the enumerator; "unknown" for a value outside the enumeration.
constexpr std::string_view to_string(endpoint_kind kind) noexcept {
    switch (kind) {
    case endpoint_kind::other: return "other";
    case endpoint_kind::phone: return "phone";
    case endpoint_kind::email: return "email";
    }
    return "unknown";
}

namespace detail {

constexpr endpoint_kind classify_endpoint(std::string_view value) noexcept {
    const std::size_t at = value.find('@');
    if (at != std::string_view::npos) {
        const bool email =
            at > 0 && at + 1 < value.size() && value.find('@', at + 1) == std::string_view::npos;
        return email ? endpoint_kind::email : endpoint_kind::other;
    }
    const std::string_view digits = value.starts_with('+') ? value.substr(1) : value;
    const bool phone =
        !digits.empty() && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    return phone ? endpoint_kind::phone : endpoint_kind::other;
}

/// The masked form in a fixed buffer, so that logging a hostile 60 KB "name" costs what any name costs.
class masked_endpoint {
public:
    explicit constexpr masked_endpoint(std::string_view value) noexcept {
        switch (classify_endpoint(value)) {
        case endpoint_kind::phone:
            // The last four digits tell two callers apart; the four before them are what makes the number
            // dialable. Below eight digits the rest would give it away.
            if (value.size() >= 8) put(value.substr(0, std::min<std::size_t>(value.size() - 8, 7)));
            put("****");
            if (value.size() >= 8) put(value.substr(value.size() - 4));
            break;
        case endpoint_kind::email: {
            const std::size_t at = value.find('@');
            put(value.substr(0, 1));
            put("***");
            put(value.substr(at, max_domain));
            if (value.size() - at > max_domain) put("...");
            break;
        }
        case endpoint_kind::other: put("***"); break;
        }
    }

    [[nodiscard]] constexpr std::string_view text() const noexcept TCCC_PUSH_LIFETIMEBOUND {
        return {buffer_.data(), size_};
    }

private:
    static constexpr std::size_t max_domain = 64;

    // A log line is no place for an attacker's escape sequences, line feeds or bidirectional marks.
    constexpr void put(std::string_view text) noexcept {
        for (const char c : text)
            buffer_[size_++] = c > 0x20 && c < 0x7f ? c : '?';
    }

    std::array<char, max_domain + 16> buffer_{};
    std::size_t size_ = 0;
};

}  // namespace detail

/// The recorded party as the push names it: a phone number (customer) or an e-mail address (agent).
///
/// Borrows: the text, from whatever it was made from; a parsed one ends with the views of its push.
/// Prints:  masked, `0086138****5678` or `l***@tencent.com`, so that a log line does not leak by accident;
///          `value()` is the deliberate way to the whole.
/// @see https://www.tencentcloud.com/document/product/1229/59642
class endpoint_user_view {
public:
    constexpr endpoint_user_view() = default;
    constexpr endpoint_user_view(std::string_view value TCCC_PUSH_LIFETIMEBOUND) noexcept : value_(value) {}
    template <detail::lasting_string S>  // a string in a variable, a literal
    constexpr endpoint_user_view(S&& value TCCC_PUSH_LIFETIMEBOUND) noexcept : value_(value) {}
    // The text would be gone: keep the string in a variable, or use endpoint_user.
    template <detail::temporary_string S>
    endpoint_user_view(S&&) = delete;

    /// The whole text. Does not allocate.
    [[nodiscard]] constexpr std::string_view value() const noexcept { return value_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return value_.empty(); }
    /// What it looks like. Does not allocate; one pass over the text at each call.
    [[nodiscard]] constexpr endpoint_kind kind() const noexcept { return detail::classify_endpoint(value_); }
    /// The masked text: printable ASCII of at most 80 bytes, whatever the value.
    [[nodiscard]] std::string masked() const { return std::string(detail::masked_endpoint(value_).text()); }

    [[nodiscard]] friend constexpr bool operator==(endpoint_user_view, endpoint_user_view) = default;
    template <class Traits>
    friend std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                                        endpoint_user_view user) {
        return out << detail::masked_endpoint(user.value_).text();
    }

private:
    std::string_view value_;
};

/// The owning twin of `endpoint_user_view`; same members, same masked printing.
class endpoint_user {
public:
    endpoint_user() = default;
    explicit endpoint_user(std::string value) noexcept : value_(std::move(value)) {}

    /// A view of this; ends when this changes or dies.
    [[nodiscard]] endpoint_user_view view() const& noexcept TCCC_PUSH_LIFETIMEBOUND { return value_; }
    endpoint_user_view view() const&& = delete;
    [[nodiscard]] operator endpoint_user_view() const& noexcept TCCC_PUSH_LIFETIMEBOUND { return view(); }
    operator endpoint_user_view() const&& = delete;

    [[nodiscard]] const std::string& value() const& noexcept TCCC_PUSH_LIFETIMEBOUND { return value_; }
    [[nodiscard]] std::string value() && noexcept { return std::move(value_); }
    [[nodiscard]] bool empty() const noexcept { return value_.empty(); }
    [[nodiscard]] endpoint_kind kind() const noexcept { return detail::classify_endpoint(value_); }
    [[nodiscard]] std::string masked() const { return std::string(detail::masked_endpoint(value_).text()); }

    [[nodiscard]] friend bool operator==(const endpoint_user&, const endpoint_user&) = default;
    template <class Traits>
    friend std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                                        const endpoint_user& user) {
        return out << detail::masked_endpoint(user.value_).text();
    }

private:
    std::string value_;
};

/// A copy that outlives the push. Allocates unless the text is short.
[[nodiscard]] inline endpoint_user to_owned(endpoint_user_view user) {
    return endpoint_user(std::string(user.value()));
}

TCCC_PUSH_END_NAMESPACE

#endif
