// SPDX-License-Identifier: MIT
// Fails for a reason that has nothing to do with what it is meant to show. The harness must say so.
#include <tccc/version.hpp>

int version() {
#if TCCC_PUSH_MUST_FAIL
    return TCCC_PUSH_VERSION_OF_SOMETHING_ELSE;
#else
    return TCCC_PUSH_VERSION_MINOR;
#endif
}
