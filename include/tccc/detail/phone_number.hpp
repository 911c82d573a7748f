// SPDX-License-Identifier: MIT
/// @file
/// Are these two spellings of one phone number?
#ifndef TCCC_DETAIL_PHONE_NUMBER_HPP
#define TCCC_DETAIL_PHONE_NUMBER_HPP

#include <tccc/config.hpp>

#include <cstddef>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// A number without what depends on where one dials it from. Empty digits: no number.
struct phone_number {
    bool foreign = false;  ///< With the code of a country other than China.
    std::string_view
        digits;  ///< Behind 0086, +86 and the leading zeros of a national number; else all behind 00 or +.

    [[nodiscard]] friend constexpr bool operator==(phone_number, phone_number) = default;
};

/// The vendor writes `008618621520280` and `008602066247698` in one sample and `13123456789` in another. Only what
/// a prefix says is taken away: 86 without 00 or + may be the begin of a national number, and stays.
constexpr phone_number read_phone_number(std::string_view text) noexcept {
    for (std::size_t i = text.starts_with('+') ? 1 : 0; i < text.size(); ++i) {
        if (text[i] < '0' || text[i] > '9') return {};
    }
    if (text.starts_with('+')) {
        text.remove_prefix(1);
    } else if (text.starts_with("00")) {
        text.remove_prefix(2);
    } else {
        while (text.starts_with('0'))
            text.remove_prefix(1);
        return {false, text};
    }
    if (!text.starts_with("86")) return {true, text};
    text.remove_prefix(2);
    while (text.starts_with('0'))
        text.remove_prefix(1);
    return {false, text};
}

/// True for one participant written in two ways: the same text, or the same number. Empty is nobody.
constexpr bool same_party(std::string_view a, std::string_view b) noexcept {
    if (a.empty() || b.empty()) return false;
    if (a == b) return true;
    const phone_number number = read_phone_number(a);
    return !number.digits.empty() && number == read_phone_number(b);
}

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
