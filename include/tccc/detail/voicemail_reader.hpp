// SPDX-License-Identifier: MIT
/// @file
/// How does a voicemail become a view?
#ifndef TCCC_DETAIL_VOICEMAIL_READER_HPP
#define TCCC_DETAIL_VOICEMAIL_READER_HPP

#include <tccc/config.hpp>
#include <tccc/detail/cdr_fields.hpp>
#include <tccc/detail/decoded_text.hpp>
#include <tccc/detail/json_cursor.hpp>
#include <tccc/detail/object_reader.hpp>
#include <tccc/detail/value_reader.hpp>
#include <tccc/parse_options.hpp>
#include <tccc/voicemail_push.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// The documented fields in the vendor's order, all of them required.
inline constexpr std::array<std::string_view, 5> voicemail_names = {"SdkAppId", "SessionId", "Timestamp",
                                                                    "RecordURL", "EndpointUser"};

inline namespace TCCC_PUSH_BLOCK_NAMESPACE {

class voicemail_reader : public object_reader {
public:
    voicemail_reader(const parse_options& options, decoded_text& decoded) noexcept
        : object_reader(options, decoded, object_source::push) {}

    /// The only object of a body of `size` bytes.
    bool read_push(json_slice object, std::size_t size, voicemail_push_view& push) noexcept {
        std::array<raw_member, voicemail_names.size()> members;
        if (!collect(object, voicemail_names, voicemail_names, members)) return false;
        using numbers = value_reader::numbers;
        const auto text = [&](std::size_t i, numbers allowed, std::string_view& out) noexcept {
            return require_text(members[i].value, allowed, voicemail_names[i], size, out);
        };
        std::string_view url;
        std::string_view user;
        if (!require_number(members[0].value, voicemail_names[0], size, push.sdk_app_id)) return false;
        if (!text(1, numbers::refused, push.session_id)) return false;
        if (!require_time(members[2].value, size, push.timestamp)) return false;
        if (!text(3, numbers::refused, url) || !text(4, numbers::tolerated, user)) return false;
        push.record_url = record_url_view(url);
        push.endpoint_user = endpoint_user_view(user);
        return true;
    }

private:
    bool require_time(json_slice value, std::size_t end, std::chrono::sys_seconds& out) noexcept {
        constexpr std::string_view name = voicemail_names[2];
        std::int64_t checked = 0;
        if (value.absent() || value.text == "\"\"") return require_number(value, name, end, checked);
        std::optional<std::chrono::sys_seconds> time;
        if (!settle(values.time(value, time), name, weight::essential)) return false;
        if (!time) return fail(errc::missing_field, name, value.offset);
        out = *time;
        return true;
    }
};

}  // namespace TCCC_PUSH_BLOCK_NAMESPACE
}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
