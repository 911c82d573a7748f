// SPDX-License-Identifier: MIT
// Promise: a result holds a value or an error, and every member says the same at run time and compile time.
#include <tccc/result.hpp>

#include <catch2/catch_test_macros.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

using tccc::errc;
using tccc::error;
using tccc::result;

// One check, done twice.
#define CHECK_BOTH(...)                                                                                      \
    static_assert(__VA_ARGS__);                                                                              \
    CHECK(__VA_ARGS__)

namespace {

constexpr error late{errc::bad_value, "Timestamp", 7};

constexpr result<int> half(int n) {
    if (n % 2 != 0) return late;
    return n / 2;
}

template <class R>
concept has_value_member = requires(R& r) {
    r.value();
};

}  // namespace

TEST_CASE("truth means success", "[result]") {
    constexpr result<int> four = 4;
    constexpr result<int> none = late;
    CHECK_BOTH(four.has_value());
    CHECK_BOTH(static_cast<bool>(four));
    CHECK_BOTH(*four == 4);
    CHECK_BOTH(!none.has_value());
    CHECK_BOTH(!none);
    CHECK_BOTH(none.error() == late);
    CHECK_BOTH(result<bool>(false).has_value());

    STATIC_REQUIRE_FALSE(std::is_convertible_v<result<int>, bool>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<result<int>, int>);
    STATIC_REQUIRE_FALSE(std::is_default_constructible_v<result<int>>);
    STATIC_REQUIRE(std::is_same_v<result<int>::value_type, int>);
    STATIC_REQUIRE(std::is_same_v<result<int>::error_type, error>);
}

TEST_CASE("the value can be reached and changed in place", "[result]") {
    result<std::string> text = std::string("abc");
    *text += 'd';
    text->push_back('e');
    CHECK(*text == "abcde");
    CHECK(text->size() == 5);
    const result<std::string>& constant = text;
    CHECK(&*constant == &*text);
    CHECK(constant->data() == text->data());
    STATIC_REQUIRE(std::is_same_v<decltype(*constant), const std::string&>);
    STATIC_REQUIRE(std::is_same_v<decltype(*text), std::string&>);

    text = late;
    CHECK(text.error() == late);
    text = std::string("again");
    CHECK(*text == "again");
}

TEST_CASE("an rvalue gives its value away, not a reference into itself", "[result]") {
    STATIC_REQUIRE(std::is_same_v<decltype(*half(4)), int>);
    const auto words = [] { return result<std::vector<std::string>>({"a", "bc"}); };
    std::string all;
    for (const std::string& word : *words())  // in C++20 this loop keeps no temporary alive but its own
        all += word;
    CHECK(all == "abc");
}

TEST_CASE("value_or", "[result]") {
    CHECK_BOTH(half(8).value_or(1) == 4);
    CHECK_BOTH(half(7).value_or(1) == 1);
    const result<std::string> text = std::string("abc");
    const result<std::string> none = late;
    CHECK(text.value_or("x") == "abc");
    CHECK(none.value_or("x") == "x");
    CHECK(*text == "abc");
}

TEST_CASE("and_then goes on with a value and stays with an error", "[result]") {
    CHECK_BOTH(*half(8).and_then(half) == 2);
    CHECK_BOTH(half(6).and_then(half).error() == late);
    CHECK_BOTH(half(7).and_then(half).error() == late);
    const result<int> four = 4;
    const auto text = four.and_then([](const int& n) { return result<std::string>(std::to_string(n)); });
    CHECK(*text == "4");
    CHECK(*result<int>(5).and_then([](int&& n) { return result<int>(n + 1); }) == 6);
}

TEST_CASE("transform wraps what the function returns", "[result]") {
    constexpr auto doubled = [](int n) { return n * 2.0; };
    CHECK_BOTH(*half(8).transform(doubled) == 8.0);
    CHECK_BOTH(half(7).transform(doubled).error() == late);
    STATIC_REQUIRE(std::is_same_v<decltype(half(8).transform(doubled)), result<double>>);

    const result<std::string> text = std::string("abc");
    CHECK(*text.transform(&std::string::size) == 3);
    bool called = false;
    const auto none = result<int>(late).transform([&](int n) { return called = n != 0; });
    CHECK_FALSE(none.has_value());
    CHECK_FALSE(called);
}

TEST_CASE("equality", "[result]") {
    CHECK_BOTH(half(8) == half(8));
    CHECK_BOTH(half(8) == result<int>(4));
    CHECK_BOTH(half(8) != half(6));
    CHECK_BOTH(half(8) != half(7));
    CHECK_BOTH(half(7) == half(9));
    CHECK_BOTH(result<int>(late) != result<int>(error{errc::bad_value, "Timestamp", 8}));
}

TEST_CASE("a move-only value goes through every rvalue member", "[result]") {
    using owner = std::unique_ptr<int>;
    const auto make = [] { return result<owner>(std::make_unique<int>(4)); };
    STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<result<owner>>);

    const owner taken = *make();
    CHECK(*taken == 4);
    CHECK(*make().value_or(nullptr) == 4);
    CHECK(result<owner>(late).value_or(nullptr) == nullptr);
    CHECK(*make().and_then([](owner p) { return result<int>(*p + 1); }) == 5);
    CHECK(*make().transform([](owner p) { return *p + 2; }) == 6);
    CHECK(**make().transform([](owner p) { return p; }) == 4);

    result<owner> from = make();
    const result<owner> to = std::move(from);
    CHECK(**to == 4);
}

TEST_CASE("a result is as cheap as what it holds", "[result]") {
    STATIC_REQUIRE(std::is_trivially_copyable_v<result<int>>);
    STATIC_REQUIRE(std::is_trivially_copyable_v<result<std::string_view>>);
    STATIC_REQUIRE(std::is_trivially_destructible_v<result<int>>);
    STATIC_REQUIRE_FALSE(std::is_trivially_copyable_v<result<std::string>>);
    STATIC_REQUIRE(std::is_nothrow_move_constructible_v<result<std::string>>);
    STATIC_REQUIRE(sizeof(result<int>) <= sizeof(error) + sizeof(void*));
}

#if TCCC_PUSH_HAS_EXCEPTIONS
TEST_CASE("value() throws where there is none", "[result]") {
    STATIC_REQUIRE(has_value_member<result<int>>);
    CHECK_BOTH(half(8).value() == 4);
    result<std::string> text = std::string("abc");
    text.value() += 'd';
    CHECK(std::as_const(text).value() == "abcd");
    CHECK(std::move(text).value() == "abcd");

    const result<int> none = late;
    CHECK_THROWS_AS(static_cast<void>(none.value()), tccc::bad_result);
    CHECK_THROWS_AS(static_cast<void>(half(7).value()), std::exception);
    bool caught = false;
    try {
        static_cast<void>(result<int>(late).value());
    } catch (const tccc::bad_result& e) {
        caught = true;
        CHECK(e.error() == late);
        CHECK(std::string_view(e.what()) == message(errc::bad_value));
    }
    CHECK(caught);
}
#else
TEST_CASE("value() is absent where exceptions are", "[result]") {
    STATIC_REQUIRE_FALSE(has_value_member<result<int>>);
}
#endif
