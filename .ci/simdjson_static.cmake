# SPDX-License-Identifier: MIT
#
# -DCMAKE_PROJECT_tccc-push_INCLUDE=<this file> -DCI_SIMDJSON=<prefix>
# simdjson as a target that is already there: the static library of a later distribution, linked on this one.

find_package(Threads REQUIRED)

# g++ 13 puts a reference to this function into whatever includes <iostream>; g++ 12's library has not got it, and
# initialises the streams in another way.
file(WRITE "${CMAKE_BINARY_DIR}/ios_base_library_init.cpp" "namespace std { void ios_base_library_init() {} }\n")
add_library(ci_ios_base_library_init STATIC "${CMAKE_BINARY_DIR}/ios_base_library_init.cpp")

file(GLOB_RECURSE library "${CI_SIMDJSON}/lib/*/libsimdjson_static.a")
add_library(simdjson::simdjson STATIC IMPORTED GLOBAL)
set_target_properties(
  simdjson::simdjson
  PROPERTIES IMPORTED_LOCATION "${library}"
             INTERFACE_INCLUDE_DIRECTORIES "${CI_SIMDJSON}/include"
             INTERFACE_COMPILE_DEFINITIONS "$<$<CONFIG:DEBUG>:SIMDJSON_DEVELOPMENT_CHECKS>;SIMDJSON_THREADS_ENABLED=1"
             INTERFACE_LINK_LIBRARIES "ci_ios_base_library_init;Threads::Threads"
)
