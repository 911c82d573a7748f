// SPDX-License-Identifier: MIT
/// @file
/// How do a simulated call record and a simulated voicemail look on the wire? In the forms that the vendor's samples
/// show.
#ifndef TCCC_DETAIL_SIMULATOR_CDR_BODY_HPP
#define TCCC_DETAIL_SIMULATOR_CDR_BODY_HPP

#include <tccc/cdr_push.hpp>
#include <tccc/config.hpp>
#include <tccc/detail/cdr_fields.hpp>
#include <tccc/detail/simulator_body.hpp>
#include <tccc/voicemail_push.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// What a call record leaves out or says twice.
struct call_record_form {
    bool older = false;               ///< Without the fields that came in 2024.
    bool sequence = true;             ///< Legs with their Sequence.
    bool duplicate_duration = false;  ///< A Duration from the start, and then the one that counts.
};

/// Writes JSON objects, key by key. The fields of the outermost one stand on lines of their own, as in the sample.
class object_writer {
public:
    object_writer(std::string& out, const body_layout& layout) : out_(out), layout_(layout) {}

    void begin() {
        out_ += '{';
        ++depth_;
        first_ = true;
    }
    void end() {
        if (--depth_ == 0 && !layout_.compact) out_ += '\n';
        out_ += '}';
        first_ = false;
    }
    void key(std::string_view name) {
        if (!first_) out_ += ',';
        first_ = false;
        if (depth_ == 1 && !layout_.compact) out_ += "\n    ";
        out_ += '"';
        out_ += name;
        out_ += "\":";
    }
    void text(std::string_view name, std::string_view value) {
        key(name);
        append_body_text(out_, value, layout_);
    }
    void number(std::string_view name, std::int64_t value) {
        key(name);
        append_decimal(out_, value);
    }
    /// 0 for what did not happen, as the vendor writes.
    void time(std::string_view name, const std::optional<std::chrono::sys_seconds>& value) {
        number(name, value ? value->time_since_epoch().count() : 0);
    }
    void null(std::string_view name) {
        key(name);
        out_ += "null";
    }
    template <class T, class WriteItem>
    void list(std::string_view name, const std::vector<T>& items, WriteItem&& write_item) {
        key(name);
        out_ += '[';
        std::string_view separator;
        for (const T& item : items) {
            out_ += separator;
            separator = ",";
            write_item(item);
        }
        out_ += ']';
        first_ = false;
    }
    void item(std::string_view value) { append_body_text(out_, value, layout_); }

private:
    std::string& out_;
    const body_layout& layout_;
    int depth_ = 0;
    bool first_ = true;
};

inline void write_keys(object_writer& out, std::string_view name, const std::vector<key_press>& keys,
                       std::string_view key_name, std::string_view label_name) {
    out.list(name, keys, [&](const key_press& press) {
        out.begin();
        out.text(key_name, press.key);
        out.text(label_name, press.label);
        out.end();
    });
}

inline void write_seat_user(object_writer& out, const std::optional<seat_user>& user) {
    if (!user) return out.null("SeatUser");
    out.key("SeatUser");
    out.begin();
    out.text("Mail", user->mail.value());
    out.text("Name", user->name);
    out.text("Nick", user->nick);
    out.text("Phone", user->phone.value());
    out.text("UserId", user->user_id.value());
    out.text("StaffNumber", user->staff_number);
    out.list("SkillGroupNameList", user->skill_group_names, [&](const std::string& name) { out.item(name); });
    out.end();
}

inline void write_leg(object_writer& out, const call_leg& leg) {
    out.begin();
    if (leg.sequence) out.number("Sequence", *leg.sequence);
    out.text("Mail", leg.mail.value());
    out.text("Phone", leg.phone.value());
    out.text("RecordId", leg.record_id);
    out.time("StartTimestamp", leg.start_timestamp);
    out.time("RingTimestamp", leg.ring_timestamp);
    out.time("AcceptTimestamp", leg.accept_timestamp);
    out.time("EndedTimestamp", leg.ended_timestamp);
    out.text("Type", leg.type);
    out.text("TransferFrom", leg.transfer_from.value());
    out.text("TransferFromType", leg.transfer_from_type);
    out.text("TransferTo", leg.transfer_to.value());
    out.text("TransferToType", leg.transfer_to_type);
    if (leg.skill_group_id) out.number("SkillGroupId", *leg.skill_group_id);
    out.text("SkillGroupName", leg.skill_group_name);
    out.text("EndStatusString", leg.end_status);
    out.end();
}

inline void write_tel_location(object_writer& out, const tel_location& location) {
    out.key("TelLocation");
    out.begin();
    out.text("TelNumber", location.tel_number.value());
    out.text("Country", location.country);
    out.text("Province", location.province);
    out.text("City", location.city);
    out.text("Operator", location.carrier);
    out.end();
}

/// The body of a call record: the fields of the vendor's sample in its order, then those of its page that the sample
/// does not have. The sample's legs have neither transfers nor a skill group; its page has.
/// @see https://www.tencentcloud.com/document/product/1229/59641
inline std::string cdr_body(const cdr_push& record, const call_record_form& form, const body_layout& layout) {
    std::string body;
    body.reserve(2048);
    object_writer out(body, layout);
    out.begin();
    out.number("SdkAppId", record.sdk_app_id);
    out.text("SessionId", record.session_id);
    out.number("QueuedSkillGroupId", record.queued_skill_group_id.value_or(0));
    out.number("Direction", record.direction_code.value_or(0));
    out.time("StartTimestamp", record.start_timestamp);
    out.time("RingTimestamp", record.ring_timestamp);
    out.time("AcceptTimestamp", record.accept_timestamp);
    out.time("EndedTimestamp", record.ended_timestamp);
    if (form.duplicate_duration && record.ended_timestamp && record.start_timestamp) {
        out.number("Duration", (*record.ended_timestamp - *record.start_timestamp).count());
    }
    out.number("Duration", record.duration.value_or(std::chrono::seconds{0}).count());
    out.text("EndStatusString", record.end_status);
    out.text("HungUpSide", record.hung_up_side);
    out.text("Caller", record.caller.value());
    out.text("Callee", record.callee.value());
    out.null("IVRKeyPressed");
    write_keys(out, "PostIVRKeyPressed", record.post_ivr_keys_pressed, "key", "label");
    write_seat_user(out, record.seat_user);
    out.list("ServeParticipants", record.legs, [&](const call_leg& leg) { write_leg(out, leg); });
    write_keys(out, "IVRKeyPressedEx", record.ivr_keys_pressed_ex, "Key", "Label");
    out.number("IVRDuration", record.ivr_duration.value_or(std::chrono::seconds{0}).count());
    out.text("UserRemark", record.user_remark);
    if (record.tel_location) write_tel_location(out, *record.tel_location);
    out.text("Uui", record.uui);
    if (!form.older) {
        out.number("CallType", static_cast<std::int64_t>(record.call_type.value_or(call_type{})));
        out.text("CallerLocation", record.caller_location);
        out.time("QueuedTimestamp", record.queued_timestamp);
        out.text("QueuedSkillGroupName", record.queued_skill_group_name);
        out.text("RecordId", record.record_id);
    }
    out.end();
    return body;
}

/// The body of a voicemail push: fields in the order of the vendor's sample, which has the phone number bare and
/// without quotes.
/// @see https://www.tencentcloud.com/document/product/1229/59643
inline std::string voicemail_body(const voicemail_push& push, const body_layout& layout) {
    const std::string_view gap = layout.compact ? "" : " ";
    std::string out;
    out.reserve(400);
    const auto key = [&](std::string_view opening, std::string_view name) {
        out += opening;
        if (!layout.compact) out += '\n';
        out += '"';
        out += name;
        out += "\":";
        out += gap;
    };
    key("{", "SdkAppId");
    append_decimal(out, push.sdk_app_id);
    key(",", "SessionId");
    append_body_text(out, push.session_id, layout);
    key(",", "Timestamp");
    append_decimal(out, push.timestamp.time_since_epoch().count());
    key(",", "RecordURL");
    append_body_text(out, push.record_url.value(), layout);
    key(",", "EndpointUser");
    out += push.endpoint_user.value();
    if (!layout.compact) out += '\n';
    out += '}';
    return out;
}

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
