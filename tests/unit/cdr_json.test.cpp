// SPDX-License-Identifier: MIT
// Promise: what is written of a call record or a voicemail is one line that reads the same, but for its drift.
#include "../support/cdr_text.hpp"
#include "../support/pushes.hpp"

#include <tccc/detail/cdr_json.hpp>
#include <tccc/parser.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

using namespace tccc::testing;

namespace {

template <class Push>
std::string written(const Push& push) {
    std::string out = ">";
    tccc::detail::append_cdr_json(out, push);
    return out.substr(1);
}

// Fills any field of any struct, or leaves it out.
class random_record {
public:
    explicit random_record(std::uint64_t seed) : random_(seed) {}

    tccc::cdr_push make() {
        tccc::cdr_push push;
        fill(push);
        push.sdk_app_id = static_cast<std::int64_t>(random_.next() >> (1 + random_.below(62)));
        if (push.session_id.empty()) push.session_id = "s";
        push.drift = tccc::anomaly::null_field;
        return push;
    }

private:
    std::string text() {
        constexpr std::array<std::string_view, 12> pieces = {"a",
                                                             "0",
                                                             "\"",
                                                             "\\",
                                                             "/",
                                                             "\n",
                                                             std::string_view("\0", 1),
                                                             "\xc3\xa9",
                                                             "\xf0\x9f\x93\x9e",
                                                             "\x7f",
                                                             "{[:,]}",
                                                             " "};
        std::string out;
        for (std::size_t n = random_.below(6); n != 0; --n)
            out += random_.pick(pieces);
        return out;
    }

    template <class T>
    void fill(T& value) {
        using namespace tccc;
        if constexpr (detail::has_field_table<T>) {
            detail::for_each_field_of_both(value, T{}, [&](auto& field, const auto&) { maybe_fill(field); });
        } else if constexpr (detail::is_optional<T>) {
            fill(value.emplace());
        } else if constexpr (detail::is_list<T>) {
            value.resize(random_.below(4));
            for (auto& item : value)
                fill(item);
        } else if constexpr (std::is_same_v<T, std::chrono::sys_seconds>) {
            value = at(static_cast<std::int64_t>(random_.below(1'000'000)));
        } else if constexpr (std::is_same_v<T, std::chrono::seconds>) {
            value = std::chrono::seconds(random_.below(10'000));
        } else if constexpr (std::is_same_v<T, std::int64_t> || std::is_same_v<T, call_type>) {
            value = static_cast<T>(static_cast<std::int64_t>(random_.next()) >> random_.below(64));
        } else {
            value = T(text());
        }
    }
    template <class T>
    void maybe_fill(T& value) {
        if (random_.below(3) != 0) fill(value);
    }

    random_source random_;
};

}  // namespace

TEST_CASE("the fields of a call record, compact and in the table's order", "[cdr_json]") {
    tccc::parser parser;
    const std::string body = write(cdr_members(), wild_spacing);
    CHECK(written(*parser.parse_cdr(body)) == write(cdr_members()));
    CHECK(written(to_owned(*parser.parse_cdr(body))) == write(cdr_members()));
    const std::string nothing = R"({"SdkAppId":1,"SessionId":"s"})";
    CHECK(written(*parser.parse_cdr(nothing)) == nothing);
    CHECK(written(tccc::cdr_push{}) == R"({"SdkAppId":0})");
    const std::string hollow =
        R"({"SdkAppId":1,"SessionId":"s","SeatUser":{},"IVRKeyPressed":[""],"ServeParticipants":[{},{"Sequence":0}]})";
    CHECK(written(*parser.parse_cdr(hollow)) == hollow);
    CHECK(written(*parser.parse_cdr(vendor_cdr_sample)).find("AcceptTimestamp") == std::string::npos);
}

TEST_CASE("ten thousand call records, written and read", "[cdr_json][property]") {
    tccc::parser parser;
    std::size_t with_legs = 0;
    for (std::uint64_t seed = 0; seed < 10'000; ++seed) {
        tccc::cdr_push push = random_record(seed).make();
        const std::string line = written(push);
        const auto read = parser.parse_cdr(line);
        INFO("seed " << seed << ":\n" << line);
        REQUIRE(read);
        const bool missing = read->drift == tccc::anomaly::missing_sequence;
        REQUIRE((missing || !read->drift.any()));
        push.drift = read->drift;
        REQUIRE(*read == push);
        REQUIRE(line.find('\n') == line.npos);
        REQUIRE(written(*read) == line);
        with_legs += push.legs.empty() ? 0U : 1U;
    }
    CHECK(with_legs > 3'000);
}

TEST_CASE("voicemails, written and read", "[cdr_json]") {
    tccc::parser parser({.strict = true});
    std::string out = ">";
    tccc::voicemail_push push;
    push.sdk_app_id = 1400264214;
    push.session_id = "s\"\n";
    push.timestamp = at(0);
    push.record_url = tccc::record_url("http://h/\\1.mp3");
    push.endpoint_user = tccc::endpoint_user("\xc3\xa9@b");
    tccc::detail::append_voicemail_json(out, as_view(push));
    CHECK(out == ">{\"SdkAppId\":1400264214,\"SessionId\":\"s\\\"\\n\",\"Timestamp\":1600000000,"
                 "\"RecordURL\":\"http://h/\\\\1.mp3\",\"EndpointUser\":\"\xc3\xa9@b\"}");
    out.erase(0, 1);
    const auto read = parser.parse_voicemail(out);
    REQUIRE(read);
    CHECK(*read == as_view(push));
}
