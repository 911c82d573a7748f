// SPDX-License-Identifier: MIT
/// @file
/// What do the vendor's code numbers and code words mean? All of them are open: the vendor adds some, and warns
/// that other kinds of calls return words outside its list. So records keep what came, and these name it.
#ifndef TCCC_CALL_CODES_HPP
#define TCCC_CALL_CODES_HPP

#include <tccc/config.hpp>

#include <cstdint>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE

/// Which way the call went, seen from the contact center.
enum class call_direction {
    unknown,
    inbound,   ///< The customer called.
    outbound,  ///< The contact center called.
};

/// The name of the enumerator; "unknown" also for a value outside the enumeration.
constexpr std::string_view to_string(call_direction direction) noexcept {
    switch (direction) {
    case call_direction::unknown: return "unknown";
    case call_direction::inbound: return "inbound";
    case call_direction::outbound: return "outbound";
    }
    return "unknown";
}

/// `CallType` of a call record. Holds any number that came, also those without a name here.
enum class call_type : std::int64_t {
    outbound_call = 1,
    inbound_call = 2,
    audio_inbound = 3,  ///< From a web page or an app, not by phone.
    predictive_dialing = 5,
    internal_call = 6,  ///< Between two agents.
};

/// The name of the enumerator; "other" for a number without one.
constexpr std::string_view to_string(call_type type) noexcept {
    switch (type) {
    case call_type::outbound_call: return "outbound_call";
    case call_type::inbound_call: return "inbound_call";
    case call_type::audio_inbound: return "audio_inbound";
    case call_type::predictive_dialing: return "predictive_dialing";
    case call_type::internal_call: return "internal_call";
    }
    return "other";
}

TCCC_PUSH_END_NAMESPACE

#endif
