// SPDX-License-Identifier: MIT
// Promise: a recording's address is read to the letter, and prints without its query.
#include <tccc/record_url.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

using tccc::record_url;
using tccc::record_url_view;
using tccc::url_parts;

namespace {

constexpr std::string_view sample = "http://recorder-10018504.cos.ap-shanghai.myqcloud.com/def/month12/"
                                    "000-339708937-12367-473aa3561921478d8c57b425bd9d4b29-000-1608130637.mp3";

template <class T>
std::string print(const T& value) {
    std::ostringstream out;
    out << value;
    return out.str();
}

}  // namespace

TEST_CASE("the vendor's own sample", "[record_url]") {
    constexpr record_url_view url = sample;
    STATIC_REQUIRE(url.valid());
    STATIC_REQUIRE(url.host() == "recorder-10018504.cos.ap-shanghai.myqcloud.com");
    CHECK(url.value() == sample);
    CHECK(url.scheme() == "http");
    CHECK(url.port() == std::nullopt);
    CHECK(url.path().starts_with("/def/month12/000-"));
    CHECK(url.path().ends_with("1608130637.mp3"));
    CHECK(url.query().empty());
    CHECK(url.redacted() == sample);
    CHECK(print(url) == sample);
}

TEST_CASE("parts are views into the text, none decoded", "[record_url]") {
    const std::string text = "HttpS://Media.Example.COM:8443/a%2Fb/c.mp3?sign=q%26x&t=1?2";
    const record_url_view url(text);
    const auto parts = url.parts();
    REQUIRE(parts);
    CHECK(*parts ==
          url_parts{"HttpS", "Media.Example.COM", std::uint16_t{8443}, "/a%2Fb/c.mp3", "sign=q%26x&t=1?2"});
    CHECK(parts->host.data() == text.data() + 8);
    CHECK(url.scheme() == "HttpS");
    CHECK(url.port() == 8443);
    CHECK(url.query() == "sign=q%26x&t=1?2");
    CHECK(url.redacted() == "HttpS://Media.Example.COM:8443/a%2Fb/c.mp3");
}

TEST_CASE("addresses that are read", "[record_url]") {
    const std::pair<std::string_view, url_parts> table[] = {
        {"http://a/", {"http", "a", {}, "/", {}}},
        {"https://a/?", {"https", "a", {}, "/", ""}},
        {"https://a//b/../c", {"https", "a", {}, "//b/../c", {}}},
        {"https://my_bucket-1.cos/x", {"https", "my_bucket-1.cos", {}, "/x", {}}},
        {"https://a:1/", {"https", "a", std::uint16_t{1}, "/", {}}},
        {"https://a:65535/", {"https", "a", std::uint16_t{65535}, "/", {}}},
        {"https://a:00080/", {"https", "a", std::uint16_t{80}, "/", {}}},
        {"http://127.0.0.1/x", {"http", "127.0.0.1", {}, "/x", {}}},
        {"http://[::1]:80/x", {"http", "[::1]", std::uint16_t{80}, "/x", {}}},
        {"http://[::ffff:10.0.0.1]/x", {"http", "[::ffff:10.0.0.1]", {}, "/x", {}}},
        {"http://a/-._~!$&'()*+,;=:@%41", {"http", "a", {}, "/-._~!$&'()*+,;=:@%41", {}}},
        {"http://a/%00", {"http", "a", {}, "/%00", {}}},
    };
    for (const auto& [text, expected] : table) {
        CAPTURE(text);
        const auto parts = record_url_view(text).parts();
        REQUIRE(parts);
        CHECK(*parts == expected);
    }
}

TEST_CASE("printing never shows the query", "[record_url]") {
    const record_url_view url("https://a.myqcloud.com/r.mp3?q-signature=secret");
    CHECK(print(url) == "https://a.myqcloud.com/r.mp3");
    CHECK(print(to_owned(url)) == "https://a.myqcloud.com/r.mp3");
    CHECK(print(record_url_view("https://user:secret@a/b")) == "(not a url)");
    CHECK(print(record_url_view("https://a/\x1b[2J")) == "(not a url)");
}

TEST_CASE("a view borrows the address, its owning twin keeps it", "[record_url]") {
    std::string source = std::string(sample) + "?k=v";
    const std::string before = source;
    const record_url_view view(source);
    CHECK(view.value().data() == source.data());
    const record_url kept = to_owned(view);
    CHECK(kept.view() == view);
    source.assign(source.size(), '#');
    CHECK(kept.value() == before);
    CHECK(kept.valid());
    CHECK(kept.host() == "recorder-10018504.cos.ap-shanghai.myqcloud.com");
    CHECK(kept.path().ends_with(".mp3"));
    CHECK(kept.query() == "k=v");
    CHECK(kept.redacted() == sample);
    CHECK_FALSE(kept.empty());
    CHECK(record_url().empty());
    CHECK(record_url_view().empty());
    CHECK_FALSE(record_url().valid());
    record_url given = kept;
    CHECK(given == kept);
    CHECK(std::move(given).value() == before);
}

TEST_CASE("an address that would dangle does not compile", "[record_url]") {
    STATIC_REQUIRE(std::is_trivially_copyable_v<record_url_view>);
    STATIC_REQUIRE(std::is_constructible_v<record_url_view, const std::string&>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<record_url_view, std::string>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<record_url_view, record_url>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<record_url_view, std::string_view>);  // no way round redaction
}
