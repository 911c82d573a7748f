// SPDX-License-Identifier: MIT
// Promise: what is no address is kept as it came, has no parts, does not print, and says at which byte.
#include <tccc/record_url.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

using tccc::errc;
using tccc::error;
using tccc::record_url_view;
using namespace std::string_view_literals;

namespace {

std::string print(record_url_view value) {
    std::ostringstream out;
    out << value;
    return out.str();
}

}  // namespace

TEST_CASE("what is no address is kept, has no parts, and says where", "[record_url]") {
    const std::pair<std::string_view, std::size_t> table[] = {
        {"", 0},
        {"not a url", 0},
        {"ftp://a/b", 0},
        {"file:///etc/passwd", 0},
        {"javascript:alert(1)", 0},
        {"//a/b", 0},
        {"http:/a/b", 0},
        {"httpss://a/b", 0},
        {" http://a/b", 0},
        {"http://", 7},  // no host
        {"http:///b", 7},
        {"https://?x", 8},
        {"http://:80/b", 7},
        {"http://a", 8},  // no path
        {"http://a?q", 8},
        {"http://a:80", 11},
        {"http://user@a/b", 11},  // user-info
        {"http://user:pw@a/b", 12},
        {"http://a:80@b/c", 11},
        {"http://a/b#c", 10},  // a fragment
        {"http://a/b?c#d", 12},
        {"http://a\\@b/c", 8},  // back slashes
        {"http:\\\\a/b", 0},
        {"http://a/b\\c", 10},
        {"http://a/b c", 10},  // blanks and controls
        {"http://a/b\r\nHost: x", 10},
        {"http://a/b\t", 10},
        {"http://a/b?c\0d"sv, 12},
        {"http://a\0.b/c"sv, 8},
        {"http://a/\x7f", 9},
        {"http://\xc3\xa9.com/b", 7},  // not ASCII
        {"http://a/\xc3\xa9", 9},
        {"http://a/b?\xff", 11},
        {"http://a/%", 9},  // percent signs
        {"http://a/%4", 9},
        {"http://a/%4g", 9},
        {"http://a/b%4?1", 10},
        {"http://a/b?%zz", 11},
        {"http://%61/b", 7},
        {"http://a:/b", 9},  // ports
        {"http://a:0/b", 9},
        {"http://a:65536/b", 9},
        {"http://a:000080/b", 14},
        {"http://a:-1/b", 9},
        {"http://a:8a/b", 10},
        {"http://.a/b", 7},  // empty labels
        {"http://a..b/c", 9},
        {"http://a./b", 9},
        {"http://[]/b", 8},  // brackets
        {"http://[::1/b", 11},
        {"http://[::g]/b", 10},
        {"http://[::1]a/b", 12},
        {"http://::1/b", 7},
        {"http://a/<b>", 9},
        {"http://a/\"b\"", 9},
        {"http://a/[b]", 9},
    };
    for (const auto& [text, offset] : table) {
        CAPTURE(text);
        const record_url_view url(text);
        CHECK_FALSE(url.valid());
        CHECK(url.value() == text);
        const auto parts = url.parts();
        REQUIRE_FALSE(parts);
        CHECK(parts.error() == error{errc::bad_value, "url", offset});
        CHECK((url.scheme().empty() && url.host().empty() && url.path().empty() && url.query().empty()));
        CHECK(url.port() == std::nullopt);
        CHECK(url.redacted().empty());
        CHECK(print(url) == "(not a url)");
    }
}

TEST_CASE("a host may have 253 characters", "[record_url]") {
    const auto with_host = [](std::size_t size) { return "http://" + std::string(size, 'a') + "/b"; };
    const std::string longest = with_host(253);
    const std::string too_long = with_host(254);
    CHECK(record_url_view(longest).valid());
    CHECK(record_url_view(too_long).parts().error().offset == 7 + 253);
}

TEST_CASE("an escape is not completed from behind the end", "[record_url]") {
    const std::string_view whole = "http://a/b%41?c%42d";
    for (const std::size_t size : {11U, 12U, 16U, 17U}) {
        CAPTURE(whole.substr(0, size));
        CHECK(record_url_view(whole.substr(0, size)).parts().error().offset == (size < 14U ? 10U : 15U));
    }
    CHECK(record_url_view(whole.substr(0, 13)).valid());
    CHECK(record_url_view(whole.substr(0, 18)).valid());
}

TEST_CASE("an address cut off before its path ends in nothing", "[record_url]") {
    const std::string_view text = "https://bucket.cos.ap-shanghai.myqcloud.com:443/";
    for (std::size_t size = 0; size < text.size(); ++size)
        CHECK_FALSE(record_url_view(text.substr(0, size)).valid());
    CHECK(record_url_view(text).valid());
}
