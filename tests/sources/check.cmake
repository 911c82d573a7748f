# SPDX-License-Identifier: MIT
#
# cmake -DCHECK=<name> -DREPOSITORY=<directory> -DVERSION=<version> -DLISTS=<file> -P check.cmake

file(
  GLOB_RECURSE code
  RELATIVE "${REPOSITORY}"
  "${REPOSITORY}/include/*"
  "${REPOSITORY}/tests/*.hpp"
  "${REPOSITORY}/tests/*.cpp"
  "${REPOSITORY}/examples/*.hpp"
  "${REPOSITORY}/examples/*.cpp"
  "${REPOSITORY}/benchmarks/*.hpp"
  "${REPOSITORY}/benchmarks/*.cpp"
)
set(build_files CMakeLists.txt CMakePresets.json dev .ci/run)
foreach(directory IN ITEMS cmake tests examples benchmarks)
  file(
    GLOB_RECURSE found
    RELATIVE "${REPOSITORY}"
    "${REPOSITORY}/${directory}/CMakeLists.txt"
    "${REPOSITORY}/${directory}/*.cmake"
    "${REPOSITORY}/${directory}/*.in"
  )
  list(APPEND build_files ${found})
endforeach()
list(LENGTH code count)
if(count LESS 20)
  message(FATAL_ERROR "only ${count} files of code found: these checks look in the wrong place")
endif()

if(CHECK STREQUAL "ascii")
  # Bytes as pairs of hexadecimal digits: what is left when all pairs below 80 are gone begins with one above.
  foreach(file IN LISTS code build_files)
    file(READ "${REPOSITORY}/${file}" bytes HEX)
    string(REGEX REPLACE "[0-7][0-9a-f]" "" rest "${bytes}")
    if(rest)
      message(SEND_ERROR "${file} is not ASCII")
    endif()
  endforeach()

elseif(CHECK STREQUAL "licence")
  foreach(file IN LISTS code)
    file(READ "${REPOSITORY}/${file}" start LIMIT 32)
    if(NOT start MATCHES "^// SPDX-License-Identifier: MIT")
      message(SEND_ERROR "${file} does not start with its licence")
    endif()
  endforeach()

elseif(CHECK STREQUAL "headers_listed" OR CHECK STREQUAL "tests_listed")
  include("${LISTS}")
  if(CHECK STREQUAL "headers_listed")
    set(listed ${HEADERS})
    set(base "${REPOSITORY}")
    file(GLOB_RECURSE there RELATIVE "${base}" "${base}/include/*.hpp")
  else()
    set(listed ${TESTS})
    set(base "${REPOSITORY}/tests")
    file(GLOB_RECURSE there RELATIVE "${base}" "${base}/*.test.cpp")
    list(FILTER listed INCLUDE REGEX "\\.test\\.cpp$")
  endif()
  list(TRANSFORM listed REPLACE "^${base}/" "")
  set(unlisted ${there})
  list(REMOVE_ITEM unlisted ${listed})
  if(unlisted)
    message(FATAL_ERROR "there, but not in CMakeLists.txt: ${unlisted}")
  endif()

elseif(CHECK STREQUAL "readme")
  file(READ "${REPOSITORY}/README.md" readme)
  # The block that users copy names the version that they read about.
  string(REGEX MATCHALL "GIT_TAG +[^ \n)]+" tags "${readme}")
  if(NOT tags)
    message(FATAL_ERROR "README.md shows no GIT_TAG")
  endif()
  foreach(tag IN LISTS tags)
    if(NOT tag MATCHES "^GIT_TAG +v${VERSION}$")
      message(SEND_ERROR "README.md says ${tag}, version.hpp says ${VERSION}")
    endif()
  endforeach()
  # The output that they read is what ./dev demo prints; .ci/run compares that with the same file.
  file(READ "${REPOSITORY}/examples/data/demo.expected" demo)
  string(REGEX MATCHALL "\n[^\n]* (20[0-9][0-9]-[01][0-9]-[0-3][0-9]|transfer [0-9]+,|late [0-9]+)[^\n]*" lines "${readme}")
  if(NOT lines)
    message(SEND_ERROR "README.md shows no row of the demo")
  endif()
  foreach(line IN LISTS lines)
    string(FIND "${demo}" "${line}\n" position)
    if(position EQUAL -1)
      message(SEND_ERROR "README.md shows a row that the demo does not print: ${line}")
    endif()
  endforeach()
  # The programs that they read are those that are compiled here, without their head of comments, and print what they
  # print in tests/bare.
  foreach(name IN ITEMS quickstart call_records)
    file(READ "${REPOSITORY}/examples/${name}.cpp" program)
    string(REGEX REPLACE "^(//[^\n]*\n)+\n*" "" program "${program}")
    file(READ "${REPOSITORY}/examples/data/${name}.expected" output)
    string(FIND "${readme}" "${program}" position)
    if(position EQUAL -1)
      message(SEND_ERROR "README.md does not show examples/${name}.cpp word for word")
    endif()
    string(FIND "${readme}" "${output}" position)
    if(position EQUAL -1)
      message(SEND_ERROR "README.md does not show what examples/${name}.cpp prints")
    endif()
  endforeach()

else()
  message(FATAL_ERROR "no check of the name '${CHECK}'")
endif()
