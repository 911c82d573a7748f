// SPDX-License-Identifier: MIT
/// @file
/// Where do strings go that hold escapes? A parser's buffer for them, and a reader that decodes into it.
#ifndef TCCC_DETAIL_DECODED_TEXT_HPP
#define TCCC_DETAIL_DECODED_TEXT_HPP

#include <tccc/config.hpp>
#include <tccc/detail/byte_block.hpp>
#include <tccc/detail/json_string.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {
inline namespace TCCC_PUSH_BLOCK_NAMESPACE {

/// Room for the decoded strings of one body. Decoded, a string is never longer than it was, so the body's size is enough
/// for all of them; a block more lets them be written 32 bytes at a time.
class decoded_text {
public:
    decoded_text() noexcept = default;
    decoded_text(decoded_text&& other) noexcept
        : buffer_(std::move(other.buffer_)), capacity_(std::exchange(other.capacity_, 0)) {}
    decoded_text& operator=(decoded_text&& other) noexcept {
        buffer_ = std::move(other.buffer_);
        capacity_ = std::exchange(other.capacity_, 0);
        return *this;
    }

    /// Makes room for the strings of a body of `size` bytes and forgets those of the one before. False when memory is
    /// short.
    bool start(std::size_t size) noexcept {
        used_ = 0;
        if (size <= capacity_ && capacity_ != 0) return true;
        constexpr std::size_t smallest = 1024;
        const std::size_t capacity = std::bit_ceil(size < smallest ? smallest : size);
        std::unique_ptr<char[]> buffer(new (std::nothrow) char[capacity + block_size]);
        if (buffer == nullptr) return false;
        buffer_ = std::move(buffer);
        capacity_ = capacity;
        return true;
    }

    /// The longest body for whose strings there is room.
    [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }

    /// Forgets what was decoded of this body so far.
    void restart() noexcept { used_ = 0; }

    /// Where the next string goes.
    [[nodiscard]] char* room() noexcept { return buffer_.get() + used_; }

    /// `end` is where the string ended that began at `room()`.
    [[nodiscard]] std::string_view take(const char* end) noexcept {
        const char* const begin = buffer_.get() + used_;
        used_ = static_cast<std::size_t>(end - buffer_.get());
        return {begin, static_cast<std::size_t>(end - begin)};
    }

private:
    std::unique_ptr<char[]> buffer_;
    std::size_t capacity_ = 0;
    std::size_t used_ = 0;
};

/// The character that `\u00XX` at `at` names, six readable bytes; 0x80 or more when it is none of ASCII.
TCCC_PUSH_ALWAYS_INLINE unsigned ascii_escape(const char* at) noexcept {
    if (std::memcmp(at, "\\u00", 4) != 0) return 0x80;
    const auto digit = [at](std::size_t i) -> unsigned {
        return hex_values[static_cast<unsigned char>(at[i])];
    };
    return digit(4) << 4U | digit(5);
}

/// Decodes the escape at `at`, or copies a character that `stop_bytes` takes along; returns how many bytes it stood for,
/// 0 when it is neither. Requires: `readable` bytes at `at`, one at least.
TCCC_PUSH_ALWAYS_INLINE std::size_t decode_stop(const char* at, std::size_t readable, char*& to) noexcept {
    if (*at == '\\') {
        if (const unsigned ascii = readable >= 6 ? ascii_escape(at) : 0x80; ascii < 0x80) {
            *to++ = static_cast<char>(ascii);
            return 6;
        }
        char* out = to;  // of its own: what has an address is not kept in a register
        const std::size_t size = decode_escape({at, readable}, 0, out);
        to = out;
        return size;
    }
    if (*at != ' ' && *at != '!') return 0;
    *to++ = *at;
    return 1;
}

/// Decodes one block of ASCII text and moves `at` and `to` behind it; or up to its quote, or anything else that ends it,
/// and returns true. Requires: two readable blocks at `at`, one writable at `to`.
///
/// What is plain up to the next escape is copied before that is looked for, a block at a time, whatever its length. The
/// block is searched once.
TCCC_PUSH_ALWAYS_INLINE bool decode_block(const char*& at, char*& to) noexcept {
    const char* const begin = at;
    std::uint32_t stops = stop_bytes(at);
    std::memcpy(to, at, block_size);
    while (stops != 0) {
        const char* const stop = begin + std::countr_zero(stops);
        to += stop - at;
        at = stop;
        if (at[0] == '\\' && at[1] == '/') {  // as PHP writes every slash: it is copied with what follows
            ++at;
            stops &= stops - 1;
        } else {
            const std::size_t size = decode_stop(at, block_size, to);
            if (size == 0) return true;
            at += size;
            if (at - begin >= static_cast<std::ptrdiff_t>(block_size)) return false;
            stops &= ~std::uint32_t{0} << (at - begin);
        }
        std::memcpy(to, at, block_size);
    }
    to += begin + block_size - at;
    at = begin + block_size;
    return false;
}

/// Copies less than two blocks, by loads and stores that overlap instead of a loop.
TCCC_PUSH_ALWAYS_INLINE void copy_short(char* to, const char* from, std::size_t size) noexcept {
    const auto both_ends = [&](auto part) {
        std::memcpy(to, from, part);
        std::memcpy(to + size - part, from + size - part, part);
    };
    if (size >= 32) {
        both_ends(std::integral_constant<std::size_t, 32>{});
    } else if (size >= 16) {
        both_ends(std::integral_constant<std::size_t, 16>{});
    } else if (size >= 8) {
        both_ends(std::integral_constant<std::size_t, 8>{});
    } else {
        for (; size != 0; --size) {
            *to++ = *from++;
        }
    }
}

/// Decodes ASCII text with escapes from `at` up to its quote; moves `out` behind what it wrote. Returns the quote; null
/// when there is none before `end`, or the text holds what this does not read: control characters, bytes above ASCII,
/// escapes that are none. Up to `plain` no escape is looked for. Loads reach back to `begin`, which is `at` or in front of
/// it. Requires: `out` has room for a block more than the text has bytes.
inline const char* read_escaped_text(const char* begin, const char* at, const char* plain, const char* end,
                                     char*& out) noexcept {
    char* to = out;  // in a register: 501 instructions a push here, and 529 through the reference
    const bool long_text = static_cast<std::size_t>(end - begin) >= window;
    for (; plain - at >= static_cast<std::ptrdiff_t>(block_size); at += block_size, to += block_size) {
        std::memcpy(to, at, block_size);
    }
    while (static_cast<std::size_t>(end - at) >= window) {
        if (decode_block(at, to)) {
            out = to;
            return *at == '"' ? at : nullptr;
        }
    }
    // Nearly all texts end here, in the body's last bytes. A copy with room behind it would do without this second loop,
    // but its loads wait for its stores: a push with escapes took 123 ns instead of 113.
    const std::size_t left = static_cast<std::size_t>(end - at);
    if (left == 0) return nullptr;
    std::uint64_t stops = 0;
    if (long_text) {
        stops = stop_bytes_of_two(end - window) >> (window - left);
    } else {
        std::array<char, window> copy{};  // a NUL is a stop, but behind the end
        std::memcpy(copy.data(), at, left);
        stops = stop_bytes_of_two(copy.data());
    }
    copy_short(to, at, left);
    while (stops != 0) {
        const std::size_t size_of_plain = static_cast<std::size_t>(std::countr_zero(stops));
        at += size_of_plain;
        to += size_of_plain;
        if (at == end) return nullptr;
        if (*at == '"') {
            out = to;
            return at;
        }
        const std::size_t size = decode_stop(at, static_cast<std::size_t>(end - at), to);
        if (size == 0) return nullptr;
        at += size;
        stops = stops >> size_of_plain >> size;
        copy_short(to, at, static_cast<std::size_t>(end - at));
    }
    return nullptr;
}

}  // namespace TCCC_PUSH_BLOCK_NAMESPACE
}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
