// SPDX-License-Identifier: MIT
// Promise: with a warm parser, a walk allocates nothing; and nothing is read outside the buffer.
#include "../support/allocation_counter.hpp"
#include "../support/batch_entries.hpp"
#include "../support/guarded_memory.hpp"

#include <tccc/batch.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <string>
#include <string_view>

using namespace tccc::testing;
using tccc::batch_format;

namespace {

std::string mixed_lines() {
    std::string text;
    for (std::size_t i = 0; i < 50; ++i) {
        text += i % 3 == 0 ? escaped_push(i) : numbered_push(i);
        text += "\n{\"broken\":\n\n[1,{\"a\":\"b\"}]\n" + write(plus("x", "{\"y\":[1,\"}\"]}")) + "\n";
    }
    return text;
}

}  // namespace

TEST_CASE("a warm parser, any format, no allocation", "[batch]") {
    const std::string text = mixed_lines();
    for (const batch_format format : {batch_format::ndjson, batch_format::json}) {
        tccc::parser parser;
        std::size_t pushes = 0;
        std::size_t others = 0;
        const auto count = [&](const tccc::batch_entry& entry) { ++(entry.push ? pushes : others); };
        tccc::for_each_push(parser, text, format, count);
        pushes = others = 0;
        CHECK(allocations_in([&] { tccc::for_each_push(parser, text, format, count); }) == 0);
        CHECK(pushes >= 50);
        CHECK(others >= 50);
    }
}

#if TCCC_TESTS_HAS_GUARDED_MEMORY
TEST_CASE("a buffer cut off at every byte, before a page that cannot be read, and behind one", "[batch]") {
    guarded_memory memory(8192);
    const std::string text = "[" + escaped_push(1) + ",\n" + numbered_push(2, vendor_spacing) +
                             "{\"a\":\"x\"y\"}" + "[{\"a\":1]\n \"\\\"";
    for (std::size_t size = 0; size <= text.size(); ++size) {
        const std::string part = text.substr(0, size);
        for (const batch_format format : {batch_format::ndjson, batch_format::json}) {
            const kept_entries expected = entries_of(part, format);
            const bool same = entries_of(memory.at_end(part), format) == expected &&
                              entries_of(memory.at_begin(part), format) == expected;
            if (!same) FAIL(part);
        }
    }
}
#endif
