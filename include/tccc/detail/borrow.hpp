// SPDX-License-Identifier: MIT
/// @file
/// Which arguments would die before a view into them does? The constraint of every deleted overload.
#ifndef TCCC_DETAIL_BORROW_HPP
#define TCCC_DETAIL_BORROW_HPP

#include <tccc/config.hpp>

#include <concepts>
#include <string_view>
#include <type_traits>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// A string handed over as an rvalue. Deduced from `S&&`: `S` is a reference for an lvalue and a plain type
/// for an rvalue. Owners of text are not trivially copyable, views and pointers are; that tells `std::string`
/// from `std::string_view` without naming either, so that foreign string types are covered too.
template <class S>
concept temporary_string =
    !std::is_reference_v<S> && std::convertible_to<S, std::string_view> && !std::is_trivially_copyable_v<S>;

/// A string that stays where it is, a literal included. Not std::string_view: a temporary view may be
/// borrowed from as well, and takes the way of a plain argument, where no compiler mistakes its end for that
/// of the text.
template <class S>
concept lasting_string = std::is_lvalue_reference_v<S> && std::convertible_to<S, std::string_view> &&
    !std::same_as<std::remove_cvref_t<S>, std::string_view>;

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
