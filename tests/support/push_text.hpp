// SPDX-License-Identifier: MIT
/// @file
/// Bodies of pushes, written member by member, in any order and spacing.
#ifndef TCCC_TESTS_SUPPORT_PUSH_TEXT_HPP
#define TCCC_TESTS_SUPPORT_PUSH_TEXT_HPP

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tccc::testing {

/// The vendor's sample, byte for byte as its page prints it.
inline constexpr std::string_view vendor_sample =
    "{\n"
    "\"SdkAppId\": 1400264214,\n"
    "\"RecordId\":\"1608130650\",\n"
    "\"SessionId\": \"e97be0ab-1ef6-4ad2-a8c4-2b2bbfb18e55\",\n"
    "\"Timestamp\": 1608130650,\n"
    "\"EndpointUser\": \"lululing@tencent.com\",\n"
    "\"RecordURL\": \"http://recorder-10018504.cos.ap-shanghai.myqcloud.com/def/month12/"
    "000-339708937-12367-473aa3561921478d8c57b425bd9d4b29-000-1608130637.mp3\"\n"
    "}";

/// A key (what stands between its quotes) and a value (its JSON text).
struct member {
    std::string key;
    std::string value;
};
using members = std::vector<member>;

/// All seven documented fields, in the vendor's order.
inline members sample_members() {
    return {{"SdkAppId", "1400264214"},
            {"RecordId", "\"1608130650\""},
            {"SessionId", "\"e97be0ab-1ef6-4ad2-a8c4-2b2bbfb18e55\""},
            {"Timestamp", "1608130650"},
            {"EndpointUser", "\"lululing@tencent.com\""},
            {"RecordURL", "\"http://r.cos.ap-shanghai.myqcloud.com/def/1.mp3?sign=a\""},
            {"CustomRecordURL", "\"https://own-1.cos.ap-shanghai.myqcloud.com/1.mp3\""}};
}

/// `all` with the value of `key` replaced, or with a new member at the end.
inline members with(members all, std::string_view key, std::string_view value) {
    for (member& m : all) {
        if (m.key == key) {
            m.value = value;
            return all;
        }
    }
    all.push_back({std::string(key), std::string(value)});
    return all;
}

/// The seven fields, one of them replaced, or with a new one at the end.
inline members with(std::string_view key, std::string_view value) {
    return with(sample_members(), key, value);
}

/// `all` without the members named `key`.
inline members without(members all, std::string_view key) {
    std::erase_if(all, [key](const member& m) { return m.key == key; });
    return all;
}

inline members without(std::string_view key) { return without(sample_members(), key); }

/// `all` with one more member at the end, whether its key is there or not.
inline members plus(members all, std::string_view key, std::string_view value) {
    all.push_back({std::string(key), std::string(value)});
    return all;
}

inline members plus(std::string_view key, std::string_view value) {
    return plus(sample_members(), key, value);
}

/// White space at each place where JSON allows it.
struct spacing {
    std::string_view before_object, before_key, before_colon, before_value, after_value, after_object;
};

inline constexpr spacing compact = {"", "", "", "", "", ""};
inline constexpr spacing vendor_spacing = {"", "\n", "", " ", "", ""};
inline constexpr spacing wild_spacing = {"\r\n\t ", " \t", "\n\n", "\t\t  \r\n", "   ", " \n\n"};

inline std::string write(const members& all, const spacing& space = compact) {
    std::string body{space.before_object};
    body += '{';
    for (const member& m : all) {
        if (&m != &all.front()) body += ',';
        body += space.before_key;
        body.append("\"").append(m.key).append("\"").append(space.before_colon).append(":");
        body.append(space.before_value).append(m.value).append(space.after_value);
    }
    return body.append("}").append(space.after_object);
}

/// Where the value of the last member named `key` begins in what `write` has written.
inline std::size_t value_offset(std::string_view body, std::string_view key) {
    const std::size_t colon = body.find(':', body.rfind("\"" + std::string(key) + "\""));
    return body.find_first_not_of(" \t\r\n", colon + 1);
}

/// `text` as a JSON string, taken as it is.
inline std::string in_quotes(std::string_view text) { return "\"" + std::string(text) + "\""; }

/// Whether all of `part` lies in the bytes of `whole`.
inline bool inside(std::string_view part, std::string_view whole) {
    const std::less_equal<const char*> not_after;  // < on pointers into different arrays means nothing
    return not_after(whole.data(), part.data()) &&
           not_after(part.data() + part.size(), whole.data() + whole.size());
}

}  // namespace tccc::testing

#endif
