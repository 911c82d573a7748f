// SPDX-License-Identifier: MIT
// Promise: every error has a frozen number, a name and words, and prints without a byte of the payload.
#include <tccc/error.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdint>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

using tccc::errc;
using tccc::error;

namespace {

struct row {
    errc code;
    unsigned number;
    std::string_view name;
    std::string_view message;
};

// Numbers and names are in logs and in answers: a change here is a break, not a fix.
constexpr row every[] = {
    {errc::ok, 0, "ok", "OK"},
    {errc::empty_body, 1, "empty_body", "the body is empty"},
    {errc::body_too_large, 2, "body_too_large", "the body is larger than the limit"},
    {errc::malformed_json, 3, "malformed_json", "the body is not valid JSON"},
    {errc::not_utf8, 4, "not_utf8", "the text is not valid UTF-8"},
    {errc::too_deep, 5, "too_deep", "the body is nested deeper than the limit"},
    {errc::wrong_type, 6, "wrong_type", "the field has another JSON type than documented"},
    {errc::bad_value, 7, "bad_value", "the field has a value that cannot be used"},
    {errc::missing_field, 8, "missing_field", "a required field is absent, null or empty"},
    {errc::duplicate_field, 9, "duplicate_field", "the field stands twice"},
    {errc::unknown_field, 10, "unknown_field", "the field is not documented"},
    {errc::buffer_too_small, 11, "buffer_too_small", "the buffer is too small"},
    {errc::out_of_memory, 12, "out_of_memory", "out of memory, or a limit was reached"},
};

// No default: a new enumerator warns here, and this file is compiled with warnings as errors.
constexpr bool is_in_the_table(errc code) {
    switch (code) {
    case errc::ok:
    case errc::empty_body:
    case errc::body_too_large:
    case errc::malformed_json:
    case errc::not_utf8:
    case errc::too_deep:
    case errc::wrong_type:
    case errc::bad_value:
    case errc::missing_field:
    case errc::duplicate_field:
    case errc::unknown_field:
    case errc::buffer_too_small:
    case errc::out_of_memory: return true;
    }
    return false;
}

std::string print(const error& e) {
    std::ostringstream out;
    out << e;
    return out.str();
}

}  // namespace

TEST_CASE("every code has its number, its name and its message", "[error]") {
    std::set<std::string_view> names;
    std::set<std::string_view> messages;
    for (const row& r : every) {
        CAPTURE(r.name);
        CHECK(is_in_the_table(r.code));
        CHECK(static_cast<unsigned>(r.code) == r.number);
        CHECK(to_string(r.code) == r.name);
        CHECK(message(r.code) == r.message);
        CHECK(names.insert(to_string(r.code)).second);
        CHECK(messages.insert(message(r.code)).second);
    }
    for (unsigned number = 0; number < 256; ++number)
        CHECK(is_in_the_table(static_cast<errc>(number)) == (number < std::size(every)));
}

TEST_CASE("a value outside the enumeration has words too", "[error]") {
    for (unsigned number = std::size(every); number < 256; ++number) {
        CHECK(to_string(static_cast<errc>(number)) == "unknown");
        CHECK(message(static_cast<errc>(number)) == "unknown error");
    }
}

TEST_CASE("names and messages are constants and end in NUL", "[error]") {
    STATIC_REQUIRE(to_string(errc::too_deep) == "too_deep");
    STATIC_REQUIRE(message(errc::too_deep) == "the body is nested deeper than the limit");
    for (const row& r : every)  // what bad_result::what() counts on
        CHECK(std::string_view(message(r.code).data()) == message(r.code));
}

TEST_CASE("an error prints code, field and byte", "[error]") {
    CHECK(print({errc::missing_field, "RecordId", 120}) == "missing_field: RecordId at byte 120");
    CHECK(print({errc::malformed_json, "", 17}) == "malformed_json at byte 17");
    CHECK(print({static_cast<errc>(200), "", 0}) == "unknown at byte 0");
}

TEST_CASE("errors compare member by member", "[error]") {
    constexpr error e{errc::bad_value, "Timestamp", 7};
    STATIC_REQUIRE(e == error{errc::bad_value, "Timestamp", 7});
    STATIC_REQUIRE(e != error{errc::wrong_type, "Timestamp", 7});
    STATIC_REQUIRE(e != error{errc::bad_value, "SdkAppId", 7});
    STATIC_REQUIRE(e != error{errc::bad_value, "Timestamp", 8});
    STATIC_REQUIRE(error{}.code == errc::ok);
}

TEST_CASE("an error is free to keep and is no truth value", "[error]") {
    STATIC_REQUIRE(std::is_trivially_copyable_v<error>);
    STATIC_REQUIRE(std::is_same_v<std::underlying_type_t<errc>, std::uint8_t>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<bool, error>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<errc, bool>);
    STATIC_REQUIRE(noexcept(message(errc::ok)));
}
