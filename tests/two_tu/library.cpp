// SPDX-License-Identifier: MIT
#include "two_tu.hpp"

seen seen_by_library() { return {&tccc::message, &tccc::to_owned, sizeof(tccc::parser)}; }
