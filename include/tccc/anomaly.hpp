// SPDX-License-Identifier: MIT
/// @file
/// How did an accepted push differ from the vendor's page? `anomaly`, and `anomalies`, a set of them.
#ifndef TCCC_ANOMALY_HPP
#define TCCC_ANOMALY_HPP

#include <tccc/config.hpp>

#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE

/// One kind of drift that tolerant parsing accepts and reports, and strict parsing refuses.
enum class anomaly : unsigned {
    unknown_field,    ///< A field that the vendor does not document; ignored.
    duplicate_field,  ///< A documented field stands more than once; the last one counts.
    scalar_drift,     ///< A number where the vendor documents a string, or digits in quotes for a number.
    null_field,       ///< A documented field is null; taken as absent.
    millisecond_timestamp,  ///< A time stamp in milliseconds; divided by 1000.
    byte_order_mark,        ///< The body starts with U+FEFF; skipped.
    key_case,               ///< A documented field in other letters, `key` for `Key`; taken for it.
    missing_sequence,       ///< A leg of a call record without `Sequence`; its place in the list counts.
    unexpected_value,       ///< A field that only describes holds what cannot be read; taken as absent.
};

/// The name of the enumerator; "unknown" for a value outside the enumeration.
constexpr std::string_view to_string(anomaly a) noexcept {
    switch (a) {
    case anomaly::unknown_field: return "unknown_field";
    case anomaly::duplicate_field: return "duplicate_field";
    case anomaly::scalar_drift: return "scalar_drift";
    case anomaly::null_field: return "null_field";
    case anomaly::millisecond_timestamp: return "millisecond_timestamp";
    case anomaly::byte_order_mark: return "byte_order_mark";
    case anomaly::key_case: return "key_case";
    case anomaly::missing_sequence: return "missing_sequence";
    case anomaly::unexpected_value: return "unexpected_value";
    }
    return "unknown";
}

/// A set of `anomaly`, one bit each; empty for a push exactly as documented.
class anomalies {
public:
    constexpr anomalies() = default;
    constexpr anomalies(anomaly a) noexcept : bits_(bit(a)) {}

    [[nodiscard]] constexpr bool any() const noexcept { return bits_ != 0; }
    [[nodiscard]] constexpr bool has(anomaly a) const noexcept { return (bits_ & bit(a)) != 0; }
    /// The set as a number, for metrics: bit n is the n-th enumerator.
    [[nodiscard]] constexpr unsigned bits() const noexcept { return bits_; }

    constexpr anomalies& operator|=(anomalies other) noexcept {
        bits_ |= other.bits_;
        return *this;
    }
    [[nodiscard]] friend constexpr anomalies operator|(anomalies a, anomalies b) noexcept { return a |= b; }
    [[nodiscard]] friend constexpr bool operator==(anomalies, anomalies) = default;

private:
    static constexpr unsigned bit(anomaly a) noexcept { return 1U << static_cast<unsigned>(a); }

    unsigned bits_ = 0;
};

/// The set of both.
[[nodiscard]] constexpr anomalies operator|(anomaly a, anomaly b) noexcept {
    return anomalies(a) | anomalies(b);
}

TCCC_PUSH_END_NAMESPACE

#endif
