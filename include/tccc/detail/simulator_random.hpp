// SPDX-License-Identifier: MIT
/// @file
/// Where does the simulator's chance come from? A small generator of its own and the texts made from it, so
/// that a seed means the same bytes on every platform.
#ifndef TCCC_DETAIL_SIMULATOR_RANDOM_HPP
#define TCCC_DETAIL_SIMULATOR_RANDOM_HPP

#include <tccc/config.hpp>

#include <array>
#include <bit>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// The finaliser of splitmix64. A bijection: different numbers stay different, which makes ids unique by
/// construction instead of by luck.
constexpr std::uint64_t mix64(std::uint64_t x) noexcept {
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31U);
}

/// xoshiro256**. Not std::mt19937_64 with a std distribution: the engine's output is the standard's, but what
/// `uniform_int_distribution` makes of it differs between libraries.
class simulator_random {
public:
    /// One stream for each (seed, session, part), so that any part of any session can be made again alone.
    constexpr simulator_random(std::uint64_t seed, std::uint64_t session, std::uint64_t part) noexcept {
        std::uint64_t x = mix64(mix64(mix64(seed) + session) + part);
        for (std::uint64_t& word : state_)
            word = mix64(x += 0x9e3779b97f4a7c15ULL);
    }

    constexpr std::uint64_t next() noexcept {
        const std::uint64_t value = std::rotl(state_[1] * 5, 7) * 9;
        const std::uint64_t t = state_[1] << 17U;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= t;
        state_[3] = std::rotl(state_[3], 45);
        return value;
    }

    /// A number in [0, n), for 0 < n <= 2^32. Always exactly one draw, and 0 for n = 0; the bias of at most
    /// n / 2^32 does not show.
    constexpr std::uint64_t below(std::uint64_t n) noexcept { return ((next() >> 32U) * n) >> 32U; }

    /// True in `per_mille` of a thousand cases. Draws also at 0 and 1000: a fault that is switched off must
    /// not shift what comes after it.
    constexpr bool chance(std::uint64_t per_mille) noexcept { return below(1000) < per_mille; }

    /// A duration in [from, to], both included.
    constexpr std::chrono::seconds between(std::chrono::seconds from, std::chrono::seconds to) noexcept {
        const std::uint64_t width = to > from ? static_cast<std::uint64_t>((to - from).count()) : 0;
        return from + std::chrono::seconds(static_cast<std::int64_t>(below(width + 1)));
    }

private:
    std::array<std::uint64_t, 4> state_{};
};

inline void append_hex(std::string& out, std::uint64_t value, unsigned digits) {
    for (unsigned i = digits; i-- > 0;)
        out += "0123456789abcdef"[(value >> (4 * i)) & 0xfU];
}

inline void append_decimal(std::string& out, std::int64_t value) {
    std::array<char, 20> digits{};  // "-9223372036854775808"
    out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
}

/// A version 4 UUID of 122 bits: all of `unique` and the lower 58 of `noise`. Different `unique` give
/// different UUIDs, since the fixed bits of the format cut into `noise` only.
inline std::string make_uuid(std::uint64_t unique, std::uint64_t noise) {
    std::string out;
    out.reserve(36);
    append_hex(out, unique >> 32U, 8);
    out += '-';
    append_hex(out, unique >> 16U, 4);
    out += "-4";
    append_hex(out, unique >> 4U, 3);
    out += '-';
    append_hex(out, 8U | (noise >> 56U & 3U), 1);
    append_hex(out, unique, 1);
    append_hex(out, noise >> 48U, 2);
    out += '-';
    append_hex(out, noise, 12);
    return out;
}

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
