# SPDX-License-Identifier: MIT
#
# The warnings of our own programs, in one target that stays private. tccc::push itself carries no flag: its users
# have their own. Tests see the headers as their own code, not as SYSTEM, so these warnings hold for the headers too.

add_library(tccc_push_warnings INTERFACE)
if(MSVC)
  target_compile_options(
    tccc_push_warnings INTERFACE /W4 /permissive- /utf-8 /Zc:__cplusplus $<$<BOOL:${TCCC_PUSH_WERROR}>:/WX>
  )
else()
  target_compile_options(
    tccc_push_warnings
    INTERFACE -Wall
              -Wextra
              -Wpedantic
              -Wconversion
              -Wsign-conversion
              -Wshadow
              -Wold-style-cast
              -Wundef
              # GCC 12 takes `"text" + std::string` for an overlapping copy (its bug 105329).
              $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
              $<$<BOOL:${TCCC_PUSH_WERROR}>:-Werror>
  )
endif()

# A program of ours: standard C++ without extensions, the library, the warnings.
function(tccc_push_add_program name)
  add_executable(${name} ${ARGN})
  target_link_libraries(${name} PRIVATE tccc::push tccc_push_warnings)
  set_target_properties(${name} PROPERTIES CXX_EXTENSIONS OFF)
endfunction()
