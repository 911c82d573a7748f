// SPDX-License-Identifier: MIT
#include "banner.hpp"

#include <tccc/detail/simdjson.hpp>
#include <tccc/version.hpp>

#include <fstream>

#define TCCC_BENCH_TEXT_OF(token) #token
#define TCCC_BENCH_TEXT(macro) TCCC_BENCH_TEXT_OF(macro)

namespace bench {
namespace {

std::string compiler() {
#if defined(__clang__)
    return "clang " __clang_version__;
#elif defined(__GNUC__)
    return "g++ " __VERSION__;
#else
    return "unknown";
#endif
}

/// Linux says it in a file; elsewhere Google Benchmark's own banner has to do.
std::string processor() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        const std::size_t colon = line.find(": ");
        if (line.starts_with("model name") && colon != std::string::npos) return line.substr(colon + 2);
    }
    return "unknown";
}

}  // namespace

std::vector<std::pair<std::string, std::string>> build_facts() {
    return {
        {"tccc-push", TCCC_BENCH_TEXT(TCCC_PUSH_VERSION_MAJOR) "." TCCC_BENCH_TEXT(
                          TCCC_PUSH_VERSION_MINOR) "." TCCC_BENCH_TEXT(TCCC_PUSH_VERSION_PATCH)},
        {"compiler", compiler()},
        {"flags", TCCC_BENCH_FLAGS},
        {"assertions",
#if defined(NDEBUG)
         "off (NDEBUG)"
#else
         "on"
#endif
        },
        {"simdjson", std::to_string(simdjson::SIMDJSON_VERSION_MAJOR) + "." +
                         std::to_string(simdjson::SIMDJSON_VERSION_MINOR) + "." +
                         std::to_string(simdjson::SIMDJSON_VERSION_REVISION)},
        {"simdjson kernel", simdjson::get_active_implementation()->name() + " active, " +
                                simdjson::builtin_implementation()->name() + " builtin"},
        {"simdjson checks",
#if defined(SIMDJSON_DEVELOPMENT_CHECKS) && SIMDJSON_DEVELOPMENT_CHECKS
         "on"
#else
         "off"
#endif
        },
        {"processor", processor()},
    };
}

const char* unfit_build() {
#if !defined(NDEBUG)
    return "assertions are on (no NDEBUG)";
#elif defined(__GNUC__) && !defined(__OPTIMIZE__)
    return "the compiler did not optimise";
#elif defined(SIMDJSON_DEVELOPMENT_CHECKS) && SIMDJSON_DEVELOPMENT_CHECKS
    return "simdjson's development checks are on";
#else
    return nullptr;
#endif
}

}  // namespace bench
