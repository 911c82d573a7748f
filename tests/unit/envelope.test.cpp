// SPDX-License-Identifier: MIT
// Promise: a stored line gives back what was stored; a bare push costs a look at its first key; any text gets an answer.
#include "../support/allocation_counter.hpp"
#include "../support/cdr_text.hpp"
#include "../support/guarded_memory.hpp"
#include "../support/json_vectors.hpp"

#include <tccc/envelope.hpp>
#include <tccc/parser.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

using namespace tccc::testing;
using tccc::envelope_view;
using tccc::errc;
using tccc::error;
using tccc::parse_envelope;

namespace {

static_assert(std::is_trivially_copyable_v<tccc::result<envelope_view>>);
static_assert(noexcept(parse_envelope(std::string_view{})));

template <class S>
concept readable = requires(S&& line) {
    parse_envelope(std::forward<S>(line));
};
static_assert(readable<std::string&> && readable<std::string_view> && readable<const char (&)[3]>);
static_assert(!readable<std::string>, "the line would be gone");

bool is_bare(std::string_view line) {
    const auto envelope = parse_envelope(line);
    return envelope && *envelope == envelope_view{"record", {}, {}, line, 0} &&
           envelope->body.data() == line.data();
}

}  // namespace

TEST_CASE("an envelope, its keys in any order, others among them", "[envelope]") {
    members fields = {
        {"action", "\"cdr\""}, {"at", "1608130650"}, {"body", R"( {"a":[1,"}"]})"}, {"uuid", "\"u-1\""}};
    do {
        for (const spacing& space : {compact, vendor_spacing, wild_spacing}) {
            for (const std::string_view mark : {"", "\xEF\xBB\xBF"}) {
                const std::string line =
                    std::string(mark) + write(plus(fields, "version", "{\"action\":1}"), space);
                const auto envelope = parse_envelope(line);
                REQUIRE(envelope);
                CHECK(envelope->action == "cdr");
                CHECK(envelope->at == second(1608130650));
                CHECK(envelope->uuid == "u-1");
                CHECK(envelope->body == R"({"a":[1,"}"]})");
                CHECK(envelope->body.data() == line.data() + envelope->body_offset);
                CHECK(inside(envelope->uuid, line));
            }
        }
    } while (std::ranges::next_permutation(fields, {}, &member::key).found);
}

TEST_CASE("what is no envelope is a recording push by itself", "[envelope]") {
    for (const std::string_view line :
         {vendor_sample, std::string_view(""), std::string_view("  "), std::string_view("null"),
          std::string_view("[]"), std::string_view("{}"), std::string_view("{"), std::string_view("{\""),
          std::string_view("{\"action"), std::string_view("{\"bodyguard\":1,\"action\":\"a\",\"body\":{}}"),
          std::string_view("{\"version\":1,\"action\":\"cdr\",\"body\":{}}"), std::string_view("{x\xff"),
          std::string_view(R"({"action":"cdr"})"), std::string_view(R"({"body":{},"at":1})"),
          std::string_view(R"({"uuid":"u"})"), std::string_view("{\"\\u0061ction\":\"cdr\",\"body\":{}}")}) {
        INFO(line);
        CHECK(is_bare(line));
    }
    const std::string marked = "\xEF\xBB\xBF" + std::string(vendor_sample);
    CHECK(is_bare(marked));
    for (const broken_json& broken : invalid_json)
        CHECK(is_bare(broken.text));
}

TEST_CASE("what begins like an envelope has to be one line of JSON", "[envelope]") {
    const std::string line = R"({"action":"cdr","uuid":"u","body":{"a":1}})";
    for (std::size_t size = 11; size < line.size(); ++size) {
        const std::string part = line.substr(0, size);
        CHECK(parse_envelope(part).error() == error{errc::malformed_json, {}, size});
    }
    CHECK(parse_envelope("{\"action\":\"cdr\",\"body\":{}}}").error() == error{errc::malformed_json, {}, 26});
    CHECK(parse_envelope("{\"body\":\"\xff\",\"action\":\"\"}").error() == error{errc::not_utf8, {}, 9});
    CHECK(parse_envelope("\xEF\xBB\xBF{\"at\":x}").error() == error{errc::malformed_json, {}, 9});
    const std::string deep = "{\"body\":" + std::string(2000, '[');
    CHECK(parse_envelope(deep).error() == error{errc::too_deep, {}, 8 + 1023});
}

TEST_CASE("action, time and uuid are what they are, or an error that names them", "[envelope]") {
    const auto refused = [](std::string_view key, std::string_view value) {
        const std::string line = write(with({{"action", "\"a\""}, {"body", "{}"}}, key, value));
        const auto envelope = parse_envelope(line);
        INFO(line);
        REQUIRE_FALSE(envelope);
        CHECK(envelope.error().offset == value_offset(line, key));
        CHECK(envelope.error().field == key);
        return envelope.error().code;
    };
    for (const std::string_view key : {"action", "uuid"}) {
        CHECK(refused(key, R"("a\/b")") == errc::bad_value);
        CHECK(refused(key, "1") == errc::wrong_type);
        CHECK(refused(key, "{}") == errc::wrong_type);
    }
    CHECK(refused("action", "null") == errc::wrong_type);
    for (const std::string_view value : {"-1", "1.5", "1e3", "100000000000", "99999999999999999999"})
        CHECK(refused("at", value) == errc::bad_value);
    for (const std::string_view value : {"\"1608130650\"", "[]", "true"})
        CHECK(refused("at", value) == errc::wrong_type);
    const auto nothing = parse_envelope(R"({"at":null,"uuid":null,"action":"","body":null})");
    REQUIRE(nothing);
    CHECK(*nothing == envelope_view{"", {}, {}, "null", 42});
    const std::string twice =
        R"({"action":"a","action":"b","uuid":"\n","uuid":"u","body":1,"body":2,"at":0})";
    const auto last = parse_envelope(twice);
    REQUIRE(last);
    CHECK(*last == envelope_view{"b", second(0), "u", "2", twice.find("2,")});
}

TEST_CASE("reading a line allocates nothing", "[envelope]") {
    const std::string line = R"({"action":"cdr","at":1,"uuid":"u","body":{"a":[{}]}})";
    bool good = false;
    CHECK(allocations_in([&] { good = parse_envelope(line).has_value() && is_bare(vendor_sample); }) == 0);
    CHECK(good);
}

TEST_CASE("what is written is one line, and found again", "[envelope]") {
    tccc::parser parser;
    for (const auto& [action, body] : {std::pair("record", vendor_sample),
                                       {"cdr", vendor_cdr_sample},
                                       {"voicemail", vendor_voicemail_sample}}) {
        for (const bool mark : {false, true}) {
            std::string line = "kept:";
            const std::string from = (mark ? "\xEF\xBB\xBF" : "") + std::string(body) + "\r\n";
            tccc::append_envelope(line, action, from, second(1608130650), "uuid-1");
            REQUIRE(line.starts_with("kept:{\"action\":"));
            line.erase(0, 5);
            CHECK(line.find_first_of("\r\n") == line.npos);
            const auto envelope = parse_envelope(line);
            REQUIRE(envelope);
            CHECK(envelope->action == action);
            CHECK(envelope->at == second(1608130650));
            CHECK(envelope->uuid == "uuid-1");
            const auto push = parser.parse(envelope->action, envelope->body);
            REQUIRE(push);
            tccc::parser other;
            const auto expected = other.parse(action, body);
            CHECK((*push == *expected));
        }
    }
    std::string line;
    tccc::append_envelope(line, "x", "[]");
    CHECK(line == R"({"action":"x","body":[]})");
    // Whatever a header brings, the line is JSON, and is refused rather than misread.
    line.clear();
    tccc::append_envelope(line, "cdr", "{}", {}, "\",\"action\":\"x\n\xff");
    CHECK(parse_envelope(line).error().field == "uuid");
    CHECK(parse_envelope(line).error().code == errc::bad_value);
}

#if TCCC_TESTS_HAS_GUARDED_MEMORY

TEST_CASE("lines cut off and changed anywhere, at the border of a page", "[envelope]") {
    guarded_memory memory(4096);
    const std::string whole =
        R"( {"uuid":"\u0041","at":1608130650,"body":{"a":["\\",-1.5e3]},"action":"cdr"} )";
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        const auto envelope = parse_envelope(memory.at_end(std::string_view(whole).substr(0, size)));
        CHECK((!envelope || envelope->action == "record"));  // the uuid has an escape
    }
    std::mt19937_64 random(20201216);
    std::size_t found = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string line = R"({"action":"cdr","at":1608130650,"uuid":"u","body":{"a":[1]}})";
        line[random() % line.size()] = static_cast<char>(static_cast<unsigned char>(random() % 256));
        const std::string_view text = memory.at_end(line);
        const auto envelope = parse_envelope(text);
        if (envelope) CHECK(inside(envelope->body, text));
        found += envelope && envelope->action != "record" ? 1U : 0U;
    }
    CHECK(found > 1000);
}

#endif
