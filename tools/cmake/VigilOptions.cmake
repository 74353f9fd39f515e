# How our own code is compiled and linked. Everything that concerns the whole
# tree is here; targets take it from `vigil_build_options`.

option(VIGIL_WERROR "Treat warnings as errors" ON)
set(VIGIL_SANITIZE "" CACHE STRING "Sanitizers: address;undefined or thread")

# Applies to our code and to generated code alike.
add_library(vigil_sanitizers INTERFACE)
foreach(sanitizer IN LISTS VIGIL_SANITIZE)
  target_compile_options(vigil_sanitizers INTERFACE -fsanitize=${sanitizer})
  target_link_options(vigil_sanitizers INTERFACE -fsanitize=${sanitizer})
endforeach()
if("undefined" IN_LIST VIGIL_SANITIZE)
  # A test must fail on it, not only print it.
  target_compile_options(vigil_sanitizers INTERFACE -fno-sanitize-recover=all)
endif()
if("thread" IN_LIST VIGIL_SANITIZE)
  # gcc: std::atomic_thread_fence, in the headers of shared_ptr, is not checked.
  target_compile_options(vigil_sanitizers INTERFACE -Wno-tsan)
  # Debian's gRPC and Abseil are not instrumented: only what is, is judged.
  string(CONCAT VIGIL_TEST_ENVIRONMENT
         "TSAN_OPTIONS=ignore_noninstrumented_modules=1 "
         "suppressions=${PROJECT_SOURCE_DIR}/tools/tsan.supp")
endif()

add_library(vigil_build_options INTERFACE)
target_link_libraries(vigil_build_options INTERFACE vigil_sanitizers)
target_compile_options(
  vigil_build_options
  INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
            -Woverloaded-virtual
            -Wno-missing-field-initializers # {.a = 1} leaves the rest default
            $<$<BOOL:${VIGIL_WERROR}>:-Werror>)
target_include_directories(vigil_build_options INTERFACE ${PROJECT_SOURCE_DIR})
# Some dependencies ask for these. With them everywhere, one precompiled header
# fits all.
target_compile_options(vigil_build_options INTERFACE -pthread)
target_compile_definitions(vigil_build_options INTERFACE _FILE_OFFSET_BITS=64)
# A program names the libraries that it really uses, and no others.
target_link_options(vigil_build_options INTERFACE -Wl,--as-needed)
if(VIGIL_MOLD)
  target_link_options(vigil_build_options INTERFACE -fuse-ld=mold)
endif()

set(VIGIL_CCACHE_SLOPPINESS
    pch_defines time_macros include_file_mtime include_file_ctime)
list(JOIN VIGIL_CCACHE_SLOPPINESS , VIGIL_CCACHE_SLOPPINESS)

# Paths below the source tree are hashed relative to the build directory, so
# that several build directories share what the cache has.
if(VIGIL_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env
      CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}
      CCACHE_NOHASHDIR=true
      CCACHE_SLOPPINESS=${VIGIL_CCACHE_SLOPPINESS}
      ${VIGIL_CCACHE})
endif()
