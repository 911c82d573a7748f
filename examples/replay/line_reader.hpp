// SPDX-License-Identifier: MIT
/// @file
/// Which lines are in a file of any size? `line_reader`: large blocks, no copy of a line, bounded memory.
#ifndef REPLAY_LINE_READER_HPP
#define REPLAY_LINE_READER_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <vector>

namespace replay {

struct line {
    std::string_view text;  // without the line feed; ends with the next call on the reader
    std::uint64_t number = 0;
    bool too_long = false;  // `text` is only its beginning; `line_reader::rest` gives the other pieces
};

class line_reader {
public:
    line_reader(std::FILE* file, std::size_t max_line)
        : file_(file), max_line_(max_line), buffer_(std::max<std::size_t>(block, 2 * max_line)) {}

    /// The next line; false at the end and after a failure to read.
    bool next(line& out) {
        rest([](std::string_view) {});
        const std::size_t size = find_line();
        if (size == none) return false;
        out.too_long = size > max_line_;
        out.text = std::string_view(buffer_.data() + begin_, std::min(size, max_line_));
        out.number = ++number_;
        inside_line_ = out.too_long;
        // A line that ends with the file has no line feed to skip.
        begin_ += out.too_long ? max_line_ : std::min(size + 1, end_ - begin_);
        return true;
    }

    /// What follows `line::text` of a line that was too long, in pieces that are not kept.
    template <class Sink>
    void rest(Sink&& sink) {
        while (inside_line_) {
            if (begin_ == end_ && !fill()) {
                inside_line_ = false;
                return;
            }
            const std::size_t size = line_feed(begin_);
            inside_line_ = size == none;
            sink(std::string_view(buffer_.data() + begin_, inside_line_ ? end_ - begin_ : size));
            begin_ = inside_line_ ? end_ : begin_ + size + 1;
        }
    }

    bool failed() const { return std::ferror(file_) != 0; }
    std::uint64_t bytes() const { return bytes_; }

private:
    static constexpr std::size_t block = std::size_t{1} << 20U;
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    // The size of the line at begin_: of all of it, or at least of more than max_line_.
    std::size_t find_line() {
        std::size_t searched = 0;
        for (;;) {
            if (const std::size_t found = line_feed(begin_ + searched); found != none)
                return searched + found;
            searched = end_ - begin_;
            if (searched > max_line_) return searched;
            if (!fill()) return searched == 0 ? none : searched;
        }
    }

    // How far the next line feed is from `from`.
    std::size_t line_feed(std::size_t from) const {
        if (from == end_) return none;
        const char* const start = buffer_.data() + from;
        const void* const found = std::memchr(start, '\n', end_ - from);
        return found == nullptr ? none : static_cast<std::size_t>(static_cast<const char*>(found) - start);
    }

    // Reads on behind what is left of the buffer. There is room: a line of max_line_ is at most half of it.
    bool fill() {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
        const std::size_t read = std::fread(buffer_.data() + end_, 1, buffer_.size() - end_, file_);
        end_ += read;
        bytes_ += read;
        return read != 0;
    }

    std::FILE* file_;
    std::size_t max_line_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;  // what was read and not yet given out is [begin_, end_)
    std::size_t end_ = 0;
    std::uint64_t number_ = 0;
    std::uint64_t bytes_ = 0;
    bool inside_line_ = false;
};

}  // namespace replay

#endif
