// SPDX-License-Identifier: MIT
/// @file
/// What does C++ not know of the standard streams? Whether a person watches, and to keep bytes as they are.
#ifndef REPLAY_PLATFORM_HPP
#define REPLAY_PLATFORM_HPP

#include <cstdio>

#if defined(_WIN32)
#include <fcntl.h>
#include <io.h>
#else
#include <unistd.h>
#endif

namespace replay {

inline bool is_terminal(std::FILE* file) {
#if defined(_WIN32)
    return _isatty(_fileno(file)) != 0;
#else
    return isatty(fileno(file)) != 0;
#endif
}

/// Windows would turn each line feed into two bytes, and end the input at a byte 26.
inline void use_bytes([[maybe_unused]] std::FILE* file) {
#if defined(_WIN32)
    _setmode(_fileno(file), _O_BINARY);
#endif
}

}  // namespace replay

#endif
