# The messages: one library, compiled once, its headers included as system
# headers. No service code is generated: server and CLI work from descriptors
# (docs/decisions/0002).
file(GLOB ALMANAC_PROTOS CONFIGURE_DEPENDS
  ${CMAKE_SOURCE_DIR}/proto/almanac/v1/*.proto ${CMAKE_SOURCE_DIR}/proto/google/rpc/*.proto)
set(proto_out ${CMAKE_BINARY_DIR}/generated/proto)
file(MAKE_DIRECTORY ${proto_out})
set(proto_sources)
foreach(proto ${ALMANAC_PROTOS})
  file(RELATIVE_PATH relative ${CMAKE_SOURCE_DIR}/proto ${proto})
  string(REGEX REPLACE "\\.proto$" "" stem ${relative})
  add_custom_command(
    OUTPUT ${proto_out}/${stem}.pb.cc ${proto_out}/${stem}.pb.h
    COMMAND protobuf::protoc -I${CMAKE_SOURCE_DIR}/proto --cpp_out=${proto_out} ${proto}
    DEPENDS ${ALMANAC_PROTOS}
    COMMENT "protoc ${relative}")
  list(APPEND proto_sources ${proto_out}/${stem}.pb.cc)
endforeach()

# Comments of the .proto files, which descriptors in C++ lack, become the CLI's help.
set(descriptor_set ${proto_out}/almanac.descriptors)
add_custom_command(
  OUTPUT ${proto_out}/comments.cc
  COMMAND protobuf::protoc -I${CMAKE_SOURCE_DIR}/proto --include_source_info
          --descriptor_set_out=${descriptor_set} ${ALMANAC_PROTOS}
  COMMAND ${CMAKE_COMMAND} -DIN=${descriptor_set} -DOUT=${proto_out}/comments.cc
          -P ${CMAKE_SOURCE_DIR}/scripts/cmake/embed_descriptors.cmake
  DEPENDS ${ALMANAC_PROTOS} ${CMAKE_SOURCE_DIR}/scripts/cmake/embed_descriptors.cmake
  COMMENT "protoc comments")

add_library(almanac_messages STATIC ${proto_sources} ${proto_out}/comments.cc)
target_include_directories(almanac_messages SYSTEM PUBLIC ${proto_out})
target_link_libraries(almanac_messages PUBLIC protobuf::libprotobuf Threads::Threads)

# Every file's descriptors are linked in, used by name or not: the command line
# and reflection walk them all.
foreach(proto ${ALMANAC_PROTOS})
  file(RELATIVE_PATH table ${CMAKE_SOURCE_DIR}/proto ${proto})
  string(REPLACE "_" "_5f" table ${table})
  string(REPLACE "/" "_2f" table ${table})
  string(REPLACE "." "_2e" table ${table})
  target_link_options(almanac_messages INTERFACE LINKER:--undefined=descriptor_table_${table})
endforeach()
