# One precompiled header for all libraries and one for all tests: they halve
# the time of a clean build, and the compiler's cache still hits.

option(VIGIL_PCH "Precompile the headers that most sources include" ON)

# vigil_precompiled(<kind> DEPENDS <target>...) makes the one of pch/<kind>.h.
function(vigil_precompiled kind)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "DEPENDS")
  set(empty ${PROJECT_BINARY_DIR}/pch/${kind}.cc)
  file(CONFIGURE OUTPUT ${empty} CONTENT "")
  add_library(vigil_pch_${kind} OBJECT ${empty})
  target_link_libraries(
    vigil_pch_${kind} PRIVATE ${arg_DEPENDS} vigil_build_options)
  target_compile_options(vigil_pch_${kind} PRIVATE -fpch-preprocess)
  target_precompile_headers(
    vigil_pch_${kind} PRIVATE ${PROJECT_SOURCE_DIR}/tools/cmake/pch/${kind}.h)
endfunction()

# A target whose macros differ from those of the precompiled header is compiled
# without it, and says so.
function(vigil_use_precompiled name kind)
  if(TARGET vigil_pch_${kind})
    target_precompile_headers(${name} REUSE_FROM vigil_pch_${kind})
    target_compile_options(
      ${name} PRIVATE -fpch-preprocess -Wno-error=invalid-pch)
  endif()
endfunction()

if(VIGIL_PCH)
  set(common absl::flat_hash_map absl::status absl::statusor absl::strings
             absl::time protobuf::libprotobuf)
  vigil_precompiled(library DEPENDS ${common})
  if(GTest_FOUND)
    vigil_precompiled(test DEPENDS ${common} GTest::gtest)
  endif()
endif()
