# SPDX-License-Identifier: MIT
#
# A timeline that cannot be written, and one that must not be.

include("${CMAKE_CURRENT_LIST_DIR}/support.cmake")

configure_file("${REPOSITORY}/examples/data/bad_lines.ndjson" "${WORK}/input" COPYONLY)
replay(2 ARGUMENTS --timeline "${WORK}/input" "${WORK}/input")
expect_text("${WORK}/stderr" "the file for the timeline is an input")
same_files("${WORK}/input" "${REPOSITORY}/examples/data/bad_lines.ndjson")

replay(2 ARGUMENTS --timeline "${WORK}/none/timeline.svg" "${WORK}/input")
expect_text("${WORK}/stderr" "cannot write ")
replay(2 ARGUMENTS --timeline "${WORK}/timeline.svg" --timeline-sessions many "${WORK}/input")
expect_text("${WORK}/stderr" "not a value that can be used after --timeline-sessions")

# Bare pushes have a timeline, too: marks without bars.
replay(1 ARGUMENTS --timeline "${WORK}/timeline.svg" "${WORK}/input")
expect_text("${WORK}/timeline.svg" "no call record")
if(EXISTS /dev/full)
  replay(2 ARGUMENTS --timeline /dev/full "${REPOSITORY}/examples/data/mixed_day.ndjson")
  expect_text("${WORK}/stderr" "cannot write all of the output")
endif()
