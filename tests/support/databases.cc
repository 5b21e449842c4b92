#include "support/databases.h"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

#include "base/ids.h"

namespace almanac::support {

void AskPostgres(const std::string& sql) {
  PGconn* connection = PQconnectdb((PostgresServer() + " dbname=postgres").c_str());
  PGresult* result = PQexec(connection, sql.c_str());
  const bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
  const std::string problem = PQerrorMessage(connection);
  PQclear(result);
  PQfinish(connection);
  if (!done) throw std::runtime_error(sql + ": " + problem);
}

std::string PostgresServer() {
  const char* server = std::getenv("ALMANAC_TEST_POSTGRES");
  if (server == nullptr || *server == '\0') {
    throw std::runtime_error("no PostgreSQL to test on: run scripts/test, or scripts/with-postgres ctest");
  }
  return server;
}

FreshDatabase::FreshDatabase(store::Backend backend) : backend_(backend) {
  name_ = fmt::format("almanac_{}_{}", ::getpid(), RandomId(8));
  if (backend == store::Backend::kSqlite) {
    folder_ = std::filesystem::temp_directory_path() / name_;
    std::filesystem::create_directory(folder_);
    address_ = (folder_ / "almanac.db").string();
    return;
  }
  AskPostgres("CREATE DATABASE " + name_);
  address_ = "postgresql:" + PostgresServer() + " dbname=" + name_;
}

FreshDatabase::~FreshDatabase() {
  try {
    if (backend_ == store::Backend::kSqlite) {
      std::filesystem::remove_all(folder_);
    } else {
      AskPostgres("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
    }
  } catch (const std::exception&) {
    // The whole cluster and the folder of temporary files go anyway.
  }
}

}  // namespace almanac::support
