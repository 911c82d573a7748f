// SPDX-License-Identifier: MIT
/// @file
/// How are the pushes of a batch told apart, and which way does a file seem to be written?
#ifndef TCCC_BATCH_FORMAT_HPP
#define TCCC_BATCH_FORMAT_HPP

#include <tccc/config.hpp>
#include <tccc/detail/json_scanner.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE

/// How the pushes of a batch are told apart. Of both, a byte order mark at the begin is skipped.
enum class batch_format {
    ndjson,  ///< One push a line; lines end with LF or CRLF, the last one also without. Blank ones count not.
    json,    ///< JSON texts in a row, any white space or none between them: pushes, or arrays of pushes.
};

/// What a file seems to be, by its begin; the first 64 KiB decide. json where it starts with an array, where
/// its first value spans lines, or where another one follows in the same line; else ndjson.
[[nodiscard]] inline batch_format detect_batch_format(std::string_view begin) noexcept {
    begin = begin.substr(0, std::size_t{64} * 1024);
    std::size_t pos = begin.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    const auto skip = [&](std::string_view blanks) {
        pos = std::min(begin.find_first_not_of(blanks, pos), begin.size());
    };
    skip(" \t\r\n");
    if (pos == begin.size() || (begin[pos] != '{' && begin[pos] != '[')) return batch_format::ndjson;
    if (begin[pos] == '[') return batch_format::json;
    const std::size_t line_end = begin.find('\n', pos);
    const detail::json_scan scan = detail::json_scanner(begin, pos, detail::json_depth_ceiling).value();
    // A line that was cut off is followed by a line feed too, but not by a byte that would go on with it.
    const std::size_t last = begin.find_last_not_of(" \t\r\n", scan.offset == 0 ? 0 : scan.offset - 1);
    if (line_end < last) return batch_format::json;
    pos = scan.offset;
    skip(" \t\r");
    return scan.ok() && pos < begin.size() && begin[pos] == '{' ? batch_format::json : batch_format::ndjson;
}

TCCC_PUSH_END_NAMESPACE

#endif
