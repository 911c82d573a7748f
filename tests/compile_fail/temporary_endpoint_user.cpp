// SPDX-License-Identifier: MIT
#include <tccc/endpoint_user.hpp>

#include <string>

bool is_empty() {
#if TCCC_PUSH_MUST_FAIL
    const tccc::endpoint_user_view user(std::string("agent@example.com"));
#else
    const std::string text("agent@example.com");
    const tccc::endpoint_user_view user(text);
#endif
    return user.empty();
}
