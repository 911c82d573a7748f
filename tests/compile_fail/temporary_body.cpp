// SPDX-License-Identifier: MIT
// The views of a parsed push lie in the body: a body that is gone at the end of the statement leaves them
// dangling.
#include <tccc/parser.hpp>

#include <string>

bool parse(tccc::parser& parser) {
#if TCCC_PUSH_MUST_FAIL
    const auto push = parser.parse_record(std::string("{}"));
#else
    const std::string body("{}");
    const auto push = parser.parse_record(body);
#endif
    return push.has_value();
}
