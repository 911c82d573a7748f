// SPDX-License-Identifier: MIT
/// @file
/// Which pushes are read? A few thousand for each scenario, seeded, no two alike.
#ifndef TCCC_BENCHMARKS_CORPUS_HPP
#define TCCC_BENCHMARKS_CORPUS_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

struct corpus {
    std::string name;      ///< Of the scenario.
    bool ordered = true;   ///< The vendor's fields stand in the vendor's order.
    bool escaped = false;  ///< There are escapes in strings.
    std::vector<std::string> bodies;

    [[nodiscard]] double bytes_per_push() const {
        std::size_t bytes = 0;
        for (const std::string& body : bodies)
            bytes += body.size();
        return static_cast<double>(bytes) / static_cast<double>(bodies.size());
    }
};

/// More than a branch predictor learns by heart, less than the second-level cache of a server's core.
inline constexpr std::size_t corpus_size = 2048;

/// Every scenario in which pushes are parsed, in the order in which they are reported; or the one of that name.
std::vector<corpus> make_corpora(std::size_t size = corpus_size, std::string_view only = {});

}  // namespace bench

#endif
