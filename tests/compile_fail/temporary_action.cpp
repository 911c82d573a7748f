// SPDX-License-Identifier: MIT
// An unknown push borrows its action, too: made for the call, it is gone when the push is looked at.
#include <tccc/parser.hpp>

#include <string>
#include <string_view>

bool parse(tccc::parser& parser, const std::string& action, std::string_view body) {
#if TCCC_PUSH_MUST_FAIL
    const auto push = parser.parse(std::string(action), body);
#else
    const auto push = parser.parse(action, body);
#endif
    return push.has_value();
}
