// SPDX-License-Identifier: MIT
/// @file
/// How far is it? One line on standard error that is written over, for a person at a terminal who waits.
#ifndef REPLAY_PROGRESS_HPP
#define REPLAY_PROGRESS_HPP

#include "platform.hpp"
#include "text.hpp"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

namespace replay {

class progress {
public:
    /// `total_bytes` is 0 where the size of the input is not known; then there is no time left to tell.
    explicit progress(std::uint64_t total_bytes) : total_bytes_(total_bytes), enabled_(is_terminal(stderr)) {}

    /// To be called often: looks at the clock only now and then, and shows nothing in the first second.
    void update(std::uint64_t bytes, std::uint64_t pushes) {
        if (!enabled_ || ++calls_ % 1024 != 0) return;
        const auto now = clock::now();
        if (now < next_) return;
        next_ = now + std::chrono::milliseconds{200};
        show(bytes, pushes, now - begin_);
    }

    /// Removes the line, so that what is written to `file` next does not stand behind it.
    void make_way_for(std::FILE* file) {
        if (visible_ && is_terminal(file)) {
            std::fputs("\r\x1b[K", stderr);
            visible_ = false;
        }
    }

private:
    using clock = std::chrono::steady_clock;

    void show(std::uint64_t bytes, std::uint64_t pushes, clock::duration elapsed) {
        const auto ms = static_cast<std::uint64_t>(
            std::chrono::duration_cast<std::chrono::milliseconds>(elapsed).count());
        std::string text = "\r\x1b[K";
        if (total_bytes_ != 0) {
            append_number(text, bytes * 100 / total_bytes_);
            text += " %  ";
        }
        append_number(text, pushes);
        text += " pushes  ";
        append_number(text, pushes * 1000 / ms);
        text += "/s";
        if (total_bytes_ > bytes && bytes != 0) {
            text += "  ";
            append_duration(text, std::chrono::seconds(static_cast<std::int64_t>((total_bytes_ - bytes) /
                                                                                 (bytes / ms + 1) / 1000)));
            text += " left";
        }
        std::fputs(text.c_str(), stderr);
        std::fflush(stderr);
        visible_ = true;
    }

    std::uint64_t total_bytes_;
    bool enabled_;
    bool visible_ = false;
    std::uint64_t calls_ = 0;
    clock::time_point begin_ = clock::now();
    clock::time_point next_ = begin_ + std::chrono::seconds{1};
};

}  // namespace replay

#endif
