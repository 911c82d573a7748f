// SPDX-License-Identifier: MIT
/// @file
/// Bodies of call records and voicemails, as the vendor prints them and with every field there is.
#ifndef TCCC_TESTS_SUPPORT_CDR_TEXT_HPP
#define TCCC_TESTS_SUPPORT_CDR_TEXT_HPP

#include "push_text.hpp"

#include <tccc/cdr_push.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace tccc::testing {

/// The vendor's sample, with a number where its page has `1400xxx214`.
inline constexpr std::string_view vendor_cdr_sample =
    "{\n"
    "    \"SdkAppId\":1400264214,\n"
    "    \"SessionId\":\"e97be0ab-1ef6-4ad2-a8c4-2b2bbfb18e55\",\n"
    "    \"QueuedSkillGroupId\":1072, \"Direction\":1,\n"
    "    \"StartTimestamp\":1608130636, \"RingTimestamp\":1608130639, \"AcceptTimestamp\":0, "
    "\"EndedTimestamp\":1608130651,\n"
    "    \"Duration\":15, \"Duration\":0,\n"
    "    \"EndStatusString\":\"error\", \"HungUpSide\":\"seat\",\n"
    "    \"Caller\":\"008602066247698\", \"Callee\":\"008618621520280\",\n"
    "    \"IVRKeyPressed\":null,\n"
    "    "
    "\"PostIVRKeyPressed\":[{\"key\":\"1\",\"label\":\"\xe9\x9d\x9e\xe5\xb8\xb8\xe6\xbb\xa1\xe6\x84\x8f\"}],"
    "\n"
    "    "
    "\"SeatUser\":{\"Mail\":\"lululing@tencent.com\",\"Name\":\"lululing\",\"Nick\":"
    "\"\xe7\x92\x90\xe7\x92\x90\","
    "\"Phone\":\"\",\"UserId\":\"lululing@tencent.com\",\"StaffNumber\":\"007\",\"SkillGroupNameList\":["
    "\"lulu\"]},\n"
    "    "
    "\"ServeParticipants\":[{\"Mail\":\"lululing@tencent.com\",\"Phone\":\"\",\"RecordId\":\"1608130636\","
    "\"StartTimestamp\":1608130636,\n"
    "        "
    "\"RingTimestamp\":1608130639,\"AcceptTimestamp\":0,\"EndedTimestamp\":1608130651,\"Type\":\"staffSeat\"}"
    "]\n"
    "}";

/// The vendor's sample of a voicemail, byte for byte.
inline constexpr std::string_view vendor_voicemail_sample =
    "{\n"
    "\"SdkAppId\": 1400264214,\n"
    "\"SessionId\": \"e97be0ab-1ef6-4ad2-a8c4-2b2bbfb18e55\",\n"
    "\"Timestamp\": 1608130650,\n"
    "\"RecordURL\": \"http://recorder-10018504.cos.ap-shanghai.myqcloud.com/def/month12/"
    "000-339708937-12367-473aa3561921478d8c57b425bd9d4b29-000-1608130637.mp3\",\n"
    "\"EndpointUser\": 13123456789\n"
    "}";

/// The fields of each object of a call record, as the vendor documents them, and nothing empty.
inline members key_press_members() { return {{"Key", "\"1\""}, {"Label", "\"sales\""}}; }

inline members seat_user_members() {
    return {{"Mail", "\"l@tencent.com\""},
            {"Name", "\"lululing\""},
            {"Nick", "\"lulu\""},
            {"Phone", "\"0086139\""},
            {"UserId", "\"user@tencent.com\""},
            {"StaffNumber", "\"007\""},
            {"SkillGroupNameList", "[\"first group\",\"second group\"]"}};
}

inline members leg_members() {
    return {{"Sequence", "0"},
            {"Mail", "\"leg@tencent.com\""},
            {"Phone", "\"0086138\""},
            {"RecordId", "\"leg-record\""},
            {"StartTimestamp", "1608130601"},
            {"RingTimestamp", "1608130602"},
            {"AcceptTimestamp", "1608130603"},
            {"EndedTimestamp", "1608130604"},
            {"Type", "\"staffSeat\""},
            {"TransferFrom", "\"from@tencent.com\""},
            {"TransferFromType", "\"outboundSeat\""},
            {"TransferTo", "\"to@tencent.com\""},
            {"TransferToType", "\"staffPhoneSeat\""},
            {"SkillGroupId", "7"},
            {"SkillGroupName", "\"leg group\""},
            {"SkillGroupPriority", "-3"},
            {"EndStatusString", "\"seatForward\""},
            {"RecordURL", "\"http://leg/1.mp3\""},
            {"CustomRecordURL", "\"https://own/leg.mp3\""}};
}

inline members tel_location_members() {
    return {{"TelNumber", "\"0086137\""},
            {"Country", "\"China\""},
            {"Province", "\"Guangdong\""},
            {"City", "\"Shenzhen\""},
            {"Operator", "\"carrier\""}};
}

inline std::string in_list(const std::vector<std::string>& items) {
    std::string text = "[";
    for (const std::string& item : items)
        text.append(text.size() > 1 ? "," : "").append(item);
    return text + "]";
}

inline members cdr_members() {
    return {
        {"SdkAppId", "1400264214"},
        {"SessionId", "\"session\""},
        {"Caller", "\"00860206624\""},
        {"Callee", "\"00861862152\""},
        {"Direction", "1"},
        {"CallType", "2"},
        {"Duration", "15"},
        {"SeatUser", write(seat_user_members())},
        {"CallerLocation", "\"Guangdong\""},
        {"IVRDuration", "4"},
        {"RingTimestamp", "1608130501"},
        {"AcceptTimestamp", "1608130502"},
        {"EndedTimestamp", "1608130503"},
        {"StartTimestamp", "1608130504"},
        {"IVRKeyPressed", "[\"1\",\"#\"]"},
        {"IVRKeyPressedEx", in_list({write(key_press_members()), R"({"Key":"2","Label":"support"})"})},
        {"HungUpSide", "\"user\""},
        {"ServeParticipants", in_list({write(leg_members()), write(with(leg_members(), "Sequence", "1"))})},
        {"EndStatusString", "\"ok\""},
        {"QueuedTimestamp", "1608130505"},
        {"PostIVRKeyPressed", in_list({write(key_press_members())})},
        {"QueuedSkillGroupName", "\"queue\""},
        {"QueuedSkillGroupId", "1072"},
        {"RecordId", "\"root-record\""},
        {"UserRemark", "\"remark\""},
        {"TelLocation", write(tel_location_members())},
        {"Uui", "\"uui\""},
        {"RecordURL", "\"http://root/1.mp3\""},
        {"CustomRecordURL", "\"https://own/root.mp3\""}};
}

inline members cdr_with(std::string_view key, std::string_view value) {
    return with(cdr_members(), key, value);
}
inline members cdr_plus(std::string_view key, std::string_view value) {
    return plus(cdr_members(), key, value);
}

/// A call record whose only leg is `leg`.
inline members cdr_with_leg(const members& leg) {
    return cdr_with("ServeParticipants", in_list({write(leg)}));
}

inline members voicemail_members() {
    return {{"SdkAppId", "1400264214"},
            {"SessionId", "\"session\""},
            {"Timestamp", "1608130650"},
            {"RecordURL", "\"http://h/1.mp3\""},
            {"EndpointUser", "\"13123456789\""}};
}

/// Where the value of the last member named `key` of the outermost object begins: nested objects have members of the
/// same names.
inline std::size_t root_value_offset(std::string_view body, std::string_view key) {
    std::size_t found = std::string_view::npos;
    int depth = 0;
    for (std::size_t pos = 0; pos < body.size(); ++pos) {
        if (body[pos] == '{' || body[pos] == '[') ++depth;
        if (body[pos] == '}' || body[pos] == ']') --depth;
        if (body[pos] != '"') continue;
        const std::size_t begin = pos + 1;
        while (body[++pos] != '"') {
            if (body[pos] == '\\') ++pos;
        }
        const std::size_t colon = body.find_first_not_of(" \t\r\n", pos + 1);
        if (depth == 1 && body.substr(begin, pos - begin) == key && colon < body.size() && body[colon] == ':')
            found = body.find_first_not_of(" \t\r\n", colon + 1);
    }
    return found;
}

/// Every text of a call record.
inline std::vector<std::string_view> texts(const cdr_push_view& push) {
    std::vector<std::string_view> all;
    const auto add = [&all](const auto& self, const auto& value) -> void {
        using type = std::remove_cvref_t<decltype(value)>;
        if constexpr (detail::textual<type>) {
            all.push_back(detail::text_of(value));
        } else if constexpr (detail::has_field_table<type>) {
            detail::for_each_field(value, [&](std::string_view, const auto& member) { self(self, member); });
        } else if constexpr (detail::is_list<type>) {
            for (const auto& item : value)
                self(self, item);
        } else if constexpr (detail::is_optional<type>) {
            if (value) self(self, *value);
        }
    };
    add(add, push);
    return all;
}

inline std::optional<std::chrono::sys_seconds> second(std::int64_t count) {
    return std::chrono::sys_seconds(std::chrono::seconds(count));
}

}  // namespace tccc::testing

#endif
