// SPDX-License-Identifier: MIT
// A copy would have buffers of its own, and the views of the first parser would not know of it.
#include <tccc/parser.hpp>

#include <utility>

bool parse(tccc::parser& parser) {
#if TCCC_PUSH_MUST_FAIL
    tccc::parser other = parser;
#else
    tccc::parser other = std::move(parser);
#endif
    return other.parse_record("{}").has_value();
}
