// SPDX-License-Identifier: MIT
/// @file
/// What does a push cost that does not look like the one before it? The general path alone, as `parser` calls it.
#ifndef TCCC_BENCHMARKS_GENERAL_PATH_HPP
#define TCCC_BENCHMARKS_GENERAL_PATH_HPP

#include <tccc/parser.hpp>

namespace bench {

class general_path {
public:
    tccc::result<tccc::record_push_view> parse_record(std::string_view body) noexcept {
        tccc::result<tccc::record_push_view> push = tccc::record_push_view{};
        if (!decoded_.start(body.size()) || !general_.reserve(body.size())) {
            push = tccc::error{tccc::errc::out_of_memory, {}, 0};
            return push;
        }
        const tccc::error e = general_.parse_record(body, options_, decoded_, *push);
        if (e.code != tccc::errc::ok) push = e;
        return push;
    }

private:
    tccc::parse_options options_;
    tccc::detail::decoded_text decoded_;
    tccc::detail::general_parser general_;
};

}  // namespace bench

#endif
