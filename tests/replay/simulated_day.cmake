# SPDX-License-Identifier: MIT
#
# The committed day is what its README says made it, and replaying it gives the same however it comes in.

include("${CMAKE_CURRENT_LIST_DIR}/support.cmake")

set(day "${REPOSITORY}/examples/data/simulated_day.ndjson")
file(READ "${REPOSITORY}/examples/data/README.md" readme)
if(NOT readme MATCHES "\nsimulate (--seed [0-9]+ --sessions [0-9]+)\n")
  message(FATAL_ERROR "examples/data/README.md does not show how the day was made")
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

replay(0 ARGUMENTS "${day}")
file(READ "${CMAKE_CURRENT_LIST_DIR}/expected/simulated_day.summary.txt" summary)
expect_text("${WORK}/stdout" "${summary}")
file(RENAME "${WORK}/stdout" "${WORK}/from_file")
replay(0 INPUT_FILE "${day}" ARGUMENTS -)
same_files("${WORK}/stdout" "${WORK}/from_file")

# What is rejected is nothing; the file for it is made all the same, and empty.
replay(0 ARGUMENTS --format ndjson --rejects "${WORK}/rejects" "${day}")
file(SIZE "${WORK}/rejects" size)
if(NOT size EQUAL 0)
  message(FATAL_ERROR "rejects of ${size} bytes")
endif()
# The summary is not among the sessions, where a program would stumble over it.
same_files("${WORK}/stderr" "${CMAKE_CURRENT_LIST_DIR}/expected/simulated_day.summary.txt")

# A session that has to be quiet for longer waits for more: fewer rows say `amended`.
replay(0 ARGUMENTS --settle 4000 "${day}")
file(READ "${WORK}/stdout" table)
if(NOT table MATCHES "\namendments  ([0-9]+)\n")
  message(FATAL_ERROR "no count of amendments")
endif()
if(NOT CMAKE_MATCH_1 LESS 100) # 163 with the default of 60 seconds
  message(FATAL_ERROR "--settle 4000: ${CMAKE_MATCH_1} amendments")
endif()
