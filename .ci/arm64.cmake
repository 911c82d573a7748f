# SPDX-License-Identifier: MIT
#
# -DCMAKE_TOOLCHAIN_FILE=<this file>: programs for arm64, run by qemu wherever CMake or CTest runs one. Static, so that
# qemu needs no arm64 system to take libraries from.

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_EXE_LINKER_FLAGS_INIT -static)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64)
