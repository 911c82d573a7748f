// SPDX-License-Identifier: MIT
/// @file
/// What are the fields of a struct called, in a body and in an error? Lists of names, made of the field tables.
#ifndef TCCC_DETAIL_FIELD_NAMES_HPP
#define TCCC_DETAIL_FIELD_NAMES_HPP

#include <tccc/cdr_push.hpp>
#include <tccc/config.hpp>
#include <tccc/detail/cdr_fields.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// The parent of the fields that stand in the push itself.
inline constexpr std::size_t no_parent = static_cast<std::size_t>(-1);

/// The name of one field; in an error with that of its parent, which is field number `Parent` of the call record:
/// "ServeParticipants.RecordId". Static text.
template <std::size_t Parent, class Struct, std::size_t I>
struct field_name {
    static constexpr std::string_view plain = get_field<I>(field_table<Struct>::fields).name;

private:
    static constexpr std::string_view parent() noexcept {
        if constexpr (Parent != no_parent) return get_field<Parent>(field_table<cdr_push_view>::fields).name;
        return {};
    }
    static constexpr auto joined = [] {
        std::array<char, parent().size() + 1 + plain.size()> text{};
        char* out = text.data();
        for (const char c : parent())
            *out++ = c;
        *out++ = '.';
        for (const char c : plain)
            *out++ = c;
        return text;
    }();

public:
    static constexpr std::string_view full =
        Parent == no_parent ? plain : std::string_view(joined.data(), joined.size());
};

/// All names of a struct, in the table's order.
template <std::size_t Parent, class Struct>
struct field_names {
    static constexpr auto plain = []<std::size_t... I>(std::index_sequence<I...>) {
        return std::array{field_name<Parent, Struct, I>::plain...};
    }
    (std::make_index_sequence<field_count<Struct>>());
    static constexpr auto full = []<std::size_t... I>(std::index_sequence<I...>) {
        return std::array{field_name<Parent, Struct, I>::full...};
    }
    (std::make_index_sequence<field_count<Struct>>());
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
