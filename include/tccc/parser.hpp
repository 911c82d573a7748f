// SPDX-License-Identifier: MIT
/// @file
/// How does a body become a view? `parser`, the only public header with batch.hpp that includes simdjson.
#ifndef TCCC_PARSER_HPP
#define TCCC_PARSER_HPP

#include <tccc/config.hpp>
#include <tccc/detail/borrow.hpp>
#include <tccc/detail/byte_block.hpp>
#include <tccc/detail/decoded_text.hpp>
#include <tccc/detail/general_parser.hpp>
#include <tccc/detail/record_layout.hpp>
#include <tccc/detail/snapshot_parser.hpp>
#include <tccc/parse_options.hpp>
#include <tccc/record_push.hpp>
#include <tccc/result.hpp>

#include <cstddef>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE

inline namespace TCCC_PUSH_KERNEL_NAMESPACE {

class batch_reader;

inline namespace TCCC_PUSH_BLOCK_NAMESPACE {

/// Maps the bodies of pushes onto typed views.
///
/// Owns:    the buffers that simdjson and escaped strings need; they grow to the longest body seen, are bounded
///          by `max_body_bytes`, and are kept, so a warm parser allocates nothing.
/// Threads: one parser per thread; two parsers share nothing.
/// Moves:   views stay valid and belong to the parser moved to. A parser moved from may be used again.
class parser {
public:
    parser() noexcept = default;
    explicit parser(const parse_options& options) noexcept : options_(options) {}
    parser(parser&&) noexcept = default;
    parser& operator=(parser&&) noexcept = default;
    // Two would share decoded strings: make a second one with the same options().
    parser(const parser&) = delete;
    parser& operator=(const parser&) = delete;

    /// Reads one recording push, `action=record`.
    ///
    /// Borrows:   strings without an escape from `body`, the others from this parser. All end with the next
    ///            parse call on this parser, its destruction, or the end of `body`.
    /// Requires:  nothing of `body`: any bytes, no padding. It is not written to, nor read beyond its end.
    /// Errors:    in this order, whatever the order in the body; offsets count from the body's first byte:
    ///            - errc::body_too_large: more than `max_body_bytes`;
    ///            - errc::out_of_memory: a buffer could not grow;
    ///            - errc::empty_body: nothing but white space;
    ///            - errc::malformed_json, errc::not_utf8, errc::too_deep: the first byte at fault, anywhere;
    ///            - errc::wrong_type without a field: JSON, but no object;
    ///            - strict only, the first in the body: errc::malformed_json for a byte order mark,
    ///              errc::unknown_field, errc::duplicate_field;
    ///            - then the first field in the vendor's order that has errc::missing_field (absent, empty, or
    ///              null; null is errc::wrong_type when strict), errc::wrong_type, errc::bad_value (a number
    ///              out of range, or not whole), or errc::not_utf8 (an escape that is half a surrogate pair);
    ///            - errc::missing_field for RecordURL: neither URL is there.
    /// Allocates: when a body is longer than all before it. Throws nothing.
    /// Cost:      for a plain push (the documented fields, once each, and unless strict any others) one pass over the
    ///            body, the faster the more it is laid out like the one before it; for any other one copy and
    ///            two passes, a third to locate an error.
    /// @see https://www.tencentcloud.com/document/product/1229/59642
    [[nodiscard]] result<record_push_view>
    parse_record(std::string_view body TCCC_PUSH_LIFETIMEBOUND) & noexcept TCCC_PUSH_LIFETIMEBOUND;
    // The views would dangle: keep the body in a variable.
    template <detail::temporary_string S>
    result<record_push_view> parse_record(S&&) & = delete;
    // The views would dangle: keep the parser in a variable.
    template <class S>
    result<record_push_view> parse_record(S&&) && = delete;

    [[nodiscard]] const parse_options& options() const noexcept TCCC_PUSH_LIFETIMEBOUND { return options_; }

private:
    friend class tccc::batch_reader;

    /// The first line of `text`, if it is a push as plain as those before it: fills `push`, which is as made by
    /// default, and returns the line's size, without its line feed. 0, and a `push` of no use, if it is any other.
    std::size_t read_line(std::string_view text, record_push_view& push) noexcept;

    parse_options options_;
    detail::decoded_text decoded_;
    detail::general_parser general_;
    detail::record_layout layout_;
};

inline result<record_push_view> parser::parse_record(std::string_view body) & noexcept {
    // One object from the first store to the caller's: copying 150 bytes twice was a tenth of all the work.
    result<record_push_view> result = record_push_view{};
    if (body.size() > options_.max_body_bytes) {
        result = error{errc::body_too_large, {}, options_.max_body_bytes};
    } else if (!decoded_.start(body.size()) || !general_.reserve(body.size())) {
        result = error{errc::out_of_memory, {}, 0};
    } else if (options_.max_depth == 0 || !layout_.match(body, options_, decoded_, *result)) {
        *result = {};  // what the other path filled before it declined
        const error e = general_.parse_record(body, options_, decoded_, *result);
        if (e.code != errc::ok) result = e;
    }
    return result;
}

inline std::size_t parser::read_line(std::string_view text, record_push_view& push) noexcept {
    if (options_.max_depth == 0) return 0;
    // A line that is too long has no end in there, and its strings would not find room.
    if (text.size() > options_.max_body_bytes) text = text.substr(0, options_.max_body_bytes);
    text = text.substr(0, decoded_.capacity());
    decoded_.restart();
    const char* const end = layout_.match_line(text.data(), text.data() + text.size(), decoded_, push);
    return end == nullptr ? 0 : static_cast<std::size_t>(end - text.data());
}

}  // namespace TCCC_PUSH_BLOCK_NAMESPACE
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
