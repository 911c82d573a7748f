// SPDX-License-Identifier: MIT
/// @file
/// Does a body look like the one before it? The predicted path of `parser::parse_record`.
///
/// One sender writes its pushes alike: the vendor's field order, the same white space, values that differ. So
/// what stands between two values, from the end of the one to the begin of the next (`",\n"SessionId": "`),
/// is learnt once, by a walk that checks it letter for letter, and is then compared whole, 32 bytes at a
/// time. What is left to look at are the values: digits, and text up to its quote.
///
/// Accepted is only what the general path accepts with the same view and no anomaly: the seven fields in
/// order, the last one optional, plain ASCII without escapes, whole numbers in range. Everything else is
/// declined, untouched, and the general path decides; what was learnt never changes a result, only how fast
/// it comes.
///
/// No load reaches behind the body. A body's last bytes are seen through a load that ends with it, shifted.
#ifndef TCCC_DETAIL_RECORD_LAYOUT_HPP
#define TCCC_DETAIL_RECORD_LAYOUT_HPP

#include <tccc/config.hpp>
#include <tccc/detail/byte_block.hpp>
#include <tccc/detail/json_scanner.hpp>
#include <tccc/detail/record_fields.hpp>
#include <tccc/record_push.hpp>

#include <array>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {
inline namespace TCCC_PUSH_BLOCK_NAMESPACE {

class record_layout {
public:
    /// Fills `push` and returns true, or declines.
    bool match(std::string_view body, record_push_view& push) noexcept {
        if (body.size() < block_size * 2) return false;
        switch (compare(body, push)) {
        case verdict::matched: return true;
        case verdict::values_differ: return false;
        case verdict::layout_differs: break;
        }
        if (pause_ != 0) {
            --pause_;
            return false;
        }
        if (learn(body) && compare(body, push) == verdict::matched) return true;
        pause_ = pause_after_failure;
        return false;
    }

private:
    enum class verdict { matched, values_differ, layout_differs };

    /// What stands before a value.
    struct separator {
        alignas(16) std::array<char, block_size> bytes{};
        std::uint32_t ignored = 0;  ///< Bits of the bytes behind its end.
        std::uint32_t size = 0;
    };

    /// Bodies of another layout that are not looked at after one that learning did not help with, so that a sender with
    /// an order of its own pays for the attempt once in a while only.
    static constexpr unsigned pause_after_failure = 63;

    /// Moves behind the separator when it stands at `at`.
    static bool pass(const char*& at, const char* end, const separator& expected) noexcept {
        if (static_cast<std::size_t>(end - at) < block_size) return false;
        if ((different_bytes(at, expected.bytes.data()) & ~expected.ignored) != 0) return false;
        at += expected.size;
        return true;
    }

    /// Up to 18 digits; what follows them is the next separator's to check.
    static bool read_number(const char*& at, const char* end, std::uint64_t& out) noexcept {
        if (static_cast<std::size_t>(end - at) < block_size) return false;
        const char* p = at;
        std::uint64_t value = 0;
        std::uint64_t word;
        std::memcpy(&word, p, sizeof word);
        if (std::endian::native == std::endian::little && all_digits(word)) {
            value = eight_digits(word);
            p += 8;
        }
        for (; digit(*p) < 10; ++p) {
            if (p - at == 18) return false;
            value = value * 10 + digit(*p);
        }
        if (p == at || (*at == '0' && p - at != 1)) return false;
        at = p;
        out = value;
        return true;
    }

    /// White space where the digits should be is a longer separator than the one that was learnt.
    static verdict without_number(const char* at) noexcept {
        return is_json_space(*at) ? verdict::layout_differs : verdict::values_differ;
    }

    static constexpr unsigned digit(char c) noexcept { return static_cast<unsigned char>(c) - unsigned{'0'}; }

    static constexpr bool all_digits(std::uint64_t word) noexcept {
        // High nibble 3, and still 3 after adding 6 to the low one.
        return (word & 0xf0f0f0f0f0f0f0f0) == 0x3030303030303030 &&
               ((word + 0x0606060606060606) & 0xf0f0f0f0f0f0f0f0) == 0x3030303030303030;
    }

    static constexpr std::uint64_t eight_digits(std::uint64_t word) noexcept {
        word = (word & 0x0f0f0f0f0f0f0f0f) * 2561 >> 8;
        word = (word & 0x00ff00ff00ff00ff) * 6553601 >> 16;
        return (word & 0x0000ffff0000ffff) * 42949672960001 >> 32;
    }

    /// Text up to its quote; false at an escape, a control character, a byte above ASCII, or the body's end.
    static bool read_text(const char*& at, const char* end, std::string_view& out) noexcept {
        const char* p = at;
        for (;;) {
            std::uint32_t stops = 0;
            while (static_cast<std::size_t>(end - p) >= block_size && (stops = stop_bytes(p)) == 0) {
                p += block_size;
            }
            if (stops == 0) {
                // A load that ends with the body, without the bytes before `p`.
                const std::size_t left = static_cast<std::size_t>(end - p);
                if (left == 0) return false;
                stops = stop_bytes(end - block_size) >> (block_size - left);
                if (stops == 0) return false;
            }
            p += std::countr_zero(stops);
            if (*p == '"') break;
            if (*p != ' ' && *p != '!') return false;
            ++p;
        }
        out = {at, static_cast<std::size_t>(p - at)};
        at = p;
        return !out.empty();
    }

    verdict compare(std::string_view body, record_push_view& push) const noexcept {
        const char* at = body.data();
        const char* const end = at + body.size();
        std::uint64_t app = 0;
        std::uint64_t timestamp = 0;
        std::string_view user;
        std::string_view url;
        if (!pass(at, end, separators_[0])) return verdict::layout_differs;
        if (!read_number(at, end, app)) return without_number(at);
        if (!pass(at, end, separators_[1])) return verdict::layout_differs;
        if (!read_text(at, end, push.record_id)) return verdict::values_differ;
        if (!pass(at, end, separators_[2])) return verdict::layout_differs;
        if (!read_text(at, end, push.session_id)) return verdict::values_differ;
        if (!pass(at, end, separators_[3])) return verdict::layout_differs;
        if (!read_number(at, end, timestamp)) return without_number(at);
        if (!pass(at, end, separators_[4])) return verdict::layout_differs;
        if (!read_text(at, end, user)) return verdict::values_differ;
        if (!pass(at, end, separators_[5])) return verdict::layout_differs;
        if (!read_text(at, end, url)) return verdict::values_differ;
        if (timestamp >= 100'000'000'000) return verdict::values_differ;
        if (static_cast<std::size_t>(end - at) != tail_size_) {
            std::string_view custom;
            if (!pass(at, end, separators_[6])) return verdict::layout_differs;
            if (!read_text(at, end, custom)) return verdict::values_differ;
            if (static_cast<std::size_t>(end - at) != tail_size_) return verdict::layout_differs;
            push.custom_record_url = custom;
        }
        const std::uint32_t differ = different_bytes(end - block_size, tail_at_end_.data());
        if ((differ & tail_bits_) != 0) return verdict::layout_differs;
        push.sdk_app_id = static_cast<std::int64_t>(app);
        push.timestamp = std::chrono::sys_seconds(std::chrono::seconds(static_cast<std::int64_t>(timestamp)));
        push.endpoint_user = user;
        push.record_url = url;
        return verdict::matched;
    }

    bool learn(std::string_view body) noexcept;

    std::array<separator, record_field_count> separators_{};
    alignas(16) std::array<char, block_size> tail_at_end_{};
    std::uint32_t tail_bits_ = 0;
    std::size_t tail_size_ = 0;
    unsigned pause_ = 0;
};

/// Walks `body` from separator to separator. What was known stays when it is not laid out as predicted: one odd push
/// among many does not make the parser forget the others.
inline bool record_layout::learn(std::string_view body) noexcept {
    record_layout next = *this;
    std::size_t pos = 0;
    const auto space = [&] {
        while (pos < body.size() && is_json_space(body[pos])) {
            ++pos;
        }
    };
    const auto literal = [&](std::string_view text) {
        if (!body.substr(pos).starts_with(text)) return false;
        pos += text.size();
        return true;
    };
    for (std::size_t field = 0;; ++field) {
        // `pos` is at the end of the value before: at its closing quote if it has one.
        const std::size_t begin = pos;
        const bool quoted_before = field != 0 && field != 1 && field != 4;
        const bool quoted = field != 0 && field != 3;
        if (quoted_before && !literal("\"")) return false;
        space();
        const bool last = field >= 6 && pos < body.size() && body[pos] == '}';
        if (last) {
            ++pos;
            space();
            if (pos != body.size() || pos - begin > block_size) return false;
            const std::size_t size = pos - begin;
            next.tail_size_ = size;
            std::memcpy(next.tail_at_end_.data() + block_size - size, body.data() + begin, size);
            next.tail_bits_ = ~std::uint32_t{0} << (block_size - size);
            *this = next;
            return true;
        }
        if (field == record_field_count || !literal(field == 0 ? "{" : ",")) return false;
        space();
        if (!literal("\"") || !literal(record_field_names[field]) || !literal("\"")) return false;
        space();
        if (!literal(":")) return false;
        space();
        if (quoted && !literal("\"")) return false;
        const std::size_t size = pos - begin;
        if (size > block_size) return false;
        separator& learnt = next.separators_[field];
        learnt = {};
        std::memcpy(learnt.bytes.data(), body.data() + begin, size);
        learnt.size = static_cast<std::uint32_t>(size);
        learnt.ignored = size == block_size ? 0 : ~std::uint32_t{0} << size;
        while (pos < body.size() && (quoted ? body[pos] != '"' : body[pos] >= '0' && body[pos] <= '9')) {
            ++pos;
        }
    }
}

}  // namespace TCCC_PUSH_BLOCK_NAMESPACE
}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
