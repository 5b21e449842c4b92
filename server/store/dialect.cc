#include "store/dialect.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstring>

namespace almanac::store {
namespace {

using Kind = DatabaseError::Kind;

bool IsPublicName(const char* name) { return name != nullptr && std::strncmp(name, "public_", 7) == 0; }

// The full-text table and the tables that it keeps for itself.
bool IsPublicSearch(const char* name) { return name != nullptr && std::strncmp(name, "search_public", 13) == 0; }

}  // namespace

std::vector<std::string> SessionSetUp(Backend backend, Connection::Purpose purpose) {
  const bool inspection = purpose == Connection::Purpose::kInspection;
  const bool reads_only = inspection || purpose == Connection::Purpose::kPublic;
  if (backend == Backend::kPostgresql) {
    // Half of what is stored is JSON of a few kB; pglz takes a tenth of the time of a
    // bulk write. Where the server was built without lz4, nothing is set.
    constexpr const char* kCompress =
        "SELECT set_config(name, 'lz4', false) FROM pg_settings "
        "WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)";
    // What is acknowledged survives a crash of the server, whatever it does for others.
    constexpr const char* kKeep =
        "SELECT set_config(name, 'on', false) FROM pg_settings WHERE name = 'synchronous_commit' AND setting = 'off'";
    std::vector<std::string> texts{"SET timezone = 'UTC'", "SET client_encoding = 'UTF8'",
                                   "SET statement_timeout = '120s'", "SET idle_in_transaction_session_timeout = '120s'",
                                   // Short statements by key, prepared once: a generic plan is always right.
                                   "SET plan_cache_mode = 'auto'", "SET jit = 'off'",
                                   // They take milliseconds, and as long again to start a worker.
                                   "SET max_parallel_workers_per_gather = 0",
                                   // A record of this size is in memory: an index is worth its while for few rows.
                                   "SET random_page_cost = '1.1'", kCompress, kKeep};
    if (reads_only) texts.emplace_back("SET default_transaction_read_only = 'on'");
    return texts;
  }
  if (inspection) return {"PRAGMA query_only = ON", "PRAGMA cache_size = -8192", "PRAGMA case_sensitive_like = ON"};
  return {"PRAGMA journal_mode = WAL",
          "PRAGMA synchronous = FULL",
          purpose == Connection::Purpose::kMigration ? "PRAGMA foreign_keys = OFF" : "PRAGMA foreign_keys = ON",
          "PRAGMA temp_store = MEMORY",
          "PRAGMA cache_size = -8192",
          "PRAGMA case_sensitive_like = ON"};
}

std::vector<std::string> BeginTexts(Backend backend, Mode mode) {
  if (mode == Mode::kOneStatement) return {};
  if (backend == Backend::kSqlite) {
    // Waiting for the disk with the lock in hand would keep every writer waiting; Connection::MakeDurable does so
    // without. The file is tidied up by others.
    if (mode == Mode::kSeal) return {"PRAGMA synchronous = NORMAL", "PRAGMA wal_autocheckpoint = 0", "BEGIN IMMEDIATE"};
    // SQLite takes the write lock late; asking at once avoids a deadlock on upgrade.
    return {mode == Mode::kRead ? "BEGIN" : "BEGIN IMMEDIATE"};
  }
  if (mode == Mode::kRead) return {"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"};
  if (mode == Mode::kSeal) return {"BEGIN ISOLATION LEVEL READ COMMITTED"};
  // A lock of a table, and not an advisory one: it is waited for before the
  // transaction's view is frozen, so what others wrote meanwhile is seen.
  if (mode == Mode::kExclusive)
    return {"BEGIN ISOLATION LEVEL REPEATABLE READ", "LOCK TABLE write_gate IN EXCLUSIVE MODE"};
  return {"BEGIN ISOLATION LEVEL SERIALIZABLE", "LOCK TABLE write_gate IN ROW SHARE MODE"};
}

std::vector<std::string> EndTexts(Backend backend, Mode mode) {
  if (backend != Backend::kSqlite || mode != Mode::kSeal) return {};
  return {"PRAGMA synchronous = FULL", "PRAGMA wal_autocheckpoint = 1000"};
}

bool TakeSealing(Connection& connection) {
  if (connection.backend() == Backend::kSqlite) return true;
  return connection.SelectText("SELECT CAST(pg_try_advisory_xact_lock(77006502) AS text)") == "true";
}

std::set<std::string> WritesUnderWay(Connection& connection) {
  std::set<std::string> under_way;
  if (connection.backend() == Backend::kSqlite) return under_way;
  const Cell cells[] = {Cell::kText};
  connection.Select(
      "SELECT l.virtualtransaction FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
      "WHERE l.locktype = 'relation' AND l.relation = CAST(CAST('write_gate' AS regclass) AS oid) "
      "AND d.datname = current_database()",
      {}, cells, [&](const Row& row) { under_way.emplace(row.Text(0)); });
  return under_way;
}

Kind KindOfSqlstate(std::string_view state) {
  if (state == "40001" || state == "40P01") return Kind::kRetry;
  if (state == "23505") return Kind::kUnique;
  // 26000: the server knows a prepared statement no more, as after DISCARD ALL.
  if (state == "0A000" || state == "26000") return Kind::kPlanChanged;
  // Cancelled; or the session was ended, for doing nothing within a transaction.
  if (state == "57014" || state == "25P03") return Kind::kTimeout;
  if (state == "25006") return Kind::kReadOnly;
  if (state == "53300") return Kind::kCrowded;
  if (state.starts_with("08") || state.starts_with("57P")) return Kind::kDisconnected;
  if (state.starts_with("53")) return Kind::kFull;
  if (state.starts_with("58")) return Kind::kStorage;
  return Kind::kOther;
}

Kind KindOfRefusal(std::string_view words) {
  for (const char* crowded : {"too many clients", "too many connections", "connection slots are reserved"}) {
    if (words.find(crowded) != std::string_view::npos) return Kind::kCrowded;
  }
  return Kind::kDisconnected;
}

Kind KindOfSqliteCode(int code) {
  if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY) return Kind::kUnique;
  if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC) return Kind::kUnsynced;
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return Kind::kRetry;
    case SQLITE_SCHEMA:
      return Kind::kPlanChanged;
    case SQLITE_INTERRUPT:
      return Kind::kTimeout;
    case SQLITE_FULL:
    case SQLITE_NOMEM:
      return Kind::kFull;
    case SQLITE_READONLY:
      return Kind::kReadOnly;
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CANTOPEN:
      return Kind::kStorage;
    default:
      return Kind::kOther;
  }
}

std::string WithoutDetail(std::string_view message) {
  const auto end = message.find('\n');
  return std::string(message.substr(0, end));
}

std::string InOneLine(std::string_view message) {
  std::string line;
  for (const char c : message) {
    if (c != '\n' && c != '\t') {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

std::string InsertText(const std::string& table, std::span<const std::string> columns) {
  return fmt::format("INSERT INTO {} ({}) VALUES (:{})", table, fmt::join(columns, ", "), fmt::join(columns, ", :"));
}

std::string InsertWordsText(Backend backend, const std::string& mirror) {
  return fmt::format("INSERT INTO {} (name, value) SELECT DISTINCT CAST(:name AS text), value FROM {}", mirror,
                     backend == Backend::kPostgresql ? "json_array_elements_text(CAST(:words AS json)) AS value"
                                                     : "json_each(:words)");
}

// The parameters are those that SQLite calls it with.
// NOLINTNEXTLINE(readability-function-size)
int AuthorizePublicRead(void*, int action, const char* first, const char* second, const char*, const char* view) {
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_TRANSACTION:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    case SQLITE_FUNCTION:
      // load_extension and the like have no business here.
      return second != nullptr &&
                     (std::strcmp(second, "load_extension") == 0 || std::strcmp(second, "fts3_tokenizer") == 0)
                 ? SQLITE_DENY
                 : SQLITE_OK;
    case SQLITE_READ:
      return IsPublicName(first) || IsPublicName(view) || IsPublicSearch(first) ? SQLITE_OK : SQLITE_DENY;
    // FTS5 asks for the version of the data before it reads its own tables.
    case SQLITE_PRAGMA:
      return first != nullptr && std::strcmp(first, "data_version") == 0 ? SQLITE_OK : SQLITE_DENY;
    default:
      return SQLITE_DENY;
  }
}

std::vector<int64_t> ReserveIds(Connection& connection, const std::string& table, int count) {
  std::vector<int64_t> ids;
  const Cell cells[] = {Cell::kInteger};
  if (connection.backend() == Backend::kPostgresql) {
    connection.Select(
        fmt::format("SELECT nextval(pg_get_serial_sequence('{}', 'id')) FROM generate_series(1, :count)", table),
        {{"count", static_cast<int64_t>(count)}}, cells,
        [&](const Row& row) { ids.push_back(std::get<int64_t>(row.At(0))); });
    return ids;
  }
  // One writer at a time: nobody else counts meanwhile.
  int64_t last = 0;
  connection.Select("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = :name", {{"name", table}}, cells,
                    [&](const Row& row) { last = std::get<int64_t>(row.At(0)); });
  for (int i = 1; i <= count; ++i) ids.push_back(last + i);
  return ids;
}

std::vector<std::string> CountTexts(Backend backend, const std::vector<std::string>& tables) {
  std::vector<std::string> texts;
  if (backend == Backend::kSqlite) {
    // SQLite plans by the shape of its indexes well enough; this counts where it thinks that it does not.
    if (!tables.empty()) texts.push_back("PRAGMA optimize");
    return texts;
  }
  if (tables.empty()) return texts;
  // Of six thousand rows instead of thirty thousand, and twenty common values a column instead of a hundred: enough to
  // choose among the indexes, in a quarter of the time that all those columns take.
  texts.push_back("SET default_statistics_target = 20");
  for (const auto& table : tables) texts.push_back("ANALYZE " + table);
  texts.push_back("RESET default_statistics_target");
  return texts;
}

}  // namespace almanac::store
