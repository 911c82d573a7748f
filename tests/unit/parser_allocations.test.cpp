// SPDX-License-Identifier: MIT
// Promise: a warm parser allocates nothing, whatever the body; a cold one a few times, whatever its length.
#include "../support/allocation_counter.hpp"
#include "../support/json_vectors.hpp"
#include "../support/push_text.hpp"

#include <tccc/parser.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace tccc::testing;

namespace {

std::vector<std::string> bodies() {
    members shuffled = sample_members();
    std::ranges::reverse(shuffled);
    std::vector<std::string> all = {
        std::string(vendor_sample), write(sample_members(), wild_spacing), "\xEF\xBB\xBF" + write(shuffled),
        write(with("RecordURL", R"("http:\/\/h\/1?a=1\u0026b")")),
        write(with("SessionId", in_quotes(std::string(500, 'x') + "\\ud83d\\ude00"))),
        write(plus("Session\\u0049d", "\"s\"")),
        write(plus("unknown", R"([[{"a":[1,2,3,{"b":null}]}],"text","\\",1e999])")),
        write(with(with("EndpointUser", "13123456789"), "SdkAppId", "\"1\"")),
        // refused, each for another reason
        "", "{", "[1,2,3]", write(without("SessionId")), write(with("SessionId", "\"\\ud800\"")),
        write(with("SessionId", "{}")), write(with("Timestamp", "-1")), write(sample_members()) + "x",
        "{\"x\":\"\xff\"}", std::string(1500, '['), std::string(1500, '"'), std::string(5000, ' ')};
    for (const broken_json& broken : invalid_json)
        all.emplace_back(broken.text);
    return all;
}

}  // namespace

TEST_CASE("the counter counts", "[parser]") {
    std::vector<std::string> kept;
    CHECK(allocations_in([&] { kept.emplace_back(100, 'x'); }) == 2);
    CHECK(kept.front().size() == 100);
}

TEST_CASE("a parser that has read the longest body allocates for none", "[parser]") {
    const std::vector<std::string> all = bodies();
    for (const bool strict : {false, true}) {
        tccc::parser parser({.max_body_bytes = 4000, .strict = strict});
        const std::string longest(4000, ' ');
        const bool refused = !parser.parse_record(longest);
        CHECK(refused);
        std::size_t accepted = 0;
        const std::size_t count = allocations_in([&] {
            for (int round = 0; round < 3; ++round) {
                for (const std::string& body : all) {
                    if (parser.parse_record(body)) ++accepted;
                }
            }
        });
        CHECK(count == 0);
        CHECK(accepted > 0);
    }
}

TEST_CASE("after one body of its length, or any shorter than a kilobyte, no body allocates", "[parser]") {
    for (const std::string& body : bodies()) {
        tccc::parser parser;
        const bool first = parser.parse_record(body).has_value();
        bool again = false;
        CHECK(allocations_in([&] { again = parser.parse_record(body).has_value(); }) == 0);
        CHECK(first == again);
    }
    tccc::parser parser;
    REQUIRE_FALSE(parser.parse_record("{}"));
    const std::string body{vendor_sample};
    bool good = false;
    CHECK(allocations_in([&] { good = parser.parse_record(body).has_value(); }) == 0);
    CHECK(good);
}

TEST_CASE("a new parser, a body too large and a moved parser allocate nothing", "[parser]") {
    const std::string large(70'000, ' ');
    bool good = false;
    CHECK(allocations_in([&] {
              tccc::parser parser;
              tccc::parser other(std::move(parser));
              good = other.parse_record(large).has_value();
          }) == 0);
    CHECK_FALSE(good);

    tccc::parser warm;
    REQUIRE_FALSE(warm.parse_record("{}"));
    CHECK(allocations_in([&] {
              tccc::parser moved(std::move(warm));
              good = moved.parse_record(vendor_sample).has_value();
          }) == 0);
    CHECK(good);
}

TEST_CASE("bodies that grow byte by byte allocate as often as they double", "[parser]") {
    tccc::parser parser;
    std::vector<std::string> growing;
    for (std::size_t size = 0; size < 32'000; size += 10)
        growing.push_back(write(sample_members()) + std::string(size, ' '));
    const std::size_t count = allocations_in([&] {
        for (const std::string& body : growing) {
            if (!parser.parse_record(body)) return;
        }
    });
    CHECK(count < 100);  // 1 KiB to 32 KiB is five doublings; simdjson makes a few allocations in each
}

TEST_CASE("reading a view allocates nothing, owning one only its strings", "[parser]") {
    tccc::parser parser;
    const auto push = parser.parse_record(vendor_sample);
    REQUIRE(push);
    std::size_t size = 0;
    CHECK(allocations_in([&] {
              size += push->endpoint_user.value().size() + push->record_url.host().size() +
                      push->record_url.redacted().size();
              size += push->endpoint_user.kind() == tccc::endpoint_kind::email ? 1U : 0U;
          }) == 0);
    CHECK(size > 0);
    tccc::record_push owned;
    CHECK(allocations_in([&] { owned = to_owned(*push); }) <= 5);
    CHECK(allocations_in([&] { size += as_view(owned).session_id.size(); }) == 0);
}
