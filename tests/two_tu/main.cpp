// SPDX-License-Identifier: MIT
#include "two_tu.hpp"

int main() {
    const seen here{&tccc::message, &tccc::to_owned, sizeof(tccc::parser)};
    const seen there = seen_by_library();
    const bool same = here.message == there.message && here.to_owned == there.to_owned &&
                      here.parser_size == there.parser_size;
    return same ? 0 : 1;
}
