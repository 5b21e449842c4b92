// On PostgreSQL public sessions take a role that may read what is public and nothing else.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "almanac/v1/records.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "interchange/export.h"
#include "store/address.h"
#include "store/connection.h"
#include "support/inventory.h"

namespace almanac::support {
namespace {

using testing::HasSubstr;

struct PublicRole : testing::Test {
  PublicRole() { AskPostgres(fmt::format("CREATE ROLE {} NOLOGIN", role)); }
  ~PublicRole() override {
    database.reset();
    AskIn(fmt::format("DROP OWNED BY {}", role));
    AskPostgres(fmt::format("DROP ROLE {}", role));
  }

  // As who may do everything.
  void AskIn(const std::string& sql) {
    const auto address = store::AddressOf(fresh.address());
    store::Connection(address.backend, address.text, store::Connection::Purpose::kMigration).Run(sql);
  }
  std::vector<std::string> Tables() {
    const auto address = store::AddressOf(fresh.address());
    store::Connection connection(address.backend, address.text, store::Connection::Purpose::kMigration);
    std::vector<std::string> tables;
    const store::Cell cells[] = {store::Cell::kText};
    connection.Select(
        "SELECT CAST(c.relname AS text) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'v') ORDER BY c.relname",
        {}, cells, [&](const store::Row& row) { tables.push_back(std::get<std::string>(row.At(0))); });
    return tables;
  }
  void Open() { database = store::Database::Open(fresh.address(), 2, role); }
  // What a public session says to a statement; empty when it is done.
  std::string Says(const std::string& sql) {
    const auto lease = database->AcquirePublic(Record::Soon());
    try {
      lease.connection().Run(sql);
      return {};
    } catch (const store::DatabaseError& error) {
      return error.what();
    }
  }
  std::string Refusal(const std::string& address, const std::string& of) {
    try {
      store::Database::Open(address, 2, of);
    } catch (const Error& error) {
      return fmt::format("{}: {}", ReasonName(error.reason()), error.message());
    }
    ADD_FAILURE() << "opened";
    return {};
  }

  const std::string role = fmt::format("public_{}_{}", ::getpid(), RandomId(6));
  FreshDatabase fresh{store::Backend::kPostgresql};
  std::unique_ptr<store::Database> database;
};

TEST_F(PublicRole, ReadsThePublicViewsAndIsDeniedEveryOtherTable) {
  Open();
  int open = 0, denied = 0;
  for (const std::string& table : Tables()) {
    if (table.starts_with("public_") || table == "search_public") {
      ++open;
      EXPECT_EQ(Says("SELECT count(*) FROM " + table), "") << table;
    } else {
      ++denied;
      EXPECT_THAT(Says("SELECT count(*) FROM " + table), HasSubstr("permission denied")) << table;
    }
    EXPECT_NE(Says(fmt::format("DELETE FROM {}", table)), "") << table;
  }
  EXPECT_GE(open, 6);
  EXPECT_GE(denied, 20);
}

TEST_F(PublicRole, StaysWhatItIsWhenTheViewsAreMadeAnew) {
  Open();
  database.reset();
  AskIn("DELETE FROM schema_migrations WHERE name = 'views'");
  // Somebody was too kind meanwhile.
  AskIn("GRANT SELECT ON people TO " + role);
  Open();
  EXPECT_EQ(Says("SELECT count(*) FROM public_datasets"), "");
  EXPECT_THAT(Says("SELECT count(*) FROM people"), HasSubstr("permission denied"));
}

TEST_F(PublicRole, TakesItAgainOnEveryConnection) {
  Open();
  EXPECT_EQ(Says("SELECT count(*) FROM public_datasets"), "");
  AskIn(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
      "pg_backend_pid()");
  Says("SELECT 1");
  Says("SELECT 1");
  EXPECT_EQ(Says("SELECT count(*) FROM public_datasets"), "");
  EXPECT_THAT(Says("SELECT count(*) FROM people"), HasSubstr("permission denied"));
}

TEST_F(PublicRole, IsEnoughForThePublicExport) {
  Inventory inventory(store::Backend::kPostgresql);
  inventory.Import(ACatalogue({ARecord("1", "Street Trees")}));
  const std::string full = inventory.Export(false);
  EXPECT_THAT(full, HasSubstr("Street Trees"));
  const auto with_role = store::Database::Open(inventory.address(), 2, role);
  store::Work work(*with_role, inventory.clock());
  std::string text;
  interchange::ExportInventory(work, Caller::Public(), v1::ExportInventoryRequest(), [&](std::string_view bytes) {
    text += bytes;
    return true;
  });
  EXPECT_EQ(text, full);
  const auto address = store::AddressOf(inventory.address());
  store::Connection(address.backend, address.text, store::Connection::Purpose::kMigration).Run("DROP OWNED BY " + role);
}

TEST_F(PublicRole, IsMadeAsTheStartSays) {
  EXPECT_THAT(Refusal(fresh.address(), "nobody_at_all"),
              HasSubstr("CREATE ROLE nobody_at_all NOLOGIN; GRANT nobody_at_all TO \"almanac\""));
  EXPECT_THAT(Refusal(fresh.address(), "drop table"), HasSubstr("CONFIG_INVALID"));
  FreshDatabase file(store::Backend::kSqlite);
  EXPECT_THAT(Refusal(file.address(), role), HasSubstr("CONFIG_INVALID: --public-role is for PostgreSQL"));
}

TEST_F(PublicRole, IsRefusedWhenItMayDoMore) {
  EXPECT_THAT(Refusal(fresh.address(), "almanac"), HasSubstr("take a role that is no superuser"));
  store::Database::Open(fresh.address(), 2);
  AskIn("GRANT SELECT (email) ON people TO PUBLIC");
  EXPECT_THAT(Refusal(fresh.address(), role), HasSubstr("may read or write people and 0 more"));
}

TEST_F(PublicRole, IsTakenByWhoWasGivenIt) {
  const std::string owner = role + "_owner";
  AskPostgres(fmt::format("CREATE ROLE {} LOGIN", owner));
  AskIn(fmt::format("GRANT CREATE ON SCHEMA public TO {}", owner));
  const std::string address = fresh.address() + " user=" + owner;
  EXPECT_THAT(Refusal(address, role), HasSubstr(fmt::format("GRANT {} TO \"{}\"", role, owner)));
  AskPostgres(fmt::format("GRANT {} TO {}", role, owner));
  database = store::Database::Open(address, 2, role);
  EXPECT_EQ(Says("SELECT count(*) FROM public_datasets"), "");
  EXPECT_THAT(Says("SELECT count(*) FROM people"), HasSubstr("permission denied"));
  database.reset();
  AskIn(fmt::format("DROP OWNED BY {}", owner));
  AskPostgres(fmt::format("DROP ROLE {}", owner));
}

}  // namespace
}  // namespace almanac::support
