// SPDX-License-Identifier: MIT
/// @file
/// How does a call record become a view? Over the tables of its fields, object by object.
#ifndef TCCC_DETAIL_CDR_READER_HPP
#define TCCC_DETAIL_CDR_READER_HPP

#include <tccc/anomaly.hpp>
#include <tccc/cdr_push.hpp>
#include <tccc/config.hpp>
#include <tccc/detail/cdr_fields.hpp>
#include <tccc/detail/decoded_text.hpp>
#include <tccc/detail/field_names.hpp>
#include <tccc/detail/item_pool.hpp>
#include <tccc/detail/json_cursor.hpp>
#include <tccc/detail/object_reader.hpp>
#include <tccc/detail/value_reader.hpp>
#include <tccc/error.hpp>
#include <tccc/parse_options.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// What a parser keeps for the lists of a body.
class list_storage {
public:
    void start() noexcept {
        std::apply([](auto&... pools) { (pools.start(), ...); }, pools_);
    }
    template <class T>
    [[nodiscard]] item_pool<T>& of() noexcept {
        return std::get<item_pool<T>>(pools_);
    }

private:
    std::tuple<item_pool<std::string_view>, item_pool<key_press_view>, item_pool<call_leg_view>,
               item_pool<cdr_push_view>>
        pools_;
};

inline namespace TCCC_PUSH_BLOCK_NAMESPACE {

/// Reads call records into `lists`, which is started for this body.
class cdr_reader : public object_reader {
public:
    cdr_reader(const parse_options& options, decoded_text& decoded, list_storage& lists,
               object_source source) noexcept
        : object_reader(options, decoded, source), lists_(lists), max_list_items_(options.max_list_items) {}

    /// A whole push, the only object of a body of `size` bytes; `push` is as made by default.
    bool read_push(json_slice object, std::size_t size, cdr_push_view& push) noexcept {
        using names = field_names<no_parent, cdr_push_view>;
        std::array<raw_member, 1 + field_count<cdr_push_view>> members;
        if (!collect(object, with_app_id(names::plain), with_app_id(names::full), members)) return false;
        return require_number(members[0].value, "SdkAppId", size, push.sdk_app_id) &&
               read_session(members.data() + 1, size, push);
    }

    /// One record of an answer, which does not say again whose it is.
    bool read_record(json_slice object, cdr_push_view& push) noexcept {
        using names = field_names<no_parent, cdr_push_view>;
        std::array<raw_member, field_count<cdr_push_view>> members;
        if (!collect(object, names::plain, names::full, members)) return false;
        return read_session(members.data(), object.offset + object.text.size(), push);
    }

    /// The items of `list`, which is none, null or a list, in the parser's storage; `read(item, out)` reads one.
    template <class Item, class Read>
    bool read_items(json_slice list, std::string_view name, weight importance, std::span<const Item>& out,
                    Read&& read) noexcept {
        if (list.first() == 'n')
            return settle({errc::ok, list.offset, anomaly::null_field}, name, importance);
        if (list.first() != '[') return settle({errc::wrong_type, list.offset, {}}, name, importance);
        item_pool<Item>& pool = lists_.of<Item>();
        pool.open();
        json_cursor cursor(list);
        json_slice text;
        while (cursor.next_item(text)) {
            // Null or of no use, an item is left out, or the list's weight makes it an error.
            if (text.first() == 'n') {
                if (!settle({errc::ok, text.offset, anomaly::null_field}, name, importance)) return false;
                continue;
            }
            if (has_field_table<Item> && text.first() != '{') {
                if (!settle({errc::wrong_type, text.offset, {}}, name, importance)) return false;
                continue;
            }
            Item item{};
            bool usable = true;
            if (!read(text, item, usable)) return false;
            if (!usable) continue;
            if (pool.total() >= max_list_items_) return fail(errc::bad_value, name, text.offset);
            if (!pool.push(item)) return fail(errc::out_of_memory, {}, 0);
        }
        out = pool.close();
        return true;
    }

private:
    template <std::size_t N>
    static constexpr std::array<std::string_view, N + 1>
    with_app_id(const std::array<std::string_view, N>& names) noexcept {
        std::array<std::string_view, N + 1> all{"SdkAppId"};
        for (std::size_t i = 0; i < N; ++i)
            all[i + 1] = names[i];
        return all;
    }

    bool read_session(const raw_member* members, std::size_t end, cdr_push_view& push) noexcept {
        static_assert(field_name<no_parent, cdr_push_view, 0>::plain == "SessionId");
        return require_text(members[0].value, value_reader::numbers::refused, "SessionId", end,
                            push.session_id) &&
               read_fields<no_parent>(
                   members, push, index_from_one(std::make_index_sequence<field_count<cdr_push_view> - 1>()));
    }

    template <std::size_t... I>
    static constexpr std::index_sequence<I + 1 ...> index_from_one(std::index_sequence<I...>) noexcept {
        return {};
    }

    template <std::size_t Parent, class Struct>
    bool read_object(json_slice object, Struct& out) noexcept {
        using names = field_names<Parent, Struct>;
        std::array<raw_member, field_count<Struct>> members;
        return collect(object, names::plain, names::full, members) &&
               read_fields<Parent>(members.data(), out, std::make_index_sequence<field_count<Struct>>());
    }

    template <std::size_t Parent, class Struct, std::size_t... I>
    bool read_fields(const raw_member* members, Struct& out, std::index_sequence<I...>) noexcept {
        return ((members[I].value.absent() || read_field<Parent, Struct, I>(members[I].value, out)) && ...);
    }

    template <std::size_t Parent, class Struct, std::size_t I>
    bool read_field(json_slice value, Struct& out) noexcept {
        constexpr std::string_view name = field_name<Parent, Struct, I>::full;
        constexpr auto& field = get_field<I>(field_table<Struct>::fields);
        auto& member = out.*field.member;
        using type = std::remove_cvref_t<decltype(member)>;
        if constexpr (is_list<type>) {
            return read_list<I>(value, name, field.importance, member);
        } else if constexpr (is_optional<type>) {
            if constexpr (has_field_table<typename type::value_type>) {
                if (value.first() == '{') return read_object<I>(value, member.emplace());
                const bool null = value.first() == 'n';
                return settle({null ? errc::ok : errc::wrong_type, value.offset,
                               null ? anomalies(anomaly::null_field) : anomalies()},
                              name, field.importance);
            } else {
                return settle(values.read(value, member), name, field.importance);
            }
        } else {
            return settle(values.read(value, member), name, field.importance);
        }
    }

    /// `I` is the list's number among the fields of its struct.
    template <std::size_t I, class Item>
    bool read_list(json_slice list, std::string_view name, weight importance,
                   std::span<const Item>& out) noexcept {
        return read_items(list, name, importance, out,
                          [&](json_slice text, Item& item, bool& usable) noexcept {
                              if constexpr (has_field_table<Item>) {
                                  if (!read_object<I>(text, item)) return false;
                              } else {
                                  const value_reading reading = values.read(text, item);
                                  usable = reading.code == errc::ok;
                                  if (!settle(reading, name, importance)) return false;
                              }
                              if constexpr (std::is_same_v<Item, call_leg_view>) {
                                  return item.sequence.has_value() ||
                                         tolerate(anomaly::missing_sequence, errc::missing_field,
                                                  field_name<I, Item, 0>::full, text.offset);
                              }
                              return true;
                          });
    }

    list_storage& lists_;
    std::size_t max_list_items_;
};

}  // namespace TCCC_PUSH_BLOCK_NAMESPACE
}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
