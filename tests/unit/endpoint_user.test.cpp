// SPDX-License-Identifier: MIT
// Promise: a recorded party knows what it is, and printing it never shows who it is.
#include <tccc/endpoint_user.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>
#include <iomanip>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

using tccc::endpoint_kind;
using tccc::endpoint_user;
using tccc::endpoint_user_view;

namespace {

template <class T>
std::string print(const T& value) {
    std::ostringstream out;
    out << value;
    return out.str();
}

bool fit_for_a_log(std::string_view text) {
    return text.size() <= 80 && std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace

TEST_CASE("what an EndpointUser looks like", "[endpoint_user]") {
    for (const std::string_view phone : {"008613812345678", "+8613812345678", "13123456789", "10086", "0"})
        CHECK(endpoint_user_view(phone).kind() == endpoint_kind::phone);
    for (const std::string_view email : {"lululing@tencent.com", "a@b", "\xe6\x9d\x8e@example.com", "0086@1"})
        CHECK(endpoint_user_view(email).kind() == endpoint_kind::email);
    for (const std::string_view other : {"", "+", "++86", "86+", "86-138", "138 1234", "agent-7", "@", "a@",
                                         "@b", "a@b@c", "sip:1001", "\xef\xbc\x91\xef\xbc\x92"})
        CHECK(endpoint_user_view(other).kind() == endpoint_kind::other);

    STATIC_REQUIRE(endpoint_user_view("0086").kind() == endpoint_kind::phone);
    STATIC_REQUIRE(endpoint_user_view().kind() == endpoint_kind::other);
    CHECK(to_string(endpoint_kind::other) == "other");
    CHECK(to_string(endpoint_kind::phone) == "phone");
    CHECK(to_string(endpoint_kind::email) == "email");
    CHECK(to_string(static_cast<endpoint_kind>(3)) == "unknown");
}

TEST_CASE("how it prints", "[endpoint_user]") {
    const std::pair<std::string_view, std::string_view> table[] = {
        {"008613812345678", "0086138****5678"},
        {"+8613812345678", "+86138****5678"},
        {"13812345678", "138****5678"},
        {"02066247698", "020****7698"},
        {"008602066247698", "0086020****7698"},
        {"123456789", "1****6789"},
        {"12345678", "****5678"},
        {"1234567", "****"},
        {"10086", "****"},
        {"+1", "****"},
        {"lululing@tencent.com", "l***@tencent.com"},
        {"a@b", "a***@b"},
        {"\xe6\x9d\x8e@example.com", "?***@example.com"},
        {"agent-7", "***"},
        {"138 1234 5678", "***"},
        {"", "***"},
    };
    for (const auto& [value, masked] : table) {
        CAPTURE(value);
        CHECK(endpoint_user_view(value).masked() == masked);
        CHECK(print(endpoint_user_view(value)) == masked);
        CHECK(endpoint_user(std::string(value)).masked() == masked);
        CHECK(print(endpoint_user(std::string(value))) == masked);
    }
}

TEST_CASE("at least four digits of a number stay hidden", "[endpoint_user]") {
    for (std::size_t digits = 1; digits < 40; ++digits) {
        const std::string number(digits, '7');
        const std::string masked = endpoint_user_view(number).masked();
        const auto shown = static_cast<std::size_t>(std::ranges::count(masked, '7'));
        CAPTURE(number, masked);
        CHECK(shown + std::min<std::size_t>(digits, 4) <= digits);
        CHECK(shown <= 11);
    }
}

TEST_CASE("a hostile name costs a log neither a line nor a megabyte", "[endpoint_user]") {
    const std::string huge(60'000, '1');
    CHECK(endpoint_user_view(huge).masked() == "1111111****1111");
    const std::string domain(63, 'y');  // with its '@' the longest that is printed whole
    CHECK(endpoint_user("x@" + domain).masked() == "x***@" + domain);
    CHECK(endpoint_user("x@" + domain + "z").masked() == "x***@" + domain + "...");
    CHECK(endpoint_user(huge + "@" + huge).masked() == "1***@" + huge.substr(0, 63) + "...");
    CHECK(endpoint_user_view(std::string_view("\0@a\0b", 5)).masked() == "?***@a?b");
    CHECK(endpoint_user_view("a@\x1b[31mred\r\n\x7f").masked() == "a***@?[31mred???");
    CHECK(endpoint_user_view("a@b c\t\xe2\x80\xae\xff").masked() == "a***@b?c?????");

    std::mt19937_64 random(21);
    for (int round = 0; round < 5'000; ++round) {
        std::string bytes(random() % 200, '\0');
        for (char& c : bytes)
            c = static_cast<char>(random() % 256);
        if (round % 2 == 0) bytes.insert(bytes.size() / 2, "@");
        const std::string masked = endpoint_user_view(bytes).masked();
        if (!fit_for_a_log(masked) || print(endpoint_user_view(bytes)) != masked) FAIL("round " << round);
    }
}

TEST_CASE("a stream's width applies to the masked form", "[endpoint_user]") {
    std::ostringstream out;
    out << std::setw(12) << std::left << endpoint_user_view("13812345678") << '|' << std::setw(6)
        << endpoint_user_view("10086") << '|';
    CHECK(out.str() == "138****5678 |****  |");
}

TEST_CASE("a view borrows, its owning twin keeps", "[endpoint_user]") {
    std::string source = "lululing@tencent.com, long enough to be on the heap";
    const endpoint_user_view view(source);
    CHECK(view.value().data() == source.data());
    CHECK_FALSE(view.empty());
    const endpoint_user kept = to_owned(view);
    CHECK(kept.value() == source);
    CHECK(kept.value().data() != source.data());
    const std::string before = source;
    source.assign(source.size(), '#');
    CHECK(kept.value() == before);
    CHECK(kept.kind() == endpoint_kind::email);
    CHECK(kept.view().value().data() == kept.value().data());
    const endpoint_user_view again = kept;
    CHECK(again == kept.view());
    CHECK(endpoint_user().empty());
    CHECK(endpoint_user_view().empty());

    endpoint_user given = kept;
    CHECK(given == kept);
    const std::string text = std::move(given).value();
    CHECK(text == before);
    CHECK(endpoint_user("a") != endpoint_user("A"));
    CHECK(endpoint_user_view("a") != endpoint_user_view("b"));
}

TEST_CASE("what would dangle does not compile", "[endpoint_user]") {
    STATIC_REQUIRE(std::is_trivially_copyable_v<endpoint_user_view>);
    STATIC_REQUIRE(std::is_constructible_v<endpoint_user_view, const std::string&>);
    STATIC_REQUIRE(std::is_constructible_v<endpoint_user_view, const char*>);
    STATIC_REQUIRE(std::is_constructible_v<endpoint_user_view, std::string_view>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<endpoint_user_view, std::string>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<endpoint_user_view, endpoint_user>);
    STATIC_REQUIRE_FALSE(
        std::is_convertible_v<endpoint_user_view, std::string_view>);  // no way round masking
}
