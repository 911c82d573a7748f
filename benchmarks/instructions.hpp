// SPDX-License-Identifier: MIT
/// @file
/// What else is counted than single pushes? In a translation unit of its own: what a compiler inlines depends on what else
/// stands there, and with batch.hpp beside it the general path had 3 % more instructions.
#ifndef TCCC_BENCHMARKS_INSTRUCTIONS_HPP
#define TCCC_BENCHMARKS_INSTRUCTIONS_HPP

#include <string>
#include <vector>

namespace bench {

/// The bodies as lines of one buffer, on the caller's thread, or as one thread of several reads them. Not 0 when one was
/// refused.
int read_lines(const std::vector<std::string>& bodies, long rounds, bool as_of_several);

}  // namespace bench

#endif
