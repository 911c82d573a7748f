// SPDX-License-Identifier: MIT
/// @file
/// How is any body read, whatever its order, spacing and oddities? The path that is always right.
#ifndef TCCC_DETAIL_GENERAL_PARSER_HPP
#define TCCC_DETAIL_GENERAL_PARSER_HPP

#include <tccc/config.hpp>
#include <tccc/detail/decoded_text.hpp>
#include <tccc/detail/parser_buffers.hpp>
#include <tccc/detail/record_fields.hpp>
#include <tccc/detail/record_reader.hpp>
#include <tccc/parse_options.hpp>
#include <tccc/record_push.hpp>

#include <cstddef>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {
inline namespace TCCC_PUSH_KERNEL_NAMESPACE {

class general_parser {
public:
    /// Room for a body of `size` bytes; false when memory is short.
    bool reserve(std::size_t size) noexcept { return buffers_.reserve(size); }

    /// By the contract of `parser::parse_record`: errc::ok and a filled `push`, which is as made by default; or what is
    /// wrong, and a `push` of no use. Requires `reserve` and `decoded.start` for this body.
    error parse_record(std::string_view body, const parse_options& options, decoded_text& decoded,
                       record_push_view& push) noexcept {
        constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
        decoded.restart();
        record_fields fields;
        std::string_view json = body;
        if (body.starts_with(byte_order_mark)) {
            json.remove_prefix(byte_order_mark.size());
            fields.drift |= anomaly::byte_order_mark;
            fields.strict_violation = {errc::malformed_json, {}, 0};
        }
        record_reader reader(json, body.size() - json.size(), buffers_.pad(json), options.max_depth, fields);
        if (!reader.read(buffers_.json())) return reader.explain();
        return record_interpreter(fields, body.size(), options.strict, decoded).interpret(push);
    }

private:
    parser_buffers buffers_;
};

}  // namespace TCCC_PUSH_KERNEL_NAMESPACE
}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
