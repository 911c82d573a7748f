// SPDX-License-Identifier: MIT
/// @file
/// Which documented field is named here, if any? In one comparison, where the key's end is not known yet.
#ifndef TCCC_DETAIL_RECORD_KEYS_HPP
#define TCCC_DETAIL_RECORD_KEYS_HPP

#include <tccc/config.hpp>
#include <tccc/detail/record_fields.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// A documented field's name with its closing quote, as two words.
struct record_key {
    std::array<std::uint64_t, 2> bytes{};
    std::array<std::uint64_t, 2> counted{};  ///< All bits of the bytes that belong to it.
    std::size_t size = 0;
    record_field field = record_field::unknown;
    bool is_number = false;
};

/// Two letters tell the names apart: the first, and the seventh, which all have.
constexpr std::size_t record_key_slot(char first, char seventh) noexcept {
    return (static_cast<unsigned char>(first) + std::size_t{static_cast<unsigned char>(seventh)}) / 4 % 16;
}

/// Each where its letters say. The other slots hold what counts no byte, and no name.
inline constexpr std::array<record_key, 16> record_keys = [] {
    std::array<record_key, 16> keys{};
    for (std::size_t i = 0; i < record_field_count; ++i) {
        const std::string_view name = record_field_names[i];
        std::array<char, 16> bytes{};
        std::array<char, 16> counted{};
        for (std::size_t n = 0; n <= name.size(); ++n) {
            bytes[n] = n == name.size() ? '"' : name[n];
            counted[n] = '\xff';
        }
        record_key& key = keys[record_key_slot(name[0], name[6])];
        key.bytes = std::bit_cast<std::array<std::uint64_t, 2>>(bytes);
        key.counted = std::bit_cast<std::array<std::uint64_t, 2>>(counted);
        key.size = name.size() + 1;
        key.field = static_cast<record_field>(i);
        key.is_number = key.field == record_field::sdk_app_id || key.field == record_field::timestamp;
    }
    return keys;
}();
static_assert(record_field_names.back().size() + 1 == 16,
              "the longest name, with its quote, fills both words");
static_assert(
    [] {
        std::size_t found = 0;
        for (const record_key& key : record_keys)
            found += key.size != 0 ? 1U : 0U;
        return found == record_field_count;
    }(),
    "no two names share a slot");

/// The documented field whose key begins at `at`, behind its quote; null when it is none.
inline const record_key* find_record_key(const char* at, const char* end) noexcept {
    std::array<char, 16> last{};
    const std::size_t left = static_cast<std::size_t>(end - at);
    if (left < last.size()) [[unlikely]] {
        std::memcpy(last.data(), at, left);
        at = last.data();
    }
    const record_key& key = record_keys[record_key_slot(at[0], at[6])];
    std::array<std::uint64_t, 2> there;
    std::memcpy(there.data(), at, sizeof there);
    const bool same =
        (((there[0] ^ key.bytes[0]) & key.counted[0]) | ((there[1] ^ key.bytes[1]) & key.counted[1])) == 0;
    return same && key.size != 0 ? &key : nullptr;
}

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
