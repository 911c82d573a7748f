// SPDX-License-Identifier: MIT
#include "instructions.hpp"
#include "support/contender.hpp"

#include <tccc/batch.hpp>

namespace bench {

int read_lines(const std::vector<std::string>& bodies, long rounds, bool as_of_several) {
    std::string text;
    for (const std::string& body : bodies)
        text.append(body).append("\n");
    std::uint64_t sum = 0;
    tccc::parser parser;
    for (long round = 0; round < rounds; ++round) {
        const auto use = [&sum](const tccc::batch_entry& entry) {
            if (entry.push) sum += read_all(*entry.push);
        };
        const std::size_t entries = as_of_several
                                        ? tccc::for_each_push(text, tccc::batch_threads{}, use)
                                        : tccc::for_each_push(parser, text, tccc::batch_format::ndjson, use);
        if (entries != bodies.size()) return 1;
    }
    benchmark::DoNotOptimize(sum);
    return 0;
}

}  // namespace bench
