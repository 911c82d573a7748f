// SPDX-License-Identifier: MIT
/// @file
/// The one door to simdjson: its header, its errors in our words, and a namespace for what depends on its
/// kernel.
#ifndef TCCC_DETAIL_SIMDJSON_HPP
#define TCCC_DETAIL_SIMDJSON_HPP

#include <tccc/config.hpp>
#include <tccc/detail/byte_block.hpp>
#include <tccc/error.hpp>

// A user who fetches simdjson sees its header as their own code; their warning flags are not meant for it.
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wundef"
#endif
#include <simdjson.h>
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

// `simdjson::ondemand` is another type in every kernel, and the kernel follows the -m flags of the
// translation unit; with the development checks its layout differs once more (simdjson 2275). What holds such
// a type must not be merged with its namesake of other flags, so it lives in an inline namespace named after
// both, and after our own blocks, which follow other flags.
#define TCCC_PUSH_DETAIL_KERNEL_PASTE(kernel, block, suffix) simdjson_##kernel##_##block##suffix
#define TCCC_PUSH_DETAIL_KERNEL_NAME(kernel, block, suffix)                                                  \
    TCCC_PUSH_DETAIL_KERNEL_PASTE(kernel, block, suffix)
#if defined(SIMDJSON_DEVELOPMENT_CHECKS)
#define TCCC_PUSH_KERNEL_NAMESPACE                                                                           \
    TCCC_PUSH_DETAIL_KERNEL_NAME(SIMDJSON_BUILTIN_IMPLEMENTATION, TCCC_PUSH_BLOCK_NAMESPACE, _checked)
#else
#define TCCC_PUSH_KERNEL_NAMESPACE                                                                           \
    TCCC_PUSH_DETAIL_KERNEL_NAME(SIMDJSON_BUILTIN_IMPLEMENTATION, TCCC_PUSH_BLOCK_NAMESPACE, )
#endif

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// simdjson's code as ours. simdjson does not define which code a broken text gives and adds codes with its
/// versions, so this is the word of last resort: `json_scanner` names what it can locate, and only the rest
/// comes here.
constexpr errc from_simdjson(simdjson::error_code code) noexcept {
    switch (code) {
    case simdjson::SUCCESS: return errc::ok;
    case simdjson::CAPACITY: return errc::body_too_large;
    case simdjson::MEMALLOC: return errc::out_of_memory;
    case simdjson::DEPTH_ERROR: return errc::too_deep;
    case simdjson::UTF8_ERROR: return errc::not_utf8;
    case simdjson::EMPTY: return errc::empty_body;
    case simdjson::INCORRECT_TYPE: return errc::wrong_type;
    case simdjson::NUMBER_OUT_OF_RANGE: return errc::bad_value;
    case simdjson::NO_SUCH_FIELD: return errc::missing_field;
    default: return errc::malformed_json;
    }
}

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
