// SPDX-License-Identifier: MIT
// Promise: a push cut off anywhere, or with any byte replaced by any other, is judged as a DOM parser and our
// scanner judge it.
#include "../support/push_text.hpp"
#include "../support/record_oracle.hpp"

#include <tccc/detail/json_scanner.hpp>
#include <tccc/parser.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <string>
#include <string_view>

using namespace tccc::testing;
using tccc::errc;

namespace {

// One of everything that a push can hold.
const std::string rich =
    R"({"SdkAppId":"12","x":[{"a":-1.5e+3},"\ud83d\ude00\\",true,null,[]],"RecordId":7,)"
    "\"Session\\u0049d\":\"\xe4\xb8\xad\\/\", \"Timestamp\": 1608130650123,"
    R"("EndpointUser":"a@b","RecordURL":null,"RecordURL":"http://h","CustomRecordURL":false})";

void replace_every_byte(std::string body) {
    tccc::parser parser;
    tccc::parser strict({.strict = true});
    record_oracle oracle;
    std::size_t accepted = 0;
    for (std::size_t pos = 0; pos < body.size(); ++pos) {
        const char original = body[pos];
        for (int byte = 0; byte < 256; ++byte) {
            body[pos] = static_cast<char>(static_cast<unsigned char>(byte));
            const auto push = parser.parse_record(body);
            const bool grammatical = tccc::detail::scan_json(body, 64).ok();
            const bool refused_as_text =
                !push && (push.error().code == errc::malformed_json || push.error().code == errc::not_utf8);
            const bool same = agrees(push, oracle.read(body), body) &&
                              agrees(strict.parse_record(body), oracle.read(body, {.strict = true}), body) &&
                              grammatical == oracle.is_json(body) && grammatical != refused_as_text;
            if (push) ++accepted;
            if (same) continue;
            INFO("byte " << pos << " replaced by " << byte);
            INFO(body);
            FAIL("the verdicts differ");
        }
        body[pos] = original;
    }
    CHECK(accepted > body.size());  // each byte replaced by itself, at least where the body is good
}

void cut_everywhere(std::string_view body) {
    tccc::parser parser;
    for (std::size_t size = 0; size < body.size(); ++size) {
        const std::string_view cut = body.substr(0, size);
        const auto push = parser.parse_record(cut);
        INFO(cut);
        REQUIRE_FALSE(push);
        const bool nothing = cut.find_first_not_of(" \r\n\t") == cut.npos;
        CHECK((push.error().code == (nothing ? errc::empty_body : errc::malformed_json) ||
               push.error().code == errc::not_utf8));
        if (push.error().code != errc::not_utf8) CHECK(push.error().offset == size);
    }
}

}  // namespace

TEST_CASE("cut off after each byte", "[parser]") {
    cut_everywhere(vendor_sample);
    cut_everywhere(rich);
    cut_everywhere(write(sample_members()));
}

TEST_CASE("each byte of the vendor's sample replaced by each of 256", "[parser][long]") {
    replace_every_byte(std::string(vendor_sample));
}

TEST_CASE("each byte of a push with everything in it replaced by each of 256", "[parser][long]") {
    std::string body = rich;
    body.replace(body.find("false"), 5, "\"c\"");
    replace_every_byte(body);
}

TEST_CASE("each byte removed, doubled, or swapped with the next", "[parser]") {
    tccc::parser parser;
    record_oracle oracle;
    for (const std::string& body : {std::string(vendor_sample), rich}) {
        for (std::size_t pos = 0; pos + 1 < body.size(); ++pos) {
            std::string removed = body;
            removed.erase(pos, 1);
            std::string doubled = body;
            doubled.insert(pos, 1, body[pos]);
            std::string swapped = body;
            std::swap(swapped[pos], swapped[pos + 1]);
            for (const std::string& changed : {removed, doubled, swapped}) {
                INFO(changed);
                REQUIRE(agrees(parser.parse_record(changed), oracle.read(changed), changed));
            }
        }
    }
}
