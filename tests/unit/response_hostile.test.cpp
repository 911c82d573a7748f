// SPDX-License-Identifier: MIT
// Promise: whatever comes as an answer, it is read within its bounds, and as simdjson reads it.
#include <tccc/detail/json_scanner.hpp>
#include <tccc/response.hpp>

#include <catch2/catch_test_macros.hpp>
#include <simdjson.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>

using tccc::errc;
using tccc::response_fields;
using tccc::result;

namespace {

// Without a byte to spare behind it, so that the address sanitizer sees a read beyond the end.
result<response_fields> parse_exactly(std::string_view body) {
    const std::unique_ptr<char[]> exact(new char[body.size()]);
    body.copy(exact.get(), body.size());
    return tccc::parse_response({exact.get(), body.size()});
}

// The fields by the same rules from a DOM; nothing where those or simdjson refuse.
std::optional<response_fields> oracle(simdjson::dom::parser& parser, std::string_view body) {
    simdjson::dom::object object;
    const simdjson::padded_string padded(body);
    if (parser.parse(padded).get_object().get(object) != simdjson::SUCCESS) return std::nullopt;
    std::optional<simdjson::dom::element> code;
    std::optional<simdjson::dom::element> msg;
    for (const auto field : object) {
        if (field.key == "ErrCode") code = field.value;
        if (field.key == "ErrMsg") msg = field.value;
    }
    response_fields fields;
    std::string_view text;
    if (!code) return std::nullopt;
    if (code->get_string().get(text) == simdjson::SUCCESS) {
        const bool negative = text.starts_with('-');
        const std::string_view digits = text.substr(negative ? 1 : 0);
        if (digits.empty() || digits.find_first_not_of("0123456789") != digits.npos) return std::nullopt;
        for (const char c : digits)  // the generator writes no long ones
            fields.err_code = fields.err_code * 10 + (c - '0');
        if (negative) fields.err_code = -fields.err_code;
    } else if (code->get_int64().get(fields.err_code) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    if (msg && !msg->is_null()) {
        if (msg->get_string().get(text) != simdjson::SUCCESS) return std::nullopt;
        fields.err_msg = text;
    }
    return fields;
}

std::string random_answer(std::mt19937_64& random) {
    constexpr std::string_view keys[] = {"ErrCode", "ErrMsg", "Err\\u0043ode", "errcode", "x"};
    constexpr std::string_view values[] = {"0",
                                           "-1",
                                           "7.5",
                                           "1e3",
                                           "12345678901234567890",
                                           "\"0\"",
                                           "\"-12\"",
                                           "\"OK\"",
                                           "\"a\\/\\n\\u00e9\"",
                                           "null",
                                           "true",
                                           "[]",
                                           "{\"ErrCode\":5}",
                                           "[1,[2,{}]]",
                                           "\"\xe4\xb8\xad\"",
                                           "\"\""};
    constexpr std::string_view spaces[] = {"", "", "", " ", "\n\t", "\r\n "};
    const auto space = [&] { return spaces[random() % std::size(spaces)]; };
    std::string out(space());
    out += '{';
    for (auto left = random() % 5; left != 0; --left) {
        out.append(space())
            .append("\"")
            .append(keys[random() % std::size(keys)])
            .append("\"")
            .append(space());
        out.append(":").append(space()).append(values[random() % std::size(values)]).append(space());
        if (left != 1) out += ',';
    }
    return out.append(space()).append("}").append(space());
}

void mutate(std::string& body, std::mt19937_64& random) {
    constexpr std::string_view bytes = "{}[]\",:\\0-e.nt \n\x01\xff";
    const std::size_t at = static_cast<std::size_t>(random()) % (body.size() + 1);
    const char byte = bytes[random() % bytes.size()];
    switch (random() % 4) {
    case 0: body.insert(at, 1, byte); break;
    case 1: body.erase(at, 1); break;
    case 2: body.resize(at); break;
    default:
        if (at < body.size()) body[at] = byte;
    }
}

}  // namespace

TEST_CASE("random answers are read as simdjson reads them", "[response]") {
    simdjson::dom::parser parser;
    std::mt19937_64 random(31);
    int accepted = 0;
    for (int round = 0; round < 20'000; ++round) {
        const std::string body = random_answer(random);
        CAPTURE(round, body);
        const auto fields = parse_exactly(body);
        const auto expected = oracle(parser, body);
        REQUIRE(fields.has_value() == expected.has_value());
        if (fields) REQUIRE(*fields == *expected);
        accepted += fields ? 1 : 0;
    }
    CHECK(accepted > 2'000);
    CHECK(accepted < 18'000);
}

TEST_CASE("damaged answers are read within their bounds", "[response]") {
    simdjson::dom::parser parser;
    std::mt19937_64 random(32);
    for (int round = 0; round < 40'000; ++round) {
        std::string body = random_answer(random);
        for (auto left = random() % 3 + 1; left != 0; --left)
            mutate(body, random);
        CAPTURE(round, body);
        const auto fields = parse_exactly(body);
        if (!fields) {
            REQUIRE(fields.error().offset <= body.size());
            REQUIRE(fields.error().code != errc::ok);
            continue;
        }
        REQUIRE(tccc::detail::scan_json(body, 64).ok());
        if (const auto expected = oracle(parser, body)) REQUIRE(*fields == *expected);
    }
}
