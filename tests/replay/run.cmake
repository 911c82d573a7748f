# SPDX-License-Identifier: MIT
#
# One run of replay, its output held against expected files. See CMakeLists.txt for the variables.

include("${CMAKE_CURRENT_LIST_DIR}/support.cmake")

string(REPLACE "|" ";" arguments "${ARGUMENTS}")
if(REJECTS)
  list(PREPEND arguments --rejects "${WORK}/rejects")
endif()
set(input)
if(STDIN)
  set(input INPUT_FILE "${REPOSITORY}/${STDIN}")
endif()
replay("${EXIT}" ${input} ARGUMENTS ${arguments})
foreach(stream IN ITEMS STDOUT STDERR REJECTS)
  if(${stream})
    string(TOLOWER ${stream} file)
    same_files("${WORK}/${file}" "${CMAKE_CURRENT_LIST_DIR}/expected/${${stream}}")
  endif()
endforeach()
