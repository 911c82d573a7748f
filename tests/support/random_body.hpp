// SPDX-License-Identifier: MIT
/// @file
/// Bodies by the thousand: pushes as the vendor sends them, as it might, and broken in every way that a seed
/// can think of. Same seed, same body, on every platform.
#ifndef TCCC_TESTS_SUPPORT_RANDOM_BODY_HPP
#define TCCC_TESTS_SUPPORT_RANDOM_BODY_HPP

#include "push_text.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace tccc::testing {

class random_body {
public:
    explicit random_body(std::uint64_t seed) : random_(seed) {}

    /// JSON in UTF-8 always, a push most of the time.
    std::string valid() {
        members fields = sample_members();
        const bool plain = one_in(3);
        for (member& m : fields) {
            if (!plain && one_in(3)) m.value = value();
            if (!plain && one_in(12)) m.key = respelled(m.key);
        }
        if (one_in(4)) std::erase_if(fields, [this](const member&) { return one_in(8); });
        for (auto more = one_in(2) ? below(4) : 0; more != 0; --more)
            fields.push_back({one_in(2) ? any(keys) : respelled(any(keys)), value()});
        if (!one_in(4)) shuffle(fields);
        const std::string body = written(fields);
        return one_in(30) ? "\xEF\xBB\xBF" + body : body;
    }

    /// A push in the vendor's order and one of its spacings, as documented, with other values each time.
    std::string in_order() {
        members fields = sample_members();
        const bool escaped = one_in(3);  // as one sender writes its URLs: what they begin with is learnt
        for (member& m : fields) {
            const bool number = m.key == "SdkAppId" || m.key == "Timestamp";
            const std::string digits = std::to_string(random_() >> (30 + below(34)));
            const std::string_view host = escaped && m.key.ends_with("URL")
                                              ? R"(https:\/\/recordings-1250000000.example.com\/12\/)"
                                              : "";
            m.value = number ? digits : in_quotes(std::string(host) + digits + std::string(below(90), 'x'));
        }
        if (one_in(2)) fields.pop_back();
        return written(fields);
    }

    /// `body` changed in one to three places: bytes, tokens, stretches, its end.
    std::string mutated(std::string body) {
        for (auto times = 1 + below(3); times != 0; --times)
            mutate(body);
        return body;
    }

    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }
    bool one_in(std::size_t odds) { return below(odds) == 0; }

private:
    static constexpr std::array<std::string_view, 14> keys = {"SdkAppId",
                                                              "RecordId",
                                                              "SessionId",
                                                              "Timestamp",
                                                              "EndpointUser",
                                                              "RecordURL",
                                                              "CustomRecordURL",
                                                              "x",
                                                              "",
                                                              "EndPointUser",
                                                              "sdkAppId",
                                                              "RecordUrl",
                                                              "SessionId2",
                                                              "\xe5\xbd\x95\xe9\x9f\xb3"};

    static constexpr std::array<std::string_view, 34> scalars = {"null",
                                                                 "true",
                                                                 "false",
                                                                 "0",
                                                                 "-0",
                                                                 "-1",
                                                                 "1.5",
                                                                 "1e3",
                                                                 "1E400",
                                                                 "-1e-400",
                                                                 "1608130650",
                                                                 "99999999999",
                                                                 "100000000000",
                                                                 "1608130650123",
                                                                 "99999999999999",
                                                                 "100000000000000",
                                                                 "9223372036854775807",
                                                                 "9223372036854775808",
                                                                 "18446744073709551616",
                                                                 "123456789012345678901234567890",
                                                                 "\"\"",
                                                                 "\"0\"",
                                                                 "\"007\"",
                                                                 "\"9223372036854775807\"",
                                                                 "\"9223372036854775808\"",
                                                                 "\"0000000000000000000\"",
                                                                 "\"00000000000000000000\"",
                                                                 "\"-1\"",
                                                                 "\"1608130650\"",
                                                                 "\"1608130650123\"",
                                                                 "\"a@b.c\"",
                                                                 "\"http:\\/\\/h\\/p?a\\u0026b\"",
                                                                 "\"\\ud800\"",
                                                                 "\"\xf0\x9f\x93\x9e\""};

    static constexpr std::array<std::string_view, 17> pieces = {"a",
                                                                "0",
                                                                " ",
                                                                "\\\"",
                                                                "\\\\",
                                                                "\\/",
                                                                "\\n",
                                                                "\\u0041",
                                                                "\\u0000",
                                                                "\\ud83d\\ude00",
                                                                "\\ud800",
                                                                "\\udfff",
                                                                "\xc3\xa9",
                                                                "\xe4\xb8\xad",
                                                                "{[:,]}",
                                                                "a longer stretch of plain text",
                                                                "http://h.example/1.mp3?a=b"};

    static constexpr std::array<std::string_view, 46> tokens = {"{",
                                                                "}",
                                                                "[",
                                                                "]",
                                                                ":",
                                                                ",",
                                                                "\"",
                                                                "\\",
                                                                "\\\"",
                                                                "\"\"",
                                                                "{}",
                                                                "[]",
                                                                "\":\"",
                                                                "\",\"",
                                                                ":1",
                                                                ":\"b\":1}",
                                                                "},{",
                                                                "null",
                                                                "true",
                                                                "nul",
                                                                "truex",
                                                                "-",
                                                                "+",
                                                                ".",
                                                                "e",
                                                                "0",
                                                                "00",
                                                                "1",
                                                                "1e",
                                                                "/",
                                                                "/**/",
                                                                "'",
                                                                "\\u",
                                                                "\\u12",
                                                                "\\ud800",
                                                                "\\x",
                                                                "\xef\xbb\xbf",
                                                                "\xff",
                                                                "\x80",
                                                                "\xc3",
                                                                "\xe4\xb8",
                                                                "\xed\xa0\x80",
                                                                "\xf4\x90\x80\x80",
                                                                "\xc0\xaf",
                                                                "\xc2\xa0",
                                                                "\x0c"};

    static constexpr std::string_view interesting =
        "{}[]:,\"\\ \t\n\r\x01\x1f\x20\x7f\x80\xbf\xc2\xff/0123456789-+.eEutfn";

    std::string any(std::span<const std::string_view> from) { return std::string(from[below(from.size())]); }

    // With some of its characters as `\uXXXX`.
    std::string respelled(std::string_view key) {
        std::string out;
        for (const char c : key) {
            const auto byte = static_cast<unsigned char>(c);
            constexpr std::string_view hex = "0123456789abcdef";
            if (byte < 0x80 && one_in(4)) {
                out.append("\\u00").append({hex[byte >> 4U], hex[byte & 0xfU]});
            } else {
                out += c;
            }
        }
        return out;
    }

    std::string text() {
        std::string out;
        for (auto count = below(one_in(20) ? 40 : 5); count != 0; --count)
            out += any(std::span(pieces).first(one_in(4) ? pieces.size() : 3));
        return in_quotes(out);
    }

    std::string value(std::size_t deep = 0) {
        switch (deep > 4 ? below(4) : below(6)) {
        case 0:
        case 1: return any(scalars);
        case 2:
        case 3: return text();
        case 4: {
            std::string out = "[";
            for (auto count = below(4); count != 0; --count)
                out.append(value(deep + 1)).append(space()).append(count > 1 ? "," : "");
            return out + "]";
        }
        default: {
            std::string out = "{";
            for (auto count = below(4); count != 0; --count)
                out.append(space())
                    .append(in_quotes(any(keys)))
                    .append(":")
                    .append(value(deep + 1))
                    .append(count > 1 ? "," : "");
            return out + "}";
        }
        }
    }

    std::string space() {
        std::string out;
        while (one_in(3))
            out += " \n\t\r"[below(4)];
        return out;
    }

    std::string written(const members& fields) {
        switch (below(4)) {
        case 0: return write(fields);
        case 1: return write(fields, vendor_spacing);
        case 2: return write(fields, wild_spacing);
        default: {
            const std::array<std::string, 6> s = {space(), space(), space(), space(), space(), space()};
            return write(fields, {s[0], s[1], s[2], s[3], s[4], s[5]});
        }
        }
    }

    void shuffle(members& fields) {  // std::shuffle differs between standard libraries
        for (std::size_t i = fields.size(); i > 1; --i)
            std::swap(fields[i - 1], fields[below(i)]);
    }

    void mutate(std::string& body) {
        const std::size_t pos = below(body.size() + 1);
        const std::size_t size = 1 + below(one_in(4) ? 60 : 4);
        const std::size_t from = below(body.size() + 1);
        switch (below(9)) {
        case 0:
            if (pos < body.size()) body[pos] = static_cast<char>(static_cast<unsigned char>(below(256)));
            break;
        case 1:
            if (pos < body.size()) body[pos] = interesting[below(interesting.size())];
            break;
        case 2:
            if (pos < body.size())
                body[pos] = static_cast<char>(body[pos] ^ static_cast<char>(1U << below(7)));
            break;
        case 3: body.insert(pos, any(tokens)); break;
        case 4: body.replace(pos, size, any(tokens)); break;
        case 5: body.erase(pos, size); break;
        case 6: body.insert(pos, std::string(body.substr(from, size))); break;
        case 7: body.insert(pos, value()); break;
        default:
            if (one_in(3))
                body.resize(pos);
            else
                body.insert(pos, space());
        }
    }

    std::mt19937_64 random_;
};

}  // namespace tccc::testing

#endif
