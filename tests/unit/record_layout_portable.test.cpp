// SPDX-License-Identifier: MIT
// Promise: what holds with SIMD holds without.
#define TCCC_PUSH_PORTABLE
#include "record_layout.test.cpp"
