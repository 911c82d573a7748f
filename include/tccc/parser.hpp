// SPDX-License-Identifier: MIT
/// @file
/// How does a body become a view? `parser`, the only public header with batch.hpp that includes simdjson.
#ifndef TCCC_PARSER_HPP
#define TCCC_PARSER_HPP

#include <tccc/config.hpp>
#include <tccc/detail/borrow.hpp>
#include <tccc/detail/parser_buffers.hpp>
#include <tccc/detail/record_reader.hpp>
#include <tccc/detail/snapshot_parser.hpp>
#include <tccc/record_push.hpp>
#include <tccc/result.hpp>

#include <cstddef>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE

/// What a parser accepts.
struct parse_options {
    /// Longer bodies are refused unread. The vendor names no limit; a recording push has some 320 bytes.
    std::size_t max_body_bytes = 64 * 1024;
    /// Containers in one another, the push itself included; at most 1024 whatever is set.
    std::size_t max_depth = 64;
    /// Makes each `anomaly` an error. Off, since a push that is refused is lost after three retries.
    bool strict = false;
};

inline namespace TCCC_PUSH_KERNEL_NAMESPACE {

/// Maps the bodies of pushes onto typed views.
///
/// Owns:    the buffers that simdjson and escaped strings need; they grow to the longest body seen, are
/// bounded by
///          `max_body_bytes`, and are kept, so a warm parser allocates nothing.
/// Threads: one parser per thread; two parsers share nothing.
/// Moves:   views stay valid and belong to the parser moved to. A parser moved from may be used again.
class parser {
public:
    parser() noexcept = default;
    explicit parser(const parse_options& options) noexcept : options_(options) {}
    parser(parser&&) noexcept = default;
    parser& operator=(parser&&) noexcept = default;
    parser(const parser&) =
        delete;  // two would share decoded strings: make a second one with the same options()
    parser& operator=(const parser&) = delete;

    /// Reads one recording push, `action=record`.
    ///
    /// Borrows:  strings without an escape from `body`, the others from this parser. All end with the next
    /// parse call
    ///           on this parser, its destruction, or the end of `body`.
    /// Requires: nothing of `body`: any bytes, no padding. It is not written to, nor read beyond its end.
    /// Errors:   in this order, whatever the order in the body; offsets count from the body's first byte:
    ///           - errc::body_too_large: more than `max_body_bytes`;
    ///           - errc::out_of_memory: a buffer could not grow;
    ///           - errc::empty_body: nothing but white space;
    ///           - errc::malformed_json, errc::not_utf8, errc::too_deep: the first byte at fault, anywhere;
    ///           - errc::wrong_type without a field: JSON, but no object;
    ///           - strict only, the first in the body: errc::malformed_json for a byte order mark,
    ///             errc::unknown_field, errc::duplicate_field;
    ///           - then the first field in the vendor's order that has errc::missing_field (absent, null or
    ///           empty),
    ///             errc::wrong_type, errc::bad_value (a number out of range, or not whole), or errc::not_utf8
    ///             (an escape that is half a surrogate pair);
    ///           - errc::missing_field for RecordURL: neither URL is there.
    /// Allocates: when a body is longer than all before it. Throws nothing.
    /// Cost:     one copy of the body and two passes over it; a third one only to locate an error.
    /// @see https://www.tencentcloud.com/document/product/1229/59642
    [[nodiscard]] result<record_push_view>
    parse_record(std::string_view body TCCC_PUSH_LIFETIMEBOUND) & noexcept TCCC_PUSH_LIFETIMEBOUND;
    template <detail::temporary_string S>
    result<record_push_view>
    parse_record(S&&) & = delete;  // the views would dangle: keep the body in a variable
    template <class S>
    result<record_push_view>
    parse_record(S&&) && = delete;  // the views would dangle: keep the parser in a variable

    [[nodiscard]] const parse_options& options() const noexcept TCCC_PUSH_LIFETIMEBOUND { return options_; }

private:
    parse_options options_;
    detail::parser_buffers buffers_;
};

inline result<record_push_view> parser::parse_record(std::string_view body) & noexcept {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (body.size() > options_.max_body_bytes)
        return error{errc::body_too_large, {}, options_.max_body_bytes};
    if (!buffers_.reserve(body.size())) return error{errc::out_of_memory, {}, 0};

    detail::record_fields fields;
    std::string_view json = body;
    if (body.starts_with(byte_order_mark)) {
        json.remove_prefix(byte_order_mark.size());
        fields.drift |= anomaly::byte_order_mark;
        fields.strict_violation = {errc::malformed_json, {}, 0};
    }
    detail::record_reader reader(json, body.size() - json.size(), buffers_.pad(json), options_.max_depth,
                                 fields);
    if (!reader.read(buffers_.json())) return reader.explain();
    return detail::record_interpreter(fields, body.size(), options_.strict, buffers_.decoded()).interpret();
}

}  // namespace TCCC_PUSH_KERNEL_NAMESPACE

namespace detail {

/// What `session_aggregator::restore` parses with. The escapes of a snapshot may make a body longer than the
/// limit under which its push once came in.
template <>
struct snapshot_parser<void> {
    static parser make(std::size_t longest) noexcept {
        return parser(parse_options{.max_body_bytes = longest});
    }
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
