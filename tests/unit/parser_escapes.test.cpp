// SPDX-License-Identifier: MIT
// Promise: escapes are decoded, in values and in keys; half a surrogate pair is an error where it is read and
// none where it is skipped.
#include "../support/push_text.hpp"

#include <tccc/parser.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

using namespace tccc::testing;
using namespace std::string_view_literals;
using tccc::anomaly;
using tccc::errc;
using tccc::error;

namespace {

// Each character as `\uXXXX`; the digits' case alternates.
std::string spelled(std::string_view ascii) {
    std::string out;
    bool upper = false;
    for (const char c : ascii) {
        const std::string_view digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
        const auto byte = static_cast<unsigned char>(c);
        out.append("\\u00").append({digits[byte >> 4U], digits[byte & 0xfU]});
        upper = !upper;
    }
    return out;
}

std::string session_id_of(std::string_view escaped) {
    tccc::parser parser;
    const std::string body = write(with("SessionId", in_quotes(escaped)));
    const auto push = parser.parse_record(body);
    INFO(body);
    REQUIRE(push);
    CHECK_FALSE(inside(push->session_id, body));
    return std::string(push->session_id);
}

error refused(std::string_view body) {
    tccc::parser parser;
    const auto push = parser.parse_record(body);
    INFO(body);
    REQUIRE_FALSE(push);
    return push.error();
}

}  // namespace

TEST_CASE("every escape of JSON", "[parser]") {
    CHECK(session_id_of(R"(\"\\\/\b\f\n\r\t)") == "\"\\/\b\f\n\r\t");
    CHECK(session_id_of(R"(a\/b)") == "a/b");
    CHECK(session_id_of(R"(\u0026)") == "&");
    CHECK(session_id_of(R"(\u0000)") == "\0"sv);
    CHECK(session_id_of(R"(\u007f\u0080\u07FF\u0800\ud7ff\uE000\uffff)") ==
          "\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf");
    CHECK(session_id_of(R"(\ud83d\ude00)") == "\xf0\x9f\x98\x80");
    CHECK(session_id_of(R"(\uD800\uDC00\uDBFF\uDFFF)") == "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf");
    CHECK(session_id_of("\\\\u0041 \xe4\xb8\xad\\\\") == "\\u0041 \xe4\xb8\xad\\");
    CHECK(session_id_of(spelled("e97be0ab")) == "e97be0ab");
}

TEST_CASE("URLs as other JSON writers spell them", "[parser]") {
    const std::string body =
        write(with("RecordURL", R"("http:\/\/r.cos.ap-shanghai.myqcloud.com\/1.mp3?a=1\u0026b=\u003d")"));
    tccc::parser parser;
    const auto push = parser.parse_record(body);
    REQUIRE(push);
    CHECK(push->record_url.value() == "http://r.cos.ap-shanghai.myqcloud.com/1.mp3?a=1&b==");
    CHECK(push->record_url.path() == "/1.mp3");
    CHECK(push->record_url.query() == "a=1&b==");
    CHECK_FALSE(push->drift.any());  // an escape is no drift
}

TEST_CASE("an escape at every place, with neighbours of every length", "[parser]") {
    for (std::size_t before = 0; before < 70; ++before) {
        for (const std::size_t after : {0U, 1U, 15U, 16U, 31U, 33U}) {
            const std::string left(before, 'l');
            const std::string right(after, 'r');
            CHECK(session_id_of(left + "\\n" + right) == left + "\n" + right);
        }
    }
}

TEST_CASE("all fields decoded at once stay apart", "[parser]") {
    members fields = sample_members();
    fields[1].value = in_quotes(spelled("record"));
    fields[2].value = in_quotes(spelled("session"));
    fields[4].value = in_quotes(spelled("user@example.com"));
    fields[5].value = in_quotes(spelled("http://one"));
    fields[6].value = in_quotes(spelled("http://two"));
    const std::string body = write(fields);
    tccc::parser parser;
    const auto push = parser.parse_record(body);
    REQUIRE(push);
    CHECK(push->record_id == "record");
    CHECK(push->session_id == "session");
    CHECK(push->endpoint_user.value() == "user@example.com");
    CHECK(push->record_url.value() == "http://one");
    REQUIRE(push->custom_record_url);
    CHECK(push->custom_record_url->value() == "http://two");
    const std::array<std::string_view, 5> texts = {push->record_id, push->session_id,
                                                   push->endpoint_user.value(), push->record_url.value(),
                                                   push->custom_record_url->value()};
    for (const std::string_view a : texts) {
        CHECK_FALSE(inside(a, body));
        CHECK(std::ranges::count_if(texts, [a](std::string_view b) { return inside(a, b); }) == 1);
    }
}

TEST_CASE("digits in quotes may be escaped too", "[parser]") {
    const std::string body =
        write(with(with("SdkAppId", in_quotes(spelled("42"))), "Timestamp", R"("16081306\u0035\u0030")"));
    tccc::parser parser;
    const auto push = parser.parse_record(body);
    REQUIRE(push);
    CHECK(push->sdk_app_id == 42);
    CHECK(push->timestamp.time_since_epoch().count() == 1608130650);
    CHECK(push->drift == anomaly::scalar_drift);
}

TEST_CASE("a key with escapes is the key that it reads as", "[parser]") {
    tccc::parser parser;
    const std::string as_written = write(sample_members());
    const auto first = parser.parse_record(as_written);
    REQUIRE(first);
    const tccc::record_push expected = to_owned(*first);
    for (std::size_t field = 0; field < 7; ++field) {
        members fields = sample_members();
        const std::string key = fields[field].key;
        for (std::size_t i = 0; i < key.size(); ++i) {
            fields[field].key = key.substr(0, i) + spelled(key.substr(i, 1)) + key.substr(i + 1);
            const std::string body = write(fields);
            const auto push = parser.parse_record(body);
            REQUIRE(push);
            CHECK(*push == as_view(expected));
        }
        fields[field].key = spelled(key);
        const std::string body = write(fields);
        const auto push = parser.parse_record(body);
        REQUIRE(push);
        CHECK(*push == as_view(expected));
    }
}

TEST_CASE("keys that only look like one", "[parser]") {
    tccc::parser parser;
    for (const char* const key :
         {"SessionId\\u0000", "\\u0000SessionId", "SessionI\\\\u0064", "SessionId\\ud800", "\\udc00SessionId",
          "session\\u0049d", "Session\\n", "\\\"SessionId\\\"", "\\/", "\\\\"}) {
        const std::string body = write(plus(key, "\"other\""));
        INFO(body);
        const auto push = parser.parse_record(body);
        REQUIRE(push);
        CHECK(push->session_id == "e97be0ab-1ef6-4ad2-a8c4-2b2bbfb18e55");
        CHECK(push->drift == anomaly::unknown_field);
    }
    const std::string endless = write(plus(spelled(std::string(2000, 'S')), "1"));
    CHECK(parser.parse_record(endless)->drift == anomaly::unknown_field);
    const std::string again = write(plus(spelled("RecordURL"), "\"http://again\""));
    const auto push = parser.parse_record(again);
    REQUIRE(push);
    CHECK(push->record_url.value() == "http://again");
    CHECK(push->drift == anomaly::duplicate_field);
}

TEST_CASE("half a surrogate pair in a field that is read", "[parser]") {
    struct half {
        std::string_view text;
        std::size_t slash;  // of the escape at fault
    };
    for (const half& h :
         {half{R"(\ud800)", 0}, half{R"(\uDFFF)", 0}, half{R"(ab\udbffcd)", 2},
          half{R"(\ud83d\ude00\ud83d)", 12}, half{R"(\ud800\u0041)", 0}, half{R"(\ud800\n)", 0},
          half{R"(\udc00\ud800)", 0}, half{R"(\ud800\ud800\udc00)", 0}, half{R"(\\\udead)", 2}}) {
        for (const char* const key : {"SdkAppId", "RecordId", "SessionId", "Timestamp", "EndpointUser",
                                      "RecordURL", "CustomRecordURL"}) {
            const std::string body = write(with(key, in_quotes(h.text)), vendor_spacing);
            INFO(body);
            CHECK(refused(body) == error{errc::not_utf8, key, body.find(h.text) + h.slash});
        }
    }
}

TEST_CASE("half a surrogate pair in what is skipped", "[parser]") {
    tccc::parser parser;
    const std::string unread = write(plus("x", R"(["\ud800",{"\udc00":"\udfff\ud800"}])"));
    CHECK(parser.parse_record(unread));
    // The last one wins, so the first one is not read.
    members twice = with("SessionId", R"("\ud800")");
    const std::string overwritten = write(plus(twice, "SessionId", "\"s\""));
    const auto push = parser.parse_record(overwritten);
    REQUIRE(push);
    CHECK(push->session_id == "s");
}
