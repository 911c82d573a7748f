// SPDX-License-Identifier: MIT
// Says how it was built, proves every contender right, and only then takes the time.
#include "scenarios.hpp"
#include "support/banner.hpp"

#include <benchmark/benchmark.h>

#include <cstdio>

int main(int argc, char** argv) {
    if (const char* const reason = bench::unfit_build()) {
        std::fprintf(stderr, "these numbers would mean nothing: %s\n", reason);
        return 1;
    }
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    for (const auto& [name, value] : bench::build_facts()) {
        std::fprintf(stderr, "%-16s %s\n", name.c_str(), value.c_str());
        benchmark::AddCustomContext(name, value);
    }
    if (!bench::register_parse_record() || !bench::register_answer() || !bench::register_stream() ||
        !bench::register_sessions())
        return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}
