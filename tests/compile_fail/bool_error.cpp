// SPDX-License-Identifier: MIT
// Truth means success, of a result. An error that converted to bool would mean the opposite.
#include <tccc/error.hpp>

int code_of(const tccc::error& error) {
#if TCCC_PUSH_MUST_FAIL
    if (error) return 1;
#else
    if (error.code != tccc::errc::ok) return 1;
#endif
    return 0;
}
