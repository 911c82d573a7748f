// SPDX-License-Identifier: MIT
/// @file
/// Do the predicted and the general path agree on a body? Without parser.hpp, so that a translation unit may choose the
/// variant without SIMD.
#ifndef TCCC_TESTS_SUPPORT_TWO_PATHS_HPP
#define TCCC_TESTS_SUPPORT_TWO_PATHS_HPP

#include "push_text.hpp"

#include <tccc/detail/general_parser.hpp>
#include <tccc/detail/record_layout.hpp>

#include <cstddef>
#include <string_view>

namespace tccc::testing {
inline namespace TCCC_PUSH_BLOCK_NAMESPACE {

/// Both paths over one body after the other; what was learnt from one body is used for the next.
class two_paths {
public:
    explicit two_paths(const parse_options& options = {}) : options_(options) {}

    /// False when the predicted path took the body and said anything else than the general path.
    bool agree(std::string_view body) {
        return held(body, [&](record_push_view& push) {
                   return layout_.match(body, options_, decoded_, push);
               }) != verdict::differs;
    }
    /// True when the body is as the one that was learnt, by comparison alone, and the general path says the same of it.
    bool compares(std::string_view body) {
        return held(body, [&](record_push_view& push) { return layout_.match_line(body, decoded_, push); }) ==
               verdict::same;
    }
    /// What was learnt is gone.
    void forget() { layout_ = {}; }
    [[nodiscard]] std::size_t matched() const { return matched_; }

private:
    enum class verdict { declined, same, differs };

    template <class Match>
    verdict held(std::string_view body, Match&& match) {
        if (!decoded_.start(body.size()) || !decoded_of_general_.start(body.size()) ||
            !general_.reserve(body.size()))
            return verdict::differs;
        record_push_view predicted;
        if (!match(predicted)) return verdict::declined;
        ++matched_;
        record_push_view general;
        const error e = general_.parse_record(body, options_, decoded_of_general_, general);
        return e.code == errc::ok && same(body, general, predicted) ? verdict::same : verdict::differs;
    }

    // Equal text, and both in the body or both decoded.
    static bool same(std::string_view body, std::string_view a, std::string_view b) {
        return a == b && inside(a, body) == inside(b, body) && (!inside(a, body) || a.data() == b.data());
    }
    static bool same(std::string_view body, const record_push_view& a, const record_push_view& b) {
        const auto custom = [](const record_push_view& push) {
            return push.custom_record_url.value_or("").value();
        };
        return a == b && same(body, a.record_id, b.record_id) && same(body, a.session_id, b.session_id) &&
               same(body, a.endpoint_user.value(), b.endpoint_user.value()) &&
               same(body, a.record_url.value(), b.record_url.value()) &&
               (!a.custom_record_url || same(body, custom(a), custom(b)));
    }

    parse_options options_;
    detail::decoded_text decoded_;
    detail::decoded_text decoded_of_general_;
    detail::record_layout layout_;
    detail::general_parser general_;
    std::size_t matched_ = 0;
};

}  // namespace TCCC_PUSH_BLOCK_NAMESPACE
}  // namespace tccc::testing

#endif
