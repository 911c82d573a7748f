// SPDX-License-Identifier: MIT
/// @file
/// What does an open session keep beside its recordings? The call record and the voicemails, which most sessions have
/// for a moment or never.
#ifndef TCCC_DETAIL_SESSION_EXTRAS_HPP
#define TCCC_DETAIL_SESSION_EXTRAS_HPP

#include <tccc/cdr_push.hpp>
#include <tccc/config.hpp>
#include <tccc/detail/cdr_fields.hpp>
#include <tccc/detail/manifest.hpp>
#include <tccc/voicemail_push.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// What one item of a list takes in an owner, for the list of an owner or of a view.
template <class Item>
inline constexpr std::size_t owned_item_bytes = sizeof(std::string);
template <class S>
inline constexpr std::size_t owned_item_bytes<basic_key_press<S>> = sizeof(key_press);
template <class S>
inline constexpr std::size_t owned_item_bytes<basic_call_leg<S>> = sizeof(call_leg);

/// The text and the list items that a value owns; a text counts whether or not it fits into its string, so that the
/// account does not depend on the standard library.
template <class T>
std::size_t owned_bytes(const T& value) noexcept {
    std::size_t bytes = 0;
    if constexpr (textual<T>) {
        bytes = text_of(value).size();
    } else if constexpr (has_field_table<T>) {
        for_each_field(value, [&bytes](std::string_view, const auto& field) { bytes += owned_bytes(field); });
    } else if constexpr (is_optional<T>) {
        if (value) bytes = owned_bytes(*value);
    } else if constexpr (is_list<T>) {
        for (const auto& item : value)
            bytes += owned_item_bytes<std::remove_cvref_t<decltype(item)>> + owned_bytes(item);
    }
    return bytes;
}

inline std::size_t owned_bytes(const voicemail_push_view& mail) noexcept {
    return mail.endpoint_user.value().size() + mail.record_url.value().size();
}

struct session_extras {
    std::optional<cdr_push> record;
    kept_promises
        kept;  ///< Room for one more than `record` has legs, so that asking what is missing allocates nothing.
    std::vector<voicemail_push> voicemails;

    [[nodiscard]] bool has(const voicemail_push_view& mail) const noexcept {
        return std::ranges::any_of(voicemails, [&mail](const voicemail_push& known) {
            return known.timestamp == mail.timestamp && known.record_url.value() == mail.record_url.value() &&
                   known.endpoint_user.value() == mail.endpoint_user.value();
        });
    }
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
