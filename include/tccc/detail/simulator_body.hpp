// SPDX-License-Identifier: MIT
/// @file
/// How does a simulated push look on the wire? Names, addresses and the body of a recording push, in the forms that
/// the vendor's samples show.
#ifndef TCCC_DETAIL_SIMULATOR_BODY_HPP
#define TCCC_DETAIL_SIMULATOR_BODY_HPP

#include <tccc/config.hpp>
#include <tccc/detail/simulator_random.hpp>
#include <tccc/record_push.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// How one body is written; everything that JSON leaves open and senders do differently.
struct body_layout {
    bool compact = false;           ///< No white space at all, instead of the vendor's line feeds.
    bool escape_slash = false;      ///< `\/`, as PHP's json_encode writes.
    bool escape_ampersand = false;  ///< `\u0026`, as Go's json.Marshal writes.
    bool escape_unicode = false;    ///< Beyond ASCII `\uXXXX`, as Python's json.dumps writes.
    bool null_custom_url = false;   ///< `"CustomRecordURL": null` where there is none.
};

/// The UTF-16 code units of the character whose UTF-8 begins at `text[i]`, as `\uXXXX`; moves `i` to its last byte.
/// Requires valid UTF-8 beyond ASCII.
inline void append_unicode_escape(std::string& out, std::string_view text, std::size_t& i) {
    const auto byte = [&](std::size_t n) {
        return static_cast<unsigned>(static_cast<unsigned char>(text[n]));
    };
    const std::size_t following = byte(i) >= 0xf0 ? 3 : byte(i) >= 0xe0 ? 2 : 1;
    std::uint64_t character = byte(i) & (0x3fU >> following);
    for (std::size_t n = 0; n < following; ++n)
        character = character << 6U | (byte(++i) & 0x3fU);
    if (character >= 0x10000) {
        out += "\\u";
        append_hex(out, 0xd7c0 + (character >> 10U), 4);
        character = 0xdc00 | (character & 0x3ffU);
    }
    out += "\\u";
    append_hex(out, character, 4);
}

inline void append_body_text(std::string& out, std::string_view text, const body_layout& layout) {
    out += '"';
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '/' && layout.escape_slash) {
            out += "\\/";
        } else if (c == '&' && layout.escape_ampersand) {
            out += "\\u0026";
        } else if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";  // no other control character is in what the simulator writes
        } else if (static_cast<unsigned char>(c) >= 0x80 && layout.escape_unicode) {
            append_unicode_escape(out, text, i);
        } else {
            out += c;
        }
    }
    out += '"';
}

/// The body of a recording push: fields in the order of the vendor's page, spaced as its sample, where
/// "RecordId" alone has no blank behind the colon.
/// @see https://www.tencentcloud.com/document/product/1229/59642
inline std::string record_body(const record_push& push, const body_layout& layout) {
    std::string out;
    out.reserve(640);
    const auto key = [&](std::string_view opening, std::string_view name,
                         std::string_view after_colon = " ") {
        out += opening;
        if (!layout.compact) out += '\n';
        out += '"';
        out += name;
        out += "\":";
        if (!layout.compact) out += after_colon;
    };
    key("{", "SdkAppId");
    append_decimal(out, push.sdk_app_id);
    key(",", "RecordId", "");
    append_body_text(out, push.record_id, layout);
    key(",", "SessionId");
    append_body_text(out, push.session_id, layout);
    key(",", "Timestamp");
    append_decimal(out, push.timestamp.time_since_epoch().count());
    key(",", "EndpointUser");
    append_body_text(out, push.endpoint_user.value(), layout);
    key(",", "RecordURL");
    append_body_text(out, push.record_url.value(), layout);
    if (push.custom_record_url || layout.null_custom_url) key(",", "CustomRecordURL");
    if (push.custom_record_url) {
        append_body_text(out, push.custom_record_url->value(), layout);
    } else if (layout.null_custom_url) {
        out += "null";
    }
    if (!layout.compact) out += '\n';
    out += '}';
    return out;
}

/// A mobile number of China with a prefix that no operator has (12): a dump of simulated pushes names nobody.
inline std::string make_phone(simulator_random& random, bool bare) {
    std::string out = bare ? "12" : "008612";
    for (int i = 0; i < 9; ++i)
        out += static_cast<char>('0' + random.below(10));
    return out;
}

/// Without the 0086 of China: how one dials the number there. Another name stays as it is.
inline std::string bare_number(const std::string& user) {
    return user.starts_with("0086") ? user.substr(4) : user;
}

/// The agent with this number; under example.com, which is reserved for such use (RFC 2606).
inline std::string agent_address(std::uint64_t number) {
    constexpr std::array<std::string_view, 24> names = {
        "lululing", "annazhou", "benwang", "chenyi",  "davidhu",  "emmaxu",  "fangli",  "graceye",
        "hanmei",   "ivanguo",  "jiayi",   "kevinlu", "lindama",  "mingzhe", "ninasun", "oscarhe",
        "pingan",   "qiaoqiao", "ruoxi",   "simonyu", "tingting", "wenjie",  "xiaolin", "yunfei"};
    std::string out(names[number % names.size()]);
    if (number >= names.size()) append_decimal(out, static_cast<std::int64_t>(number / names.size() + 1));
    return out + "@example.com";
}

/// The agent's own phone, or the line outside on which he is reached; of the same prefix as the customers' numbers.
inline std::string agent_phone(std::uint64_t number) {
    std::string out = "0086129";
    for (std::uint64_t digits = mix64(number), i = 0; i < 8; ++i, digits /= 10)
        out += static_cast<char>('0' + digits % 10);
    return out;
}

/// The number on which an application is called, and from which it calls. No number of Guangzhou, behind the 020 of
/// the vendor's sample, begins with 0.
inline std::string service_number(std::int64_t sdk_app_id) {
    std::string out = "00860200";
    for (std::uint64_t digits = mix64(static_cast<std::uint64_t>(sdk_app_id)), i = 0; i < 7;
         ++i, digits /= 10)
        out += static_cast<char>('0' + digits % 10);
    return out;
}

/// The vendor's copy, in its sample `/def/month12/000-339708937-12367-<32 hex>-000-<seconds>.mp3`.
inline std::string make_record_url(simulator_random& random, std::chrono::sys_seconds begin, bool sign) {
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(begin));
    const std::int64_t seconds = begin.time_since_epoch().count();
    std::string out = "http://recorder-10018504.cos.ap-shanghai.myqcloud.com/def/month";
    append_decimal(out, static_cast<std::int64_t>(static_cast<unsigned>(date.month())));
    out += "/000-";
    append_decimal(out, static_cast<std::int64_t>(300000000 + random.below(100000000)));
    out += "-12367-";
    append_hex(out, random.next(), 16);
    append_hex(out, random.next(), 16);
    out += "-000-";
    append_decimal(out, seconds);
    out += ".mp3";
    const std::uint64_t signature = random.next();  // drawn in any case, see simulator_random::chance
    if (sign) {
        out += "?q-sign-algorithm=sha1&q-sign-time=";
        append_decimal(out, seconds);
        out += ';';
        append_decimal(out, seconds + 86400);
        out += "&q-signature=";
        append_hex(out, signature, 16);
        append_hex(out, mix64(signature), 16);
        append_hex(out, mix64(~signature), 8);
    }
    return out;
}

/// The customer's copy, in a bucket of its own, under the file name of the vendor's.
inline std::string make_custom_url(const record_push& push) {
    const std::string_view path = push.record_url.path();
    std::string out = "https://recordings-1250000000.cos.ap-guangzhou.myqcloud.com/";
    append_decimal(out, push.sdk_app_id);
    out += '/';
    out += push.session_id;
    out += path.substr(path.rfind('/'));
    return out;
}

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
