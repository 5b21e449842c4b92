#include "store/migrate.h"

#include <fmt/format.h>

#include <map>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/ids.h"
#include "sql/migrations.h"

namespace almanac::store {
namespace {

constexpr const char* kViews = "views";

bool IsFor(const Script& script, Backend backend) {
  const std::string_view name = script.name;
  if (name.ends_with(".sqlite3")) return backend == Backend::kSqlite;
  if (name.ends_with(".postgresql")) return backend == Backend::kPostgresql;
  return true;
}

// Statements end with a semicolon at the end of a line; the database library runs one at a time.
std::vector<std::string> Statements(std::string_view text) {
  std::vector<std::string> statements;
  std::string current;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    at = end + 1;
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.remove_suffix(1);
    current += line;
    current += '\n';
    if (line.ends_with(';')) statements.push_back(std::move(current)), current.clear();
  }
  if (current.find_first_not_of(" \n") != std::string::npos) statements.push_back(current);
  return statements;
}

std::map<std::string, std::string> Applied(Connection& connection) {
  std::map<std::string, std::string> applied;
  const Cell cells[] = {Cell::kText, Cell::kText};
  connection.Select("SELECT name, hash FROM schema_migrations", {}, cells, [&](const Row& row) {
    applied[std::get<std::string>(row.At(0))] = std::get<std::string>(row.At(1));
  });
  return applied;
}

std::string HashOf(std::span<const Script> scripts) {
  std::string all;
  for (const Script& script : scripts) all += script.hash;
  return Sha256Hex(all);
}

std::vector<Deviation> Compare(const std::map<std::string, std::string>& applied, std::span<const Script> migrations,
                               Backend backend) {
  std::vector<Deviation> deviations;
  std::map<std::string, std::string> known;
  for (const Script& script : migrations) {
    if (!IsFor(script, backend)) continue;
    known[script.name] = script.hash;
    if (!applied.contains(script.name)) deviations.push_back({Deviation::kMissing, script.name});
  }
  for (const auto& [name, hash] : applied) {
    if (name == kViews) continue;
    const auto found = known.find(name);
    if (found == known.end()) {
      deviations.push_back({Deviation::kNewer, name});
    } else if (found->second != hash) {
      deviations.push_back({Deviation::kEdited, name});
    }
  }
  return deviations;
}

// Refuses what no migration of ours mends; true when something is missing.
bool Check(const std::vector<Deviation>& deviations) {
  for (const auto& [kind, name] : deviations) {
    if (kind == Deviation::kNewer) {
      throw Error(Reason::SCHEMA_TOO_NEW,
                  fmt::format("the database was made by a newer almanacd (it has {}); install that one, or restore the "
                              "backup made before the upgrade",
                              name));
    }
    if (kind == Deviation::kEdited) {
      throw Error(
          Reason::MIGRATION_EDITED,
          fmt::format("sql/migrations/{}.sql was edited after it ran here; restore it as it was and write a new one",
                      name));
    }
  }
  return !deviations.empty();
}

void Remember(Connection& connection, const std::string& name, const std::string& hash) {
  connection.Execute(
      "INSERT INTO schema_migrations (name, hash, time) VALUES (:name, :hash, :time) "
      "ON CONFLICT (name) DO UPDATE SET hash = excluded.hash, time = excluded.time",
      {{"name", name}, {"hash", hash}, {"time", ToText(SystemClock().Now())}});
}

void InTransaction(Connection& connection, const std::function<void()>& work) {
  connection.Run(connection.backend() == Backend::kSqlite ? "BEGIN IMMEDIATE" : "BEGIN");
  try {
    work();
    connection.Run("COMMIT");
  } catch (...) {
    connection.Forget();
    connection.Rollback();
    throw;
  }
}

std::vector<std::string> ViewNames(Connection& connection) {
  std::vector<std::string> names;
  const Cell cells[] = {Cell::kText};
  connection.Select(connection.backend() == Backend::kSqlite
                        ? "SELECT name FROM sqlite_master WHERE type = 'view'"
                        : "SELECT viewname FROM pg_views WHERE schemaname = current_schema()",
                    {}, cells, [&](const Row& row) { names.push_back(std::get<std::string>(row.At(0))); });
  return names;
}

// A table under a view cannot be changed, so views go first and come last.
void DropViews(Connection& connection) {
  for (const std::string& name : ViewNames(connection)) connection.Run(fmt::format("DROP VIEW {}", name));
}

}  // namespace

void RequireSuitable(Connection& connection) {
  if (connection.backend() == Backend::kSqlite) return;
  const std::string encoding = connection.SelectText("SELECT current_setting('server_encoding')");
  const std::string collation =
      connection.SelectText("SELECT CAST(datcollate AS text) FROM pg_database WHERE datname = current_database()");
  const bool plain = collation == "C" || collation == "POSIX" || collation == "C.UTF-8" || collation == "C.utf8";
  if (encoding == "UTF8" && plain) return;
  throw Error(
      Reason::DATABASE_UNUSABLE,
      fmt::format("the database is {} with collation {}; make one that sorts by code point: CREATE DATABASE almanac "
                  "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'",
                  encoding, collation));
}

std::vector<Deviation> DeviationsOf(Connection& connection) {
  const auto applied = Applied(connection);
  auto deviations = Compare(applied, sql::Migrations(), connection.backend());
  const auto made = applied.find(kViews);
  if (made == applied.end() || made->second != HashOf(sql::Views()))
    deviations.push_back({Deviation::kMissing, kViews});
  return deviations;
}

void Migrate(Connection& connection) { MigrateSome(connection, sql::Migrations(), sql::Views()); }

void MigrateSome(Connection& connection, std::span<const Script> migrations, std::span<const Script> views) {
  const bool postgresql = connection.backend() == Backend::kPostgresql;
  // Replicas may start together: one migrates, the others wait and find it done.
  if (postgresql) connection.SelectText("SELECT CAST(pg_advisory_lock(77006501) AS text)");
  connection.Run(
      "CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT PRIMARY KEY NOT NULL, hash TEXT NOT NULL, time TEXT NOT "
      "NULL)");
  const auto applied = Applied(connection);
  const bool missing = Check(Compare(applied, migrations, connection.backend()));
  const auto made = applied.find(kViews);
  if (missing || made == applied.end() || made->second != HashOf(views)) {
    InTransaction(connection, [&] {
      DropViews(connection);
      for (const Script& script : migrations) {
        if (!IsFor(script, connection.backend()) || applied.contains(script.name)) continue;
        for (const std::string& statement : Statements(script.text)) connection.Run(statement);
        Remember(connection, script.name, script.hash);
      }
      for (const Script& script : views) {
        for (const std::string& statement : Statements(script.text)) connection.Run(statement);
      }
      Remember(connection, kViews, HashOf(views));
    });
  }
  if (postgresql) connection.SelectText("SELECT CAST(pg_advisory_unlock(77006501) AS text)");
}

}  // namespace almanac::store
