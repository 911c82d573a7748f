# SPDX-License-Identifier: MIT
#
# Is the library a good guest? guest_arrives() before it is taken in, guest_is_quiet() after.

set(guest_variables
    BUILD_SHARED_LIBS
    BUILD_TESTING
    CMAKE_BUILD_TYPE
    CMAKE_CXX_EXTENSIONS
    CMAKE_CXX_FLAGS
    CMAKE_CXX_STANDARD
    CMAKE_CXX_STANDARD_REQUIRED
    CMAKE_EXPORT_COMPILE_COMMANDS
    CMAKE_POSITION_INDEPENDENT_CODE
)
set(guest_properties COMPILE_DEFINITIONS COMPILE_OPTIONS INCLUDE_DIRECTORIES LINK_LIBRARIES LINK_OPTIONS TESTS)

# "undefined" and empty are different answers.
macro(guest_describe result)
  set(${result} "")
  foreach(variable IN LISTS guest_variables)
    if(DEFINED ${variable})
      string(APPEND ${result} "${variable} is '${${variable}}'\n")
    endif()
    if(DEFINED CACHE{${variable}})
      string(APPEND ${result} "${variable} is '$CACHE{${variable}}' in the cache\n")
    endif()
  endforeach()
  foreach(property IN LISTS guest_properties)
    get_property(guest_value DIRECTORY PROPERTY ${property})
    string(APPEND ${result} "${property} is '${guest_value}'\n")
  endforeach()
endmacro()

macro(guest_arrives)
  # First, since only then a test of the guest would join the parent's. Not include(CTest), which sets BUILD_TESTING.
  enable_testing()
  guest_describe(guest_before)
  get_cmake_property(guest_cache_before CACHE_VARIABLES)
endmacro()

macro(guest_is_quiet)
  guest_describe(guest_after)
  if(NOT guest_before STREQUAL guest_after)
    message(FATAL_ERROR "the parent was:\n${guest_before}and is now:\n${guest_after}")
  endif()
  # The guests' prefixes; what CMake's own project(), FetchContent, FindGit and FindThreads leave; and the language C,
  # which simdjson's project() turns on.
  get_cmake_property(guest_cache_after CACHE_VARIABLES)
  list(REMOVE_ITEM guest_cache_after ${guest_cache_before})
  list(
    FILTER guest_cache_after EXCLUDE REGEX
    "^(TCCC_PUSH_|SIMDJSON_|FETCHCONTENT_|GIT_EXECUTABLE$|(tccc-push|simdjson)_|_?CMAKE_HAVE_|CMAKE_C_|CMAKE_THREAD_|FIND_PACKAGE_MESSAGE_DETAILS_)"
  )
  if(guest_cache_after)
    message(FATAL_ERROR "left in the parent's cache: ${guest_cache_after}")
  endif()
endmacro()

macro(guest_is_used)
  add_executable(consumer "${PROGRAM}")
  target_link_libraries(consumer PRIVATE tccc::push)
  install(TARGETS consumer)
  add_test(NAME parent COMMAND consumer)
endmacro()
