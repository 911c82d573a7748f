// SPDX-License-Identifier: MIT
/// @file
/// Which documented members does an object have, and is its drift an error? What call records, voicemails and answers to
/// queries have in common.
#ifndef TCCC_DETAIL_OBJECT_READER_HPP
#define TCCC_DETAIL_OBJECT_READER_HPP

#include <tccc/anomaly.hpp>
#include <tccc/config.hpp>
#include <tccc/detail/cdr_fields.hpp>
#include <tccc/detail/decoded_text.hpp>
#include <tccc/detail/json_cursor.hpp>
#include <tccc/detail/json_scanner.hpp>
#include <tccc/detail/value_reader.hpp>
#include <tccc/error.hpp>
#include <tccc/parse_options.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// What an object comes from: a push, or the answer to a query, where the vendor documents more fields than are read
/// here, and that any may be null.
enum class object_source : bool { push, answer };

/// The fields of `TelCdrInfo` and of its parts that no push has and nobody reads here.
/// @see https://www.tencentcloud.com/document/api/1229/59764
inline constexpr std::array<std::string_view, 20> answer_only_names = {"AIAgentId",
                                                                       "AIAgentName",
                                                                       "AsrStatus",
                                                                       "AsrUrl",
                                                                       "EndStatus",
                                                                       "NodeLabel",
                                                                       "OriginalContent",
                                                                       "PostIVRKeyPressedEx",
                                                                       "ProtectedCallee",
                                                                       "ProtectedCaller",
                                                                       "Remark",
                                                                       "SkillGroup",
                                                                       "SkillGroupId",
                                                                       "SysHangupReason",
                                                                       "SysHangupReasonString",
                                                                       "TTSPrompt",
                                                                       "Timestamp",
                                                                       "Time",
                                                                       "VoicemailAsrURL",
                                                                       "VoicemailRecordURL"};

/// A documented member, where it is there.
struct raw_member {
    json_slice value;
    bool exact = false;  ///< Its key was the documented one, letter by letter.
    bool alias = false;  ///< Its key was another one that the vendor documents for the same.
};

inline namespace TCCC_PUSH_BLOCK_NAMESPACE {

/// Reads the objects of one body; stops at the first that cannot be used.
class object_reader {
public:
    /// `decoded`, started for this body, takes the strings that hold escapes.
    object_reader(const parse_options& options, decoded_text& decoded, object_source source) noexcept
        : values(decoded), strict_(options.strict), max_depth_(options.max_depth), source_(source) {}

    /// Holds all of `body` against the grammar and finds its object. False: `failure` says why.
    bool open(std::string_view body, json_slice& object) noexcept {
        if (!scan(body, object)) return false;
        if (object.first() != '{') return fail(errc::wrong_type, {}, object.offset);
        return accept_mark(body);
    }

    /// The grammar alone, for any value.
    bool validate(std::string_view body) noexcept {
        json_slice value;
        return scan(body, value) && accept_mark(body);
    }

    /// Finds the members of `object` called `names`; of those that are repeated the last one, and one spelled as
    /// documented rather than one in other letters, wherever they stand. `full_names` are for errors.
    bool collect(json_slice object, std::span<const std::string_view> names,
                 std::span<const std::string_view> full_names, std::span<raw_member> members) noexcept {
        json_cursor cursor(object);
        json_slice key;
        json_slice value;
        while (cursor.next_member(key, value)) {
            const json_key name(key);
            const std::size_t i = find(names, name.text());
            if (i == names.size()) {
                if (source_ == object_source::answer &&
                    std::ranges::find(answer_only_names, name.text()) != answer_only_names.end())
                    continue;
                if (!tolerate(anomaly::unknown_field, errc::unknown_field, {}, key.offset)) return false;
                continue;
            }
            raw_member& member = members[i];
            const bool exact = names[i] == name.text();
            // The vendor documents both for its records, and either may be the one that is filled.
            const bool twin = source_ == object_source::answer && names[i] == "Uui";
            const bool alias = twin && name.text() == "UUI";
            if (twin && value.first() == 'n') continue;
            if (!exact && !alias &&
                !tolerate(anomaly::key_case, errc::unknown_field, full_names[i], key.offset))
                return false;
            if (!member.value.absent() && member.alias == alias &&
                !tolerate(anomaly::duplicate_field, errc::duplicate_field, full_names[i], key.offset))
                return false;
            if (exact || !member.exact) member = {value, exact, alias};
        }
        return true;
    }

    /// Judges what reading a field gave. False when it is an error.
    bool settle(const value_reading& reading, std::string_view name, weight importance) noexcept {
        const bool null = reading.drift == anomalies(anomaly::null_field);
        if (null && source_ == object_source::answer) return true;
        if (strict_ && reading.drift.any()) {
            const bool unit = reading.drift == anomalies(anomaly::millisecond_timestamp);
            return fail(unit ? errc::bad_value : errc::wrong_type, name, reading.offset);
        }
        if (reading.code == errc::ok) {
            drift |= reading.drift;
            return true;
        }
        if (strict_ || importance == weight::essential) return fail(reading.code, name, reading.offset);
        drift |= anomaly::unexpected_value;
        return true;
    }

    /// Reports drift. False when it is an error.
    bool tolerate(anomaly kind, errc strict_code, std::string_view name, std::size_t offset) noexcept {
        if (strict_) return fail(strict_code, name, offset);
        drift |= kind;
        return true;
    }

    bool fail(errc code, std::string_view name, std::size_t offset) noexcept {
        failure = {code, name, offset};
        return false;
    }

    /// A whole number from 0 that has to be there; `end` is where its absence is reported.
    bool require_number(json_slice value, std::string_view name, std::size_t end,
                        std::int64_t& out) noexcept {
        if (value.absent()) return fail(errc::missing_field, name, end);
        if (value.text == "\"\"") return fail(errc::missing_field, name, value.offset);
        std::optional<std::int64_t> number;
        if (!settle(values.number(value, 0, number), name, weight::essential)) return false;
        if (!number) return fail(errc::missing_field, name, value.offset);
        out = *number;
        return true;
    }

    /// Text that has to be there, and not empty.
    bool require_text(json_slice value, value_reader::numbers allowed, std::string_view name, std::size_t end,
                      std::string_view& out) noexcept {
        if (value.absent()) return fail(errc::missing_field, name, end);
        if (!settle(values.text(value, allowed, out), name, weight::essential)) return false;
        return !out.empty() || fail(errc::missing_field, name, value.offset);
    }

    value_reader values;
    anomalies drift;
    error failure;

private:
    static constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

    bool scan(std::string_view body, json_slice& value) noexcept {
        const std::size_t shift = body.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
        const std::string_view json = body.substr(shift);
        const json_scan found = scan_json(json, max_depth_);
        if (!found.ok()) return fail(found.code, {}, shift + found.offset);
        const std::size_t begin = json.find_first_not_of(" \t\r\n");
        value = {json.substr(begin), shift + begin};
        return true;
    }

    bool accept_mark(std::string_view body) noexcept {
        return !body.starts_with(byte_order_mark) ||
               tolerate(anomaly::byte_order_mark, errc::malformed_json, {}, 0);
    }

    static constexpr char lower(char c) noexcept {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    }

    static constexpr bool same_letters(std::string_view a, std::string_view b) noexcept {
        return std::ranges::equal(a, b, {}, lower, lower);
    }

    static std::size_t find(std::span<const std::string_view> names, std::string_view name) noexcept {
        auto found = std::ranges::find(names, name);
        if (found == names.end())
            found = std::ranges::find_if(names, [name](std::string_view n) { return same_letters(n, name); });
        return static_cast<std::size_t>(found - names.begin());
    }

    bool strict_;
    std::size_t max_depth_;
    object_source source_;
};

}  // namespace TCCC_PUSH_BLOCK_NAMESPACE
}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
