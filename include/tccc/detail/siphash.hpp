// SPDX-License-Identifier: MIT
/// @file
/// How is hostile text hashed? SipHash-1-3, keyed: without the key nobody can choose session ids that
/// collide.
#ifndef TCCC_DETAIL_SIPHASH_HPP
#define TCCC_DETAIL_SIPHASH_HPP

#include <tccc/config.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

struct hash_key {
    std::uint64_t k0 = 0;
    std::uint64_t k1 = 0;
};

/// SipHash-1-3 over a sequence of numbers and texts. Each text is followed by its length, so that ("ab", "c") and
/// ("a", "bc") differ. The variant with one round a word is what Rust's and Python's hash tables use for this purpose.
/// @see https://www.aumasson.jp/siphash/siphash.pdf
class siphash {
public:
    explicit constexpr siphash(hash_key key) noexcept
        : v0_(key.k0 ^ 0x736f6d6570736575), v1_(key.k1 ^ 0x646f72616e646f6d),
          v2_(key.k0 ^ 0x6c7967656e657261), v3_(key.k1 ^ 0x7465646279746573) {}

    TCCC_PUSH_ALWAYS_INLINE constexpr siphash& add(std::uint64_t word) noexcept {
        v3_ ^= word;
        round();
        v0_ ^= word;
        return *this;
    }

    constexpr siphash& add(std::string_view text) noexcept {
        siphash state =
            *this;  // in registers: a store to a member might change the text, for all the compiler knows
        std::size_t pos = 0;
        for (; text.size() - pos >= 8; pos += 8) {
            state.add(load(text.data() + pos));
        }
        // What is left, and the length: bodies are below 2^56 bytes, so the two do not meet.
        state.add(load_last(text, text.size() - pos) ^ (std::uint64_t{text.size()} << 56)).add(text.size());
        return *this = state;
    }

    [[nodiscard]] constexpr std::uint64_t finish() noexcept {
        v2_ ^= 0xff;
        round();
        round();
        round();
        return v0_ ^ v1_ ^ v2_ ^ v3_;
    }

private:
    /// Eight bytes, little-endian whatever the platform. A loop of shifts is one load to clang, but not to g++ 12.
    static constexpr std::uint64_t load(const char* bytes) noexcept {
        std::uint64_t word = 0;
        if (std::endian::native == std::endian::little && !std::is_constant_evaluated()) {
            std::memcpy(&word, bytes, sizeof word);
            return word;
        }
        for (std::size_t i = 0; i < sizeof word; ++i) {
            word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
        }
        return word;
    }

    /// The last `count` bytes, 7 at most: of a longer text by a load that ends with it.
    static constexpr std::uint64_t load_last(std::string_view text, std::size_t count) noexcept {
        if (count == 0) return 0;
        if (text.size() >= 8) return load(text.data() + text.size() - 8) >> (8 * (8 - count));
        std::uint64_t word = 0;
        for (std::size_t i = 0; i < count; ++i) {
            word |= std::uint64_t{static_cast<unsigned char>(text[text.size() - count + i])} << (8 * i);
        }
        return word;
    }

    TCCC_PUSH_ALWAYS_INLINE constexpr void round() noexcept {
        v0_ += v1_;
        v1_ = std::rotl(v1_, 13) ^ v0_;
        v0_ = std::rotl(v0_, 32);
        v2_ += v3_;
        v3_ = std::rotl(v3_, 16) ^ v2_;
        v0_ += v3_;
        v3_ = std::rotl(v3_, 21) ^ v0_;
        v2_ += v1_;
        v1_ = std::rotl(v1_, 17) ^ v2_;
        v2_ = std::rotl(v2_, 32);
    }

    std::uint64_t v0_;
    std::uint64_t v1_;
    std::uint64_t v2_;
    std::uint64_t v3_;
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
