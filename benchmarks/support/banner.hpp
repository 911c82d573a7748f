// SPDX-License-Identifier: MIT
/// @file
/// How was this program built, and where does it run? What every figure has to be read with.
#ifndef TCCC_BENCHMARKS_BANNER_HPP
#define TCCC_BENCHMARKS_BANNER_HPP

#include <string>
#include <utility>
#include <vector>

namespace bench {

/// Name and value, in the order in which they are printed.
std::vector<std::pair<std::string, std::string>> build_facts();

/// Why the program's numbers would mean nothing, or nullptr.
const char* unfit_build();

}  // namespace bench

#endif
