// SPDX-License-Identifier: MIT
// Promise: of NDJSON, each line is read as if it were alone; none costs another.
#include "../support/batch_entries.hpp"
#include "../support/pushes.hpp"

#include <tccc/push.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

using namespace tccc::testing;
using tccc::batch_format;
using tccc::errc;

TEST_CASE("a file of lines, as a user reads it", "[batch]") {
    const std::string file =
        numbered_push(1) + "\n" + "not a push\n" + "\n" + numbered_push(2) + "\r\n" + numbered_push(3);
    tccc::parser parser;
    std::vector<std::string> records;
    std::vector<std::size_t> broken_lines;
    const std::size_t entries =
        tccc::for_each_push(parser, file, batch_format::ndjson, [&](const tccc::batch_entry& entry) {
            if (entry.push) {
                records.emplace_back(entry.push->record_id);
            } else {
                broken_lines.push_back(entry.line);
            }
        });
    CHECK(entries == 4);
    CHECK(records == std::vector<std::string>{"1", "2", "3"});
    CHECK(broken_lines == std::vector<std::size_t>{2});
}

TEST_CASE("offset, size, number and line of each", "[batch]") {
    const std::string good = numbered_push(1);
    const std::string file = "\n" + good + "\r\n \t\r\n" + "{\"SdkAppId\":x}\n" + good;
    const kept_entries all = entries_of(file, batch_format::ndjson);
    REQUIRE(all.size() == 3);
    CHECK(all[0].offset == 1);
    CHECK(all[0].body == good + "\r");  // white space to JSON, and so the line's bytes stay as they are
    CHECK(all[0].line == 2);
    CHECK(all[0].number == 1);
    CHECK(all[1].line == 4);
    CHECK(all[1].number == 2);
    // The error is placed in the buffer, and by the entry's offset in the line.
    CHECK(all[1].error.code == errc::malformed_json);
    CHECK(file[all[1].error.offset] == 'x');
    CHECK(all[1].error.offset - all[1].offset == 12);
    CHECK(all[2].line == 5);
    CHECK(all[2].offset + all[2].body.size() == file.size());
    CHECK(consistent(all, file, between_lines));
}

TEST_CASE("nothing in it, nothing comes out", "[batch]") {
    for (const std::string_view empty : {"", "\n", "\r\n\r\n", "  \t\n \n", "\xEF\xBB\xBF", "\xEF\xBB\xBF\n"})
        CHECK(entries_of(empty, batch_format::ndjson).empty());
    CHECK(entries_of(std::string_view{}, batch_format::ndjson).empty());
}

TEST_CASE("a byte order mark is skipped at the begin, and drift elsewhere", "[batch]") {
    const std::string mark = "\xEF\xBB\xBF";
    const std::string file = mark + numbered_push(1) + "\n" + mark + numbered_push(2) + "\n";
    const kept_entries all = entries_of(file, batch_format::ndjson);
    REQUIRE(all.size() == 2);
    CHECK(all[0].offset == 3);
    CHECK_FALSE(all[0].push.drift.any());
    CHECK(all[1].push.drift.has(tccc::anomaly::byte_order_mark));
}

TEST_CASE("false stops, at any entry", "[batch]") {
    const std::string file = numbered_push(1) + "\n{\n" + numbered_push(3) + "\n" + numbered_push(4) + "\n";
    tccc::parser parser;
    for (std::size_t last = 1; last <= 4; ++last) {
        std::size_t calls = 0;
        const auto until = [&](const tccc::batch_entry&) { return ++calls != last; };
        CHECK(tccc::for_each_push(parser, file, batch_format::ndjson, until) == last);
        CHECK(calls == last);
    }
}

TEST_CASE("a line beyond the limit is refused unread, whatever is in it", "[batch]") {
    const std::string good = numbered_push(1);
    const tccc::parse_options options{.max_body_bytes = good.size()};
    for (const std::string& large : {good + " ", std::string(good.size() + 1, ' '), std::string(9999, '{')}) {
        const std::string file = good + "\n" + large + "\n" + good;
        const kept_entries all = entries_of(file, batch_format::ndjson, options);
        REQUIRE(all.size() == 3);
        CHECK(all[1].error == tccc::error{errc::body_too_large, {}, good.size() + 1 + good.size()});
        CHECK(all[1].body == large);
        CHECK(consistent(all, file, between_lines, options));
    }
}

TEST_CASE("options are the parser's: strict lines", "[batch]") {
    const std::string file = write(plus("Extra", "1")) + "\n" + numbered_push(1) + "\n";
    const kept_entries all = entries_of(file, batch_format::ndjson, {.strict = true});
    REQUIRE(all.size() == 2);
    CHECK(all[0].error.code == errc::unknown_field);
    CHECK(all[1].error.code == errc::ok);
}

TEST_CASE("good lines among random garbage all come out, in order, where they are", "[batch]") {
    random_source random(20201216);
    constexpr std::string_view bytes = "{}[]\",:\\ \t\r\x01\x80\xff\x7f"
                                       "ax1-.eEtfn/u";
    constexpr std::array<std::string_view, 8> broken = {
        "{\"SdkAppId\":1", "\"", "[{", "{\"a\":\"b\\", "}", "null", "\xEF\xBB\xBF", "{}{}"};
    std::size_t good_lines = 0;
    for (std::size_t round = 0; round < 2000; ++round) {
        std::string file;
        std::vector<std::string> good;
        for (std::size_t lines = random.below(12); lines != 0; --lines) {
            switch (random.below(4)) {
            case 0:
                for (std::size_t size = random.below(40); size != 0; --size)
                    file += bytes[random.below(bytes.size())];
                break;
            case 1: file += random.pick(broken); break;
            default:
                good.push_back(random.below(3) == 0 ? escaped_push(round + lines) : numbered_push(lines));
                file += good.back();
            }
            if (lines > 1 || random.below(2) == 0) file += '\n';
        }
        const kept_entries all = entries_of(file, batch_format::ndjson);
        good_lines += good.size();
        if (good_bodies(all) == good && consistent(all, file, between_lines)) continue;
        INFO(file);
        FAIL("a good line was lost, or is not where it should be");
    }
    CHECK(good_lines > 5000);
}
