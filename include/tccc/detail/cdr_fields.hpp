// SPDX-License-Identifier: MIT
/// @file
/// Which fields does a call record have? One table for each of its structs, with the vendor's names; reading,
/// writing, copying and comparing all go over it, so that none of them can forget a field.
#ifndef TCCC_DETAIL_CDR_FIELDS_HPP
#define TCCC_DETAIL_CDR_FIELDS_HPP

#include <tccc/cdr_push.hpp>
#include <tccc/config.hpp>
#include <tccc/detail/storage.hpp>

#include <algorithm>
#include <compare>
#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// Does pairing rest on the field? Then a value of another type than documented is an error; elsewhere it is taken
/// as absent and reported, since the newest revision of the vendor's page could not be seen in full, and a record
/// that is refused for a remark is a record lost.
enum class weight : bool { descriptive, essential };

template <class Struct, class Member>
struct struct_field {
    std::string_view name;  ///< The vendor's.
    Member Struct::*member;
    weight importance;
};

template <class Struct, class Member>
constexpr struct_field<Struct, Member> field(std::string_view name, Member Struct::*member,
                                             weight importance = weight::descriptive) noexcept {
    return {name, member, importance};
}

template <std::size_t I, class Field>
struct numbered_field {
    Field value;
};

/// A tuple without std::tuple's conversions and comparisons: for 28 members of different types these took g++ 1.5 s
/// in every file that includes a parser.
template <class Numbers, class... Fields>
struct field_list;
template <std::size_t... I, class... Fields>
struct field_list<std::index_sequence<I...>, Fields...> : numbered_field<I, Fields>... {
    static constexpr std::size_t size = sizeof...(Fields);
};

template <class... Fields>
constexpr field_list<std::index_sequence_for<Fields...>, Fields...> fields_of(Fields... fields) noexcept {
    return {{fields}...};
}

/// Field number `I`; the compiler finds the base class that has this number.
template <std::size_t I, class Field>
constexpr const Field& get_field(const numbered_field<I, Field>& field) noexcept {
    return field.value;
}

/// The fields of a struct as a list of `struct_field`, the same order for both storages.
template <class Struct>
struct field_table;

template <class Struct>
inline constexpr std::size_t field_count = std::remove_cvref_t<decltype(field_table<Struct>::fields)>::size;

template <class S>
struct field_table<basic_key_press<S>> {
    using type = basic_key_press<S>;
    static constexpr auto fields = fields_of(field("Key", &type::key), field("Label", &type::label));
};

template <class S>
struct field_table<basic_seat_user<S>> {
    using type = basic_seat_user<S>;
    static constexpr auto fields = fields_of(
        field("Mail", &type::mail), field("Name", &type::name), field("Nick", &type::nick),
        field("Phone", &type::phone), field("UserId", &type::user_id),
        field("StaffNumber", &type::staff_number), field("SkillGroupNameList", &type::skill_group_names));
};

template <class S>
struct field_table<basic_call_leg<S>> {
    using type = basic_call_leg<S>;
    static constexpr auto fields = fields_of(
        field("Sequence", &type::sequence, weight::essential), field("Mail", &type::mail, weight::essential),
        field("Phone", &type::phone, weight::essential),
        field("RecordId", &type::record_id, weight::essential),
        field("StartTimestamp", &type::start_timestamp), field("RingTimestamp", &type::ring_timestamp),
        field("AcceptTimestamp", &type::accept_timestamp), field("EndedTimestamp", &type::ended_timestamp),
        field("Type", &type::type), field("TransferFrom", &type::transfer_from, weight::essential),
        field("TransferFromType", &type::transfer_from_type), field("TransferTo", &type::transfer_to),
        field("TransferToType", &type::transfer_to_type), field("SkillGroupId", &type::skill_group_id),
        field("SkillGroupName", &type::skill_group_name),
        field("SkillGroupPriority", &type::skill_group_priority), field("EndStatusString", &type::end_status),
        field("RecordURL", &type::record_url), field("CustomRecordURL", &type::custom_record_url));
};

template <class S>
struct field_table<basic_tel_location<S>> {
    using type = basic_tel_location<S>;
    static constexpr auto fields = fields_of(
        field("TelNumber", &type::tel_number), field("Country", &type::country),
        field("Province", &type::province), field("City", &type::city), field("Operator", &type::carrier));
};

/// All but SdkAppId, which is no optional and comes before them.
template <class S>
struct field_table<basic_cdr_push<S>> {
    using type = basic_cdr_push<S>;
    static constexpr auto fields = fields_of(
        field("SessionId", &type::session_id, weight::essential),
        field("Caller", &type::caller, weight::essential), field("Callee", &type::callee, weight::essential),
        field("Direction", &type::direction_code, weight::essential),
        field("CallType", &type::call_type, weight::essential), field("Duration", &type::duration),
        field("SeatUser", &type::seat_user), field("CallerLocation", &type::caller_location),
        field("IVRDuration", &type::ivr_duration), field("RingTimestamp", &type::ring_timestamp),
        field("AcceptTimestamp", &type::accept_timestamp), field("EndedTimestamp", &type::ended_timestamp),
        field("StartTimestamp", &type::start_timestamp), field("IVRKeyPressed", &type::ivr_keys_pressed),
        field("IVRKeyPressedEx", &type::ivr_keys_pressed_ex), field("HungUpSide", &type::hung_up_side),
        field("ServeParticipants", &type::legs, weight::essential),
        field("EndStatusString", &type::end_status), field("QueuedTimestamp", &type::queued_timestamp),
        field("PostIVRKeyPressed", &type::post_ivr_keys_pressed),
        field("QueuedSkillGroupName", &type::queued_skill_group_name),
        field("QueuedSkillGroupId", &type::queued_skill_group_id),
        field("RecordId", &type::record_id, weight::essential), field("UserRemark", &type::user_remark),
        field("TelLocation", &type::tel_location), field("Uui", &type::uui),
        field("RecordURL", &type::record_url), field("CustomRecordURL", &type::custom_record_url));
};

template <class T>
concept has_field_table = requires {
    field_table<std::remove_const_t<T>>::fields;
};

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::span<const T>> = true;
template <class T>
inline constexpr bool is_list<std::vector<T>> = true;

/// Calls `f(name, value)` for each field of `s`, in the table's order.
template <has_field_table Struct, class F>
constexpr void for_each_field(const Struct& s, F&& f) {
    constexpr const auto& fields = field_table<Struct>::fields;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (f(get_field<I>(fields).name, s.*get_field<I>(fields).member), ...);
    }
    (std::make_index_sequence<field_count<Struct>>());
}

/// Calls `f(value of a, value of b)` for each field of two structs that differ at most in their storage.
template <has_field_table A, has_field_table B, class F>
constexpr void for_each_field_of_both(A& a, const B& b, F&& f) {
    constexpr const auto& of_a = field_table<std::remove_const_t<A>>::fields;
    constexpr const auto& of_b = field_table<B>::fields;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (f(a.*get_field<I>(of_a).member, b.*get_field<I>(of_b).member), ...);
    }
    (std::make_index_sequence<field_count<B>>());
}

/// `to` becomes an owning copy of `from`.
template <class To, class From>
void copy_value(To& to, const From& from) {
    if constexpr (has_field_table<To>) {
        for_each_field_of_both(to, from, [](auto& t, const auto& f) { copy_value(t, f); });
    } else if constexpr (is_optional<To>) {
        to.reset();
        if (from) copy_value(to.emplace(), *from);
    } else if constexpr (is_list<To>) {
        to.clear();
        to.reserve(from.size());
        for (const auto& item : from)
            copy_value(to.emplace_back(), item);
    } else if constexpr (std::is_same_v<To, endpoint_user> || std::is_same_v<To, record_url>) {
        to = To(std::string(from.value()));
    } else {
        to = From(from);
    }
}

/// The text of a string, a user or an address.
constexpr std::string_view text_of(std::string_view text) noexcept { return text; }
constexpr std::string_view text_of(endpoint_user_view user) noexcept { return user.value(); }
constexpr std::string_view text_of(record_url_view url) noexcept { return url.value(); }
inline std::string_view text_of(const std::string& text) noexcept { return text; }
inline std::string_view text_of(const endpoint_user& user) noexcept { return user.value(); }
inline std::string_view text_of(const record_url& url) noexcept { return url.value(); }

template <class T>
concept textual = requires(const T& value) {
    { detail::text_of(value) } -> std::same_as<std::string_view>;
};

/// A total order of values, field by field, whatever their storage.
template <class A, class B>
constexpr std::strong_ordering compare_values(const A& a, const B& b) {
    if constexpr (textual<A>) {
        return text_of(a) <=> text_of(b);
    } else if constexpr (has_field_table<A>) {
        std::strong_ordering order = std::strong_ordering::equal;
        for_each_field_of_both(a, b, [&order](const auto& x, const auto& y) {
            if (order == std::strong_ordering::equal) order = compare_values(x, y);
        });
        return order;
    } else if constexpr (is_optional<A>) {
        if (a.has_value() != b.has_value()) return a.has_value() <=> b.has_value();
        return a.has_value() ? compare_values(*a, *b) : std::strong_ordering::equal;
    } else if constexpr (is_list<A>) {
        for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
            const std::strong_ordering order = compare_values(a[i], b[i]);
            if (order != std::strong_ordering::equal) return order;
        }
        return a.size() <=> b.size();
    } else {
        return a < b   ? std::strong_ordering::less
               : b < a ? std::strong_ordering::greater
                       : std::strong_ordering::equal;
    }
}

}  // namespace detail

/// Equal in every field, whichever of the two owns.
template <class A, class B>
[[nodiscard]] constexpr bool operator==(const basic_key_press<A>& a, const basic_key_press<B>& b) {
    return detail::compare_values(a, b) == std::strong_ordering::equal;
}
template <class A, class B>
[[nodiscard]] constexpr bool operator==(const basic_seat_user<A>& a, const basic_seat_user<B>& b) {
    return detail::compare_values(a, b) == std::strong_ordering::equal;
}
template <class A, class B>
[[nodiscard]] constexpr bool operator==(const basic_call_leg<A>& a, const basic_call_leg<B>& b) {
    return detail::compare_values(a, b) == std::strong_ordering::equal;
}
template <class A, class B>
[[nodiscard]] constexpr bool operator==(const basic_tel_location<A>& a, const basic_tel_location<B>& b) {
    return detail::compare_values(a, b) == std::strong_ordering::equal;
}
template <class A, class B>
[[nodiscard]] constexpr bool operator==(const basic_cdr_push<A>& a, const basic_cdr_push<B>& b) {
    return a.sdk_app_id == b.sdk_app_id && a.drift == b.drift &&
           detail::compare_values(a, b) == std::strong_ordering::equal;
}

/// A copy that outlives body and parser. Allocates for each list, and for each text too long for the
/// small-string buffer.
[[nodiscard]] inline cdr_push to_owned(const cdr_push_view& push) {
    cdr_push copy;
    detail::copy_value(copy, push);
    copy.sdk_app_id = push.sdk_app_id;
    copy.drift = push.drift;
    return copy;
}
/// @copydoc to_owned(const cdr_push_view&)
[[nodiscard]] inline call_leg to_owned(const call_leg_view& leg) {
    call_leg copy;
    detail::copy_value(copy, leg);
    return copy;
}

TCCC_PUSH_END_NAMESPACE

#endif
