// SPDX-License-Identifier: MIT
/// @file
/// What does a parser accept? Its limits, and whether drift is an error.
#ifndef TCCC_PARSE_OPTIONS_HPP
#define TCCC_PARSE_OPTIONS_HPP

#include <tccc/config.hpp>

#include <cstddef>

TCCC_PUSH_BEGIN_NAMESPACE

struct parse_options {
    /// Longer bodies are refused unread. The vendor names no limit; a recording push has some 320 bytes.
    std::size_t max_body_bytes = 64 * 1024;
    /// Containers in one another, the push itself included; at most 1024 whatever is set.
    std::size_t max_depth = 64;
    /// Items of one kind (legs, pressed keys, names, whole records) in all lists of a body together. Bounds what a parser
    /// keeps for them: a leg of three bytes takes half a kilobyte as a view.
    std::size_t max_list_items = 1024;
    /// Makes each `anomaly` an error. Off, since a push that is refused is lost after three retries.
    bool strict = false;
};

TCCC_PUSH_END_NAMESPACE

#endif
