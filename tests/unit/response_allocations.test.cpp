// SPDX-License-Identifier: MIT
// Promise: answering allocates nothing.
#include "../support/allocation_counter.hpp"

#include <tccc/response.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <new>
#include <string>
#include <string_view>

using tccc::errc;
using tccc::response;
using tccc::write_response;
using tccc::testing::allocations_in;

// Without this one, a counter that counts nothing would let every promise below hold. Calls of the operators
// by name, since a compiler may leave out what a new-expression would allocate.
TEST_CASE("the counter counts every form of operator new", "[allocations]") {
    CHECK(allocations_in([] { ::operator delete(::operator new(10)); }) == 1);
    CHECK(allocations_in([] { ::operator delete[](::operator new[](10)); }) == 1);
    CHECK(allocations_in([] { ::operator delete(::operator new(10, std::nothrow)); }) == 1);
    CHECK(allocations_in([] { ::operator delete[](::operator new[](10, std::nothrow)); }) == 1);
    constexpr std::align_val_t line{64};
    CHECK(allocations_in([] { ::operator delete(::operator new(10, line), line); }) == 1);
    CHECK(allocations_in([] { ::operator delete[](::operator new[](10, line), line); }) == 1);
    CHECK(allocations_in([] { ::operator delete(::operator new(10, line, std::nothrow), line); }) == 1);
    CHECK(allocations_in([] { ::operator delete[](::operator new[](10, line, std::nothrow), line); }) == 1);
    CHECK(allocations_in([] { std::string(100, 'x').push_back('y'); }) >= 1);
    CHECK(allocations_in([] {}) == 0);
}

TEST_CASE("a response allocates nothing", "[response][allocations]") {
    std::size_t bytes = 0;
    CHECK(allocations_in([&] {
              bytes += response::ok().body().size();
              const response failed = response::failure({errc::missing_field, "RecordId", 120});
              const response copy = failed;
              bytes += copy.body().size();
          }) == 0);
    CHECK(bytes > 27);
}

TEST_CASE("an answer in a buffer allocates nothing, written or refused", "[response][allocations]") {
    const std::string text(100, '"');
    std::array<char, 256> buffer;
    bool written = false;
    bool refused = false;
    CHECK(allocations_in([&] {
              written = write_response(buffer, 1, text).has_value();
              refused = !write_response(std::span(buffer).first(200), 1, text).has_value();
          }) == 0);
    CHECK(written);
    CHECK(refused);
}

TEST_CASE("an answer in a string allocates once, and then never", "[response][allocations]") {
    const std::string text(100, '\n');
    std::string out;
    CHECK(allocations_in([&] { write_response(out, 1, text); }) == 1);
    CHECK(allocations_in([&] {
              for (int round = 0; round < 10; ++round)
                  write_response(out, round, text);
          }) == 0);
    CHECK(out.ends_with("\"ErrCode\":9}"));
}

TEST_CASE("reading an answer allocates for a long text alone", "[response][allocations]") {
    bool ok = false;
    CHECK(allocations_in([&] { ok = tccc::parse_response(response::ok().body())->ok(); }) == 0);
    CHECK(ok);
    std::string body;
    write_response(body, 0, std::string(200, 'x'));
    CHECK(allocations_in([&] { ok = tccc::parse_response(body)->ok(); }) == 1);
    const std::string_view broken = R"({"ErrMsg":"a text that is longer than any small string","ErrCode":x})";
    CHECK(allocations_in([&] { ok = tccc::parse_response(broken).has_value(); }) == 0);
    CHECK_FALSE(ok);
}
