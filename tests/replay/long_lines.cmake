# SPDX-License-Identifier: MIT
#
# A line beyond the limit of a body costs itself alone, and is kept whole; a file may end without a line feed.

include("${CMAKE_CURRENT_LIST_DIR}/support.cmake")

file(READ "${REPOSITORY}/examples/data/vendor_sample.json" sample)
string(REPLACE "\n" " " sample "${sample}")
string(REPLACE "lululing@tencent.com" "008612345678901" customer "${sample}")
string(REPEAT "x" 65537 barely)
string(REPEAT "0123456789" 300000 long) # three blocks of the reader
string(REPEAT " " 65000 blanks)

file(WRITE "${WORK}/input" "${sample}\n${barely}\n${blanks}${customer}\n${long}\n\n{\"Note\":\"${long}\"}")
file(WRITE "${WORK}/long" "${barely}\n${long}\n{\"Note\":\"${long}\"}\n")

replay(1 ARGUMENTS --rejects "${WORK}/rejects" "${WORK}/input")
same_files("${WORK}/rejects" "${WORK}/long")
foreach(line IN ITEMS 2 4 6)
  expect_text("${WORK}/stderr" "input:${line}: body_too_large at byte 65536 (")
endforeach()
expect_text("${WORK}/stdout" "e97be0ab-1ef6  0086123****8901  l***@tencent.com")
expect_text("${WORK}/stdout" "pushes      2 ")
expect_text("${WORK}/stdout" "rejected    3\n")
