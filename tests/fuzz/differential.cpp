// SPDX-License-Identifier: MIT
// Bodies without end, good and broken: the predicted path against the general one, and the parser against a DOM parser
// with the same rules written again. `differential COUNT [FIRST_SEED]`; what it finds, it names by seed, and a seed gives
// the same body everywhere. The unit tests run the same comparisons over the first few hundred thousand.
#include "support/random_body.hpp"
#include "support/record_oracle.hpp"
#include "support/two_paths.hpp"

#include <tccc/parser.hpp>

#include <charconv>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace {

bool read_number(std::string_view text, std::uint64_t& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc{} && end == text.data() + text.size();
}

class comparison {
public:
    comparison() : strict_({.strict = true}) {}

    bool holds(const std::string& body) {
        const auto push = tolerant_.parse_record(body);
        accepted_ += push.has_value() ? 1U : 0U;
        return tccc::testing::agrees(push, oracle_.read(body, tolerant_.options()), body) &&
               tccc::testing::agrees(strict_.parse_record(body), oracle_.read(body, strict_.options()),
                                     body) &&
               paths_.agree(body);
    }
    [[nodiscard]] std::uint64_t accepted() const { return accepted_; }
    [[nodiscard]] std::uint64_t predicted() const { return paths_.matched(); }

private:
    tccc::parser tolerant_;
    tccc::parser strict_;
    tccc::testing::record_oracle oracle_;
    tccc::testing::two_paths paths_;
    std::uint64_t accepted_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
    std::uint64_t count = 0;
    std::uint64_t first = 0;
    if (argc < 2 || argc > 3 || !read_number(argv[1], count) || (argc == 3 && !read_number(argv[2], first))) {
        std::fputs("usage: differential COUNT [FIRST_SEED]\n", stderr);
        return 2;
    }
    comparison compare;
    for (std::uint64_t seed = first; seed != first + count; ++seed) {
        tccc::testing::random_body random(seed);
        const std::string good = random.one_in(2) ? random.valid() : random.in_order();
        for (const std::string& body : {good, random.mutated(good)}) {
            if (body.find(tccc::testing::dom_text::number_key) != body.npos)
                continue;  // the oracle's own mark
            if (compare.holds(body)) continue;
            std::printf("they differ at seed %llu, over these %zu bytes:\n%s\n",
                        static_cast<unsigned long long>(seed), body.size(), body.c_str());
            return 1;
        }
        if (seed % 100'000 == 99'999) {
            std::fprintf(stderr, "%llu seeds\n", static_cast<unsigned long long>(seed - first + 1));
        }
    }
    std::printf("%llu bodies, %llu accepted, %llu taken by the predicted path: no difference\n",
                static_cast<unsigned long long>(2 * count),
                static_cast<unsigned long long>(compare.accepted()),
                static_cast<unsigned long long>(compare.predicted()));
    return 0;
}
