// SPDX-License-Identifier: MIT
// Promise: the predicted path either declines a body or says, bit for bit, what the general path says.
// record_layout_portable.test.cpp compiles this file once more, without SIMD.
#include "../support/guarded_memory.hpp"
#include "../support/push_text.hpp"
#include "../support/random_body.hpp"
#include "../support/two_paths.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#if defined(TCCC_PUSH_PORTABLE)
#define WITH_VARIANT(name) name ", without SIMD"
#else
#define WITH_VARIANT(name) name
#endif

using namespace tccc;
using namespace tccc::testing;

namespace {

std::string push_of(std::string_view colon, std::string_view comma, bool custom, std::string_view url) {
    std::string body = "{";
    const auto field = [&](std::string_view name, std::string_view value) {
        if (body.size() != 1) body += comma;
        body.append("\"").append(name).append("\"").append(colon).append(value);
    };
    field("SdkAppId", "1400264214");
    field("RecordId", "\"1608130650\"");
    field("SessionId", "\"e97be0ab-1ef6-4ad2-a8c4-2b2bbfb18e55\"");
    field("Timestamp", "1608130650");
    field("EndpointUser", "\"lululing@tencent.com\"");
    field("RecordURL", "\"" + std::string(url) + "\"");
    if (custom) field("CustomRecordURL", "\"https://own.example/" + std::string(url) + "\"");
    return body + "}";
}

constexpr std::string_view a_url =
    "http://recorder-10018504.cos.ap-shanghai.myqcloud.com/def/month12/000-339708937.mp3";

}  // namespace

TEST_CASE(WITH_VARIANT("the vendor's layout is taken, in any spacing, with and without CustomRecordURL"),
          "[record_layout]") {
    for (const std::string_view colon : {":", ": ", " : ", "\t:\r\n"}) {
        for (const std::string_view comma : {",", ", ", ",\n", " ,\n  "}) {
            for (const bool custom : {false, true}) {
                two_paths paths;
                const std::string body = push_of(colon, comma, custom, a_url);
                CAPTURE(body);
                CHECK(paths.agree(body));
                CHECK(paths.agree(body));
                CHECK(paths.matched() == 2);
            }
        }
    }
}

TEST_CASE(WITH_VARIANT("a CustomRecordURL may come and go, and so may the spacing"), "[record_layout]") {
    two_paths paths;
    std::size_t bodies = 0;
    random_body random(7);
    for (int i = 0; i < 1000; ++i, ++bodies) {
        const bool spaced = random.one_in(4);
        REQUIRE(paths.agree(push_of(spaced ? ": " : ":", spaced ? ",\n" : ",", random.one_in(2), a_url)));
    }
    CHECK(paths.matched() == bodies);
}

// Else each body could be walked, field by field, and no other test would tell.
TEST_CASE(
    WITH_VARIANT("what is as the push before is compared: sizes that stay, URLs that come, go and grow"),
    "[record_layout]") {
    const auto with_texts = [](bool custom, std::string_view url, std::string_view session,
                               std::string_view record) {
        std::string body = push_of(":", ",", custom, url);
        body.replace(body.find("e97be0ab"), 36, session);
        return body.replace(body.find("1608130650"), 10, record);
    };
    const std::string slashes = R"(http:\/\/recorder.example\/def\/month12\/000-339708937.mp3)";
    for (const std::size_t session_size : {1U, 31U, 32U, 36U, 63U}) {
        two_paths paths;
        REQUIRE(paths.agree(with_texts(true, a_url, std::string(session_size, 's'), "1")));
        for (int again = 0; again < 3; ++again) {
            for (const std::string_view url :
                 {a_url, a_url.substr(0, 29), a_url.substr(0, 31), a_url.substr(0, 32), a_url.substr(0, 33),
                  std::string_view(slashes), a_url}) {
                for (const bool custom : {true, false, false, true}) {
                    for (const std::string_view record :
                         {"1608130650", "0a1c04bb-1ef6-4ad2-a8c4-2b2bbfb18e55"}) {
                        CAPTURE(session_size, url, custom, record);
                        CHECK(
                            paths.compares(with_texts(custom, url, std::string(session_size, 't'), record)));
                    }
                }
            }
        }
    }
}

TEST_CASE(WITH_VARIANT("any order is taken, and all that is said of it is the same"), "[record_layout]") {
    members fields = sample_members();
    two_paths paths;
    std::size_t bodies = 0;
    std::ranges::sort(fields, {}, &member::key);
    do {
        ++bodies;
        if (!paths.agree(write(fields))) FAIL(write(fields));
    } while (std::ranges::next_permutation(fields, {}, &member::key).found);
    CHECK(paths.matched() == bodies);
    CHECK(bodies == 5040);
}

TEST_CASE(WITH_VARIANT("escapes are decoded, those that are none are left to the general path"),
          "[record_layout]") {
    two_paths paths;
    for (const std::string_view url : {R"(http:\/\/h\/p?a\u0026b)", R"(\ud83d\ude00)", R"(\\\")",
                                       R"(\b\f\n\r\t\u0000)", R"(a\u00e9)", "\xc3\xa9"}) {
        const std::size_t before = paths.matched();
        CAPTURE(url);
        CHECK(paths.agree(push_of(":", ",", true, url)));
        CHECK(paths.agree(push_of(":", ",", false, std::string(60, 'x') + std::string(url))));
        CHECK(paths.matched() == before + 2);
    }
    for (const std::string_view url : {R"(\x)", R"(\u12g4)", R"(\ud800)", R"(\ude00\ud83d)",
                                       R"(\ud83d\u0041)", R"(\u)", "\xc3", "\xed\xa0\x80",
                                       R"(\/)"
                                       "\xc3\xa9"}) {
        const std::size_t before = paths.matched();
        CAPTURE(url);
        CHECK(paths.agree(push_of(":", ",", false, url)));
        CHECK(paths.matched() == before);
    }
}

TEST_CASE(WITH_VARIANT("fields that nobody documents are skipped, held against the grammar"),
          "[record_layout]") {
    constexpr std::array<std::string_view, 24> good = {"1",
                                                       "-0.5e+3",
                                                       "0",
                                                       "1E400",
                                                       "true",
                                                       "false",
                                                       "null",
                                                       R"("")",
                                                       R"("a b!")",
                                                       R"("\n\u00e9")",
                                                       "\"\xe4\xb8\xad\"",
                                                       "[]",
                                                       "{}",
                                                       "[ ]",
                                                       "{ }",
                                                       "[1,[2,{}], true]",
                                                       R"({"a":1,"b":[null]})",
                                                       R"([{"a" : {"b":"c"}} ,-1])",
                                                       R"("{[]},:")",
                                                       "[[[[[[1]]]]]]",
                                                       R"({"RecordId":"2"})",
                                                       R"("\ud800")",
                                                       R"([""])",
                                                       R"({"":""})"};
    constexpr std::array<std::string_view, 26> bad = {
        "",         "01",        "-",           "1.",         ".5",      "1e",          "+1",
        "tru",      "nulll",     "[1,]",        "[1 2]",      "[",       "{",           "]",
        R"({"a"})", R"({"a":})", R"({"a":1,})", "{1:2}",      R"("\x")", R"("\u12g4")", R"(")",
        "\"\xff\"", "\"\n\"",    "[}",          R"({"a":1])", R"("a":1)"};
    const members documented = sample_members();
    for (std::size_t at = 0; at <= documented.size(); ++at) {
        for (const auto& values :
             {std::span<const std::string_view>(good), std::span<const std::string_view>(bad)}) {
            for (const std::string_view value : values) {
                members fields = documented;
                fields.insert(fields.begin() + static_cast<std::ptrdiff_t>(at),
                              {"Extra", std::string(value)});
                const std::string body = write(fields);
                CAPTURE(body);
                two_paths paths;
                two_paths strict({.strict = true});
                CHECK(paths.agree(body));
                CHECK(strict.agree(body));
                CHECK(paths.matched() == (values.data() == good.data() ? 1U : 0U));
                CHECK(strict.matched() == 0);
            }
        }
    }
}

TEST_CASE(WITH_VARIANT("a field that nobody documents may be as deep as the limit, and no deeper"),
          "[record_layout]") {
    for (std::size_t limit = 1; limit < 70; ++limit) {
        for (std::size_t deep = 0; deep < 72; ++deep) {
            members fields = sample_members();
            fields.push_back({"Extra", std::string(deep, '[') + "0" + std::string(deep, ']')});
            two_paths paths({.max_depth = limit});
            if (!paths.agree(write(fields))) FAIL("limit " << limit << ", depth " << deep);
            if (deep < limit && deep <= 64 && paths.matched() != 1) FAIL("declined at " << deep);
        }
    }
}

TEST_CASE(WITH_VARIANT("a known field whose name is spelled with an escape is not taken for an unknown one"),
          "[record_layout]") {
    two_paths paths;
    members fields = sample_members();
    fields.push_back({"Record\\u0049d", "\"another\""});
    CHECK(paths.agree(write(fields)));
    CHECK(paths.matched() == 0);
}

TEST_CASE(WITH_VARIANT("session ids whose length changes, and that of all other texts"), "[record_layout]") {
    two_paths paths;
    std::size_t bodies = 0;
    random_body random(11);
    for (int i = 0; i < 20'000; ++i, ++bodies) {
        std::string body = push_of(":", ",", random.one_in(2), a_url);
        for (const std::string_view text :
             {"1608130650", "e97be0ab-1ef6-4ad2-a8c4-2b2bbfb18e55", "lululing@tencent.com"}) {
            if (random.one_in(2)) continue;
            body.replace(body.find("\"" + std::string(text)) + 1, text.size(),
                         std::string(1 + random.below(70), 'i'));
        }
        if (!paths.agree(body)) FAIL(body);
    }
    CHECK(paths.matched() == bodies);
}

TEST_CASE(WITH_VARIANT("an empty text is declined, however often it comes"), "[record_layout]") {
    for (const std::string_view text :
         {"1608130650", "e97be0ab-1ef6-4ad2-a8c4-2b2bbfb18e55", "lululing@tencent.com"}) {
        two_paths paths;
        const std::string good = push_of(":", ",", true, a_url);
        std::string empty = good;
        empty.erase(empty.find("\"" + std::string(text)) + 1, text.size());
        for (const std::string& body : {good, empty, empty, good, empty, empty, empty, good}) {
            CAPTURE(body);
            CHECK(paths.agree(body));
        }
        CHECK(paths.matched() == 3);
    }
}

TEST_CASE(WITH_VARIANT("values of every length"), "[record_layout]") {
    two_paths paths;
    for (std::size_t length = 0; length < 200; ++length) {
        const std::string url(length, 'u');
        CAPTURE(length);
        REQUIRE(paths.agree(push_of(": ", ",\n", length % 2 == 0, url)));
        REQUIRE(paths.agree(push_of(": ", ",\n", length % 2 == 1, url)));
    }
    CHECK(paths.matched() >= 380);
}

TEST_CASE(WITH_VARIANT("every byte at every place of a body"), "[record_layout]") {
    for (const bool custom : {true, false}) {
        const std::string body = push_of(": ", ",\n", custom, a_url);
        two_paths paths;
        for (std::size_t at = 0; at < body.size(); ++at) {
            REQUIRE(paths.agree(body));  // what a changed one taught is gone
            for (int byte = 0; byte < 256; ++byte) {
                std::string changed = body;
                changed[at] = static_cast<char>(byte);
                if (!paths.agree(changed)) {
                    CAPTURE(at, byte);
                    FAIL("the two paths differ");
                }
            }
        }
        CHECK(paths.matched() > 10'000);
    }
}

TEST_CASE(WITH_VARIANT("whatever sizes were learnt, nothing is read in front of a body or behind it"),
          "[record_layout]") {
#if TCCC_TESTS_HAS_GUARDED_MEMORY
    guarded_memory memory(4096);
    const auto push_with = [](std::size_t session, bool custom, std::size_t url) {
        std::string body = push_of(":", ",", custom, std::string(url, 'u'));
        return body.replace(body.find("e97be0ab"), 36, std::string(session, 's'));
    };
    two_paths paths;
    for (const std::size_t session : {1U, 31U, 32U, 33U, 36U, 62U, 63U, 64U, 70U}) {
        for (const std::size_t learnt : {1U, 30U, 31U, 32U, 33U, 63U, 64U, 65U, 96U, 120U, 900U}) {
            REQUIRE(paths.agree(push_with(session, true, learnt)));
            // Between these two lies where it is guessed that another URL follows.
            for (std::size_t url = learnt > 4 ? learnt - 4 : 1; url < learnt + 28; ++url) {
                CAPTURE(session, learnt, url);
                const std::string body = push_with(36, false, url);
                REQUIRE(paths.agree(memory.at_end(body)));
                REQUIRE(paths.agree(memory.at_begin(body)));
                REQUIRE(paths.agree(memory.at_end(body.substr(0, body.size() - 2))));
                REQUIRE(paths.agree(memory.at_end(push_with(session, true, 1))));
            }
            REQUIRE(paths.agree(memory.at_end(push_of(":", ",", false, "u"))));
            REQUIRE(paths.agree(memory.at_end(push_of(":", ",", false, ""))));
        }
    }
    CHECK(paths.matched() > 5'000);
#endif
}

TEST_CASE(
    WITH_VARIANT("what ends a text ends it wherever it stands, though the text was expected to be longer"),
    "[record_layout]") {
    for (const std::size_t size : {32U, 36U, 63U, 100U}) {
        const std::string text(size, 't');
        for (const bool as_session : {true, false}) {
            if (as_session && size > 63) continue;
            for (std::size_t at = 0; at < size; ++at) {
                for (const char byte : {'"', '\\', '\x1f', '\x7f', '\x80', '\xff', ' ', '!', '\n'}) {
                    std::string changed = text;
                    changed[at] = byte;
                    const auto body_of = [&](const std::string& with) {
                        std::string body = push_of(":", ",", size % 2 == 0, as_session ? a_url : with);
                        return as_session ? body.replace(body.find("e97be0ab"), 36, with) : body;
                    };
                    two_paths paths;
                    CAPTURE(size, as_session, at, static_cast<int>(byte));
                    REQUIRE(paths.agree(body_of(text)));
                    REQUIRE(paths.agree(body_of(changed)));
                    REQUIRE(paths.agree(body_of(text)));
                    REQUIRE(paths.matched() >= 2);
                }
            }
        }
    }
}

TEST_CASE(WITH_VARIANT("a body cut at every byte, at the end of the readable memory"), "[record_layout]") {
#if TCCC_TESTS_HAS_GUARDED_MEMORY
    guarded_memory memory(4096);
    for (const bool custom : {false, true}) {
        const std::string body = push_of(": ", ",\n", custom, a_url);
        two_paths paths;
        paths.agree(body);
        for (std::size_t size = 0; size <= body.size(); ++size) {
            REQUIRE(paths.agree(memory.at_end(std::string_view(body).substr(0, size))));
            // And with an end that makes it a push again, so that the last loads are the ones that count.
            REQUIRE(paths.agree(memory.at_end(body.substr(0, size) + "\"}")));
            REQUIRE(paths.agree(memory.at_end(body.substr(0, size) + "1}")));
        }
        CHECK(paths.matched() > 50);
    }
#endif
}

TEST_CASE(WITH_VARIANT("numbers at every limit"), "[record_layout]") {
    two_paths paths;
    const auto with = [](std::string_view app, std::string_view time) {
        std::string body = push_of(":", ",", false, a_url);
        body.replace(body.find("1400264214"), 10, app);
        body.replace(body.find("Timestamp\":1608130650") + 11, 10, time);
        return body;
    };
    const std::vector<std::string> numbers = {"0",
                                              "1",
                                              "00",
                                              "01",
                                              "9",
                                              "99999999",
                                              "100000000",
                                              "99999999999",
                                              "100000000000",
                                              "1608130650123",
                                              "999999999999999999",
                                              "1000000000000000000",
                                              "9223372036854775807",
                                              "9223372036854775808",
                                              "18446744073709551616",
                                              "-1",
                                              "-0",
                                              "1.0",
                                              "1e3",
                                              "+1",
                                              "",
                                              " 1",
                                              "1 ",
                                              "0x1",
                                              "1a",
                                              "/1",
                                              ":1",
                                              "1/",
                                              "1:",
                                              "12345678:",
                                              "1234567/"};
    for (const std::string& a : numbers) {
        for (const std::string& b : numbers) {
            CAPTURE(a, b);
            REQUIRE(paths.agree(with(a, b)));
        }
    }
    CHECK(paths.matched() > 30);
}

TEST_CASE(WITH_VARIANT("two hundred thousand bodies, in order and broken in one to three places"),
          "[record_layout]") {
    two_paths paths;
    for (std::uint64_t seed = 0; seed < 100'000; ++seed) {
        random_body random(seed);
        const std::string body = random.in_order();
        if (random.one_in(2)) paths.forget();
        if (paths.agree(body) && paths.agree(random.mutated(body))) continue;
        INFO("seed " << seed << ":\n" << body);
        FAIL("the two paths differ");
    }
    CHECK(paths.matched() > 50'000);
}
