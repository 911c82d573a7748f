// SPDX-License-Identifier: MIT
// Promise: for any body, good or broken, the parser of call records says what a DOM parser and the same rules, written
// again, say: verdict, field, values and anomalies.
#include "../support/cdr_oracle.hpp"
#include "../support/cdr_text.hpp"
#include "../support/random_body.hpp"

#include <tccc/detail/cdr_json.hpp>
#include <tccc/detail/json_scanner.hpp>
#include <tccc/parser.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace tccc::testing;
using tccc::errc;

namespace {

class cdr_comparison {
public:
    cdr_comparison() : strict_({.strict = true}), shallow_({.max_depth = 4}) {}

    // Empty, or what differs.
    std::string difference(const std::string& body, std::size_t which) {
        tccc::parser& parser = which == 0 ? strict_ : which == 1 ? shallow_ : tolerant_;
        const auto push = parser.parse_cdr(body);
        const cdr_verdict expected = oracle_.read(body, parser.options());
        if (push) {
            ++accepted_;
            if (expected.code != errc::ok)
                return "accepted, not " + std::string(to_string(expected.code)) + " " + expected.field;
            std::string json;
            tccc::detail::append_cdr_json(json, *push);
            if (json != expected.json) return json + "\nnot " + expected.json;
            if (push->drift != expected.drift) return "drift " + std::to_string(push->drift.bits());
            return escaped(body) || all_inside(*push, body) ? "" : "not in place";
        }
        const tccc::error e = push.error();
        const std::string said = std::string(to_string(e.code)) + " " + std::string(e.field);
        if (e.offset > body.size()) return "offset";
        const std::size_t mark = body.starts_with("\xEF\xBB\xBF") ? 3 : 0;
        const auto scan =
            tccc::detail::scan_json(std::string_view(body).substr(mark), parser.options().max_depth);
        if (!scan.ok()) {
            const bool agreed = expected.code == errc::malformed_json || expected.code == scan.code;
            return agreed && e == tccc::error{scan.code, {}, mark + scan.offset} ? "" : said;
        }
        return e.code == expected.code && e.field == expected.field ? "" : said + ", not " + expected.field;
    }

    std::size_t accepted() const { return accepted_; }

private:
    static bool escaped(std::string_view body) { return body.find('\\') != body.npos; }
    static bool all_inside(const tccc::cdr_push_view& push, std::string_view body) {
        for (const std::string_view text : texts(push)) {
            if (!text.empty() && !inside(text, body)) return false;
        }
        return true;
    }

    tccc::parser tolerant_;
    tccc::parser strict_;
    tccc::parser shallow_;
    cdr_oracle oracle_;
    std::size_t accepted_ = 0;
};

constexpr std::uint64_t first_seed = 1608130650;

}  // namespace

TEST_CASE("forty thousand call records, well-formed", "[cdr][long]") {
    cdr_comparison compare;
    for (std::uint64_t seed = first_seed; seed < first_seed + 40'000; ++seed) {
        random_cdr random(seed);
        const std::string body = random.valid();
        const std::string difference = compare.difference(body, random.below(6));
        if (difference.empty()) continue;
        INFO("seed " << seed << ":\n" << body);
        FAIL(difference);
    }
    CHECK(compare.accepted() > 10'000);
}

TEST_CASE("forty thousand call records, broken in one to three places", "[cdr][long]") {
    cdr_comparison compare;
    for (std::uint64_t seed = first_seed; seed < first_seed + 40'000; ++seed) {
        random_cdr random(seed);
        random_body mutator(seed);
        const std::string body =
            mutator.mutated(random.one_in(4) ? std::string(vendor_cdr_sample) : random.valid());
        const std::string difference = compare.difference(body, random.below(6));
        if (difference.empty()) continue;
        INFO("seed " << seed << ":\n" << body);
        FAIL(difference);
    }
    CHECK(compare.accepted() > 2'000);
}
