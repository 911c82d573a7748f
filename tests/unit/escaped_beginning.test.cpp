// SPDX-License-Identifier: MIT
// Promise: what is learnt of how URLs begin makes no difference to what is read of them.
#include "../support/guarded_memory.hpp"
#include "../support/two_paths.hpp"

#include <tccc/detail/escaped_beginning.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

using namespace tccc::testing;
using tccc::detail::escaped_beginning;

namespace {

/// What is copied of the text's beginning, decoded; nothing if it does not begin as those learnt.
std::optional<std::string> copied(escaped_beginning& beginning, std::string_view text) {
    std::array<char, 256> room{};
    const char* at = text.data();
    char* to = room.data();
    if (!beginning.copy(at, text.data() + text.size(), to)) {
        CHECK(at == text.data());
        return std::nullopt;
    }
    const std::string raw(text.data(), at);
    std::string decoded(room.data(), to);
    std::string expected;
    for (const char c : raw) {
        if (c != '\\') expected += c;
    }
    CHECK(decoded == expected);
    CHECK(raw.ends_with("\\/"));
    return decoded;
}

std::string push_of(std::string_view url, std::string_view custom_url) {
    std::string body = R"({"SdkAppId":1400264214,"RecordId":"1608130650",)"
                       R"("SessionId":"e97be0ab-1ef6-4ad2-a8c4-2b2bbfb18e55","Timestamp":1608130650,)"
                       R"("EndpointUser":"lululing@tencent.com","RecordURL":")";
    body.append(url).append("\"");
    if (!custom_url.empty()) body.append(R"(,"CustomRecordURL":")").append(custom_url).append("\"");
    return body + "}";
}

constexpr std::string_view first =
    R"(http:\/\/recorder-10018504.cos.ap-shanghai.myqcloud.com\/def\/month12\/000-1.mp3?a=1\u0026b=2)";
constexpr std::string_view second =
    R"(http:\/\/recorder-10018504.cos.ap-shanghai.myqcloud.com\/def\/month12\/000-2.mp3)";
constexpr std::string_view of_both = "http://recorder-10018504.cos.ap-shanghai.myqcloud.com/def/month12/";

}  // namespace

TEST_CASE("a URL's beginning is learnt up to its last escaped slash", "[escaped_beginning]") {
    escaped_beginning beginning;
    CHECK_FALSE(copied(beginning, first));
    beginning.learn(first);
    CHECK(copied(beginning, first) == of_both);
    CHECK(copied(beginning, second) == of_both);
}

TEST_CASE("what two URLs have in common is what others are held against", "[escaped_beginning]") {
    escaped_beginning beginning;
    beginning.learn(R"(https:\/\/recordings-1250000000.cos.ap-guangzhou.myqcloud.com\/14\/one\/1.mp3)");
    const std::string_view other =
        R"(https:\/\/recordings-1250000000.cos.ap-guangzhou.myqcloud.com\/14\/other\/1.mp3)";
    CHECK_FALSE(copied(beginning, other));
    beginning.learn(other);
    CHECK(copied(beginning, other) == "https://recordings-1250000000.cos.ap-guangzhou.myqcloud.com/14/");
}

TEST_CASE("strangers among others do not change what is learnt, two in a row do", "[escaped_beginning]") {
    const std::string_view stranger =
        R"(http:\/\/another-host-of-another-sender.example.com\/recordings\/1.mp3)";
    escaped_beginning beginning;
    beginning.learn(first);
    beginning.learn(stranger);
    CHECK(copied(beginning, second) == of_both);
    beginning.learn(stranger);
    CHECK(copied(beginning, second) == of_both);
    beginning.learn(stranger);
    beginning.learn(stranger);
    CHECK(copied(beginning, stranger) == "http://another-host-of-another-sender.example.com/recordings/");
    CHECK_FALSE(copied(beginning, second));
}

TEST_CASE("what cannot be learnt does not keep the next one from it", "[escaped_beginning]") {
    escaped_beginning beginning;
    beginning.learn(R"(\u002b8613)");
    beginning.learn(first);
    CHECK(copied(beginning, second) == of_both);
}

TEST_CASE("beginnings too short, without an escaped slash, or with other escapes before it are not learnt",
          "[escaped_beginning]") {
    for (const std::string_view text : {
             std::string_view(R"(http:\/\/short.example\/1.mp3)"),
             std::string_view("http://recorder-10018504.cos.ap-shanghai.myqcloud.com/def/month12/000-1.mp3"),
             std::string_view(
                 R"(http\u003a\/\/recorder-10018504.cos.ap-shanghai.myqcloud.com\/def\/month12\/1)"),
             std::string_view(R"(http:\\/\/recorder-10018504.cos.ap-shanghai.myqcloud.com\/def\/month12\/1)"),
         }) {
        CAPTURE(text);
        escaped_beginning beginning;
        beginning.learn(text);
        CHECK_FALSE(copied(beginning, text));
    }
    escaped_beginning beginning;
    beginning.learn(R"(http:\/\/recorder-10018504.cos.example.com\/a\u0026\/b\/c)");
    CHECK(copied(beginning, R"(http:\/\/recorder-10018504.cos.example.com\/x)") ==
          "http://recorder-10018504.cos.example.com/");
}

TEST_CASE("of a long beginning only 128 bytes are kept, and a text that ends inside them is not copied",
          "[escaped_beginning]") {
    std::string url = R"(https:\/\/host.example.com)";
    for (int i = 0; i != 40; ++i) {
        url += R"(\/part)";
    }
    escaped_beginning beginning;
    beginning.learn(url);
    const std::optional<std::string> decoded = copied(beginning, url);
    REQUIRE(decoded);
    const auto slashes = static_cast<std::size_t>(std::ranges::count(*decoded, '/'));
    const std::size_t raw = decoded->size() + slashes;
    CHECK(raw <= 128);
    CHECK(raw > 128 - 6);
    for (std::size_t size = 0; size != url.size(); ++size) {
        CAPTURE(size);
        CHECK(copied(beginning, std::string_view(url).substr(0, size)).has_value() == (size >= raw));
    }
}

TEST_CASE("every byte of a URL changed, behind pushes that taught its beginning", "[escaped_beginning]") {
    two_paths paths;
    const std::string body = push_of(first, second);
    const std::string other = push_of(second, first);
    // Anew each time: what differs from the beginning shortens it.
    const auto agree_when_taught = [&](const std::string& changed) {
        paths.forget();
        return paths.agree(body) && paths.agree(other) && paths.agree(changed);
    };
    const std::size_t begin = body.find("http");
    for (std::size_t i = begin; i != body.size(); ++i) {
        for (const char c : {'\\', '/', '"', 'x', 'u', ' ', '}', '\x01', '\x7f', '\x80', '\0'}) {
            std::string changed = body;
            changed[i] = c;
            CAPTURE(i, changed);
            REQUIRE(agree_when_taught(changed));
        }
        std::string longer = body;
        REQUIRE(agree_when_taught(longer.insert(i, 1, '\\')));
        REQUIRE(agree_when_taught(longer.erase(i, 2)));
    }
    const std::size_t changed = (body.size() - begin) * 13;  // each behind two that teach
    CHECK(paths.matched() - changed * 2 > changed / 2);
}

#if TCCC_TESTS_HAS_GUARDED_MEMORY

TEST_CASE("a URL cut inside a beginning that was learnt, where the memory ends", "[escaped_beginning]") {
    const std::string body = push_of(second, first);
    guarded_memory memory(body.size());
    two_paths paths;
    for (std::size_t size = 0; size <= body.size(); ++size) {
        REQUIRE(paths.agree(body));
        CAPTURE(size);
        REQUIRE(paths.agree(memory.at_end(std::string_view(body).substr(0, size))));
    }
    CHECK(paths.matched() == body.size() + 2);
}

#endif
