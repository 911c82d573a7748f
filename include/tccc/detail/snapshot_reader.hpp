// SPDX-License-Identifier: MIT
/// @file
/// How is a line of a snapshot read? The parser that `session_aggregator::restore` uses.
#ifndef TCCC_DETAIL_SNAPSHOT_READER_HPP
#define TCCC_DETAIL_SNAPSHOT_READER_HPP

#include <tccc/any_push.hpp>
#include <tccc/config.hpp>
#include <tccc/detail/snapshot_parser.hpp>
#include <tccc/envelope.hpp>
#include <tccc/parse_options.hpp>
#include <tccc/parser.hpp>
#include <tccc/result.hpp>

#include <cstddef>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

template <>
struct snapshot_parser<void> {
    /// For lines of up to `longest` bytes: the escapes of a snapshot may make a body longer than the limit under which
    /// its push once came in.
    explicit snapshot_parser(std::size_t longest) noexcept
        : parser_(parse_options{.max_body_bytes = longest, .max_list_items = longest}) {}

    /// The push of a line, borrowed from it and from this; an error's offset counts from the line's begin.
    result<any_push_view> read(std::string_view line TCCC_PUSH_LIFETIMEBOUND) & TCCC_PUSH_LIFETIMEBOUND {
        const result<envelope_view> envelope = parse_envelope(line);
        if (!envelope) return envelope.error();
        result<any_push_view> push = parser_.parse(envelope->action, envelope->body);
        if (push) return push;
        error e = push.error();
        e.offset += envelope->body_offset;
        return e;
    }

private:
    parser parser_;
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
