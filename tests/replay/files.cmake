# SPDX-License-Identifier: MIT
#
# Files that cannot be written, and files that must not be.

include("${CMAKE_CURRENT_LIST_DIR}/support.cmake")

configure_file("${REPOSITORY}/examples/data/bad_lines.ndjson" "${WORK}/input" COPYONLY)

# Rejects over their own input would destroy it.
replay(2 ARGUMENTS --rejects "${WORK}/input" "${WORK}/input")
expect_text("${WORK}/stderr" "the file for rejects is an input")
same_files("${WORK}/input" "${REPOSITORY}/examples/data/bad_lines.ndjson")

replay(2 ARGUMENTS --rejects "${WORK}/none/rejects" "${WORK}/input")
expect_text("${WORK}/stderr" "cannot write ")

# The rejects can be replayed: all of them are rejected again, in the same bytes.
replay(1 ARGUMENTS --rejects "${WORK}/first" "${WORK}/input")
replay(1 ARGUMENTS --rejects "${WORK}/second" "${WORK}/first")
same_files("${WORK}/first" "${WORK}/second")
expect_text("${WORK}/stdout" "pushes      0 ")

# A full disk is an error, not a short output.
if(EXISTS /dev/full)
  execute_process(
    COMMAND "${REPLAY}" "${REPOSITORY}/examples/data/simulated_day.ndjson"
    OUTPUT_FILE /dev/full
    ERROR_FILE "${WORK}/stderr"
    RESULT_VARIABLE result
  )
  if(NOT result EQUAL 2)
    message(FATAL_ERROR "replay to a full disk: exit status ${result}")
  endif()
  expect_text("${WORK}/stderr" "cannot write all of the output")
endif()
