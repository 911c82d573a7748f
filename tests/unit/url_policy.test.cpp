// SPDX-License-Identifier: MIT
// Promise: a service fetches from the hosts that it names, and a forged push cannot talk it into another.
#include <tccc/record_url.hpp>

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>

using tccc::record_url_view;
using tccc::url_policy;
using tccc::url_verdict;
using namespace std::string_view_literals;

TEST_CASE("the default allows the vendor's hosts, by http and https", "[url_policy]") {
    const url_policy policy;
    for (const std::string_view url :
         {"http://recorder-10018504.cos.ap-shanghai.myqcloud.com/def/month12/x.mp3",
          "https://recorder-10018504.cos.ap-shanghai.myqcloud.com/x.mp3?sign=1", "https://a.MyQCloud.COM/x",
          "HTTPS://a.myqcloud.com:443/x", "http://a.myqcloud.com:80/x", "http://a.myqcloud.com:0080/x"})
        CHECK(policy.check(url) == url_verdict::allowed);
}

TEST_CASE("a suffix ends at the border of a label", "[url_policy]") {
    const url_policy policy;
    for (const std::string_view url :
         {"https://evilmyqcloud.com/x", "https://myqcloud.com.evil.com/x", "https://myqcloud.com/x",
          "https://a.myqcloud.com.cn/x", "https://a.myqcloud.co/x", "https://a-myqcloud.com/x",
          "https://example.com/.myqcloud.com", "https://example.com/?a.myqcloud.com", "https://com/x"})
        CHECK(policy.check(url) == url_verdict::host_refused);

    const url_policy own{{{"media.example.com"}}};
    CHECK(own.check("https://media.example.com/x"sv) == url_verdict::allowed);
    CHECK(own.check("https://eu.media.example.com/x"sv) == url_verdict::allowed);
    CHECK(own.check("https://Media.Example.Com/x"sv) == url_verdict::allowed);
    CHECK(own.check("https://evilmedia.example.com/x"sv) == url_verdict::host_refused);
    CHECK(own.check("https://example.com/x"sv) == url_verdict::host_refused);
    CHECK(own.check("https://a.myqcloud.com/x"sv) == url_verdict::host_refused);
}

TEST_CASE("tricks that rest on two readings of one address are no address here", "[url_policy]") {
    const url_policy policy;
    for (const std::string_view url :
         {"", "ftp://a.myqcloud.com/x", "https://a.myqcloud.com", "https://a.myqcloud.com@evil.com/x",
          "https://evil.com\\.myqcloud.com/x", "https://evil.com#.myqcloud.com/x",
          "https://evil.com%2f.myqcloud.com/x", "https://a.myqcloud.com./x", "https://.myqcloud.com/x",
          "https://evil.com\r\n.myqcloud.com/x", "https://a.myqcloud.com:443@evil.com/x",
          "https://a\xe3\x80\x82myqcloud.com/x"})
        CHECK(policy.check(url) == url_verdict::not_a_url);
}

TEST_CASE("no address literal, in whatever spelling", "[url_policy]") {
    url_policy policy;
    for (const std::string_view host :
         {"127.0.0.1", "169.254.169.254", "2130706433", "0x7f000001", "0X7F000001", "0x7f.1", "0x7f.0.0.0x1",
          "017700000001", "0177.0.0.01", "127.1", "0", "0x", "[::1]", "[::ffff:169.254.169.254]",
          "[fd00:ec2::254]", "1.2.3.4.5", "a.myqcloud.com.1", "999.999.999.999"}) {
        CAPTURE(host);
        const std::string text = "http://" + std::string(host) + "/latest/meta-data";
        const record_url_view url(text);
        CHECK(policy.check(url) == url_verdict::ip_literal);
        // Not even one that the policy names: an address tells nothing about who answers there.
        url_policy naming{{{std::string(host), true, true}}};
        CHECK(naming.check(url) == url_verdict::ip_literal);
    }
    policy.hosts = {{"0x7f.example", true, true}, {"1a", true, true}, {"0xg", true, true}};
    for (const std::string_view name : {"http://0x7f.example/", "http://1a/", "http://0xg/"})
        CHECK(policy.check(name) == url_verdict::allowed);
}

TEST_CASE("schemes are allowed suffix by suffix", "[url_policy]") {
    const url_policy policy{{{".secure.example"},
                             {".plain.example", true, false},
                             {".any.example", true},
                             {".none.example", false, false}}};
    CHECK(policy.check("https://a.secure.example/x"sv) == url_verdict::allowed);
    CHECK(policy.check("http://a.secure.example/x"sv) == url_verdict::scheme_refused);
    CHECK(policy.check("https://a.plain.example/x"sv) == url_verdict::scheme_refused);
    CHECK(policy.check("HTTP://a.plain.example/x"sv) == url_verdict::allowed);
    CHECK(policy.check("http://a.any.example/x"sv) == url_verdict::allowed);
    CHECK(policy.check("https://a.any.example/x"sv) == url_verdict::allowed);
    CHECK(policy.check("https://a.none.example/x"sv) == url_verdict::scheme_refused);
}

TEST_CASE("with overlapping suffixes, one that allows is enough", "[url_policy]") {
    const url_policy policy{{{".example"}, {"old.example", true, false}}};
    CHECK(policy.check("http://old.example/x"sv) == url_verdict::allowed);
    CHECK(policy.check("https://old.example/x"sv) == url_verdict::allowed);
    CHECK(policy.check("http://new.example/x"sv) == url_verdict::scheme_refused);
}

TEST_CASE("only the scheme's own port", "[url_policy]") {
    const url_policy policy;
    for (const std::string_view url : {"http://a.myqcloud.com:443/x", "https://a.myqcloud.com:80/x",
                                       "http://a.myqcloud.com:22/x", "https://a.myqcloud.com:8443/x"})
        CHECK(policy.check(url) == url_verdict::port_refused);
    CHECK(policy.check("https://evil.com:22/x"sv) == url_verdict::host_refused);  // the first reason counts
}

TEST_CASE("a policy without hosts allows none, nor does an empty suffix", "[url_policy]") {
    CHECK(url_policy{{}}.check("https://a.myqcloud.com/x"sv) == url_verdict::host_refused);
    CHECK(url_policy{{{"", true, true}}}.check("https://a.myqcloud.com/x"sv) == url_verdict::host_refused);
    CHECK(url_policy{{{".", true, true}}}.check("https://a.myqcloud.com/x"sv) == url_verdict::host_refused);
}

TEST_CASE("every verdict has a name", "[url_policy]") {
    CHECK(to_string(url_verdict::allowed) == "allowed");
    CHECK(to_string(url_verdict::not_a_url) == "not_a_url");
    CHECK(to_string(url_verdict::ip_literal) == "ip_literal");
    CHECK(to_string(url_verdict::host_refused) == "host_refused");
    CHECK(to_string(url_verdict::scheme_refused) == "scheme_refused");
    CHECK(to_string(url_verdict::port_refused) == "port_refused");
    CHECK(to_string(static_cast<url_verdict>(6)) == "unknown");
}
