// SPDX-License-Identifier: MIT
/// @file
/// Does a push borrow or own? The two answers, for pushes with too many fields to write each struct twice.
#ifndef TCCC_DETAIL_STORAGE_HPP
#define TCCC_DETAIL_STORAGE_HPP

#include <tccc/config.hpp>
#include <tccc/endpoint_user.hpp>
#include <tccc/record_url.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// Views into a body and a parser.
struct borrowing {
    using text = std::string_view;
    using user = endpoint_user_view;
    using url = record_url_view;
    template <class T>
    using list = std::span<const T>;
};

/// Copies.
struct owning {
    using text = std::string;
    using user = endpoint_user;
    using url = record_url;
    template <class T>
    using list = std::vector<T>;
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
