// SPDX-License-Identifier: MIT
/// @file
/// Which version is this? The one place where it is written: CMakeLists.txt reads these three lines, and
/// config.hpp builds the inline namespace from them.
#ifndef TCCC_VERSION_HPP
#define TCCC_VERSION_HPP

#define TCCC_PUSH_VERSION_MAJOR 0
#define TCCC_PUSH_VERSION_MINOR 1
#define TCCC_PUSH_VERSION_PATCH 0

#endif
