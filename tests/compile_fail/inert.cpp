// SPDX-License-Identifier: MIT
// Compiles in both forms: this is what a case looks like whose protection was deleted. The harness must say
// so.
#include <tccc/version.hpp>

int version() {
#if TCCC_PUSH_MUST_FAIL
    return TCCC_PUSH_VERSION_MAJOR;
#else
    return TCCC_PUSH_VERSION_MINOR;
#endif
}
