// SPDX-License-Identifier: MIT
/// @file
/// How does a file of any size come into memory? `block_reader`: in large blocks, in a buffer that does not
/// grow.
#ifndef REPLAY_BLOCK_READER_HPP
#define REPLAY_BLOCK_READER_HPP

#include <cstddef>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <vector>

namespace replay {

class block_reader {
public:
    /// `most_kept` is the most that a caller is not yet done with when it asks for more.
    block_reader(std::FILE* file, std::size_t most_kept) : file_(file), buffer_(block + most_kept) {}

    /// Reads on behind `text()`; false at the end of the file and after a failure to read. Views into
    /// `text()` end here.
    bool more() {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
        const std::size_t wanted = buffer_.size() - end_;
        const std::size_t read = std::fread(buffer_.data() + end_, 1, wanted, file_);
        end_ += read;
        return read == wanted;
    }

    /// What was read and is not yet done with.
    std::string_view text() const { return {buffer_.data() + begin_, end_ - begin_}; }
    void done(std::size_t bytes) { begin_ += bytes; }

    bool failed() const { return std::ferror(file_) != 0; }

private:
    static constexpr std::size_t block = std::size_t{1} << 20U;

    std::FILE* file_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace replay

#endif
