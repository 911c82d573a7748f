# SPDX-License-Identifier: MIT
#
# cmake -DWAY=<directory> -DSETTINGS=<file> -P run.cmake
# Configures, builds, tests, installs and runs the consumer of that name, in a scratch directory of its own.

include("${SETTINGS}")
set(consumer "${REPOSITORY}/tests/consumer/${WAY}")
set(build "${SCRATCH}/build")
set(prefix "${SCRATCH}/prefix")
set(PROGRAM "${REPOSITORY}/examples/quickstart.cpp")

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE "${SCRATCH}")
file(MAKE_DIRECTORY "${SCRATCH}")

if(WAY STREQUAL "add_subdirectory")
  # A parent that says nothing: an empty build type is what a guest is most tempted to fill.
  set(way_arguments "-DTCCC_PUSH_REPOSITORY=${REPOSITORY}")
elseif(WAY STREQUAL "fetch_content")
  # A parent that has said everything, and a clone that holds the tree as it is, committed or not.
  if(NOT GIT)
    message(FATAL_ERROR "git is needed to clone this repository")
  endif()
  set(clone "${SCRATCH}/clone")
  foreach(part IN ITEMS CMakeLists.txt cmake include)
    file(COPY "${REPOSITORY}/${part}" DESTINATION "${clone}")
  endforeach()
  set(git "${GIT}" -C "${clone}" -c user.name=test -c user.email=test@example.com -c commit.gpgsign=false)
  run(${git} init --quiet)
  run(${git} add --all)
  run(${git} commit --quiet --no-verify --message "The tree under test")
  run(${git} tag "v${VERSION}")
  set(way_arguments "-DTCCC_PUSH_REPOSITORY=${clone}" -DTCCC_PUSH_TAG=v${VERSION} -DCMAKE_BUILD_TYPE=Debug
                    -DBUILD_TESTING=OFF -DCMAKE_CXX_STANDARD=20
  )
else()
  set(installed "${SCRATCH}/installed")
  run("${CMAKE_COMMAND}" -S "${REPOSITORY}" -B "${SCRATCH}/library" ${ARGUMENTS} -DCMAKE_BUILD_TYPE=Release
      -DTCCC_PUSH_BUILD_TESTS=OFF -DTCCC_PUSH_BUILD_EXAMPLES=OFF "-DCMAKE_INSTALL_PREFIX=${installed}"
  )
  run("${CMAKE_COMMAND}" --build "${SCRATCH}/library")
  run("${CMAKE_COMMAND}" --install "${SCRATCH}/library")
  set(way_arguments "-DCMAKE_PREFIX_PATH=${installed}" "-DTCCC_PUSH_VERSION=${VERSION}")
endif()

run("${CMAKE_COMMAND}" -S "${consumer}" -B "${build}" ${ARGUMENTS} ${way_arguments} "-DPROGRAM=${PROGRAM}")
run("${CMAKE_COMMAND}" --build "${build}")

# No test of ours among the parent's, which has one.
execute_process(
  COMMAND "${CTEST}" --test-dir "${build}" --show-only OUTPUT_VARIABLE tests COMMAND_ERROR_IS_FATAL ANY
)
if(NOT tests MATCHES "Total Tests: 1\n")
  message(FATAL_ERROR "the parent has one test, and now:\n${tests}")
endif()
run("${CTEST}" --test-dir "${build}" --output-on-failure --no-tests=error)

# Nothing of ours in the parent's install, which is its program.
run("${CMAKE_COMMAND}" --install "${build}" --prefix "${prefix}")
file(GLOB_RECURSE files LIST_DIRECTORIES FALSE RELATIVE "${prefix}" "${prefix}/*")
if(NOT files MATCHES "^bin/consumer(\\.exe)?$")
  message(FATAL_ERROR "the parent installs bin/consumer, and now: ${files}")
endif()

execute_process(COMMAND "${prefix}/${files}" OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
file(READ "${REPOSITORY}/examples/data/quickstart.expected" expected)
if(NOT output STREQUAL expected)
  message(FATAL_ERROR "printed:\n${output}\nexpected:\n${expected}")
endif()
