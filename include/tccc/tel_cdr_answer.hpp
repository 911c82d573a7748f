// SPDX-License-Identifier: MIT
/// @file
/// What does the vendor's query of call records answer? `tel_cdrs_view`, which `parser::parse_tel_cdrs` makes.
#ifndef TCCC_TEL_CDR_ANSWER_HPP
#define TCCC_TEL_CDR_ANSWER_HPP

#include <tccc/anomaly.hpp>
#include <tccc/cdr_push.hpp>
#include <tccc/config.hpp>

#include <cstdint>
#include <span>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE

/// One page of an answer to `DescribeTelCdr`: each of its records as the call record push of that session, with the
/// recordings' URLs, which no push has.
///
/// Borrows: the list from the parser, texts from the body or the parser. One end for all: the next parse call on that
///          parser, its destruction, or the end of the body.
/// Cost:    trivially copyable.
/// @see https://www.tencentcloud.com/document/api/1229/59764
struct tel_cdrs_view {
    std::int64_t total_count = 0;            ///< Of all pages.
    std::span<const cdr_push_view> records;  ///< Of this one. Each has its own `drift`.
    std::string_view request_id;             ///< For the vendor's support.
    anomalies drift{};                       ///< How the answer differed, beside its records.
};

TCCC_PUSH_END_NAMESPACE

#endif
