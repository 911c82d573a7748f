// SPDX-License-Identifier: MIT
// Promise: any number of threads and any cut give the entries of one thread; in order, the same sequence.
#include "../support/batch_entries.hpp"
#include "../support/pushes.hpp"

#include <tccc/batch.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#if TCCC_PUSH_HAS_EXCEPTIONS
#include <stdexcept>
#endif

using namespace tccc::testing;
using tccc::batch_format;
using tccc::batch_threads;

namespace {

std::string lines_of_all_kinds(std::size_t count, bool last_line_feed = true) {
    random_source random(count);
    std::string text = "\xEF\xBB\xBF";
    for (std::size_t i = 0; i < count; ++i) {
        switch (random.below(8)) {
        case 0: text += "broken"; break;
        case 1: text += "\r"; break;
        case 2: text += "\xEF\xBB\xBF" + numbered_push(i); break;
        case 3: text += std::string(900, '{'); break;
        case 4:
        case 5: text += escaped_push(i); break;
        default: text += numbered_push(i);
        }
        if (i + 1 < count || last_line_feed) text += '\n';
    }
    return text;
}

kept_entries sorted(kept_entries all) {
    std::ranges::sort(all, {}, &kept_entry::offset);
    return all;
}

}  // namespace

TEST_CASE("in order: the sequence of one thread, numbers and lines included", "[batch]") {
    const tccc::parse_options parsing{.max_body_bytes = 800};
    for (const std::size_t lines : {0U, 1U, 2U, 40U, 41U}) {
        const std::string text = lines_of_all_kinds(lines, lines != 41);
        const kept_entries expected = entries_of(text, batch_format::ndjson, parsing);
        for (unsigned count = 1; count <= 8; ++count) {
            for (const std::size_t block : {1U, 7U, 100U, 350U, 1000U, 1U << 20U}) {
                kept_entries all;
                const std::size_t called = tccc::for_each_push(
                    text, {.count = count, .ordered = true, .block_bytes = block, .parsing = parsing},
                    [&](const tccc::batch_entry& entry) { all.push_back(keep(entry)); });
                REQUIRE(called == expected.size());
                REQUIRE(all == expected);
            }
        }
    }
}

TEST_CASE("at once: the same entries, each thread with a number of its own", "[batch]") {
    const std::string text = lines_of_all_kinds(60);
    kept_entries expected = entries_of(text, batch_format::ndjson);
    for (kept_entry& entry : expected)
        entry.number = entry.line = 0;  // not known
    for (unsigned count = 1; count <= 8; ++count) {
        for (const std::size_t block : {0U, 1U, 50U, 500U, 5000U}) {
            std::array<kept_entries, 8> each;
            const std::size_t called =
                tccc::for_each_push(text, {.count = count, .block_bytes = block},
                                    [&](const tccc::batch_entry& entry, unsigned worker) {
                                        each.at(worker).push_back(keep(entry));
                                    });
            kept_entries all;
            for (std::size_t worker = 0; worker < each.size(); ++worker) {
                if (worker >= count) REQUIRE(each[worker].empty());
                all.insert(all.end(), each[worker].begin(), each[worker].end());
            }
            REQUIRE(called == expected.size());
            REQUIRE(sorted(all) == expected);
        }
    }
}

TEST_CASE("no thread, no bytes, a callback without the number", "[batch]") {
    const std::string text = lines_of_all_kinds(10);
    const std::size_t expected = entries_of(text, batch_format::ndjson).size();
    for (const bool ordered : {false, true}) {
        std::atomic<std::size_t> calls{0};
        const auto count = [&calls](const tccc::batch_entry&) { ++calls; };
        CHECK(tccc::for_each_push(text, {.count = 0, .ordered = ordered}, count) == expected);
        CHECK(tccc::for_each_push(text, {.count = 3, .ordered = ordered, .block_bytes = 64}, count) ==
              expected);
        CHECK(calls == 2 * expected);
        CHECK(tccc::for_each_push(std::string_view{}, {.count = 4, .ordered = ordered}, count) == 0);
    }
}

TEST_CASE("false stops: in order at once, else when all have heard of it", "[batch]") {
    const std::string text = lines_of_all_kinds(200);
    const kept_entries expected = entries_of(text, batch_format::ndjson);
    for (const std::size_t last : {std::size_t{1}, std::size_t{17}, expected.size()}) {
        for (unsigned count = 1; count <= 4; ++count) {
            kept_entries all;
            const std::size_t called =
                tccc::for_each_push(text, {.count = count, .ordered = true, .block_bytes = 300},
                                    [&](const tccc::batch_entry& entry) {
                                        all.push_back(keep(entry));
                                        return all.size() != last;
                                    });
            REQUIRE(called == last);
            REQUIRE(std::ranges::equal(all, std::span(expected).first(last)));

            std::atomic<std::size_t> calls{0};
            const std::size_t at_once =
                tccc::for_each_push(text, {.count = count, .block_bytes = 300},
                                    [&](const tccc::batch_entry&) { return ++calls < last; });
            REQUIRE(at_once == calls);
            REQUIRE(at_once >= last);
            REQUIRE(at_once < last + count);
        }
    }
}

TEST_CASE("what a callback may do: move-only state, member functions, a generic lambda", "[batch]") {
    const std::string text = numbered_push(1) + "\n" + numbered_push(2) + "\n";
    std::size_t sum = 0;
    tccc::for_each_push(text, {.count = 2, .ordered = true},
                        [&sum, one = std::make_unique<int>(1)](const auto& entry, unsigned worker) mutable {
                            sum += entry.body.size() + (worker < 2 ? static_cast<std::size_t>(*one) : 100U);
                        });
    CHECK(sum == text.size());
}

#if TCCC_PUSH_HAS_EXCEPTIONS
TEST_CASE("an exception of the callback reaches the caller, when all threads have stopped", "[batch]") {
    const std::string text = lines_of_all_kinds(200);
    for (const bool ordered : {false, true}) {
        for (unsigned count = 1; count <= 4; ++count) {
            std::atomic<std::size_t> calls{0};
            std::atomic<int> inside{0};
            const auto fail = [&](const tccc::batch_entry& entry) {
                ++inside;
                const std::size_t call = ++calls;
                --inside;
                if (call >= 20) throw std::runtime_error("at " + std::to_string(entry.number));
            };
            bool thrown = false;
            try {
                tccc::for_each_push(text, {.count = count, .ordered = ordered, .block_bytes = 200}, fail);
            } catch (const std::runtime_error& error) {
                thrown = true;
                CHECK(error.what() == std::string(ordered ? "at 20" : "at 0"));
            }
            CHECK(thrown);
            CHECK(inside == 0);
            const std::size_t calls_then = calls;
            CHECK(calls_then >= 20);
            CHECK(calls_then < 20 + count);
        }
    }
    tccc::parser parser;
    CHECK_THROWS_AS(tccc::for_each_push(parser, text, batch_format::ndjson,
                                        [](const tccc::batch_entry&) { throw std::runtime_error("x"); }),
                    std::runtime_error);
}
#endif
