// A fresh database for one test, on either engine.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "store/database.h"

namespace almanac::support {

// Owns an empty database and removes it: a file in a folder of its own, or a
// database of the throw-away PostgreSQL that scripts/with-postgres started.
// A missing server is a failure: the constructor throws.
class FreshDatabase {
 public:
  explicit FreshDatabase(store::Backend backend);
  ~FreshDatabase();
  FreshDatabase(const FreshDatabase&) = delete;
  FreshDatabase& operator=(const FreshDatabase&) = delete;

  // As Database::Open takes it.
  const std::string& address() const { return address_; }
  std::unique_ptr<store::Database> Open(int connections = 4) const {
    return store::Database::Open(address_, connections);
  }

 private:
  store::Backend backend_;
  std::string address_;
  std::string name_;
  std::filesystem::path folder_;
};

// A statement to the throw-away PostgreSQL itself; throws when it is refused.
void AskPostgres(const std::string& sql);

// Where the throw-away PostgreSQL is: "host=/... user=..."; throws when there is none.
std::string PostgresServer();

// For INSTANTIATE_TEST_SUITE_P: both engines, named.
inline auto BothDatabases() { return testing::Values(store::Backend::kSqlite, store::Backend::kPostgresql); }

inline std::string NameOfDatabase(const testing::TestParamInfo<store::Backend>& info) {
  return info.param == store::Backend::kSqlite ? "Sqlite" : "Postgresql";
}

}  // namespace almanac::support
