// SPDX-License-Identifier: MIT
// Reads the pushes of one scenario by one path, N times over, for instructions.sh to count. Not a benchmark: no clock.
//
// usage: tccc_push.instructions PATH SCENARIO ROUNDS
//        tccc_push.instructions --key
#include "instructions.hpp"
#include "contenders/general_path.hpp"
#include "contenders/on_demand.hpp"
#include "support/corpus.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

/// Enough to be typical; callgrind is some fifty times slower than the processor.
constexpr std::size_t pushes = 256;

template <class Parser>
class by {
public:
    explicit by(const std::vector<std::string>& bodies) : bodies_(bodies) {}
    template <class Use>
    bool read(std::size_t index, Use&& use) {
        const auto push = parser_.parse_record(bodies_[index]);
        if (!push) return false;
        use(*push);
        return true;
    }

private:
    bench::exact_bodies bodies_;
    Parser parser_;
};

template <class Reader>
int read(const std::vector<std::string>& bodies, long rounds) {
    Reader reader(bodies);
    std::uint64_t sum = 0;
    for (long round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < bodies.size(); ++i) {
            if (!reader.read(i, [&sum](const auto& push) { sum += bench::read_all(push); })) return 1;
        }
    }
    benchmark::DoNotOptimize(sum);
    return 0;
}

/// What the counts depend on, as far as it is not in this repository.
void print_key() {
#if defined(__clang__)
    std::printf("clang-%d.%d", __clang_major__, __clang_minor__);
#elif defined(__GNUC__)
    std::printf("g++-%d.%d", __GNUC__, __GNUC_MINOR__);
#endif
    std::printf(" simdjson-%d.%d.%d %s\n", static_cast<int>(simdjson::SIMDJSON_VERSION_MAJOR),
                static_cast<int>(simdjson::SIMDJSON_VERSION_MINOR),
                static_cast<int>(simdjson::SIMDJSON_VERSION_REVISION),
                simdjson::get_active_implementation()->name().c_str());
}

}  // namespace

int main(int argc, char** argv) {
#if !defined(NDEBUG) || (defined(SIMDJSON_DEVELOPMENT_CHECKS) && SIMDJSON_DEVELOPMENT_CHECKS)
    std::fputs("built with assertions or simdjson's development checks: the counts would mean nothing\n",
               stderr);
    return 1;
#endif
    if (argc == 2 && std::string_view(argv[1]) == "--key") {
        print_key();
        return 0;
    }
    if (argc != 4) return 2;
    const std::string_view path = argv[1];
    const std::vector<bench::corpus> corpora = bench::make_corpora(pushes, argv[2]);
    if (corpora.size() != 1) return 2;
    const bench::corpus& corpus = corpora.front();
    const long rounds = std::atol(argv[3]);
    if (path == "parser") return read<by<tccc::parser>>(corpus.bodies, rounds);
    if (path == "general") return read<by<bench::general_path>>(corpus.bodies, rounds);
    if (path == "lines") return bench::read_lines(corpus.bodies, rounds, false);
    if (path == "threads") return bench::read_lines(corpus.bodies, rounds, true);
    if (path == "on-demand" && corpus.ordered) return read<bench::on_demand_in_order>(corpus.bodies, rounds);
    if (path == "on-demand") return read<bench::on_demand_by_iteration>(corpus.bodies, rounds);
    return 2;
}
