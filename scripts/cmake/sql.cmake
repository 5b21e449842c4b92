# sql/queries/<noun>/<question>.sql becomes almanac::sql::<noun>::k<Question>;
# migrations and views become one list each. Comments are stripped here, since
# the database library would read the quotes and colons in them.
file(GLOB_RECURSE ALMANAC_SQL CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/sql/*.sql)
set(sql_out ${CMAKE_BINARY_DIR}/generated/sql)
add_custom_command(
  OUTPUT ${sql_out}/sql.cc ${sql_out}/sql/stamp
  COMMAND ${CMAKE_COMMAND} -DROOT=${CMAKE_SOURCE_DIR}/sql -DOUT=${sql_out}
          -P ${CMAKE_SOURCE_DIR}/scripts/cmake/embed_sql.cmake
  DEPENDS ${ALMANAC_SQL} ${CMAKE_SOURCE_DIR}/scripts/cmake/embed_sql.cmake
  COMMENT "embedding sql/")
add_custom_target(almanac_sql_generated DEPENDS ${sql_out}/sql.cc)
add_library(almanac_sql STATIC ${sql_out}/sql.cc)
add_dependencies(almanac_sql almanac_sql_generated)
target_include_directories(almanac_sql PUBLIC ${sql_out} ${CMAKE_SOURCE_DIR}/server)
