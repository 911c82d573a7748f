// SPDX-License-Identifier: MIT
// An envelope borrows from its line.
#include <tccc/envelope.hpp>

#include <string>

bool read(const std::string& line) {
#if TCCC_PUSH_MUST_FAIL
    const auto envelope = tccc::parse_envelope(line + "\n");
#else
    const auto envelope = tccc::parse_envelope(line);
#endif
    return envelope.has_value();
}
