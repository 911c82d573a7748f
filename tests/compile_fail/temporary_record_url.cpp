// SPDX-License-Identifier: MIT
#include <tccc/record_url.hpp>

#include <string>

bool is_empty() {
#if TCCC_PUSH_MUST_FAIL
    const tccc::record_url_view url(std::string("https://example.com/a.mp3"));
#else
    const std::string text("https://example.com/a.mp3");
    const tccc::record_url_view url(text);
#endif
    return url.empty();
}
