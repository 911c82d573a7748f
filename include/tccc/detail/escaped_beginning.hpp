// SPDX-License-Identifier: MIT
/// @file
/// How does a URL begin, of which each slash is escaped? All those of one sender alike, up to the path of the file: that
/// beginning is learnt with what it decodes to, compared whole and copied whole.
#ifndef TCCC_DETAIL_ESCAPED_BEGINNING_HPP
#define TCCC_DETAIL_ESCAPED_BEGINNING_HPP

#include <tccc/config.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <utility>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// It holds whole characters and whole escapes, so what it decodes to is the beginning of what the text decodes to. It
/// never changes what is read, only how fast.
class escaped_beginning {
public:
    /// May a text begin so whose first escape is at `plain`? Nearly all begin "http:\/" or "https:\/".
    [[nodiscard]] static bool may_begin(const char* text, const char* plain) noexcept {
        return plain - text <= first_escape;
    }

    /// If the text at `at`, in what ends at `end`, begins as the one learnt: copies that decoded to `to`, moves both
    /// pointers behind it, and returns true.
    bool copy(const char*& at, const char* end, char*& to) noexcept {
        if (static_cast<std::size_t>(end - at) < size_ || size_ == 0 ||
            std::memcmp(at, text_.data(), size_) != 0)
            return false;
        std::memcpy(to, decoded_.data(), decoded_size_);
        at += size_;
        to += decoded_size_;
        missed_ = false;
        return true;
    }

    /// Of two texts that differ, what both begin with is what others will begin with too. A stranger, with nearly nothing
    /// in common, changes nothing unless it is the second in a row. `text` has been decoded, and is plain ASCII but for
    /// escapes.
    void learn(std::string_view text) noexcept {
        if (keep(text, common(text))) {
            missed_ = false;
        } else if (size_ == 0 || std::exchange(missed_, true)) {
            if (keep(text, text.size())) missed_ = false;
        }
    }

private:
    static constexpr std::ptrdiff_t first_escape = 6;
    static constexpr std::size_t shortest = 32;  // a shorter one is decoded as fast
    static constexpr std::size_t longest = 128;

    std::size_t common(std::string_view text) const noexcept {
        const std::size_t most = std::min(text.size(), size_);
        std::size_t size = 0;
        while (size != most && text[size] == text_[size]) {
            ++size;
        }
        return size;
    }

    /// Learns `text` up to the last `\/` in its first `most` bytes; an escape of another kind ends it as well.
    bool keep(std::string_view text, std::size_t most) noexcept {
        text = text.substr(0, std::min(most, longest));
        std::size_t size = 0;
        for (std::size_t at = text.find('\\'); at < text.size() && text.substr(at, 2) == "\\/";
             at = text.find('\\', size)) {
            size = at + 2;
        }
        if (size < shortest) return false;
        std::memcpy(text_.data(), text.data(), size);
        size_ = size;
        decoded_size_ = 0;
        for (std::size_t at = 0; at != size; ++at) {
            if (text_[at] != '\\') decoded_[decoded_size_++] = text_[at];
        }
        return true;
    }

    std::array<char, longest> text_{};
    std::array<char, longest> decoded_{};
    std::size_t size_ = 0;
    std::size_t decoded_size_ = 0;
    bool missed_ = false;  ///< The last text was a stranger: a second one in a row takes its place.
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
