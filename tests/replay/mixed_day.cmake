# SPDX-License-Identifier: MIT
#
# The committed mixed day and its timeline are what their README says made them; what is known of a session does not
# depend on what its pushes stand in.

include("${CMAKE_CURRENT_LIST_DIR}/support.cmake")

set(day "${REPOSITORY}/examples/data/mixed_day.ndjson")
file(READ "${REPOSITORY}/examples/data/README.md" readme)
if(NOT readme MATCHES "\nsimulate (--mixed [-a-z0-9 ]+)\n")
  message(FATAL_ERROR "examples/data/README.md does not show how the mixed day was made")
endif()
string(REPLACE " " ";" arguments "${CMAKE_MATCH_1}")
execute_process(
  COMMAND "${SIMULATE}" ${arguments}
  OUTPUT_FILE "${WORK}/day"
  RESULT_VARIABLE result
)
if(result)
  message(FATAL_ERROR "simulate ${arguments}: ${result}")
endif()
same_files("${WORK}/day" "${day}")

# The picture is the committed one, and as sharp with more sessions than there are.
replay(0 ARGUMENTS --timeline "${WORK}/timeline.svg" "${day}")
same_files("${WORK}/timeline.svg" "${REPOSITORY}/examples/data/timeline.svg")
file(RENAME "${WORK}/stdout" "${WORK}/table")
expect_text("${WORK}/table" "SESSION        CALLER/CUSTOMER     CALLEE/AGENT        TRANSFERS            BY      REC  MISS")
file(READ "${CMAKE_CURRENT_LIST_DIR}/expected/mixed_day.summary.txt" summary)
expect_text("${WORK}/table" "${summary}")
replay(0 ARGUMENTS --timeline=${WORK}/timeline.svg --timeline-sessions=100000 "${day}")
same_files("${WORK}/stdout" "${WORK}/table")
find_program(XMLLINT xmllint)
if(XMLLINT)
  execute_process(COMMAND "${XMLLINT}" --noout "${WORK}/timeline.svg" RESULT_VARIABLE result)
  if(result)
    message(FATAL_ERROR "the timeline of all sessions is no XML")
  endif()
endif()

# Users are masked in every format, and URLs end before their query.
foreach(format IN ITEMS table ndjson csv)
  replay(0 ARGUMENTS --format ${format} --timeline "${WORK}/timeline.svg" "${day}")
  foreach(file IN ITEMS stdout timeline.svg)
    file(READ "${WORK}/${file}" text)
    if(text MATCHES "(008612[0-9][0-9][0-9]|[a-z][a-z0-9]+@example|q-signature)")
      message(FATAL_ERROR "${format}: ${file} shows ${CMAKE_MATCH_1}")
    endif()
  endforeach()
endforeach()

# An array of the same envelopes is the same day.
file(READ "${day}" lines)
string(REPLACE "}\n" "}" row "${lines}")
string(REPLACE "}{\"action\"" "},\n{\"action\"" array "${row}")
file(WRITE "${WORK}/array.json" "[${array}]\n")
replay(0 ARGUMENTS "${WORK}/array.json")
same_files("${WORK}/stdout" "${WORK}/table")

# And the recordings alone are, bare and in their envelopes, the same sessions.
file(STRINGS "${day}" records REGEX "^{\"action\":\"record\"")
set(enveloped)
set(bare)
foreach(line IN LISTS records)
  string(REGEX REPLACE "\"at\":[0-9]+," "" line "${line}") # the clock of bare ones is their own
  string(APPEND enveloped "${line}\n")
  string(REGEX REPLACE "^{[^{]*({.*})}$" "\\1" line "${line}")
  string(APPEND bare "${line}\n")
endforeach()
file(WRITE "${WORK}/enveloped" "${enveloped}")
file(WRITE "${WORK}/bare" "${bare}")
replay(0 ARGUMENTS --format ndjson "${WORK}/enveloped")
file(RENAME "${WORK}/stdout" "${WORK}/expected")
replay(0 ARGUMENTS --format ndjson "${WORK}/bare")
same_files("${WORK}/stdout" "${WORK}/expected")
