// SPDX-License-Identifier: MIT
/// @file
/// Who reads a snapshot? A name for the parser that `session_aggregator::restore` uses and parser.hpp
/// defines, so that neither of the two headers includes the other.
#ifndef TCCC_DETAIL_SNAPSHOT_PARSER_HPP
#define TCCC_DETAIL_SNAPSHOT_PARSER_HPP

#include <tccc/config.hpp>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// Incomplete until <tccc/parser.hpp> is included; `restore` needs that.
template <class Tag>
struct snapshot_parser;

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
