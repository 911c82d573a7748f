// SPDX-License-Identifier: MIT
/// @file
/// Is a body as plain as nearly all are? The paths of `parser::parse_record` that need no simdjson.
///
/// One sender writes its pushes alike: the same order, the same white space, values that differ. So what stands between
/// two values, from the end of the one to the begin of the next (`",\n"SessionId": "`), is learnt from one body and
/// compared whole with the next, 32 bytes at a time (`compare`). What is left to look at are the values: digits, and
/// text up to its quote. A body that differs is walked from field to field in whatever order they come (`walk`); if the
/// order is the vendor's, its separators are the ones to compare with from then on.
///
/// Accepted is only what the general path accepts with the same view and no anomaly: the documented fields, once each,
/// in ASCII, escapes decoded, whole numbers in range. Everything else is declined, untouched, and the general path
/// decides; what was learnt never changes a result, only how fast it comes.
///
/// No load reaches behind the body. A body's last bytes are seen through a load that ends with it, shifted.
#ifndef TCCC_DETAIL_RECORD_LAYOUT_HPP
#define TCCC_DETAIL_RECORD_LAYOUT_HPP

#include <tccc/config.hpp>
#include <tccc/detail/byte_block.hpp>
#include <tccc/detail/decoded_text.hpp>
#include <tccc/detail/digits.hpp>
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
    /// Fills `push`, which is as made by default, and returns true; or declines. Requires `decoded.start` for this body.
    bool match(std::string_view body, decoded_text& decoded, record_push_view& push) noexcept {
        if (body.size() < block_size * 2) return false;
        switch (compare(body, decoded, push)) {
        case verdict::matched: return true;
        case verdict::values_differ: return false;
        case verdict::layout_differs: break;
        }
        decoded.restart();
        push = {};
        return walk(body, decoded, push);
    }

private:
    enum class verdict { matched, values_differ, layout_differs };

    /// What stands before a value.
    struct separator {
        alignas(16) std::array<char, block_size> bytes{};
        std::uint32_t ignored = 0;  ///< Bits of the bytes behind its end.
        std::uint32_t size = 0;
    };

    /// Moves behind the separator when it stands at `at`.
    TCCC_PUSH_ALWAYS_INLINE static bool pass(const char*& at, const char* end,
                                             const separator& expected) noexcept {
        if (static_cast<std::size_t>(end - at) < block_size) return false;
        if ((different_bytes(at, expected.bytes.data()) & ~expected.ignored) != 0) return false;
        at += expected.size;
        return true;
    }

    /// A whole number of up to 18 digits; what follows it is the next separator's to check.
    TCCC_PUSH_ALWAYS_INLINE static bool read_number(const char*& at, const char* end,
                                                    std::uint64_t& out) noexcept {
        const char* const begin = at;
        if (static_cast<std::size_t>(end - at) >= block_size) {
            at = read_digits(at, out);
        } else {
            for (out = 0; at != end && digit_value(*at) < 10 && at - begin < 18; ++at) {
                out = out * 10 + digit_value(*at);
            }
        }
        return at != begin && (*begin != '0' || at - begin == 1);
    }

    /// White space where the digits should be is a longer separator than the one that was learnt.
    static verdict without_number(const char* at) noexcept {
        return is_json_space(*at) ? verdict::layout_differs : verdict::values_differ;
    }

    /// Text up to its quote, decoded if it holds an escape; false when it is empty, not plain, or without an end.
    TCCC_PUSH_ALWAYS_INLINE static bool read_text(const char*& at, const char* end, decoded_text& decoded,
                                                  std::string_view& out) noexcept {
        const char* p = at;
        for (;;) {
            std::uint32_t stops = 0;
            while (static_cast<std::size_t>(end - p) >= block_size && (stops = stop_bytes(p)) == 0) {
                p += block_size;
            }
            if (stops == 0 && (stops = last_stops(p, end)) == 0) return false;
            p += std::countr_zero(stops);
            if (*p == '"') break;
            if (*p == '\\') return decode_text(at, end, decoded, out);
            if (*p != ' ' && *p != '!') return false;
            ++p;
        }
        out = {at, static_cast<std::size_t>(p - at)};
        at = p;
        return !out.empty();
    }

    static bool decode_text(const char*& at, const char* end, decoded_text& decoded,
                            std::string_view& out) noexcept {
        char* to = decoded.room();
        const char* const quote = read_escaped_text(at, end, to);
        if (quote == nullptr) return false;
        out = decoded.take(to);
        at = quote;
        return true;
    }

    /// `stop_bytes` of less than a block, by a load that ends with the body.
    static std::uint32_t last_stops(const char* p, const char* end) noexcept {
        const std::size_t left = static_cast<std::size_t>(end - p);
        return left == 0 ? 0 : stop_bytes(end - block_size) >> (block_size - left);
    }

    static bool store(record_field field, std::uint64_t number, std::string_view text,
                      record_push_view& push) noexcept {
        switch (field) {
        case record_field::sdk_app_id: push.sdk_app_id = static_cast<std::int64_t>(number); return true;
        case record_field::record_id: push.record_id = text; return true;
        case record_field::session_id: push.session_id = text; return true;
        case record_field::timestamp:
            push.timestamp =
                std::chrono::sys_seconds(std::chrono::seconds(static_cast<std::int64_t>(number)));
            return number < static_cast<std::uint64_t>(first_millisecond);
        case record_field::endpoint_user: push.endpoint_user = text; return true;
        case record_field::record_url: push.record_url = text; return true;
        case record_field::custom_record_url: push.custom_record_url = text; return true;
        case record_field::unknown: break;
        }
        return false;
    }

    verdict compare(std::string_view body, decoded_text& decoded, record_push_view& push) const noexcept {
        const char* at = body.data();
        const char* const end = at + body.size();
        std::uint64_t app = 0;
        std::uint64_t timestamp = 0;
        std::string_view user;
        std::string_view url;
        if (!pass(at, end, separators_[0])) return verdict::layout_differs;
        if (!read_number(at, end, app)) return without_number(at);
        if (!pass(at, end, separators_[1])) return verdict::layout_differs;
        if (!read_text(at, end, decoded, push.record_id)) return verdict::values_differ;
        if (!pass(at, end, separators_[2])) return verdict::layout_differs;
        if (!read_text(at, end, decoded, push.session_id)) return verdict::values_differ;
        if (!pass(at, end, separators_[3])) return verdict::layout_differs;
        if (!read_number(at, end, timestamp)) return without_number(at);
        if (!pass(at, end, separators_[4])) return verdict::layout_differs;
        if (!read_text(at, end, decoded, user)) return verdict::values_differ;
        if (!pass(at, end, separators_[5])) return verdict::layout_differs;
        if (!read_text(at, end, decoded, url)) return verdict::values_differ;
        if (timestamp >= static_cast<std::uint64_t>(first_millisecond)) return verdict::values_differ;
        if (static_cast<std::size_t>(end - at) != tail_size_) {
            std::string_view custom;
            if (!pass(at, end, separators_[6])) return verdict::layout_differs;
            if (!read_text(at, end, decoded, custom)) return verdict::values_differ;
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

    bool walk(std::string_view body, decoded_text& decoded, record_push_view& push) noexcept;
    void learn(const std::array<std::string_view, record_field_count + 1>& between,
               std::size_t fields) noexcept;

    std::array<separator, record_field_count> separators_{};
    alignas(16) std::array<char, block_size> tail_at_end_{};
    std::uint32_t tail_bits_ = 0;
    std::size_t tail_size_ = 0;
};

/// Reads `body` field by field, in any order.
inline bool record_layout::walk(std::string_view body, decoded_text& decoded,
                                record_push_view& push) noexcept {
    const char* at = body.data();
    const char* const end = at + body.size();
    const auto skip = [&at, end](char expected) {
        while (at != end && is_json_space(*at)) {
            ++at;
        }
        if (at == end || *at != expected) return false;
        ++at;
        return true;
    };
    std::array<std::string_view, record_field_count + 1>
        between;  // the separators, as long as the order is the vendor's
    bool vendors_order = true;
    std::size_t count = 0;
    unsigned seen = 0;
    std::string_view text;
    std::uint64_t number = 0;
    if (!skip('{')) return false;
    for (const char* begin = body.data();; ++count) {
        // The key: one block sees its end, or it is none of ours.
        if (!skip('"')) return false;
        const std::uint32_t stops =
            static_cast<std::size_t>(end - at) >= block_size ? stop_bytes(at) : last_stops(at, end);
        const std::size_t length = static_cast<std::size_t>(std::countr_zero(stops));
        if (stops == 0 || at[length] != '"') return false;
        const record_field field = find_record_field({at, length});
        const unsigned bit = 1U << static_cast<unsigned>(field);
        if (field == record_field::unknown || (seen & bit) != 0) return false;
        seen |= bit;
        at += length + 1;
        if (!skip(':')) return false;

        const bool is_number = field == record_field::sdk_app_id || field == record_field::timestamp;
        if (is_number) {
            while (at != end && is_json_space(*at)) {
                ++at;
            }
        } else if (!skip('"')) {
            return false;
        }
        vendors_order = vendors_order && count == static_cast<std::size_t>(field);
        if (vendors_order) between[count] = {begin, static_cast<std::size_t>(at - begin)};
        if (is_number ? !read_number(at, end, number) : !read_text(at, end, decoded, text)) return false;
        begin = at;
        if (!is_number) ++at;  // the closing quote
        if (!store(field, number, text, push)) return false;

        if (skip(',')) continue;
        if (!skip('}')) return false;
        while (at != end && is_json_space(*at)) {
            ++at;
        }
        if (at != end) return false;
        between[++count] = {begin, static_cast<std::size_t>(at - begin)};
        break;
    }
    constexpr unsigned identity = 0b0011111;
    constexpr unsigned urls = 0b1100000;
    if ((seen & identity) != identity || (seen & urls) == 0) return false;
    if (vendors_order) learn(between, count);
    return true;
}

/// From now on, separators are expected to be these: one before each of `fields` values, one behind the last.
inline void record_layout::learn(const std::array<std::string_view, record_field_count + 1>& between,
                                 std::size_t fields) noexcept {
    for (std::size_t i = 0; i <= fields; ++i) {
        if (between[i].size() > block_size) return;
    }
    for (std::size_t i = 0; i < fields; ++i) {
        separator& learnt = separators_[i];
        const std::size_t size = between[i].size();
        learnt = {};
        std::memcpy(learnt.bytes.data(), between[i].data(), size);
        learnt.size = static_cast<std::uint32_t>(size);
        learnt.ignored = size == block_size ? 0 : ~std::uint32_t{0} << size;
    }
    tail_size_ = between[fields].size();
    std::memcpy(tail_at_end_.data() + block_size - tail_size_, between[fields].data(), tail_size_);
    tail_bits_ = ~std::uint32_t{0} << (block_size - tail_size_);
}

}  // namespace TCCC_PUSH_BLOCK_NAMESPACE
}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
