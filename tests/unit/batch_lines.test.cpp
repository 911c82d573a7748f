// SPDX-License-Identifier: MIT
// Promise: a batch of lines gives what its lines give, cut at their line feeds and parsed one by one, whatever stands
// in them and next to them.
#include "../support/guarded_memory.hpp"
#include "../support/push_text.hpp"
#include "../support/random_body.hpp"

#include <tccc/batch.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

using namespace tccc;
using namespace tccc::testing;

namespace {

/// Reads a buffer in the way that needs no thought, and compares with `for_each_push`.
class line_by_line {
public:
    explicit line_by_line(const parse_options& options) : by_batch_(options), by_hand_(options) {}

    bool agree(std::string_view buffer) {
        pos_ = line_ = number_ = 0;
        bool same = true;
        for_each_push(by_batch_, buffer, batch_format::ndjson, [&](const batch_entry& entry) {
            same = same && is_next(buffer, entry);
            pushes_ += entry.push ? 1U : 0U;
        });
        return same && !next_line(buffer);
    }
    [[nodiscard]] std::size_t pushes() const { return pushes_; }

private:
    std::optional<std::string_view> next_line(std::string_view buffer) {
        while (pos_ < buffer.size()) {
            const std::string_view line = buffer.substr(pos_, buffer.find('\n', pos_) - pos_);
            offset_ = pos_;
            pos_ += line.size() + 1;
            ++line_;
            const bool blank = line.find_first_not_of(" \t\r") == line.npos;
            if (!blank || line.size() > by_hand_.options().max_body_bytes) return line;
        }
        return std::nullopt;
    }

    bool is_next(std::string_view buffer, const batch_entry& entry) {
        const auto line = next_line(buffer);
        if (!line) return false;
        auto expected = by_hand_.parse_record(*line);
        if (!expected) {
            const error e = expected.error();
            expected = error{e.code, e.field, e.offset + offset_};
        }
        return entry.body.data() == line->data() && entry.body == *line && entry.offset == offset_ &&
               entry.line == line_ && entry.number == ++number_ && entry.push == expected;
    }

    parser by_batch_;
    parser by_hand_;
    std::size_t pos_ = 0;
    std::size_t offset_ = 0;
    std::size_t line_ = 0;
    std::size_t number_ = 0;
    std::size_t pushes_ = 0;
};

/// A push of several spacings, all in one line, or one that spans lines, as the vendor's sample does.
std::string some_push(random_body& random) {
    std::string body = random.one_in(8) ? random.valid() : random.in_order();
    if (random.one_in(20)) return body;
    for (char& c : body) {
        if (c == '\n' || c == '\r') c = ' ';
    }
    return body;
}

std::string some_lines(random_body& random) {
    std::string buffer;
    for (auto count = random.below(12); count != 0; --count) {
        const std::string push = some_push(random);
        switch (random.below(10)) {
        case 0: buffer += random.mutated(push); break;
        case 1: buffer += random.one_in(2) ? "" : " \t"; break;
        case 2: buffer += push + push; break;
        case 3: buffer += push.substr(0, random.below(push.size())); break;
        case 4: buffer += push + std::string(random.below(300), ' '); break;
        default: buffer += push;
        }
        if (random.one_in(4)) buffer += '\r';
        if (!random.one_in(20)) buffer += '\n';
    }
    return random.one_in(4) ? random.mutated(buffer) : buffer;
}

}  // namespace

TEST_CASE("random lines, good and broken, are read like each one alone", "[batch]") {
    for (const std::size_t limit : {std::size_t{64} * 1024, std::size_t{450}}) {
        line_by_line paths({.max_body_bytes = limit});
        for (std::uint64_t seed = 0; seed < 20'000; ++seed) {
            random_body random(seed);
            const std::string buffer = some_lines(random);
            if (buffer.starts_with("\xEF\xBB\xBF"))
                continue;  // of a batch it is skipped, of a line it is reported
            if (!paths.agree(buffer)) FAIL("limit " << limit << ", seed " << seed << ":\n" << buffer);
        }
        CHECK(paths.pushes() > 20'000);
    }
}

TEST_CASE("a push that spans lines is no entry, though a parser has seen many like it", "[batch]") {
    const std::string body = write(sample_members(), vendor_spacing);
    const std::string buffer = body + "\n" + body + "\n";
    line_by_line paths({});
    CHECK(paths.agree(buffer));
    CHECK(paths.pushes() == 0);
    parser spanning;
    REQUIRE(spanning.parse_record(body));
    REQUIRE(spanning.parse_record(body));
    std::size_t good = 0;
    for_each_push(spanning, buffer, batch_format::ndjson,
                  [&good](const batch_entry& entry) { good += entry.push ? 1U : 0U; });
    CHECK(good == 0);
}

TEST_CASE("a push that spans lines is no entry, though the parser sees one like it between them", "[batch]") {
    const std::string line = write(sample_members());
    const std::string body = "{\n" + line.substr(1);
    std::string buffer;
    for (int i = 0; i < 12; ++i)
        buffer += (i < 6 ? line : body) + "\n";
    parser shared;
    std::size_t good = 0;
    for_each_push(shared, buffer, batch_format::ndjson, [&](const batch_entry& entry) {
        good += entry.push ? 1U : 0U;
        REQUIRE(shared.parse_record(body));
    });
    CHECK(good == 6);
}

TEST_CASE("a line that is cut off takes nothing from the next one", "[batch]") {
    const std::string push = write(sample_members());
    line_by_line paths({});
    for (std::size_t size = 0; size <= push.size(); ++size) {
        CAPTURE(size);
        CHECK(paths.agree(push + "\n" + push.substr(0, size) + "\n" + push + "\n"));
        CHECK(paths.agree(push + "\n" + push.substr(0, size) + push + "\n" + push));
    }
}

TEST_CASE("a line feed anywhere in a push ends a line, however many others are whole", "[batch]") {
    // So many that the end of each line is looked for before the one in front of it is read.
    const std::string push = write(sample_members());
    std::string whole;
    while (whole.size() < 3000)
        whole += push + "\n";
    line_by_line paths({});
    for (std::size_t size = 0; size <= push.size(); ++size) {
        CAPTURE(size);
        const std::string begin = push.substr(0, size);
        CHECK(paths.agree(whole + begin + "\n" + push.substr(size) + "\n" + whole));
        if (size != push.size())
            CHECK(paths.agree(whole + begin + "\n" + push.substr(size + 1) + "\n" + whole));
        CHECK(paths.agree(whole + begin + "\n\n" + push + "\n" + whole));
        CHECK(paths.agree(whole + begin + push.substr(0, 20) + push.substr(size) + "\n" + whole));
    }
}

TEST_CASE("lines that end where the readable memory does", "[batch]") {
#if TCCC_TESTS_HAS_GUARDED_MEMORY
    guarded_memory memory(8192);
    const std::string push = write(sample_members());
    line_by_line paths({});
    for (std::size_t size = 0; size <= push.size(); ++size) {
        CAPTURE(size);
        const std::string lines = push + "\n" + push.substr(0, size);
        CHECK(paths.agree(memory.at_end(lines)));
        CHECK(paths.agree(memory.at_end(lines + "\n")));
        CHECK(paths.agree(memory.at_end(lines + "\"}\n")));
        CHECK(paths.agree(memory.at_end(lines + "\"}\r\n")));
        std::string many;
        while (many.size() < 2000)
            many += push + "\n";
        CHECK(paths.agree(memory.at_end(many + lines)));
        CHECK(paths.agree(memory.at_end(many + push + std::string(size, ' ') + "\n" + push)));
    }
#endif
}
