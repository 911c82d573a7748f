// SPDX-License-Identifier: MIT
/// @file
/// What memory does a parser keep between bodies?
#ifndef TCCC_DETAIL_PARSER_BUFFERS_HPP
#define TCCC_DETAIL_PARSER_BUFFERS_HPP

#include <tccc/config.hpp>
#include <tccc/detail/simdjson.hpp>

#include <bit>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <utility>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {
inline namespace TCCC_PUSH_KERNEL_NAMESPACE {

/// The padded copy that simdjson reads, and simdjson's own index; both for bodies of up to `capacity_` bytes.
/// Grows by powers of two, so that bodies of a few bytes more each do not reallocate
/// each time.
class parser_buffers {
public:
    parser_buffers() noexcept = default;
    parser_buffers(parser_buffers&& other) noexcept
        : capacity_(std::exchange(other.capacity_, 0)), padded_(std::move(other.padded_)),
          json_(std::move(other.json_)) {}
    parser_buffers& operator=(parser_buffers&& other) noexcept {
        capacity_ = std::exchange(other.capacity_, 0);
        padded_ = std::move(other.padded_);
        json_ = std::move(other.json_);
        return *this;
    }

    /// Room for a body of `size` bytes. False when memory is short; what was there before stays usable.
    bool reserve(std::size_t size) noexcept { return (size <= capacity_ && capacity_ != 0) || grow(size); }

    /// A copy of `json` with the padding that On-Demand asks for. The padding is set too: its content does
    /// not count, but a memory checker would follow it into simdjson's vectors.
    const char* pad(std::string_view json) noexcept {
        if (!json.empty()) std::memcpy(padded_.get(), json.data(), json.size());  // data() may be null
        std::memset(padded_.get() + json.size(), ' ', simdjson::SIMDJSON_PADDING);
        return padded_.get();
    }

    [[nodiscard]] simdjson::ondemand::parser& json() noexcept { return json_; }

private:
    static constexpr std::size_t smallest = 1024;

    bool grow(std::size_t size) noexcept {
        const std::size_t capacity = std::bit_ceil(size < smallest ? smallest : size);
        // Not value-initialised: 64 KiB of zeros that nobody reads.
        std::unique_ptr<char[]> padded(new (std::nothrow) char[capacity + simdjson::SIMDJSON_PADDING]);
        if (padded == nullptr) return false;
        capacity_ = 0;  // simdjson may be left without memory halfway
        if (json_.allocate(capacity) != simdjson::SUCCESS) return false;
        padded_ = std::move(padded);
        capacity_ = capacity;
        return true;
    }

    std::size_t capacity_ = 0;
    std::unique_ptr<char[]> padded_;
    simdjson::ondemand::parser json_;
};

}  // namespace TCCC_PUSH_KERNEL_NAMESPACE
}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
