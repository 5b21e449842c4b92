#include "store/connection.h"

#include <fmt/format.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <deque>
#include <unordered_map>

#include "store/address.h"
#include "store/copy.h"
#include "store/dialect.h"
#include "store/pg_statements.h"

namespace almanac::store {
namespace {

using Kind = DatabaseError::Kind;

// Each once: SOCI binds a name wherever it stands.
std::vector<std::string> NamesIn(std::string_view text) {
  std::vector<std::string> all, names;
  Numbered(text, &all);
  for (auto& name : all) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  }
  return names;
}

char TypeOf(const Value& value) {
  if (std::holds_alternative<int64_t>(value)) return 'i';
  return std::holds_alternative<double>(value) ? 'r' : 't';
}

// A value that SOCI binds; it must not move while a statement lives.
struct Slot {
  char type = 't';
  std::string text;
  long long integer = 0;
  double real = 0;
  soci::indicator indicator = soci::i_ok;

  void Set(const Value& value) {
    indicator = soci::i_ok;
    if (const auto* t = std::get_if<std::string>(&value)) {
      text = *t;
    } else if (const auto* i = std::get_if<int64_t>(&value)) {
      integer = *i;
    } else if (const auto* r = std::get_if<double>(&value)) {
      real = *r;
    } else {
      indicator = soci::i_null;
    }
  }
};

// What a statement found, read where the driver has it: SOCI would copy each cell once more, and a list in FULL view
// has thousands.
class FoundRow : public Row {
 public:
  explicit FoundRow(std::span<const Cell> cells) : cells_(cells) {}
  Value At(size_t column) const override {
    if (IsNull(column)) return {};
    if (cells_[column] == Cell::kInteger) return Integer(column);
    if (cells_[column] == Cell::kReal) return Real(column);
    return std::string(Text(column));
  }

 private:
  std::span<const Cell> cells_;
};

class PgRow : public FoundRow {
 public:
  PgRow(const PGresult* result, std::span<const Cell> cells) : FoundRow(cells), result_(result) {}
  void GoTo(int row) { row_ = row; }

  bool IsNull(size_t column) const override { return PQgetisnull(result_, row_, static_cast<int>(column)) != 0; }
  std::string_view Text(size_t column) const override {
    const int at = static_cast<int>(column);
    return {PQgetvalue(result_, row_, at), static_cast<size_t>(PQgetlength(result_, row_, at))};
  }
  int64_t Integer(size_t column) const override { return Number<int64_t>(column); }
  double Real(size_t column) const override { return Number<double>(column); }

 private:
  template <class N>
  N Number(size_t column) const {
    const std::string_view text = Text(column);
    N number{};
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size())
      throw DatabaseError(Kind::kOther, "a column that was asked for as a number holds none");
    return number;
  }

  const PGresult* result_;
  int row_ = 0;
};

class LiteRow : public FoundRow {
 public:
  LiteRow(sqlite_api::sqlite3_stmt* statement, std::span<const Cell> cells) : FoundRow(cells), statement_(statement) {}

  bool IsNull(size_t column) const override {
    return sqlite_api::sqlite3_column_type(statement_, static_cast<int>(column)) == SQLITE_NULL;
  }
  std::string_view Text(size_t column) const override {
    const int at = static_cast<int>(column);
    // In this order: the first may turn the value into text, the second counts its bytes.
    const auto* text = reinterpret_cast<const char*>(sqlite_api::sqlite3_column_text(statement_, at));
    return {text, text == nullptr ? 0 : static_cast<size_t>(sqlite_api::sqlite3_column_bytes(statement_, at))};
  }
  int64_t Integer(size_t column) const override {
    return sqlite_api::sqlite3_column_int64(statement_, static_cast<int>(column));
  }
  double Real(size_t column) const override {
    return sqlite_api::sqlite3_column_double(statement_, static_cast<int>(column));
  }

 private:
  sqlite_api::sqlite3_stmt* statement_;
};

// Text and types: the same text may be bound to a number or to nothing.
std::string KeyOf(const std::string& text, const Binds& binds) {
  std::string key = text;
  key += '\x1f';
  for (const auto& bind : binds) key += TypeOf(bind.second);
  return key;
}

void IgnoreNotice(void*, const char*) {}

// A connection is one thread's at a time, so SQLite needs no lock for each: a list spends a tenth of its time on them.
// Nor does anybody read how much memory it has taken, which it counts behind a lock of all threads: on two cores eight
// workers reading waited for that one most of their time. Asked for before the first connection; where somebody was
// earlier, they stay.
void LeaveOutLocks() {
  static const bool asked = [] {
    const int locks = sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    return locks == SQLITE_OK && sqlite_api::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK;
  }();
  static_cast<void>(asked);
}

}  // namespace

// Of SQLite. PostgreSQL's are in pg_statements.h: SOCI sends one at a time, and copies what is bound.
struct Connection::Statement {
  Statement(soci::session& session, const std::string& text, const Binds& binds)
      : names(NamesIn(text)), statement(session) {
    statement.alloc();
    statement.prepare(text);
    for (const std::string& name : names) {
      Slot& slot = uses.emplace_back();
      slot.type = TypeOf(ValueOf(binds, name, uses.size() - 1));
      if (slot.type == 'i') statement.exchange(soci::use(slot.integer, slot.indicator, name));
      if (slot.type == 'r') statement.exchange(soci::use(slot.real, slot.indicator, name));
      if (slot.type == 't') statement.exchange(soci::use(slot.text, slot.indicator, name));
    }
    statement.define_and_bind();
  }

  void Bind(const Binds& binds) {
    for (size_t i = 0; i < names.size(); ++i) uses[i].Set(ValueOf(binds, names[i], i));
  }

  // Once executed; each row is there until the next.
  void Each(std::span<const Cell> cells, const std::function<void(const Row&)>& each) {
    auto* found = static_cast<soci::sqlite3_statement_backend*>(statement.get_backend());
    const LiteRow row(found->stmt_, cells);
    while (found->fetch(1) == soci::details::statement_backend::ef_success) each(row);
  }

  std::vector<std::string> names;
  std::deque<Slot> uses;
  soci::statement statement;
};

struct Connection::Session {
  soci::session session;
  // There on PostgreSQL.
  std::unique_ptr<PgStatements> pg_statements;
  std::unordered_map<std::string, std::unique_ptr<Statement>> statements;

  // Not after a connect that failed; then there is nothing behind the two below.
  bool is_open() { return session.get_backend() != nullptr; }
  PGconn* pg() { return static_cast<soci::postgresql_session_backend*>(session.get_backend())->conn_; }
  sqlite_api::sqlite3* lite() { return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_; }

  void Once(const std::string& text) { session.once << text; }
};

const Value& ValueOf(const Binds& binds, const std::string& name, size_t likely) {
  if (likely < binds.size() && binds[likely].first == name) return binds[likely].second;
  for (const auto& [key, value] : binds) {
    if (key == name) return value;
  }
  throw DatabaseError(Kind::kOther, fmt::format("a statement has no value for :{}", name));
}

DatabaseError DatabaseError::AtCommit() const {
  DatabaseError error = *this;
  error.at_commit_ = true;
  return error;
}

Connection::Connection(Backend backend, std::string address, Purpose purpose, std::string role)
    : backend_(backend),
      address_(backend == Backend::kPostgresql ? WithTimeouts(address) : std::move(address)),
      purpose_(purpose),
      role_(std::move(role)) {
  Reconnect();
}

Connection::~Connection() = default;

DatabaseError Connection::ErrorOf(const std::exception& error) const {
  // get_error_message() leaves out the SQL and the bound values that what() adds.
  if (const auto* pg = dynamic_cast<const soci::postgresql_soci_error*>(&error)) {
    // An error without a state is none of the server's: libpq has heard no more of it.
    const bool lost =
        !session_->is_open() || PQstatus(session_->pg()) == CONNECTION_BAD || pg->sqlstate().starts_with(' ');
    const Kind kind = KindOfSqlstate(pg->sqlstate());
    // Whatever a server's last words were, it is gone.
    return {lost && kind != Kind::kTimeout ? Kind::kDisconnected : kind,
            fmt::format("{}: {}", pg->sqlstate(), WithoutDetail(pg->get_error_message()))};
  }
  if (const auto* lite = dynamic_cast<const soci::sqlite3_soci_error*>(&error)) {
    return {KindOfSqliteCode(lite->result()), fmt::format("{}: {}", lite->result(), lite->get_error_message())};
  }
  const auto* plain = dynamic_cast<const soci::soci_error*>(&error);
  const std::string text = plain != nullptr ? plain->get_error_message() : error.what();
  if (text.find("onnect") == std::string::npos) return {Kind::kOther, WithoutDetail(text)};
  // The lines tell in turn what was tried and why it failed.
  return {KindOfRefusal(text), InOneLine(text)};
}

void Connection::Reconnect() {
  if (backend_ == Backend::kSqlite) LeaveOutLocks();
  session_ = std::make_unique<Session>();
  try {
    if (backend_ == Backend::kSqlite) {
      session_->session.open(soci::sqlite3, fmt::format("db=\"{}\" timeout=10", address_));
      sqlite_api::sqlite3_extended_result_codes(session_->lite(), 1);
    } else {
      session_->session.open(soci::postgresql, address_);
      PQsetNoticeProcessor(session_->pg(), IgnoreNotice, nullptr);
      session_->pg_statements = std::make_unique<PgStatements>(session_->pg());
    }
    for (const std::string& text : SessionSetUp(backend_, purpose_)) session_->Once(text);
    if (!role_.empty()) session_->Once(fmt::format("SET ROLE {}", role_));
    if (purpose_ == Purpose::kPublic && backend_ == Backend::kSqlite) {
      sqlite_api::sqlite3_set_authorizer(session_->lite(), AuthorizePublicRead, nullptr);
    }
  } catch (const soci::soci_error& error) {
    const DatabaseError told = ErrorOf(error);
    Close();
    if (backend_ == Backend::kSqlite || told.kind() == Kind::kCrowded) throw told;
    throw DatabaseError(Kind::kDisconnected, told.what());
  }
}

void Connection::Close() noexcept {
  try {
    session_ = std::make_unique<Session>();
  } catch (...) {
    // Without memory for another the old one stays; it says itself what is wrong with it.
  }
}

bool Connection::Answers() noexcept {
  if (!session_->is_open()) return false;
  if (backend_ == Backend::kSqlite) return true;
  PGresult* answer = PQexec(session_->pg(), "SELECT 1");
  const bool answered = PQresultStatus(answer) == PGRES_TUPLES_OK;
  PQclear(answer);
  return answered;
}

PgStatements& Connection::Pg() {
  if (!session_->pg_statements) throw DatabaseError(Kind::kDisconnected, "there is no session");
  return *session_->pg_statements;
}

void Connection::Forget() {
  session_->statements.clear();
  if (session_->pg_statements) session_->pg_statements->Forget();
}

void Connection::WithStatement(const std::string& text, const Binds& binds,
                               const std::function<void(Statement&)>& use) {
  const std::string key = KeyOf(text, binds);
  try {
    auto& kept = session_->statements[key];
    if (!kept) kept = std::make_unique<Statement>(session_->session, text, binds);
    kept->Bind(binds);
    use(*kept);
  } catch (const soci::soci_error& error) {
    session_->statements.erase(key);
    throw ErrorOf(error);
  } catch (...) {
    // A half-read statement would keep its locks.
    session_->statements.erase(key);
    throw;
  }
}

int64_t Connection::Execute(const std::string& text, const Binds& binds) {
  if (backend_ == Backend::kPostgresql) {
    const PgResult done = Pg().Now(text, binds);
    int64_t affected = 0;
    const std::string_view count = PQcmdTuples(done.get());
    std::from_chars(count.data(), count.data() + count.size(), affected);
    return affected;
  }
  int64_t affected = 0;
  WithStatement(text, binds, [&](Statement& kept) {
    kept.statement.execute(true);
    affected = kept.statement.get_affected_rows();
  });
  return affected;
}

void Connection::Select(const std::string& text, const Binds& binds, std::span<const Cell> cells,
                        const std::function<void(const Row&)>& each) {
  if (backend_ == Backend::kPostgresql) {
    const PgResult found = Pg().Now(text, binds);
    PgRow row(found.get(), cells);
    const int rows = PQntuples(found.get());
    for (int i = 0; i < rows; ++i) {
      row.GoTo(i);
      each(row);
    }
    return;
  }
  WithStatement(text, binds, [&](Statement& kept) {
    kept.statement.execute(false);
    kept.Each(cells, each);
  });
}

void Connection::Later(const std::string& text, Binds binds, IfTaken if_taken) {
  if (backend_ == Backend::kPostgresql) return Pg().Later(text, std::move(binds), std::move(if_taken));
  try {
    Execute(text, binds);
  } catch (const DatabaseError& error) {
    if (error.kind() == Kind::kUnique && if_taken) if_taken();
    throw;
  }
}

void Connection::Send() {
  if (backend_ == Backend::kPostgresql) Pg().Send();
}

void Connection::Begin(std::span<const std::string> texts) {
  for (const std::string& text : texts) backend_ == Backend::kPostgresql ? Pg().Later(text, {}, {}) : Run(text);
}

void Connection::Commit() {
  // Most of what is lost was lost before, and then it is certain that nothing was committed.
  if (backend_ == Backend::kPostgresql) Pg().RequireThere();
  try {
    backend_ == Backend::kPostgresql ? Pg().Commit() : Run("COMMIT");
  } catch (const DatabaseError& error) {
    if (backend_ == Backend::kPostgresql && Pg().failed_before_commit()) throw;
    throw error.AtCommit();
  }
}

std::string Connection::SelectText(const std::string& text, const Binds& binds) {
  std::string found;
  const Cell cells[] = {Cell::kText};
  Select(text, binds, cells, [&](const Row& row) {
    const Value value = row.At(0);
    if (const auto* t = std::get_if<std::string>(&value); t != nullptr && found.empty()) found = *t;
  });
  return found;
}

void Connection::Run(const std::string& text) {
  Send();
  try {
    session_->Once(text);
  } catch (const soci::soci_error& error) {
    throw ErrorOf(error);
  }
}

void Connection::InsertMany(const std::string& table, const std::vector<std::string>& columns,
                            const std::vector<std::vector<Value>>& rows) {
  if (rows.empty()) return;
  if (backend_ == Backend::kPostgresql) {
    Send();
    return CopyIn(session_->pg(), {table, columns, rows});
  }
  const std::string text = InsertText(table, columns);
  Binds binds(columns.size());
  for (const auto& row : rows) {
    for (size_t i = 0; i < columns.size(); ++i) binds[i] = {columns[i], row[i]};
    Execute(text, binds);
  }
}

void Connection::MakeDurable() {
  if (backend_ != Backend::kSqlite) return;
  sqlite_api::sqlite3_file* log = nullptr;
  sqlite_api::sqlite3_file_control(session_->lite(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  if (log == nullptr || log->pMethods == nullptr) return;
  const int result = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
  if (result != SQLITE_OK) throw DatabaseError(KindOfSqliteCode(result), "the log of the database cannot be synced");
}

bool Connection::Rollback() noexcept {
  try {
    if (!session_->is_open()) return false;
    if (session_->pg_statements) session_->pg_statements->Drop();
    if (backend_ == Backend::kSqlite) {
      if (sqlite_api::sqlite3_get_autocommit(session_->lite()) == 0) session_->Once("ROLLBACK");
      return true;
    }
    const auto status = PQtransactionStatus(session_->pg());
    if (status == PQTRANS_UNKNOWN) return false;
    if (status != PQTRANS_IDLE) session_->Once("ROLLBACK");
    return PQtransactionStatus(session_->pg()) == PQTRANS_IDLE;
  } catch (...) {
    return false;
  }
}

}  // namespace almanac::store
