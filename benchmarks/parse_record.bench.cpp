// SPDX-License-Identifier: MIT
// Scenario: a push comes in, no two alike, and every field is read.
#include "scenarios.hpp"
#include "support/contender.hpp"

#include <cstdio>

namespace bench {
namespace {

std::vector<contender> make_contenders() {
    std::vector<contender> all;
    add_tccc_push(all);
    add_simdjson(all);
#if defined(TCCC_BENCH_HAS_GLAZE)
    add_glaze(all);
#endif
#if defined(TCCC_BENCH_HAS_DAW_JSON_LINK)
    add_daw_json_link(all);
#endif
#if defined(TCCC_BENCH_HAS_YYJSON)
    add_yyjson(all);
#endif
#if defined(TCCC_BENCH_HAS_SONIC_CPP)
    add_sonic_cpp(all);
#endif
#if defined(TCCC_BENCH_HAS_RAPIDJSON)
    add_rapidjson(all);
#endif
#if defined(TCCC_BENCH_HAS_BOOST_JSON)
    add_boost_json(all);
#endif
#if defined(TCCC_BENCH_HAS_NLOHMANN)
    add_nlohmann(all);
#endif
    add_floors(all);
    return all;
}

/// A number is worth nothing if the answers differ.
bool all_agree(const corpus& pushes, const std::vector<contender>& contenders) {
    const reference expected(pushes);
    for (const contender& c : contenders) {
        if (c.first_difference == nullptr || !c.suits(pushes)) continue;
        const std::size_t index = c.first_difference(pushes, expected.pushes());
        if (index == pushes.bodies.size()) continue;
        std::fprintf(stderr, "%s reads another push than the reference does in %s, number %zu: %s\n",
                     c.name.c_str(), pushes.name.c_str(), index, pushes.bodies[index].c_str());
        return false;
    }
    return true;
}

}  // namespace

bool register_parse_record() {
    // As long as the benchmarks that refer to it: to the end of the program.
    static const std::vector<corpus> corpora = make_corpora();
    static const std::vector<contender> contenders = make_contenders();
    for (const corpus& pushes : corpora) {
        std::fprintf(stderr, "%-16s %.0f bytes a push, %zu distinct\n", pushes.name.c_str(),
                     pushes.bytes_per_push(), pushes.bodies.size());
        if (!all_agree(pushes, contenders)) return false;
        for (const contender& c : contenders) {
            if (!c.suits(pushes)) continue;
            const std::string name = "parse_record/" + pushes.name + "/" + c.name;
            benchmark::RegisterBenchmark(name.c_str(),
                                         [&pushes, &c](benchmark::State& state) { c.run(state, pushes); });
        }
    }
    return true;
}

}  // namespace bench
