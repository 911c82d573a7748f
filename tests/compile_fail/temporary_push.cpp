// SPDX-License-Identifier: MIT
#include <tccc/record_push.hpp>

bool is_empty() {
#if TCCC_PUSH_MUST_FAIL
    const tccc::record_push_view view = as_view(tccc::record_push{});
#else
    const tccc::record_push push;
    const tccc::record_push_view view = as_view(push);
#endif
    return view.record_id.empty();
}
