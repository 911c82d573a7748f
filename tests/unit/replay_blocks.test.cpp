// SPDX-License-Identifier: MIT
// replay's block reader: every byte of a file, whatever its length, from a buffer that does not grow.
#include "../../examples/replay/block_reader.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <random>
#include <string>
#include <string_view>

namespace {

struct file_closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

std::unique_ptr<std::FILE, file_closer> file_with(std::string_view content) {
    std::unique_ptr<std::FILE, file_closer> file(std::tmpfile());
    REQUIRE(file);
    REQUIRE(std::fwrite(content.data(), 1, content.size(), file.get()) == content.size());
    std::rewind(file.get());
    return file;
}

}  // namespace

TEST_CASE("an empty file has no block", "[replay]") {
    const auto file = file_with("");
    replay::block_reader blocks(file.get(), 100);
    CHECK_FALSE(blocks.more());
    CHECK(blocks.text().empty());
    CHECK_FALSE(blocks.failed());
}

TEST_CASE("what the caller is not done with comes again, in front of what follows", "[replay]") {
    std::mt19937 random(7);
    constexpr std::size_t most_kept = 65536;
    for (const std::size_t size : {std::size_t{1}, std::size_t{1} << 20U, (std::size_t{1} << 20U) + most_kept,
                                   std::size_t{3'500'000}}) {
        std::string content;
        while (content.size() < size)
            content += std::to_string(random()) + '\n';
        content.resize(size);
        const auto file = file_with(content);
        replay::block_reader blocks(file.get(), most_kept);
        std::string taken;
        std::size_t most = 0;
        for (bool more = true; more;) {
            more = blocks.more();
            const std::string_view text = blocks.text();
            most = std::max(most, text.size());
            REQUIRE(content.compare(taken.size(), text.size(), text) == 0);
            const std::size_t kept = more ? random() % (most_kept + 1) : 0;
            taken += text.substr(0, text.size() - kept);
            blocks.done(text.size() - kept);
            REQUIRE(blocks.text() == text.substr(text.size() - kept));
        }
        CHECK(taken == content);
        CHECK(most <= (std::size_t{1} << 20U) + most_kept);
        CHECK_FALSE(blocks.failed());
    }
}
