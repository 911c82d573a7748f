// SPDX-License-Identifier: MIT
/// @file
/// Where do strings go that hold escapes? A parser's buffer for them, and a reader that decodes into it.
#ifndef TCCC_DETAIL_DECODED_TEXT_HPP
#define TCCC_DETAIL_DECODED_TEXT_HPP

#include <tccc/config.hpp>
#include <tccc/detail/byte_block.hpp>
#include <tccc/detail/json_string.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <utility>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {
inline namespace TCCC_PUSH_BLOCK_NAMESPACE {

/// Room for the decoded strings of one body. Decoded, a string is never longer than it was, so the body's size is enough
/// for all of them; a block more lets them be written 32 bytes at a time
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

/// Decodes ASCII text with escapes from `at` up to its quote; moves `to` behind what it wrote. Returns the quote; null
/// when there is none before `end`, or the text holds what this does not read: control characters, bytes above ASCII,
/// escapes that are none. Requires: `to` has room for a block more than the text has bytes.
inline const char* read_escaped_text(const char* at, const char* end, char*& to) noexcept {
    for (;;) {
        const std::size_t left = static_cast<std::size_t>(end - at);
        if (left == 0) return nullptr;
        if (left >= block_size) {  // nearer to the end one character at a time
            std::memcpy(to, at, block_size);
            const std::uint32_t stops = stop_bytes(at);
            const std::size_t plain =
                stops == 0 ? block_size : static_cast<std::size_t>(std::countr_zero(stops));
            at += plain;
            to += plain;
            if (stops == 0) continue;
        }
        const unsigned char c = static_cast<unsigned char>(*at);
        if (c == '"') return at;
        if (c == '\\') {
            const std::size_t size = decode_escape({at, static_cast<std::size_t>(end - at)}, 0, to);
            if (size == 0) return nullptr;
            at += size;
        } else if (c >= 0x20 && c < 0x80) {
            *to++ = *at++;
        } else {
            return nullptr;
        }
    }
}

}  // namespace TCCC_PUSH_BLOCK_NAMESPACE
}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
