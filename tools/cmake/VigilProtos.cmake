# .proto files become C++ libraries, and Python stubs for the end-to-end tests.

set(VIGIL_PROTO_DIR ${PROJECT_SOURCE_DIR}/protos)
set(VIGIL_GENERATED_DIR ${PROJECT_BINARY_DIR}/generated)
set(VIGIL_PYTHON_DIR ${PROJECT_BINARY_DIR}/python)
file(MAKE_DIRECTORY ${VIGIL_GENERATED_DIR} ${VIGIL_PYTHON_DIR})

# vigil_proto_library(<name> [GRPC] PROTOS <file>... DEPENDS <target>...)
# Compiles .proto files, with gRPC's C++ classes for their services if GRPC is
# given. Whoever links <name> gets its object files themselves, not an archive:
# descriptors that only reflection asks for stay in the program.
function(vigil_proto_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "GRPC" "" "PROTOS;DEPENDS")
  foreach(proto IN LISTS arg_PROTOS)
    vigil_generate_cpp(${proto} "${arg_GRPC}" sources)
    set_property(GLOBAL APPEND PROPERTY VIGIL_PROTOS ${proto})
  endforeach()
  add_library(${name}_objects OBJECT ${sources})
  # SYSTEM: warnings in generated code are not ours to fix.
  target_include_directories(
    ${name}_objects SYSTEM PUBLIC ${VIGIL_GENERATED_DIR})
  target_link_libraries(
    ${name}_objects
    PUBLIC protobuf::libprotobuf $<$<BOOL:${arg_GRPC}>:gRPC::grpc++>
    PRIVATE vigil_sanitizers ${arg_DEPENDS})
  add_library(${name} INTERFACE)
  target_include_directories(${name} SYSTEM INTERFACE ${VIGIL_GENERATED_DIR})
  target_link_libraries(
    ${name} INTERFACE $<TARGET_OBJECTS:${name}_objects> ${arg_DEPENDS}
                      protobuf::libprotobuf $<$<BOOL:${arg_GRPC}>:gRPC::grpc++>)
  add_dependencies(${name} ${name}_objects)
endfunction()

# One run of protoc; what the file imports is tracked through a depfile.
function(vigil_generate_cpp proto grpc out)
  string(REGEX REPLACE "\\.proto$" "" stem ${VIGIL_GENERATED_DIR}/${proto})
  set(outputs ${stem}.pb.cc ${stem}.pb.h) # the order in which protoc names them
  set(plugin)
  set(plugin_target)
  if(grpc)
    list(PREPEND outputs ${stem}.grpc.pb.cc ${stem}.grpc.pb.h)
    set(plugin --grpc_out=${VIGIL_GENERATED_DIR}
        --plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>)
    set(plugin_target gRPC::grpc_cpp_plugin)
  endif()
  get_filename_component(directory ${stem} DIRECTORY)
  file(MAKE_DIRECTORY ${directory})
  add_custom_command(
    OUTPUT ${outputs}
    COMMAND protobuf::protoc -I${VIGIL_PROTO_DIR}
            -I${PROJECT_SOURCE_DIR}/protos ${plugin}
            --cpp_out=${VIGIL_GENERATED_DIR} --dependency_out=${stem}.d ${proto}
    DEPENDS ${VIGIL_PROTO_DIR}/${proto} ${plugin_target}
    DEPFILE ${stem}.d
    WORKING_DIRECTORY ${VIGIL_PROTO_DIR}
    COMMENT "protoc ${proto}"
    VERBATIM)
  set(${out} ${${out}} ${outputs} PARENT_SCOPE)
endfunction()

# vigil_python_stubs(): the target of that name makes Python modules of every
# proto named so far, in <build>/python. grpc/health is moved to grpc_health,
# as in PyPI's package, since Python's own `grpc` hides a second one.
function(vigil_python_stubs)
  get_property(protos GLOBAL PROPERTY VIGIL_PROTOS)
  list(TRANSFORM protos REPLACE "^grpc/health/" "grpc_health/")
  set(stamp ${VIGIL_PYTHON_DIR}/.stamp)
  set(sources ${protos})
  list(TRANSFORM sources REPLACE "^grpc_health/" "grpc/health/")
  list(TRANSFORM sources PREPEND ${VIGIL_PROTO_DIR}/)
  find_program(VIGIL_GRPC_PYTHON_PLUGIN grpc_python_plugin REQUIRED)
  add_custom_command(
    OUTPUT ${stamp}
    COMMAND protobuf::protoc -I${VIGIL_PROTO_DIR}
            -Igrpc_health=${VIGIL_PROTO_DIR}/grpc/health
            --python_out=${VIGIL_PYTHON_DIR} --grpc_out=${VIGIL_PYTHON_DIR}
            --plugin=protoc-gen-grpc=${VIGIL_GRPC_PYTHON_PLUGIN} ${protos}
    COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
    DEPENDS ${sources}
    COMMENT "Python stubs"
    VERBATIM)
  add_custom_target(vigil_python_stubs ALL DEPENDS ${stamp})
endfunction()
