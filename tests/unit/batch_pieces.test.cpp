// SPDX-License-Identifier: MIT
// Promise: a batch that comes in pieces gives the same entries, wherever it was cut, from a bounded buffer.
#include "../support/batch_entries.hpp"
#include "../support/random_body.hpp"

#include <tccc/batch.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

using namespace tccc::testing;
using tccc::batch_format;

namespace {

constexpr tccc::parse_options options{.max_body_bytes = 600};

// As a user would read a file: a buffer to which the next bytes are appended, and from which what is done
// with is taken. `next` says how many bytes come at a time.
template <class Next>
kept_entries in_pieces(std::string_view whole, batch_format format, Next&& next,
                       std::size_t* longest = nullptr) {
    kept_entries all;
    tccc::parser parser(options);
    tccc::batch_reader reader(format);
    const auto keep_entry = [&](const tccc::batch_entry& entry) { all.push_back(keep(entry)); };
    std::string buffer;
    while (!whole.empty()) {
        const std::size_t size = std::min<std::size_t>(next(), whole.size());
        buffer += whole.substr(0, size);
        whole.remove_prefix(size);
        buffer.erase(0, reader.read(parser, buffer, keep_entry));
        if (longest != nullptr) *longest = std::max(*longest, buffer.size());
    }
    buffer.erase(0, reader.finish(parser, buffer, keep_entry));
    CHECK(buffer.empty());
    CHECK(reader.entries() == all.size());
    return all;
}

// Equal, but that of an entry too large there may be less.
bool same(const kept_entries& whole, const kept_entries& pieces) {
    return std::ranges::equal(whole, pieces, [](kept_entry a, const kept_entry& b) {
        if (a.error.code == tccc::errc::body_too_large && a.body.starts_with(b.body) &&
            b.body.size() > options.max_body_bytes)
            a.body = b.body;
        return a == b;
    });
}

}  // namespace

TEST_CASE("lines and values, byte by byte and in pieces of every size", "[batch]") {
    const std::string large = write(plus("x", in_quotes(std::string(2000, 'x'))));
    const std::string lines = "\xEF\xBB\xBF" + numbered_push(1) + "\r\n\n" + escaped_push(2) + "\nbroken\n" +
                              large + "\n" + numbered_push(3);
    const std::string values = "\xEF\xBB\xBF[" + numbered_push(1) + ",\n" + large + "," + escaped_push(2) +
                               " nul]" + numbered_push(4, vendor_spacing) + "\"a\\\"\"[{}" + numbered_push(5);
    for (const batch_format format : {batch_format::ndjson, batch_format::json}) {
        const std::string& text = format == batch_format::ndjson ? lines : values;
        const kept_entries whole = entries_of(text, format, options);
        CHECK(whole.size() >= 5);
        for (std::size_t size = 1; size <= text.size(); size = size < 700 ? size + 1 : size * 2) {
            std::size_t longest = 0;
            const auto next = [size] { return size; };
            REQUIRE(same(whole, in_pieces(text, format, next, &longest)));
            REQUIRE(longest <= options.max_body_bytes);
        }
    }
}

TEST_CASE("good and mutated pushes, cut at random", "[batch]") {
    random_body random(77);
    for (int round = 0; round < 2000; ++round) {
        std::string text = random.one_in(3) ? "[" : "";
        for (std::size_t count = random.below(8); count != 0; --count) {
            const std::string body = random.one_in(2) ? random.in_order() : random.valid();
            text += random.one_in(3) ? random.mutated(body) : body;
            text += std::array<std::string_view, 4>{"", "\n", ",\n", "\r\n"}[random.below(4)];
        }
        const std::size_t most = 1 + random.below(random.one_in(2) ? 20 : 800);
        const auto next = [&] { return 1 + random.below(most); };
        for (const batch_format format : {batch_format::ndjson, batch_format::json}) {
            const kept_entries whole = entries_of(text, format, options);
            if (same(whole, in_pieces(text, format, next))) continue;
            INFO(text);
            FAIL("the entries depend on where the text was cut");
        }
    }
}

TEST_CASE("the rest of an entry too large can be had, to keep it", "[batch]") {
    const std::string large = "{\"x\":\"" + std::string(5000, 'x') + "\"}";
    for (const batch_format format : {batch_format::ndjson, batch_format::json}) {
        tccc::parser parser(options);
        tccc::batch_reader reader(format);
        std::string text = numbered_push(1) + "\n" + large + "\n" + numbered_push(2) + "\n";
        std::string kept;
        std::string buffer;
        std::size_t good = 0;
        while (!text.empty()) {
            const std::size_t size = std::min<std::size_t>(1000, text.size());
            buffer += text.substr(0, size);
            text.erase(0, size);
            const std::size_t rest = reader.skip_rest(buffer);
            kept += buffer.substr(0, rest);
            buffer.erase(0, rest);
            buffer.erase(0, reader.read(parser, buffer, [&](const tccc::batch_entry& entry) {
                good += entry.push ? 1U : 0U;
                if (reader.inside_entry()) kept += entry.body;
            }));
        }
        CHECK(good == 2);
        CHECK(kept == (format == batch_format::ndjson ? large + "\n" : large));
        CHECK_FALSE(reader.inside_entry());
        CHECK(reader.lines() == (format == batch_format::ndjson ? 3 : 0));
    }
}

TEST_CASE("after a stop, the reader goes on where it was", "[batch]") {
    const std::string text = "[" + numbered_push(1) + "," + numbered_push(2) + " " + numbered_push(3) + ",]";
    for (const batch_format format : {batch_format::ndjson, batch_format::json}) {
        tccc::parser parser(options);
        tccc::batch_reader reader(format);
        kept_entries all;
        std::string_view rest = text;
        do {
            rest.remove_prefix(reader.finish(parser, rest, [&](const tccc::batch_entry& entry) {
                all.push_back(keep(entry));
                return false;
            }));
        } while (!rest.empty());
        CHECK(all == entries_of(text, format, options));
        CHECK(reader.offset() == text.size());
    }
}
