// SPDX-License-Identifier: MIT
// Promise: spellings of one number are one party, and numbers that differ are never merged.
#include <tccc/detail/phone_number.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

using tccc::detail::same_party;

TEST_CASE("spellings of one number are one party", "[phone_number]") {
    const std::vector<std::vector<std::string_view>> numbers = {
        {"008618621520280", "+8618621520280", "18621520280", "018621520280"},
        {"008602066247698", "+862066247698", "02066247698", "2066247698"},
        {"0014155550100", "+14155550100"},
        {"lululing@tencent.com"},
        {"visitor-7"},
    };
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        for (std::size_t j = 0; j < numbers.size(); ++j) {
            for (const std::string_view a : numbers[i]) {
                for (const std::string_view b : numbers[j]) {
                    CAPTURE(a, b);
                    CHECK(same_party(a, b) == (i == j));
                }
            }
        }
    }
}

TEST_CASE("numbers that differ are not merged", "[phone_number]") {
    CHECK_FALSE(
        same_party("8613812345678", "13812345678"));  // 86 without a prefix may be an area code's begin
    CHECK_FALSE(same_party("+14155550100", "14155550100"));  // another country's, and one of China
    CHECK_FALSE(same_party("008613812345678", "008613812345679"));
    CHECK_FALSE(same_party("66247698", "02066247698"));  // a local number has no area code
}

TEST_CASE("nothing and no number are nobody", "[phone_number]") {
    CHECK_FALSE(same_party("", ""));
    CHECK_FALSE(same_party("", "008613812345678"));
    CHECK_FALSE(same_party("0086", "+86"));
    CHECK_FALSE(same_party("00", "0"));
    CHECK_FALSE(same_party("+", "00"));
    CHECK_FALSE(same_party("+86 13812345678", "13812345678"));
    CHECK(same_party("0086", "0086"));
}
