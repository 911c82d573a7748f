// SPDX-License-Identifier: MIT
// The lists of a call record lie in the parser: one that is gone at the end of the statement leaves them dangling.
#include <tccc/parser.hpp>

#include <string_view>

bool parse(std::string_view body) {
#if TCCC_PUSH_MUST_FAIL
    const auto push = tccc::parser{}.parse_cdr(body);
#else
    tccc::parser parser;
    const auto push = parser.parse_cdr(body);
#endif
    return push.has_value();
}
