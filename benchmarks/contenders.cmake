# SPDX-License-Identifier: MIT
#
# The other JSON libraries: each takes part where it is found, or fetched, and where the compiler takes it.

include(CheckCXXSourceCompiles)
include(FetchContent)

set(contenders_found "simdjson")

# contender_sources(<variable> <name> <repository> <commit>): a copy of its sources, nothing of it configured.
function(contender_sources variable name repository commit)
  set(${variable} "" PARENT_SCOPE)
  string(TOUPPER ${name} upper)
  if(NOT TCCC_PUSH_FETCH_CONTENDERS AND NOT FETCHCONTENT_SOURCE_DIR_${upper})
    return()
  endif()
  FetchContent_Declare(
    ${name}
    GIT_REPOSITORY https://github.com/${repository}.git
    GIT_TAG ${commit}
    SOURCE_SUBDIR none # its CMakeLists.txt is not ours to run
  )
  FetchContent_MakeAvailable(${name})
  FetchContent_GetProperties(${name} SOURCE_DIR directory)
  set(${variable} "${directory}" PARENT_SCOPE)
endfunction()

# add_contender(<name> <header> <standard> <include directory>...): takes part if a file that includes the header compiles.
function(add_contender name header standard)
  set(CMAKE_REQUIRED_INCLUDES ${ARGN})
  set(CMAKE_REQUIRED_FLAGS "${CMAKE_CXX${standard}_STANDARD_COMPILE_OPTION}")
  set(CMAKE_REQUIRED_QUIET ON)
  check_cxx_source_compiles("#include <${header}>\nint main() {}" tccc_push_bench_${name}_compiles)
  if(NOT tccc_push_bench_${name}_compiles)
    message(STATUS "tccc-push: ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION} does not compile ${name}")
    return()
  endif()
  add_library(tccc_push.bench.${name} OBJECT contenders/${name}.cpp)
  target_include_directories(tccc_push.bench.${name} SYSTEM PRIVATE ${ARGN})
  target_link_libraries(tccc_push.bench.${name} PRIVATE tccc::push tccc_push_warnings benchmark::benchmark)
  set_target_properties(tccc_push.bench.${name} PROPERTIES CXX_EXTENSIONS OFF CXX_STANDARD ${standard})
  string(TOUPPER ${name} upper)
  target_compile_definitions(tccc_push.bench PRIVATE TCCC_BENCH_HAS_${upper})
  target_link_libraries(tccc_push.bench PRIVATE tccc_push.bench.${name})
  set(contenders_found "${contenders_found} ${name}" PARENT_SCOPE)
endfunction()

# --- In packages -------------------------------------------------------------------------------------------------

find_path(TCCC_PUSH_NLOHMANN_INCLUDE nlohmann/json.hpp)
if(TCCC_PUSH_NLOHMANN_INCLUDE)
  add_contender(nlohmann nlohmann/json.hpp 20 "${TCCC_PUSH_NLOHMANN_INCLUDE}")
  target_include_directories(tccc_push.bench SYSTEM PRIVATE "${TCCC_PUSH_NLOHMANN_INCLUDE}") # answer.bench.cpp
endif()

find_path(TCCC_PUSH_RAPIDJSON_INCLUDE rapidjson/reader.h)
if(TCCC_PUSH_RAPIDJSON_INCLUDE)
  add_contender(rapidjson rapidjson/reader.h 20 "${TCCC_PUSH_RAPIDJSON_INCLUDE}")
endif()

# Compiled from its headers, so that no library of another compiler's takes part.
find_path(TCCC_PUSH_BOOST_JSON_INCLUDE boost/json/src.hpp)
if(TCCC_PUSH_BOOST_JSON_INCLUDE)
  add_contender(boost_json boost/json.hpp 20 "${TCCC_PUSH_BOOST_JSON_INCLUDE}")
endif()

# --- In packages of later distributions, or fetched --------------------------------------------------------------

contender_sources(yyjson_sources yyjson ibireme/yyjson 8b4a38dc994a110abaec8a400615567bd996105f) # 0.12.0
find_path(TCCC_PUSH_YYJSON_INCLUDE yyjson.h)
find_library(TCCC_PUSH_YYJSON_LIBRARY yyjson)
if(yyjson_sources)
  enable_language(C)
  add_library(tccc_push_bench_yyjson_library STATIC "${yyjson_sources}/src/yyjson.c")
  add_contender(yyjson yyjson.h 20 "${yyjson_sources}/src")
  target_link_libraries(tccc_push.bench PRIVATE tccc_push_bench_yyjson_library)
elseif(TCCC_PUSH_YYJSON_INCLUDE AND TCCC_PUSH_YYJSON_LIBRARY)
  add_contender(yyjson yyjson.h 20 "${TCCC_PUSH_YYJSON_INCLUDE}")
  target_link_libraries(tccc_push.bench PRIVATE "${TCCC_PUSH_YYJSON_LIBRARY}")
endif()

# From 6.4.1 on glaze needs <format>, which g++ 12 has not got; its parser needs C++23 anyway.
set(CMAKE_REQUIRED_FLAGS "${CMAKE_CXX23_STANDARD_COMPILE_OPTION}")
set(CMAKE_REQUIRED_QUIET ON)
check_cxx_source_compiles("#include <format>\nint main() {}" tccc_push_bench_format_exists)
unset(CMAKE_REQUIRED_FLAGS)
if(tccc_push_bench_format_exists)
  set(glaze_commit 07e5ef2e2d4c53fdfd8603a61be37053b5a27bc5) # v8.1.0
else()
  set(glaze_commit 3a850807501d98d23bab4bdc5af64d8d4e83e6bc) # v6.4.0
endif()
contender_sources(glaze_sources glaze stephenberry/glaze ${glaze_commit})
if(glaze_sources)
  add_contender(glaze glaze/json.hpp 23 "${glaze_sources}/include")
else()
  find_path(TCCC_PUSH_GLAZE_INCLUDE glaze/json.hpp)
  if(TCCC_PUSH_GLAZE_INCLUDE)
    add_contender(glaze glaze/json.hpp 23 "${TCCC_PUSH_GLAZE_INCLUDE}")
  endif()
endif()

contender_sources(sonic_sources sonic_cpp bytedance/sonic-cpp f5d0117adbe4fb3b9f8a2d6f24155119527a2ddd) # v1.0.2
if(sonic_sources)
  add_contender(sonic_cpp sonic/sonic.h 20 "${sonic_sources}/include")
endif()

contender_sources(daw_sources daw_json_link beached/daw_json_link 22442e3a9d6548e556def0ca85e2fc6844ab88c0) # v3.28.3
contender_sources(daw_headers daw_header_libraries beached/header_libraries a397fc10fe91b394d376ec2ad5af54e4f92a90bd) # v2.118.0
contender_sources(daw_utf daw_utf_range beached/utf_range cb04a4ee2c7212207b47d4503e74e62d88bae53a) # v2.2.5
if(daw_sources AND daw_headers AND daw_utf)
  add_contender(daw_json_link daw/json/daw_json_link.h 20 "${daw_sources}/include" "${daw_headers}/include" "${daw_utf}/include")
endif()

message(STATUS "tccc-push: benchmarks beside ${contenders_found}")
