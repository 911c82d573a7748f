// SPDX-License-Identifier: MIT
/// @file
/// What does one answer to a push? `response` and `write_response` build the answer, `parse_response` reads
/// one.
///
/// The vendor documents the body and nothing else: a JSON object with `ErrMsg` (string) and `ErrCode`
/// (number), where 0 is success, and for any other code TCCC pushes again, at most 3 times. Not documented:
/// which HTTP status counts beside it, how long TCCC waits for an answer and before it pushes again, and any
/// list of codes. Behind the third repeat the vendor names only a query of the call records; hence a code
/// other than 0 only where a repeat can help.
/// @see https://www.tencentcloud.com/document/product/1229/59640
#ifndef TCCC_RESPONSE_HPP
#define TCCC_RESPONSE_HPP

#include <tccc/config.hpp>
#include <tccc/detail/response_reader.hpp>
#include <tccc/detail/response_text.hpp>
#include <tccc/error.hpp>
#include <tccc/result.hpp>

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE

/// The answer to one push, ready to be sent: `ok()` or `failure(error)`.
///
/// Owns:       its text, inside the object. A value type: trivially copyable, allocates and throws nothing.
/// Guarantees: `body()` is one JSON object on one line in valid UTF-8, fields in the order of the vendor's
///             page; it holds no byte of the push, so it is safe to log.
/// @see https://www.tencentcloud.com/document/product/1229/59642
class response {
public:
    /// Success: TCCC counts the push as delivered. The body is `{"ErrMsg":"OK","ErrCode":0}`.
    [[nodiscard]] static constexpr response ok() noexcept { return {}; }

    /// Failure: TCCC pushes again, at most 3 times. `ErrCode` is the number of the `errc`, `ErrMsg` says
    /// code, reason, field and byte offset, as far as the error knows them, such as
    /// `{"ErrMsg":"not_utf8: the text is not valid UTF-8 (RecordURL at byte 9)","ErrCode":4}`.
    ///
    /// A field name is cut after 64 bytes. `failure` of an error with errc::ok is `ok()`.
    [[nodiscard]] static constexpr response failure(const error& e) noexcept {
        response made;
        if (e.code == errc::ok) return made;
        detail::text_writer out(made.text_.data());
        out.put(detail::response_head);
        detail::describe_error(e, out);
        out.put(detail::response_middle);
        made.code_ = static_cast<std::uint8_t>(e.code);
        out.put(detail::decimal(std::uint64_t{made.code_}).text());
        out.put(detail::response_tail);
        made.size_ = static_cast<std::uint16_t>(out.end() - made.text_.data());
        return made;
    }

    /// The JSON to send, for `Content-Type: application/json`. A view into this object, gone when the object
    /// is; on a temporary it is good until the end of the full expression, which is what
    /// `reply(response::ok().body())` needs. The body of `ok()` is static.
    [[nodiscard]] constexpr std::string_view body() const noexcept TCCC_PUSH_LIFETIMEBOUND {
        return is_ok() ? detail::response_ok : std::string_view(text_.data(), size_);
    }
    /// The `ErrCode` that `body()` carries: 0, or the number of an `errc`.
    [[nodiscard]] constexpr std::int64_t err_code() const noexcept { return code_; }
    [[nodiscard]] constexpr bool is_ok() const noexcept { return code_ == 0; }

    /// Equal when the bodies are.
    [[nodiscard]] friend constexpr bool operator==(const response& a, const response& b) noexcept {
        return a.body() == b.body();
    }

private:
    constexpr response() = default;

    std::array<char, detail::longest_error_response()> text_{};
    std::uint16_t size_ = 0;
    std::uint8_t code_ = 0;
};

/// Writes an answer with any code and any text into `out`, for answers that `response` does not know.
///
/// `err_msg` may hold any bytes: quotes, back slashes and controls are escaped, ill-formed UTF-8 is replaced
/// by U+FFFD. `err_code` 0 is success; any other makes TCCC push again, at most 3 times.
///
/// Requires:   `err_msg` and `out` do not overlap.
/// Errors:     errc::buffer_too_small: `error::offset` is the size that would do. Nothing is written then, so
///             that no half of an answer can be sent as a whole.
/// Guarantees: returns the number of bytes written, no NUL behind them; allocates and throws nothing.
/// Cost:       two passes over `err_msg`, eight bytes at a time over what needs no escape.
inline result<std::size_t> write_response(std::span<char> out, std::int64_t err_code,
                                          std::string_view err_msg) noexcept {
    const detail::decimal code(err_code);
    const std::size_t size = detail::response_size(code, err_msg);
    if (size > out.size()) return error{errc::buffer_too_small, {}, size};
    detail::put_response(out.data(), code, err_msg);
    return size;
}

/// The same into a string: replaces its contents, reuses its capacity, and makes no temporary one.
///
/// Guarantees: allocates where the capacity does not do, at most once; `out` is unchanged when that throws.
///             `err_msg` may be a view into `out`; then, and only then, it is copied first.
inline void write_response(std::string& out, std::int64_t err_code, std::string_view err_msg) {
    const std::less<> before;
    if (!before(err_msg.data(), out.data()) && before(err_msg.data(), out.data() + out.size())) {
        const std::string copy(err_msg);
        return write_response(out, err_code, copy);
    }
    const detail::decimal code(err_code);
    out.resize(detail::response_size(code, err_msg));
    detail::put_response(out.data(), code, err_msg);
}

/// An answer as its fields say it, as `parse_response` read it.
struct response_fields {
    std::string err_msg;  ///< Decoded; empty when the field is absent, null or empty.
    std::int64_t err_code = 0;

    /// True when the sender may count the push as delivered.
    [[nodiscard]] bool ok() const noexcept { return err_code == 0; }

    [[nodiscard]] friend bool operator==(const response_fields&, const response_fields&) = default;
};

/// The longest answer that `parse_response` reads.
inline constexpr std::size_t max_response_bytes = 64 * 1024;

/// Reads an answer, for senders and tests: strict about JSON, tolerant about its fields.
///
/// Keys in any order and any spelling of JSON, unknown fields ignored, a repeated field: the last one wins.
/// `ErrMsg` may be absent or null; `ErrCode` has to be there, as an integer or as one in quotes.
///
/// Owns:       everything it returns; `body` is not needed any more.
/// Errors:     with the byte offset into `body`:
///             errc::empty_body: nothing but white space; errc::body_too_large: more than
///             `max_response_bytes`; errc::malformed_json: not one JSON value in all (a byte order mark
///             included); errc::not_utf8: ill-formed UTF-8, or half a surrogate pair in `ErrMsg`;
///             errc::too_deep: more than 64 levels; errc::wrong_type: no object, `ErrMsg` no string,
///             `ErrCode` neither number nor string; errc::missing_field: `ErrCode` absent (offset of the
///             body's end) or null; errc::bad_value: `ErrCode` no integer, or none of 64 bits.
/// Guarantees: allocates for the text of `ErrMsg`, and of an `ErrCode` with escapes.
/// Cost:       two passes over `body`.
inline result<response_fields> parse_response(std::string_view body) {
    if (body.size() > max_response_bytes) return error{errc::body_too_large, {}, max_response_bytes};
    const detail::response_slices found = detail::find_response_fields(body);
    if (found.failure.code != errc::ok) return found.failure;

    response_fields fields;
    error failure = detail::read_err_code(found.err_code, fields.err_code);
    if (failure.code == errc::ok) failure = detail::read_err_msg(found.err_msg, fields.err_msg);
    if (failure.code != errc::ok) return failure;
    return fields;
}

TCCC_PUSH_END_NAMESPACE

#endif
