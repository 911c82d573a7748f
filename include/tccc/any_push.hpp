// SPDX-License-Identifier: MIT
/// @file
/// Which push is it? `any_push_view`: one of those that this library reads, or one that it does not know.
#ifndef TCCC_ANY_PUSH_HPP
#define TCCC_ANY_PUSH_HPP

#include <tccc/cdr_push.hpp>
#include <tccc/config.hpp>
#include <tccc/record_push.hpp>
#include <tccc/voicemail_push.hpp>

#include <string_view>
#include <variant>

TCCC_PUSH_BEGIN_NAMESPACE

/// A push whose `action` is none of ours, for the consumer to keep or to read: the online chat's `imcdr`, say.
///
/// Borrows:    both texts from the arguments of `parser::parse`, for as long as those last.
/// Guarantees: from a parser, `body` is valid JSON, of any type, in valid UTF-8; a byte order mark may precede it.
struct unknown_push {
    std::string_view action;
    std::string_view body;

    [[nodiscard]] friend constexpr bool operator==(const unknown_push&, const unknown_push&) = default;
};

/// What `parser::parse` returns. The views end as their own pages say.
/// @see https://www.tencentcloud.com/document/product/1229/59640
using any_push_view = std::variant<record_push_view, cdr_push_view, voicemail_push_view, unknown_push>;

TCCC_PUSH_END_NAMESPACE

#endif
