// SPDX-License-Identifier: MIT
/// @file
/// Where will the next line end? Looked for before this one is read, so that reading the next does not wait for the end
/// of this.
///
/// A batch of pushes has lines of about the same length, so the search begins where the shortest one may end. What it
/// finds may then lie behind another line feed; that there is none in between has to be proven by reading the line, and
/// a push as plain as the ones before it is a proof.
#ifndef TCCC_DETAIL_LINE_AHEAD_HPP
#define TCCC_DETAIL_LINE_AHEAD_HPP

#include <tccc/config.hpp>
#include <tccc/detail/byte_block.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {
inline namespace TCCC_PUSH_BLOCK_NAMESPACE {

class line_ahead {
public:
    static constexpr std::size_t none = std::string_view::npos;

    /// There was a line of that size. A bit less is found too, so that a few lines are enough to know them all.
    void expect(std::size_t size) noexcept { skipped_ = std::min(skipped_, size - size / 32); }

    /// Where the line that begins at `pos` may end: a line feed's place in `text`. Or none, also where one is farther
    /// away: whatever the lines are, each costs a search of `farthest` bytes at most. Requires: `pos <= text.size()`.
    [[nodiscard]] TCCC_PUSH_ALWAYS_INLINE std::size_t find(std::string_view text,
                                                           std::size_t pos) const noexcept {
        if (text.size() - pos < farthest || skipped_ > farthest - window) return none;
        const char* at = text.data() + pos + skipped_;
        const char* const last = text.data() + pos + (farthest - window);
        for (; at <= last; at += window) {
            const std::uint64_t found =
                line_feed_bytes(at) | static_cast<std::uint64_t>(line_feed_bytes(at + block_size))
                                          << block_size;
            if (found != 0)
                return static_cast<std::size_t>(at - text.data()) +
                       static_cast<std::size_t>(std::countr_zero(found));
        }
        return none;
    }

private:
    static constexpr std::size_t farthest = 1024;  // twice as long as a push with both addresses

    std::size_t skipped_ = none;  // bytes of a line; nothing is looked for until one is known
};

}  // namespace TCCC_PUSH_BLOCK_NAMESPACE
}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
