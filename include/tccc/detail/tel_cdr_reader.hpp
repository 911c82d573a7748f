// SPDX-License-Identifier: MIT
/// @file
/// How does an answer of `DescribeTelCdr` become views?
#ifndef TCCC_DETAIL_TEL_CDR_READER_HPP
#define TCCC_DETAIL_TEL_CDR_READER_HPP

#include <tccc/anomaly.hpp>
#include <tccc/config.hpp>
#include <tccc/detail/cdr_fields.hpp>
#include <tccc/detail/cdr_reader.hpp>
#include <tccc/detail/decoded_text.hpp>
#include <tccc/detail/json_cursor.hpp>
#include <tccc/detail/object_reader.hpp>
#include <tccc/detail/value_reader.hpp>
#include <tccc/error.hpp>
#include <tccc/parse_options.hpp>
#include <tccc/tel_cdr_answer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// `TelCdrs` is the list's older name; an answer may have both.
inline constexpr std::array<std::string_view, 5> answer_names = {"Error", "TotalCount", "TelCdrList",
                                                                 "TelCdrs", "RequestId"};
inline constexpr std::array<std::string_view, 5> answer_full_names = {
    "Response.Error", "Response.TotalCount", "Response.TelCdrList", "Response.TelCdrs", "Response.RequestId"};

inline namespace TCCC_PUSH_BLOCK_NAMESPACE {

class tel_cdr_reader : public cdr_reader {
public:
    tel_cdr_reader(const parse_options& options, decoded_text& decoded, list_storage& lists,
                   std::int64_t sdk_app_id) noexcept
        : cdr_reader(options, decoded, lists, object_source::answer), sdk_app_id_(sdk_app_id) {}

    /// The only object of a body of `size` bytes.
    bool read_answer(json_slice object, std::size_t size, tel_cdrs_view& answer) noexcept {
        constexpr std::array<std::string_view, 1> root_names = {"Response"};
        std::array<raw_member, 1> root;
        if (!collect(object, root_names, root_names, root)) return false;
        const json_slice response = root[0].value;
        if (response.absent()) return fail(errc::missing_field, root_names[0], size);
        if (response.first() != '{') return fail(errc::wrong_type, root_names[0], response.offset);
        std::array<raw_member, answer_names.size()> members;
        if (!collect(response, answer_names, answer_full_names, members)) return false;
        return read_response(members, size, answer);
    }

private:
    bool read_response(const std::array<raw_member, answer_names.size()>& members, std::size_t size,
                       tel_cdrs_view& answer) noexcept {
        const auto& [failed, count, list, old_list, request] = members;
        if (!failed.value.absent() && failed.value.first() != 'n')
            return fail(errc::bad_value, answer_full_names[0], failed.value.offset);
        if (!require_number(count.value, answer_full_names[1], size, answer.total_count)) return false;
        const bool old = list.value.absent() || (list.value.first() == 'n' && !old_list.value.absent());
        const json_slice records = (old ? old_list : list).value;
        if (records.absent()) return fail(errc::missing_field, answer_full_names[2], size);
        if (!request.value.absent() &&
            !settle(values.read(request.value, answer.request_id), answer_full_names[4], weight::descriptive))
            return false;
        const auto read = [this](json_slice text, cdr_push_view& push, bool&) noexcept {
            push.sdk_app_id = sdk_app_id_;
            const anomalies of_answer = std::exchange(drift, {});
            if (!read_record(text, push)) return false;
            push.drift = std::exchange(drift, of_answer);
            return true;
        };
        if (!read_items<cdr_push_view>(records, answer_full_names[old ? 3 : 2], weight::essential,
                                       answer.records, read))
            return false;
        answer.drift = drift;
        return true;
    }

    std::int64_t sdk_app_id_;
};

}  // namespace TCCC_PUSH_BLOCK_NAMESPACE
}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
