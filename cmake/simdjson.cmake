# SPDX-License-Identifier: MIT
#
# Provides simdjson::simdjson: the target that is there, the system's, or the pinned release.

include_guard()

# simdjson 4.3.0 to 4.6.7 compiles with SIMDJSON_DEVELOPMENT_CHECKS in every configuration of GCC and Clang (its issue
# 2834): some 3 % slower, and On-Demand's types have another layout than in a translation unit that does not see the
# definition. 4.6.8 puts it into $<CONFIG:DEBUG>. A copy of our own is mended; somebody else's is only reported.
function(tccc_push_check_simdjson ours)
  get_target_property(target simdjson::simdjson ALIASED_TARGET)
  if(NOT target)
    set(target simdjson::simdjson)
  endif()
  foreach(property IN ITEMS COMPILE_DEFINITIONS INTERFACE_COMPILE_DEFINITIONS)
    get_target_property(definitions ${target} ${property})
    if(NOT "SIMDJSON_DEVELOPMENT_CHECKS" IN_LIST definitions)
      continue()
    endif()
    if(ours)
      list(REMOVE_ITEM definitions SIMDJSON_DEVELOPMENT_CHECKS)
      set_target_properties(${target} PROPERTIES ${property} "${definitions}")
    elseif(property STREQUAL "INTERFACE_COMPILE_DEFINITIONS")
      message(STATUS "tccc-push: this simdjson turns on SIMDJSON_DEVELOPMENT_CHECKS in every build type; "
                     "prefer 4.6.8 or later, or one before 4.3.0")
    endif()
  endforeach()
endfunction()

# A function, for its scope: what is set here is seen by simdjson's CMakeLists.txt and by nobody else. simdjson's
# option() calls take plain variables for an answer and then leave the cache alone.
function(tccc_push_fetch_simdjson)
  set(SIMDJSON_DEVELOPER_MODE OFF)
  # An installed tccc::push needs an installed simdjson, or install(EXPORT) fails with "requires target simdjson that
  # is not in any export set". Nested, simdjson installs its header only if SIMDJSON_SINGLEHEADER says so.
  if(NOT DEFINED SIMDJSON_INSTALL)
    set(SIMDJSON_INSTALL ${TCCC_PUSH_INSTALL})
    if(CMAKE_SKIP_INSTALL_RULES)
      set(SIMDJSON_INSTALL OFF)
    endif()
  endif()
  if(SIMDJSON_INSTALL)
    set(SIMDJSON_SINGLEHEADER ON)
  endif()
  # simdjson writes a missing build type into the cache, for the whole build; with an answer in this scope it does not.
  if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release)
  endif()
  # Two questions of simdjson's own tests, which would leave their answers in the cache.
  set(HAVE_POSIX_FORK FALSE)
  set(HAVE_POSIX_WAIT FALSE)
  set(had_compile_commands FALSE)
  if(DEFINED CACHE{CMAKE_EXPORT_COMPILE_COMMANDS})
    set(had_compile_commands TRUE)
  endif()

  set(guest_options "")
  if(CMAKE_VERSION VERSION_GREATER_EQUAL 3.25)
    list(APPEND guest_options SYSTEM)
  endif()
  # Rules of an excluded directory are not installed, hence not where simdjson is to be installed with us.
  if(CMAKE_VERSION VERSION_GREATER_EQUAL 3.28 AND NOT SIMDJSON_INSTALL)
    list(APPEND guest_options EXCLUDE_FROM_ALL)
  endif()
  include(FetchContent)
  FetchContent_Declare(
    simdjson
    URL https://github.com/simdjson/simdjson/archive/refs/tags/v4.6.11.tar.gz
    URL_HASH SHA256=61d948fc24f0d793829ad658058e7597d064988a89b4607ea02e401a82df98ff
    DOWNLOAD_EXTRACT_TIMESTAMP FALSE
    ${guest_options}
  )
  FetchContent_MakeAvailable(simdjson)
  set(tccc_push_simdjson_source "${simdjson_SOURCE_DIR}" PARENT_SCOPE)

  if(NOT had_compile_commands)
    unset(CMAKE_EXPORT_COMPILE_COMMANDS CACHE)
  endif()
  if(CMAKE_VERSION VERSION_LESS 3.25)
    get_target_property(directories simdjson INTERFACE_INCLUDE_DIRECTORIES)
    set_target_properties(simdjson PROPERTIES INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${directories}")
  endif()
endfunction()

# A macro: find_package's imported targets and variables belong to the caller's directory, where the tests look.
macro(tccc_push_provide_simdjson)
  if(TARGET simdjson::simdjson)
    set(tccc_push_simdjson_origin existing)
    tccc_push_check_simdjson(FALSE)
  elseif(TCCC_PUSH_USE_SYSTEM_SIMDJSON)
    # No version in the call: simdjson's package accepts only its own minor version, and any from 3.0.1 will do.
    find_package(simdjson CONFIG REQUIRED)
    if(simdjson_VERSION VERSION_LESS 3.0.1)
      message(FATAL_ERROR "tccc-push: simdjson ${simdjson_VERSION} is too old, 3.0.1 or later is needed")
    endif()
    set(tccc_push_simdjson_origin system)
    tccc_push_check_simdjson(FALSE)
  else()
    set(tccc_push_simdjson_origin fetched)
    tccc_push_fetch_simdjson()
    tccc_push_check_simdjson(TRUE)
  endif()
endmacro()
