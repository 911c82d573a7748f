// SPDX-License-Identifier: MIT
/// @file
/// How does a body become a view? `parser`, the only public header with batch.hpp that includes simdjson.
#ifndef TCCC_PARSER_HPP
#define TCCC_PARSER_HPP

#include <tccc/any_push.hpp>
#include <tccc/cdr_push.hpp>
#include <tccc/config.hpp>
#include <tccc/detail/borrow.hpp>
#include <tccc/detail/byte_block.hpp>
#include <tccc/detail/cdr_reader.hpp>
#include <tccc/detail/decoded_text.hpp>
#include <tccc/detail/general_parser.hpp>
#include <tccc/detail/record_layout.hpp>
#include <tccc/detail/tel_cdr_reader.hpp>
#include <tccc/detail/voicemail_reader.hpp>
#include <tccc/parse_options.hpp>
#include <tccc/record_push.hpp>
#include <tccc/result.hpp>
#include <tccc/tel_cdr_answer.hpp>
#include <tccc/voicemail_push.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE

inline namespace TCCC_PUSH_KERNEL_NAMESPACE {

class batch_reader;

inline namespace TCCC_PUSH_BLOCK_NAMESPACE {

/// Maps the bodies of pushes onto typed views.
///
/// Owns:    the buffers that simdjson, escaped strings and lists need; they grow to the longest body seen, are
///          bounded by `max_body_bytes` and `max_list_items`, and are kept, so a warm parser allocates nothing.
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

    /// Reads one call record push, `action=cdr`.
    ///
    /// Borrows:   strings without an escape from `body`, the others and all lists from this parser. All end with the
    ///            next parse call on this parser, its destruction, or the end of `body`.
    /// Requires:  nothing of `body`, as `parse_record`.
    /// Errors:    the body as a whole as by `parse_record`, errc::body_too_large to errc::wrong_type without a field.
    ///            Then object by object, nested ones where their field stands in the vendor's order; "nested.field" in
    ///            the error:
    ///            - strict only, the first in the object: errc::malformed_json for a byte order mark,
    ///              errc::unknown_field (also for a documented field in other letters, which it names),
    ///              errc::duplicate_field;
    ///            - errc::missing_field: SdkAppId or SessionId absent, null or empty; strict only, a leg without
    ///              Sequence;
    ///            - errc::wrong_type, errc::bad_value, errc::not_utf8 as by `parse_record`, for these two and for what
    ///              pairing rests on: Caller, Callee, Direction, CallType, RecordId, ServeParticipants and in it
    ///              Sequence, Mail, Phone, RecordId, TransferFrom. Any other field of such a value is taken as absent,
    ///              an item of a list left out, and `anomaly::unexpected_value` reported; strict, it is an error too;
    ///            - errc::bad_value for a list that takes the body beyond `max_list_items`;
    ///            - errc::out_of_memory: the lists could not grow.
    ///            Of a field that is repeated the last one counts, and one in the documented letters before one in
    ///            others; what does not count has to be JSON and nothing else.
    /// Allocates: when a body is longer, or has more list items, than all before it. Throws nothing.
    /// Cost:      one pass to validate, one more for each object around a value. Not made for the hot path: there is
    ///            one call record for a whole session.
    /// @see https://www.tencentcloud.com/document/product/1229/59641
    [[nodiscard]] result<cdr_push_view>
    parse_cdr(std::string_view body TCCC_PUSH_LIFETIMEBOUND) & noexcept TCCC_PUSH_LIFETIMEBOUND;
    // The views would dangle: keep the body in a variable.
    template <detail::temporary_string S>
    result<cdr_push_view> parse_cdr(S&&) & = delete;
    // The views would dangle: keep the parser in a variable.
    template <class S>
    result<cdr_push_view> parse_cdr(S&&) && = delete;

    /// Reads one voicemail push, `action=voicemail`.
    ///
    /// Borrows:   as `parse_record`.
    /// Requires:  nothing of `body`, as `parse_record`.
    /// Errors:    as `parse_cdr`, with all five fields required and essential, in the order SdkAppId, SessionId,
    ///            Timestamp, RecordURL, EndpointUser.
    /// Allocates: when a body is longer than all before it. Throws nothing.
    /// Cost:      two passes over the body.
    /// @see https://www.tencentcloud.com/document/product/1229/59643
    [[nodiscard]] result<voicemail_push_view>
    parse_voicemail(std::string_view body TCCC_PUSH_LIFETIMEBOUND) & noexcept TCCC_PUSH_LIFETIMEBOUND;
    // The views would dangle: keep the body in a variable.
    template <detail::temporary_string S>
    result<voicemail_push_view> parse_voicemail(S&&) & = delete;
    // The views would dangle: keep the parser in a variable.
    template <class S>
    result<voicemail_push_view> parse_voicemail(S&&) && = delete;

    /// Reads one push of any kind. `action` is the URL's parameter: "record", "cdr" or "voicemail", in these letters.
    /// For any other the body is held against the grammar and handed back as `unknown_push`.
    ///
    /// Borrows:   as the three above; of an unknown push, `action` too.
    /// Requires:  nothing of `body`, as `parse_record`.
    /// Errors:    those of the push's own function; for an unknown one those of the body as a whole, where any JSON
    ///            value will do.
    /// Allocates: as the push's own function. Throws nothing.
    /// Cost:      that of the push's own function; for an unknown one a pass over the body.
    /// @see https://www.tencentcloud.com/document/product/1229/59640
    [[nodiscard]] result<any_push_view>
    parse(std::string_view action TCCC_PUSH_LIFETIMEBOUND,
          std::string_view body TCCC_PUSH_LIFETIMEBOUND) & noexcept TCCC_PUSH_LIFETIMEBOUND;
    // The views would dangle: keep action and body in variables.
    template <class A, class B>
        requires(detail::temporary_string<A> || detail::temporary_string<B>)
    result<any_push_view> parse(A&&, B&&)
    & = delete;
    // The views would dangle: keep the parser in a variable.
    template <class A, class B>
    result<any_push_view> parse(A&&, B&&) && = delete;

    /// Reads one page of the answer to a query of call records, `{"Response":{"TotalCount":...,"TelCdrList":[...]}}`,
    /// also with the list's older name `TelCdrs`. See reconcile.hpp for the query.
    ///
    /// Borrows:   as `parse_cdr`, the list of records included.
    /// Requires:  `sdk_app_id` is that of the query: the records do not say it. A page of 100 records is longer than the
    ///            default of `max_body_bytes`.
    /// Errors:    as `parse_cdr` for each record; and
    ///            - errc::bad_value for Response.Error: the vendor refused the query;
    ///            - errc::missing_field, errc::wrong_type, errc::bad_value for Response, Response.TotalCount,
    ///              Response.TelCdrList.
    ///            What the vendor documents for these records and no push has is no unknown field, and null no drift: it
    ///            is documented for all of them.
    /// Allocates: as `parse_cdr`. Throws nothing.
    /// Cost:      as `parse_cdr`.
    /// @see https://www.tencentcloud.com/document/api/1229/59764
    [[nodiscard]] result<tel_cdrs_view>
    parse_tel_cdrs(std::string_view body TCCC_PUSH_LIFETIMEBOUND,
                   std::int64_t sdk_app_id) & noexcept TCCC_PUSH_LIFETIMEBOUND;
    // The views would dangle: keep the body in a variable.
    template <detail::temporary_string S>
    result<tel_cdrs_view> parse_tel_cdrs(S&&, std::int64_t) & = delete;
    // The views would dangle: keep the parser in a variable.
    template <class S>
    result<tel_cdrs_view> parse_tel_cdrs(S&&, std::int64_t) && = delete;

    [[nodiscard]] const parse_options& options() const noexcept TCCC_PUSH_LIFETIMEBOUND { return options_; }

private:
    // What precedes a reader: errc::ok, or why the body is not looked at.
    [[nodiscard]] error start(std::string_view body) noexcept {
        if (body.size() > options_.max_body_bytes) return {errc::body_too_large, {}, options_.max_body_bytes};
        lists_.start();
        if (!decoded_.start(body.size())) return {errc::out_of_memory, {}, 0};
        return {};
    }

    friend class tccc::batch_reader;

    /// Reads `line`, if it is a push as plain as those before it: then it holds no line feed. Fills `push`, which is as
    /// made by default. False, and a `push` of no use, if it is any other.
    bool read_line(std::string_view line, record_push_view& push) noexcept;

    parse_options options_;
    detail::decoded_text decoded_;
    detail::general_parser general_;
    detail::record_layout layout_;
    detail::list_storage lists_;
};

inline result<record_push_view> parser::parse_record(std::string_view body) & noexcept {
    // One object from the first store to the caller's: copying 120 bytes twice was a tenth of all the work.
    result<record_push_view> result = layout_.blank();
    if (body.size() > options_.max_body_bytes) {
        result = error{errc::body_too_large, {}, options_.max_body_bytes};
    } else if (!decoded_.start(body.size()) || !general_.reserve(body.size())) {
        result = error{errc::out_of_memory, {}, 0};
    } else if (options_.max_depth == 0 || !layout_.match(body, options_, decoded_, *result)) {
        *result = layout_.blank();  // what the other path filled before it declined
        const error e = general_.parse_record(body, options_, decoded_, *result);
        if (e.code != errc::ok) result = e;
    }
    return result;
}

inline result<cdr_push_view> parser::parse_cdr(std::string_view body) & noexcept {
    if (const error e = start(body); e.code != errc::ok) return e;
    detail::cdr_reader reader(options_, decoded_, lists_, detail::object_source::push);
    detail::json_slice object;
    result<cdr_push_view> result = cdr_push_view{};
    if (!reader.open(body, object) || !reader.read_push(object, body.size(), *result)) return reader.failure;
    result->drift = reader.drift;
    return result;
}

inline result<voicemail_push_view> parser::parse_voicemail(std::string_view body) & noexcept {
    if (const error e = start(body); e.code != errc::ok) return e;
    detail::voicemail_reader reader(options_, decoded_);
    detail::json_slice object;
    voicemail_push_view push;
    if (!reader.open(body, object) || !reader.read_push(object, body.size(), push)) return reader.failure;
    push.drift = reader.drift;
    return push;
}

inline result<any_push_view> parser::parse(std::string_view action, std::string_view body) & noexcept {
    const auto any = [](const auto& push) noexcept { return any_push_view(push); };
    if (action == "record") return parse_record(body).transform(any);
    if (action == "cdr") return parse_cdr(body).transform(any);
    if (action == "voicemail") return parse_voicemail(body).transform(any);
    if (const error e = start(body); e.code != errc::ok) return e;
    detail::object_reader reader(options_, decoded_, detail::object_source::push);
    if (!reader.validate(body)) return reader.failure;
    return any_push_view(unknown_push{action, body});
}

inline result<tel_cdrs_view> parser::parse_tel_cdrs(std::string_view body,
                                                    std::int64_t sdk_app_id) & noexcept {
    if (const error e = start(body); e.code != errc::ok) return e;
    detail::tel_cdr_reader reader(options_, decoded_, lists_, sdk_app_id);
    detail::json_slice object;
    tel_cdrs_view answer;
    if (!reader.open(body, object) || !reader.read_answer(object, body.size(), answer)) return reader.failure;
    return answer;
}

inline bool parser::read_line(std::string_view line, record_push_view& push) noexcept {
    decoded_.restart();
    return line.size() <= options_.max_body_bytes && line.size() <= decoded_.capacity() &&
           options_.max_depth != 0 && layout_.match_line(line, decoded_, push);
}

}  // namespace TCCC_PUSH_BLOCK_NAMESPACE
}  // namespace TCCC_PUSH_KERNEL_NAMESPACE

TCCC_PUSH_END_NAMESPACE

#include <tccc/detail/snapshot_reader.hpp>  // what `restore` parses with: it needs the parser

#endif
