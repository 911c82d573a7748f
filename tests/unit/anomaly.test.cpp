// SPDX-License-Identifier: MIT
// Promise: anomalies are a set, each kind with its own bit and name.
#include <tccc/anomaly.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

using tccc::anomalies;
using tccc::anomaly;

namespace {

struct row {
    anomaly kind;
    std::string_view name;
};

// In the order of their bits, which end up in metrics.
constexpr row every[] = {
    {anomaly::unknown_field, "unknown_field"},
    {anomaly::duplicate_field, "duplicate_field"},
    {anomaly::scalar_drift, "scalar_drift"},
    {anomaly::null_field, "null_field"},
    {anomaly::millisecond_timestamp, "millisecond_timestamp"},
    {anomaly::byte_order_mark, "byte_order_mark"},
    {anomaly::key_case, "key_case"},
    {anomaly::missing_sequence, "missing_sequence"},
    {anomaly::unexpected_value, "unexpected_value"},
};

}  // namespace

TEST_CASE("every anomaly has a name and a bit of its own", "[anomaly]") {
    for (std::size_t i = 0; i < std::size(every); ++i) {
        CAPTURE(every[i].name);
        CHECK(to_string(every[i].kind) == every[i].name);
        CHECK(anomalies(every[i].kind).bits() == 1U << i);
    }
    CHECK(to_string(static_cast<anomaly>(std::size(every))) == "unknown");
}

TEST_CASE("a push as documented has none", "[anomaly]") {
    constexpr anomalies none;
    STATIC_REQUIRE_FALSE(none.any());
    STATIC_REQUIRE(none.bits() == 0);
    for (const row& r : every)
        CHECK_FALSE(none.has(r.kind));
}

TEST_CASE("anomalies are collected", "[anomaly]") {
    anomalies drift;
    drift |= anomaly::null_field;
    drift |= anomaly::unknown_field;
    drift |= anomaly::null_field;
    CHECK(drift.any());
    CHECK(drift.has(anomaly::null_field));
    CHECK(drift.has(anomaly::unknown_field));
    CHECK_FALSE(drift.has(anomaly::duplicate_field));
    CHECK(drift == (anomalies(anomaly::unknown_field) | anomaly::null_field));
    CHECK(drift != anomalies(anomaly::null_field));
    STATIC_REQUIRE((anomalies(anomaly::scalar_drift) | anomaly::byte_order_mark).has(anomaly::scalar_drift));
}

TEST_CASE("sets of different order are equal, and every subset is another", "[anomaly]") {
    for (unsigned subset = 0; subset < 1U << std::size(every); ++subset) {
        anomalies up;
        anomalies down;
        for (std::size_t i = 0; i < std::size(every); ++i) {
            const std::size_t j = std::size(every) - 1 - i;
            if ((subset >> i & 1U) != 0) up |= every[i].kind;
            if ((subset >> j & 1U) != 0) down |= every[j].kind;
        }
        CHECK(up == down);
        CHECK(up.bits() == subset);
    }
}

TEST_CASE("the set is a cheap value", "[anomaly]") {
    STATIC_REQUIRE(std::is_trivially_copyable_v<anomalies>);
    STATIC_REQUIRE(sizeof(anomalies) == sizeof(unsigned));
}
