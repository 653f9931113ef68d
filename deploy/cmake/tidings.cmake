# How every target of ours is built.
add_library(tidings_options INTERFACE)
target_include_directories(tidings_options INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_definitions(tidings_options INTERFACE
  CAF_ENABLE_TYPE_ID_CHECKS
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED
  TIDINGS_VERSION="${PROJECT_VERSION}")
target_compile_options(tidings_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Wno-missing-field-initializers
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict> # GCC 12 sees overlaps in std::string that are not there (its bug 105651)
  # Behind a precompiled header it sees such in more places, all of them in its own std::string.
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<BOOL:${TIDINGS_FROM_NOTHING}>>:-Wno-array-bounds>
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<BOOL:${TIDINGS_FROM_NOTHING}>>:-Wno-stringop-overflow>
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<BOOL:${TIDINGS_FROM_NOTHING}>>:-Wno-stringop-overread>
  $<$<BOOL:${TIDINGS_WERROR}>:-Werror> -fstack-protector-strong)
if(TIDINGS_SANITIZE STREQUAL "address")
  target_compile_options(tidings_options INTERFACE -fsanitize=address,undefined -fno-sanitize=null -fno-omit-frame-pointer
    $<$<CXX_COMPILER_ID:Clang>:-fno-sanitize=function>) # its marks and a coroutine's pieces don't go together in clang 14
  target_link_options(tidings_options INTERFACE -fsanitize=address,undefined)
elseif(TIDINGS_SANITIZE STREQUAL "thread")
  target_compile_options(tidings_options INTERFACE -fsanitize=thread $<$<CXX_COMPILER_ID:GNU>:-Wno-tsan> -fno-omit-frame-pointer)
  target_link_options(tidings_options INTERFACE -fsanitize=thread)
endif()
if(TIDINGS_FUZZ)
  set(fuzz_options -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -g1 -Wno-unused-lambda-capture)
  target_compile_options(tidings_options INTERFACE ${fuzz_options})
  target_link_options(tidings_options INTERFACE -fsanitize=address,undefined)
endif()

# A precompiled header and a compiler cache don't go together: what the cache brings back from another copy of the
# sources no longer knows which files it has read.
function(tidings_precompiled target)
  if(TIDINGS_FROM_NOTHING)
    target_precompile_headers(${target} PRIVATE "${CMAKE_SOURCE_DIR}/schemas/precompiled.hpp")
  endif()
endfunction()
set(precompiled_from 8) # files of a library: fewer are compiled sooner than the header is

# tidings_station(NAME [CORE lib...] [SHELL lib...])
# A folder of the broker. `*_actor.cpp` files are its shell (CAF, target tidings_NAME); all others its core (no CAF,
# target tidings_NAME_core). The shell links the core.
function(tidings_station name)
  cmake_parse_arguments(arg "" "" "CORE;SHELL" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  set(shell ${sources})
  list(FILTER shell INCLUDE REGEX "_actor\\.cpp$")
  set(core ${sources})
  list(FILTER core EXCLUDE REGEX "_actor\\.cpp$")
  if(core)
    add_library(tidings_${name}_core STATIC ${core})
    target_link_libraries(tidings_${name}_core PUBLIC tidings_schemas ${arg_CORE})
    list(LENGTH core files)
    if(files GREATER_EQUAL precompiled_from)
      tidings_precompiled(tidings_${name}_core)
    endif()
  else()
    add_library(tidings_${name}_core INTERFACE)
    target_link_libraries(tidings_${name}_core INTERFACE tidings_schemas ${arg_CORE})
  endif()
  if(shell)
    add_library(tidings_${name} STATIC ${shell})
    target_link_libraries(tidings_${name} PUBLIC tidings_${name}_core tidings_actors ${arg_SHELL})
    target_precompile_headers(tidings_${name} REUSE_FROM tidings_actors)
  endif()
endfunction()

# What all tests are compiled with: in a release only what they test is optimised, since they run for milliseconds and
# are compiled for minutes.
function(tidings_test_options name)
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O0>)
  target_link_libraries(${name} PRIVATE tidings_options ${ARGN} GTest::gtest_main GTest::gmock)
  target_compile_definitions(${name} PRIVATE TIDINGS_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
    TIDINGS_BINARY_DIR="${CMAKE_BINARY_DIR}/bin")
endfunction()

# tidings_tests(LABEL [PRECOMPILED target] [lib...]): every *_test.cpp of this folder is one program with gtest's main,
# and reads the target's precompiled header.
function(tidings_tests label)
  cmake_parse_arguments(arg "" "PRECOMPILED" "" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*_test.cpp")
  foreach(source IN LISTS sources)
    cmake_path(GET source STEM name)
    add_executable(${name} ${source})
    tidings_test_options(${name} ${arg_UNPARSED_ARGUMENTS})
    if(arg_PRECOMPILED)
      target_precompile_headers(${name} REUSE_FROM ${arg_PRECOMPILED})
    endif()
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    gtest_discover_tests(${name} TEST_PREFIX "${label}." PROPERTIES LABELS ${label} DISCOVERY_TIMEOUT 60)
  endforeach()
endfunction()
