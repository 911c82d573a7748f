// SPDX-License-Identifier: MIT
// Promise: whatever can be called with an entry is a callback, for lines and for JSON alike, and may throw.
#include "../support/batch_entries.hpp"

#include <tccc/batch.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

using namespace tccc::testing;
using tccc::batch_format;

namespace {

std::size_t count_of_calls = 0;
void count_call(const tccc::batch_entry&) { ++count_of_calls; }

struct counting {
    std::size_t& count;
    void operator()(const tccc::batch_entry&) const { ++count; }
};

constexpr batch_format both_formats[] = {batch_format::ndjson, batch_format::json};

std::string two_pushes() { return numbered_push(1) + "\n" + numbered_push(2); }

}  // namespace

TEST_CASE("a function, an object that is const, one that goes, one that changes, one that cannot be copied",
          "[batch]") {
    const std::string text = two_pushes();
    for (const batch_format format : both_formats) {
        tccc::parser parser;
        count_of_calls = 0;
        CHECK(tccc::for_each_push(parser, text, format, count_call) == 2);
        CHECK(tccc::for_each_push(parser, text, format, &count_call) == 2);
        CHECK(count_of_calls == 4);

        std::size_t count = 0;
        const counting constant{count};
        CHECK(tccc::for_each_push(parser, text, format, constant) == 2);
        CHECK(tccc::for_each_push(parser, text, format, counting{count}) == 2);
        CHECK(count == 4);

        CHECK(
            tccc::for_each_push(parser, text, format, [&count, calls = std::size_t{0}](const auto&) mutable {
                count = ++calls;
            }) == 2);
        CHECK(count == 2);
        const auto owner = [counted = std::make_unique<std::size_t>(0), &count](const auto&) {
            count = ++*counted;
        };
        CHECK(tccc::for_each_push(parser, text, format, owner) == 2);
        CHECK(count == 2);
        CHECK(tccc::for_each_push(parser, text, format, &tccc::batch_entry::offset) == 1);  // 0 is false
    }
}

TEST_CASE("a reader takes them too, whole pieces and last ones", "[batch]") {
    const std::string text = two_pushes();
    for (const batch_format format : both_formats) {
        tccc::parser parser;
        tccc::batch_reader reader(format);
        count_of_calls = 0;
        std::size_t count = 0;
        const std::size_t done = reader.read(parser, text, count_call);
        CHECK(reader.finish(parser, std::string_view(text).substr(done), counting{count}) ==
              text.size() - done);
        CHECK(count_of_calls + count == 2);
        CHECK(reader.entries() == 2);
        CHECK(reader.offset() == text.size());
    }
}

#if TCCC_PUSH_HAS_EXCEPTIONS
TEST_CASE("what a callback throws arrives, from a push and from what an array lacks", "[batch]") {
    struct thrown {
        std::size_t number;
    };
    const auto number_of_throw = [](const std::string& text, batch_format format, std::size_t at) {
        tccc::parser parser;
        try {
            tccc::for_each_push(parser, text, format, [at](const tccc::batch_entry& entry) {
                if (entry.number == at) throw thrown{entry.number};
            });
        } catch (const thrown& t) {
            return t.number;
        }
        return std::size_t{0};
    };
    for (const batch_format format : both_formats) {
        CHECK(number_of_throw(two_pushes(), format, 1) == 1);
        CHECK(number_of_throw(two_pushes(), format, 2) == 2);
        CHECK(number_of_throw(two_pushes(), format, 3) == 0);
    }
    const std::string lacking = "[" + numbered_push(1) + ",," + numbered_push(2) + "]";
    CHECK(number_of_throw(lacking, batch_format::json, 2) == 2);
    CHECK(number_of_throw(lacking, batch_format::json, 3) == 3);
}
#endif
