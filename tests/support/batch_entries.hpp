// SPDX-License-Identifier: MIT
/// @file
/// What a batch gave, kept: entries that own their text, to be compared after the walk.
#ifndef TCCC_TESTS_SUPPORT_BATCH_ENTRIES_HPP
#define TCCC_TESTS_SUPPORT_BATCH_ENTRIES_HPP

#include "push_text.hpp"

#include <tccc/batch.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tccc::testing {

struct kept_entry {
    std::string body;
    std::size_t offset = 0;
    std::size_t number = 0;
    std::size_t line = 0;
    tccc::error error;       // errc::ok when there is a push
    tccc::record_push push;  // by default when there is none

    friend bool operator==(const kept_entry&, const kept_entry&) = default;
};
using kept_entries = std::vector<kept_entry>;

inline kept_entry keep(const batch_entry& entry) {
    kept_entry kept{std::string(entry.body), entry.offset, entry.number, entry.line, {}, {}};
    if (entry.push) {
        kept.push = to_owned(*entry.push);
    } else {
        kept.error = entry.push.error();
    }
    return kept;
}

inline kept_entries entries_of(std::string_view buffer, batch_format format,
                               const parse_options& options = {}) {
    kept_entries all;
    parser parser(options);
    for_each_push(parser, buffer, format, [&all](const batch_entry& entry) { all.push_back(keep(entry)); });
    return all;
}

/// The bodies of the entries that are pushes.
inline std::vector<std::string> good_bodies(const kept_entries& all) {
    std::vector<std::string> bodies;
    for (const kept_entry& entry : all) {
        if (entry.error.code == errc::ok) bodies.push_back(entry.body);
    }
    return bodies;
}

/// What holds of every walk: entries are numbered, in order, each the bytes at its offset and what the
/// parser says of them; and what lies between them is `filler`.
inline bool consistent(const kept_entries& all, std::string_view buffer, std::string_view filler,
                       const parse_options& options = {}) {
    parser alone(options);
    std::size_t end = buffer.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    std::size_t number = 0;
    for (const kept_entry& entry : all) {
        if (entry.number != ++number || entry.offset < end || entry.offset > buffer.size()) return false;
        if (buffer.substr(entry.offset, entry.body.size()) != entry.body) return false;
        if (buffer.substr(end, entry.offset - end).find_first_not_of(filler) != std::string_view::npos)
            return false;
        end = entry.offset + entry.body.size();
        if (entry.body.empty()) {
            if (entry.error != error{errc::malformed_json, {}, entry.offset}) return false;
            continue;
        }
        const auto push = alone.parse_record(entry.body);
        if (push.has_value() != (entry.error.code == errc::ok)) return false;
        if (push && to_owned(*push) != entry.push) return false;
        if (!push) {
            const error e = push.error();
            if (entry.error != error{e.code, e.field, entry.offset + e.offset}) return false;
        }
    }
    return buffer.substr(end).find_first_not_of(filler) == std::string_view::npos;
}

inline constexpr std::string_view between_lines = " \t\r\n";
inline constexpr std::string_view between_values = " \t\r\n,[]";

/// A push that differs from others by its number; of one line, or spaced as asked.
inline std::string numbered_push(std::size_t number, const spacing& space = compact) {
    return write(with("RecordId", in_quotes(std::to_string(number))), space);
}

/// The same with escapes: strings that a parser has to decode.
inline std::string escaped_push(std::size_t number) {
    members all = with("RecordId", in_quotes("\\u0052" + std::to_string(number)));
    all = with(all, "RecordURL",
               R"("http:\/\/recorder-10018504.cos.ap-shanghai.myqcloud.com\/)" + std::to_string(number) +
                   R"(?a=1\u0026b=2")");
    return write(with(all, "EndpointUser", R"("l\u0075@tencent.com")"));
}

}  // namespace tccc::testing

#endif
