# SPDX-License-Identifier: MIT
#
# The same pushes as an array, in a row, and on several lines each: the same sessions, from a file and from a pipe,
# whether the format is named or seen. What is broken among them is named by its number, kept, and costs itself alone.

include("${CMAKE_CURRENT_LIST_DIR}/support.cmake")

set(day "${REPOSITORY}/examples/data/simulated_day.ndjson")
replay(0 ARGUMENTS "${day}")
file(RENAME "${WORK}/stdout" "${WORK}/expected")

file(READ "${day}" lines)
string(REPLACE "}\n" "}" row "${lines}")
string(REPLACE "}{" "},\n{" array "${row}")
string(REPLACE "," ",\n  " spread "${row}")
file(WRITE "${WORK}/row.json" "${row}")
file(WRITE "${WORK}/array.json" "[${array}]\n")
file(WRITE "${WORK}/spread.json" "${spread}")
foreach(file IN ITEMS row array spread)
  replay(0 ARGUMENTS "${WORK}/${file}.json")
  same_files("${WORK}/stdout" "${WORK}/expected")
  replay(0 INPUT_FILE "${WORK}/${file}.json" ARGUMENTS --input=json -)
  same_files("${WORK}/stdout" "${WORK}/expected")
endforeach()
replay(0 ARGUMENTS --input json "${day}")
same_files("${WORK}/stdout" "${WORK}/expected")

# Each file has a format of its own.
replay(0 ARGUMENTS "${day}" "${WORK}/row.json")
file(RENAME "${WORK}/stdout" "${WORK}/mixed")
replay(0 ARGUMENTS "${day}" "${day}")
same_files("${WORK}/stdout" "${WORK}/mixed")

file(READ "${REPOSITORY}/examples/data/vendor_sample.json" sample)
string(REPEAT "0123456789" 300000 long) # three blocks of the reader
set(long "{\"Note\":\"${long}\"}")
file(WRITE "${WORK}/broken.json" "[${sample},{\"SdkAppId\":\n1,},${long},${sample}${long}]${sample}")
file(WRITE "${WORK}/rest" "{\"SdkAppId\":\n1,}\n${long}\n${long}\n")
replay(1 ARGUMENTS --rejects "${WORK}/rejects" "${WORK}/broken.json")
same_files("${WORK}/rejects" "${WORK}/rest")
expect_text("${WORK}/stderr" "broken.json: entry 2: malformed_json at byte 341 (the body is not valid JSON)")
expect_text("${WORK}/stderr" "broken.json: entry 3: body_too_large at byte ")
expect_text("${WORK}/stderr" "broken.json: entry 5: malformed_json at byte ") # the comma that is lacking
expect_text("${WORK}/stderr" "broken.json: entry 6: body_too_large at byte ")
expect_text("${WORK}/stdout" "pushes      3 ")
expect_text("${WORK}/stdout" "rejected    4\n")
