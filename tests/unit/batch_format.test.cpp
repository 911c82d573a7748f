// SPDX-License-Identifier: MIT
// Promise: the begin of a file tells its format, also where its first line is broken.
#include "../support/push_text.hpp"

#include <tccc/batch_format.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <string>
#include <string_view>

using namespace tccc::testing;
using tccc::batch_format;
using tccc::detect_batch_format;

TEST_CASE("lines", "[batch]") {
    const std::string push = write(sample_members());
    for (const std::string& text :
         {std::string(), std::string("\n \n"), push, push + "\n", push + "\r\n" + push,
          "\n\n" + push + " \n{", "\xEF\xBB\xBF" + push + "\n", "log: " + push + "\n",
          push + " trailing\n" + push, push + ",\n" + push, std::string("null\n"), std::string("{"),
          std::string("{\"a\":tru}\n") + push}) {
        INFO(text);
        CHECK(detect_batch_format(text) == batch_format::ndjson);
    }
}

TEST_CASE("a first line that was cut off is a line, but where it may go on in the next", "[batch]") {
    const std::string push = write(sample_members());
    for (std::size_t size = 1; size < push.size(); ++size) {
        const std::string cut = push.substr(0, size);
        if (cut.back() == ':') continue;  // the next line is a value
        INFO(cut);
        CHECK(detect_batch_format(cut + "\n" + push + "\n") == batch_format::ndjson);
        CHECK(detect_batch_format(cut) == batch_format::ndjson);
    }
}

TEST_CASE("values", "[batch]") {
    const std::string push = write(sample_members());
    const std::string sample(vendor_sample);
    for (const std::string& text :
         {sample, "\xEF\xBB\xBF\n" + sample, sample + "\n" + sample, push + push, push + " " + push,
          "[" + push, std::string("[]"), "\n[\n" + push, write(sample_members(), wild_spacing),
          std::string("{\n\"SdkAppId\": tru\n}")}) {
        INFO(text);
        CHECK(detect_batch_format(text) == batch_format::json);
    }
    // The begin is enough.
    CHECK(detect_batch_format(sample.substr(0, 40)) == batch_format::json);
    CHECK(detect_batch_format(sample + std::string(1'000'000, 'x')) == batch_format::json);
}
