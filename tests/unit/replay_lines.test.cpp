// SPDX-License-Identifier: MIT
// replay's line reader: every line of a file, whatever its length, from a buffer that does not grow.
#include "../../examples/replay/line_reader.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

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

std::vector<std::string> split(std::string_view content) {
    std::vector<std::string> lines;
    while (!content.empty()) {
        const std::size_t size = content.find('\n');
        lines.emplace_back(content.substr(0, size));
        content.remove_prefix(size == std::string_view::npos ? content.size() : size + 1);
    }
    return lines;
}

// Reads all lines and holds each against `content`, too long ones by their beginning or by all of their
// pieces.
void check_lines(const std::string& content, std::size_t max_line, bool ask_for_rest) {
    const auto file = file_with(content);
    replay::line_reader reader(file.get(), max_line);
    const std::vector<std::string> wanted = split(content);
    replay::line line;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        REQUIRE(reader.next(line));
        REQUIRE(line.number == i + 1);
        REQUIRE(line.too_long == (wanted[i].size() > max_line));
        std::string text(line.text);
        REQUIRE(text == wanted[i].substr(0, max_line));
        if (!ask_for_rest) continue;
        reader.rest([&](std::string_view piece) { text += piece; });
        REQUIRE(text == wanted[i]);
    }
    REQUIRE_FALSE(reader.next(line));
    REQUIRE_FALSE(reader.next(line));
    REQUIRE_FALSE(reader.failed());
    REQUIRE(reader.bytes() == content.size());
}

}  // namespace

TEST_CASE("no line, empty lines, no line feed at the end") {
    for (const char* const content : {"", "\n", "\n\n", "a", "a\n", "a\nb", "\na\n\nb\n", "a\r\nb\r\n"}) {
        check_lines(content, 10, false);
        check_lines(content, 10, true);
    }
}

TEST_CASE("a line of exactly the limit is whole, one byte more is too long") {
    for (const std::size_t size :
         {std::size_t{9}, std::size_t{10}, std::size_t{11}, std::size_t{20}, std::size_t{21}}) {
        const std::string text(size, 'x');
        for (const std::string& content :
             {text, text + "\n", "a\n" + text + "\nb", text + "\n" + text + "\n"}) {
            check_lines(content, 10, false);
            check_lines(content, 10, true);
        }
    }
}

TEST_CASE("lines of every length, across the borders of blocks") {
    std::mt19937 random(7);
    for (int round = 0; round < 20; ++round) {
        std::string content;
        while (content.size() < 3'500'000) {  // more than three blocks
            const auto kind = random() % 100;
            const unsigned longest = kind == 0 ? 2'000'000 : kind < 10 ? 70'000 : 900;
            content.append(random() % longest, static_cast<char>('a' + random() % 26));
            content += '\n';
        }
        if (round % 2 == 0) content.pop_back();
        check_lines(content, 65536, round % 4 < 2);
    }
}
