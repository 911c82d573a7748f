// SPDX-License-Identifier: MIT
/// @file
/// What can go wrong, and where: `errc`, `error`, and the words for them.
#ifndef TCCC_ERROR_HPP
#define TCCC_ERROR_HPP

#include <tccc/config.hpp>

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE

/// Every way in which a call can fail. Few on purpose, and grouped by what the caller does about it.
///
/// The numbers are stable: `response::failure` sends them as `ErrCode`, and logs keep them.
enum class errc : std::uint8_t {
    ok = 0,  ///< Success; never inside a failed `result`.

    // The body is not a push: keep it for a person to look at.
    empty_body = 1,      ///< Nothing but white space.
    body_too_large = 2,  ///< Longer than `parse_options::max_body_bytes`.
    malformed_json = 3,  ///< Breaks RFC 8259, skipped fields and trailing bytes included.
    not_utf8 = 4,        ///< Ill-formed UTF-8, or half a surrogate pair by `\u` in a field we read.
    too_deep = 5,        ///< Nested deeper than `parse_options::max_depth`.

    // The body is JSON, but its fields are not what the vendor documents.
    wrong_type = 6,       ///< A field holds another JSON type than documented, beyond the tolerated drift.
    bad_value = 7,        ///< A field has the right type and a value that cannot be used (range, form).
    missing_field = 8,    ///< A field that identifies the push is absent, null or empty.
    duplicate_field = 9,  ///< A field stands twice (strict parsing only).
    unknown_field = 10,   ///< A field that the vendor does not document (strict parsing only).

    // The caller's side: a larger buffer or more memory, then the same call again.
    buffer_too_small = 11,  ///< The caller's buffer cannot hold the text; `error::offset` is the size needed.
    out_of_memory = 12,     ///< An allocation failed, or a bound of a policy was reached.
};

/// The name of the enumerator, "missing_field"; "unknown" for a value outside the enumeration.
constexpr std::string_view to_string(errc code) noexcept {
    switch (code) {
    case errc::ok: return "ok";
    case errc::empty_body: return "empty_body";
    case errc::body_too_large: return "body_too_large";
    case errc::malformed_json: return "malformed_json";
    case errc::not_utf8: return "not_utf8";
    case errc::too_deep: return "too_deep";
    case errc::wrong_type: return "wrong_type";
    case errc::bad_value: return "bad_value";
    case errc::missing_field: return "missing_field";
    case errc::duplicate_field: return "duplicate_field";
    case errc::unknown_field: return "unknown_field";
    case errc::buffer_too_small: return "buffer_too_small";
    case errc::out_of_memory: return "out_of_memory";
    }
    return "unknown";
}

/// One sentence for a person, without a final stop; "unknown error" for a value outside the enumeration.
/// Static text: allocates nothing and is valid for ever.
constexpr std::string_view message(errc code) noexcept {
    switch (code) {
    case errc::ok: return "OK";
    case errc::empty_body: return "the body is empty";
    case errc::body_too_large: return "the body is larger than the limit";
    case errc::malformed_json: return "the body is not valid JSON";
    case errc::not_utf8: return "the text is not valid UTF-8";
    case errc::too_deep: return "the body is nested deeper than the limit";
    case errc::wrong_type: return "the field has another JSON type than documented";
    case errc::bad_value: return "the field has a value that cannot be used";
    case errc::missing_field: return "a required field is absent, null or empty";
    case errc::duplicate_field: return "the field stands twice";
    case errc::unknown_field: return "the field is not documented";
    case errc::buffer_too_small: return "the buffer is too small";
    case errc::out_of_memory: return "out of memory, or a limit was reached";
    }
    return "unknown error";
}

/// What failed, in which field, at which byte. Never holds a byte of the payload, so it is safe to log and to
/// send back; trivially copyable, so it is free to keep.
///
/// There is no conversion to bool, on purpose: a truthy error next to a truthy success is how
/// `if (!error)` gets to print the error on success.
struct error {
    errc code = errc::ok;
    std::string_view
        field;  ///< The vendor's name ("RecordURL"), static; empty when no one field is at fault.
    std::size_t offset = 0;  ///< Byte offset into the body as it was handed in, a byte order mark included.

    friend constexpr bool operator==(const error&, const error&) = default;
};

/// Prints `missing_field: RecordId at byte 120`. A template on the traits, so that <iosfwd> is enough here.
template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out, const error& e) {
    out << to_string(e.code);
    if (!e.field.empty()) out << ": " << e.field;
    return out << " at byte " << e.offset;
}

TCCC_PUSH_END_NAMESPACE

#endif
