// SPDX-License-Identifier: MIT
// Promise: the offset of a fault is that of the first byte with which the text can no longer become JSON. A
// DOM parser proves it: what precedes can be completed, what includes it cannot.
#include "../support/json_vectors.hpp"
#include "../support/push_text.hpp"
#include "../support/random_body.hpp"
#include "../support/record_oracle.hpp"

#include <tccc/detail/json_scanner.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace tccc::testing;
using tccc::errc;

namespace {

// What closes the containers that are open at the end of `text`.
std::string closers(std::string_view text) {
    std::string out;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (quoted && text[i] == '\\') {
            ++i;
        } else if (text[i] == '"') {
            quoted = !quoted;
        } else if (!quoted && (text[i] == '{' || text[i] == '[')) {
            out.insert(out.begin(), text[i] == '{' ? '}' : ']');
        } else if (!quoted && (text[i] == '}' || text[i] == ']') && !out.empty()) {
            out.erase(out.begin());
        }
    }
    return out;
}

bool completable(record_oracle& oracle, std::string_view text) {
    static constexpr std::string_view rests[] = {"",       "0",     "\"",   "\"\"", "rue", "ue", "e",
                                                 "alse",   "lse",   "se",   "ull",  "ll",  "l",  "u0000\"",
                                                 "0000\"", "000\"", "00\"", "0\"",  "n\"", ".0", "\"n"};
    const std::string close = closers(text);
    for (const std::string_view rest : rests) {
        for (const std::string_view value : {"", ":0"}) {
            const std::string whole = std::string(text) + std::string(rest) + std::string(value);
            if (oracle.is_json(whole + close)) return true;
        }
    }
    return false;
}

void check_fault(record_oracle& oracle, std::string_view text) {
    const auto scan = tccc::detail::scan_json(text, 1000);
    if (scan.ok()) return;
    INFO(text);
    INFO("fault at " << scan.offset);
    REQUIRE(scan.offset <= text.size());
    REQUIRE(completable(oracle, text.substr(0, scan.offset)));
    if (scan.offset < text.size()) REQUIRE_FALSE(completable(oracle, text.substr(0, scan.offset + 1)));
}

}  // namespace

TEST_CASE("the test can fail: it tells what can be completed from what cannot", "[json_scanner]") {
    record_oracle oracle;
    for (const std::string_view text :
         {"", "{", "[1,", "{\"a\\u", "{\"a\":-", "[tr", "[{\"a\":[", "[\"\\", "[0.", "[1e"})
        CHECK(completable(oracle, text));
    for (const std::string_view text :
         {"}", "{,", "[1,,", "{\"a\\x", "{\"a\":--", "[tx", "[{]", "[01", "[1]]", "\"\"x"})
        CHECK_FALSE(completable(oracle, text));
}

TEST_CASE("the first wrong byte of every broken text in the table", "[json_scanner]") {
    record_oracle oracle;
    for (const broken_json& broken : invalid_json)
        check_fault(oracle, broken.text);
}

TEST_CASE("the first wrong byte of the vendor's sample with a byte replaced", "[json_scanner]") {
    record_oracle oracle;
    std::string body =
        write({{"SdkAppId", "-1.5e+3"}, {"a\\u0041", "[true,null,{\"b\":\"\\n\xc3\xa9\"}]"}}, vendor_spacing);
    for (std::size_t pos = 0; pos < body.size(); ++pos) {
        const char original = body[pos];
        for (const char c : std::string_view("{}[]:,\"\\ \n\x01\x7f\x80\xc3\xff/019-+.eEutfnx", 29)) {
            body[pos] = c;
            check_fault(oracle, body);
        }
        body[pos] = original;
    }
}

TEST_CASE("the first wrong byte of texts broken at random", "[json_scanner]") {
    record_oracle oracle;
    for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
        random_body random(seed);
        check_fault(oracle, random.mutated(random.valid()));
    }
}
