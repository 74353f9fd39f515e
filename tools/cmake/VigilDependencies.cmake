# Everything Vigil takes from the outside, in one place. All of it is packaged
# in Debian 12 (`tools/deps` installs it); nothing is downloaded by a build.

find_package(Threads REQUIRED)
find_package(Protobuf 3.21 REQUIRED) # protobuf::libprotobuf, protobuf::protoc
find_package(absl CONFIG REQUIRED)
find_package(gRPC 1.51 CONFIG REQUIRED) # gRPC::grpc++, gRPC::grpc_cpp_plugin
find_package(spdlog CONFIG REQUIRED) # spdlog::spdlog
find_package(CLI11 CONFIG REQUIRED) # CLI11::CLI11
find_package(prometheus-cpp CONFIG REQUIRED) # prometheus-cpp::core, ::pull

# Debian's hiredis and libsodium have no imported CMake target; pkg-config
# makes PkgConfig::hiredis and PkgConfig::libsodium.
find_package(PkgConfig REQUIRED)
pkg_check_modules(hiredis REQUIRED IMPORTED_TARGET hiredis)
pkg_check_modules(libsodium REQUIRED IMPORTED_TARGET libsodium)

# libcsv comes with neither.
find_library(LIBCSV_LIBRARY csv REQUIRED)
find_path(LIBCSV_INCLUDE_DIR csv.h REQUIRED)
add_library(libcsv::csv UNKNOWN IMPORTED)
set_target_properties(
  libcsv::csv PROPERTIES IMPORTED_LOCATION ${LIBCSV_LIBRARY}
                         INTERFACE_INCLUDE_DIRECTORIES ${LIBCSV_INCLUDE_DIR})

# Only what is not shipped needs these.
find_package(GTest CONFIG) # GTest::gtest_main, GTest::gmock
find_package(benchmark CONFIG) # benchmark::benchmark

# Both are used where they are present: the compiler's cache, and a fast linker.
find_program(VIGIL_CCACHE ccache)
find_program(VIGIL_MOLD mold)
