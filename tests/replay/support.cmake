# SPDX-License-Identifier: MIT
#
# What the test scripts of replay share. A failed step stops the script, and with it the test.

cmake_minimum_required(VERSION 3.24)
file(REMOVE_RECURSE "${WORK}")
file(MAKE_DIRECTORY "${WORK}")

# replay(status [INPUT_FILE file] ARGUMENTS ...): runs it in the repository; output goes to WORK/stdout and WORK/stderr.
function(replay status)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "INPUT_FILE" "ARGUMENTS")
  set(input)
  if(arg_INPUT_FILE)
    set(input INPUT_FILE "${arg_INPUT_FILE}")
  endif()
  execute_process(
    COMMAND "${REPLAY}" ${arg_ARGUMENTS}
    WORKING_DIRECTORY "${REPOSITORY}"
    ${input}
    OUTPUT_FILE "${WORK}/stdout"
    ERROR_FILE "${WORK}/stderr"
    RESULT_VARIABLE result
  )
  if(NOT result STREQUAL status)
    file(READ "${WORK}/stderr" messages)
    message(FATAL_ERROR "replay ${arg_ARGUMENTS}: exit status ${result}, not ${status}\n${messages}")
  endif()
endfunction()

function(same_files actual expected)
  execute_process(COMMAND "${CMAKE_COMMAND}" -E compare_files "${actual}" "${expected}" RESULT_VARIABLE different)
  if(different)
    file(READ "${actual}" text)
    message(FATAL_ERROR "not as ${expected}:\n${text}")
  endif()
endfunction()

function(expect_text file text)
  file(READ "${file}" content)
  string(FIND "${content}" "${text}" position)
  if(position EQUAL -1)
    message(FATAL_ERROR "${file} does not say '${text}':\n${content}")
  endif()
endfunction()
