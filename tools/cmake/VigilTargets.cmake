# The few kinds of target that Vigil is made of. Each takes an explicit list of
# sources, so that a file that nobody listed is never built by accident.

include(${CMAKE_CURRENT_LIST_DIR}/VigilOptions.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/VigilPrecompiled.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/VigilProtos.cmake)

# vigil_library(<name> SOURCES <file>... DEPENDS <target>...)
# A library of headers alone becomes an INTERFACE library.
function(vigil_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS")
  set(compiled ${arg_SOURCES})
  list(FILTER compiled INCLUDE REGEX "\\.cc$")
  if(NOT compiled)
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE ${arg_DEPENDS})
    target_include_directories(${name} INTERFACE ${PROJECT_SOURCE_DIR})
    return()
  endif()
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(
    ${name} PUBLIC ${arg_DEPENDS} PRIVATE vigil_build_options)
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  vigil_use_precompiled(${name} library)
endfunction()

# vigil_binary(<name> SOURCES <file>... DEPENDS <target>...)
# All programs end up side by side in <build>/bin; the target `vigil_programs`
# builds those that are shipped, which is what services/ is.
add_custom_target(vigil_programs)
function(vigil_binary name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_DEPENDS} vigil_build_options)
  set_target_properties(
    ${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
  if(CMAKE_CURRENT_SOURCE_DIR MATCHES "^${PROJECT_SOURCE_DIR}/services/")
    add_dependencies(vigil_programs ${name})
  endif()
endfunction()

# vigil_test(<name> LABEL unit|contract|integration|e2e [TIMEOUT <seconds>]
#            SOURCES <file>... DEPENDS <target>...)
# A GoogleTest program; `vigil_test_support` is linked once it exists.
function(vigil_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "LABEL;TIMEOUT" "SOURCES;DEPENDS")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(
    ${name} PRIVATE ${arg_DEPENDS} $<TARGET_NAME_IF_EXISTS:vigil_test_support>
                    GTest::gmock GTest::gtest_main vigil_build_options)
  vigil_use_precompiled(${name} test)
  add_test(NAME ${name} COMMAND ${name})
  vigil_test_properties(${name} "${arg_LABEL}" "${arg_TIMEOUT}")
endfunction()

# vigil_python_test(<name> FILE <file.py> LABEL <label> [TIMEOUT <seconds>])
# A pytest file with the Python stubs on its path; $VIGIL_BUILD_DIR names the
# build directory.
function(vigil_python_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "FILE;LABEL;TIMEOUT" "")
  add_test(NAME ${name}
           COMMAND /usr/bin/python3 -m pytest -q -p no:cacheprovider
                   ${CMAKE_CURRENT_SOURCE_DIR}/${arg_FILE})
  vigil_test_properties(${name} "${arg_LABEL}" "${arg_TIMEOUT}")
  set_property(
    TEST ${name} PROPERTY ENVIRONMENT VIGIL_BUILD_DIR=${PROJECT_BINARY_DIR}
                          PYTHONPATH=${VIGIL_PYTHON_DIR}
                          PYTHONDONTWRITEBYTECODE=1)
endfunction()

function(vigil_test_properties name label timeout)
  if(NOT label MATCHES "^(unit|contract|integration|e2e)$")
    message(FATAL_ERROR "${name}: LABEL unit, contract, integration or e2e")
  endif()
  if(NOT timeout)
    set(timeout 120)
  endif()
  set_tests_properties(
    ${name} PROPERTIES LABELS ${label} TIMEOUT ${timeout})
  set_property(TEST ${name} PROPERTY ENVIRONMENT ${VIGIL_TEST_ENVIRONMENT})
endfunction()
