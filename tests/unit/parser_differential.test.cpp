// SPDX-License-Identifier: MIT
// Promise: for any body, good or broken, the parser says what a DOM parser and the same rules, written again,
// say: verdict, field, values and anomalies.
#include "../support/push_text.hpp"
#include "../support/random_body.hpp"
#include "../support/record_oracle.hpp"

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

class comparison {
public:
    comparison() : strict_({.strict = true}), shallow_({.max_depth = 3}) {}

    // `which` chooses the options, so that one oracle run a body is enough.
    bool holds(const std::string& body, std::size_t which) {
        tccc::parser& parser = which == 0 ? strict_ : which == 1 ? shallow_ : tolerant_;
        const auto push = parser.parse_record(body);
        if (push) ++accepted_;
        if (!agrees(push, oracle_.read(body, parser.options()), body)) return false;
        if (push && body.find('\\') == body.npos) {
            const auto custom = push->custom_record_url.value_or(tccc::record_url_view());
            for (const std::string_view text :
                 {push->record_id, push->session_id, push->endpoint_user.value(), push->record_url.value(),
                  custom.value()}) {
                if (!text.empty() && !inside(text, body)) return false;
            }
        }
        return push || located(push.error(), body, parser.options().max_depth);
    }

    std::size_t accepted() const { return accepted_; }

private:
    // The grammar's errors come with the offset that the scanner alone gives.
    static bool located(const tccc::error& e, std::string_view body, std::size_t max_depth) {
        const std::size_t mark = body.starts_with("\xEF\xBB\xBF") ? 3 : 0;
        const tccc::detail::json_scan scan = tccc::detail::scan_json(body.substr(mark), max_depth);
        if (!scan.ok()) return e == tccc::error{scan.code, {}, mark + scan.offset};
        const bool strict_mark = mark != 0 && e == tccc::error{errc::malformed_json, {}, 0};
        return !e.field.empty() || e.code >= errc::wrong_type || strict_mark;
    }

    tccc::parser tolerant_;
    tccc::parser strict_;
    tccc::parser shallow_;
    record_oracle oracle_;
    std::size_t accepted_ = 0;
};

constexpr std::uint64_t first_seed = 1608130650;

}  // namespace

TEST_CASE("a hundred thousand pushes, well-formed", "[parser][long]") {
    comparison compare;
    for (std::uint64_t seed = first_seed; seed < first_seed + 100'000; ++seed) {
        random_body random(seed);
        const std::string body = random.valid();
        if (compare.holds(body, random.below(6))) continue;
        INFO("seed " << seed << ":\n" << body);
        FAIL("the parser and the oracle differ");
    }
    CHECK(compare.accepted() > 20'000);
}

TEST_CASE("a hundred thousand pushes, broken in one to three places", "[parser][long]") {
    comparison compare;
    for (std::uint64_t seed = first_seed; seed < first_seed + 100'000; ++seed) {
        random_body random(seed);
        const std::string body =
            random.mutated(random.one_in(4) ? std::string(vendor_sample) : random.valid());
        if (compare.holds(body, random.below(6))) continue;
        INFO("seed " << seed << ":\n" << body);
        FAIL("the parser and the oracle differ");
    }
    CHECK(compare.accepted() > 3'000);
}

TEST_CASE("what a parser has read before changes nothing", "[parser][long]") {
    record_oracle oracle;
    std::size_t accepted = 0;
    for (std::uint64_t seed = first_seed; seed < first_seed + 40'000; ++seed) {
        random_body random(seed);
        tccc::parser parser({.strict = random.one_in(4)});
        // A sender in its habit, and then the same with something changed.
        const std::string before = random.one_in(2) ? random.in_order() : random.valid();
        if (parser.parse_record(before)) ++accepted;
        for (const std::string& body : {random.mutated(before), random.in_order(), before}) {
            const auto push = parser.parse_record(body);
            if (agrees(push, oracle.read(body, parser.options()), body)) continue;
            INFO("seed " << seed << ", after\n" << before << "\nthis:\n" << body);
            FAIL("the parser and the oracle differ");
        }
    }
    CHECK(accepted > 20'000);
}

TEST_CASE("every control byte, and every byte alone, in every string", "[parser]") {
    comparison compare;
    for (const member& m : plus("x", "\"\"")) {
        for (int byte = 0; byte < 256; ++byte) {
            const std::string text =
                "ab" + std::string(1, static_cast<char>(static_cast<unsigned char>(byte))) + "cd";
            for (const std::string& body :
                 {write(with(m.key, in_quotes(text))), write(plus(text, "1")), write(with(m.key, text)),
                  write(with(m.key, "\"\\" + text.substr(2) + "\"")),
                  write(with(m.key, "[{\"" + text + "\":\"\"}]"))}) {
                INFO(body);
                REQUIRE(compare.holds(body, 2));
            }
        }
    }
}

TEST_CASE("numbers at every limit, in every field", "[parser][long]") {
    comparison compare;
    for (const member& m : plus("x", "\"\"")) {
        for (const std::string_view digits :
             {"0", "1", "9", "10", "99999999999", "100000000000", "99999999999999", "100000000000000",
              "999999999999999999", "1000000000000000000", "9223372036854775806", "9223372036854775807",
              "9223372036854775808", "9223372036854775809", "9999999999999999999", "10000000000000000000",
              "18446744073709551615", "18446744073709551616", "99999999999999999999"}) {
            for (const std::string_view before : {"", "-", "0", "00", "+", " ", "1.", "1e", "1e-", "."}) {
                for (const std::string_view after : {"", ".0", ".", "e0", "e", "E+1", " ", "x", "-"}) {
                    const std::string text = std::string(before) + std::string(digits) + std::string(after);
                    const std::string number = write(with(m.key, text));
                    const std::string quoted = write(with(m.key, in_quotes(text)));
                    INFO(number);
                    REQUIRE(compare.holds(number, 2));
                    REQUIRE(compare.holds(quoted, 2));
                    REQUIRE(compare.holds(number, 0));
                }
            }
        }
    }
}
