// SPDX-License-Identifier: MIT
// The texts of a call record lie in the body: one that is gone at the end of the statement leaves them dangling.
#include <tccc/parser.hpp>

#include <string>

bool parse(tccc::parser& parser, const std::string& text) {
#if TCCC_PUSH_MUST_FAIL
    const auto push = parser.parse_cdr(std::string(text));
#else
    const auto push = parser.parse_cdr(text);
#endif
    return push.has_value();
}
