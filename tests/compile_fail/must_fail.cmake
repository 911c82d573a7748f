# SPDX-License-Identifier: MIT
#
# cmake -DDIAGNOSTIC=<regex> -P must_fail.cmake -- <compiler> <argument>...
# Says "refused as expected" when the command fails and prints what matches.

set(command "")
set(seen_separator FALSE)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(index RANGE ${last})
  if(seen_separator)
    list(APPEND command "${CMAKE_ARGV${index}}")
  elseif(CMAKE_ARGV${index} STREQUAL "--")
    set(seen_separator TRUE)
  endif()
endforeach()

set(ENV{LC_ALL} C)
execute_process(COMMAND ${command} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT status MATCHES "^[0-9]+$")
  message(FATAL_ERROR "the compiler did not run: ${status}")
endif()
if(status EQUAL 0)
  message(FATAL_ERROR "compiled, although it must not")
endif()
if(NOT output MATCHES "${DIAGNOSTIC}")
  message(FATAL_ERROR "refused, but not with /${DIAGNOSTIC}/:\n${output}")
endif()
message(STATUS "refused as expected")
