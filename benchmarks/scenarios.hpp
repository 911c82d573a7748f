// SPDX-License-Identifier: MIT
/// @file
/// What is measured? Scenarios, named `<scenario>/<variant>/<contender>`. Each function registers one after it has
/// compared what its contenders give, and returns false, having said why, when they differ.
#ifndef TCCC_BENCHMARKS_SCENARIOS_HPP
#define TCCC_BENCHMARKS_SCENARIOS_HPP

namespace bench {

bool register_parse_record();  ///< One push comes in and every field is read.
bool register_answer();        ///< The answer to a push that could not be used.
bool register_stream();        ///< A million pushes in one buffer.
bool register_sessions();      ///< Pushes of a simulated day become sessions.

}  // namespace bench

#endif
