#include "store/connection.h"

#include <fmt/format.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <cctype>
#include <deque>
#include <unordered_map>

#include "store/address.h"
#include "store/copy.h"
#include "store/dialect.h"

namespace almanac::store {
namespace {

using Kind = DatabaseError::Kind;

// Which names a statement binds, in order of first appearance.
std::vector<std::string> NamesIn(std::string_view text) {
  std::vector<std::string> names;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\'') {
      i = text.find('\'', i + 1);
      if (i == std::string_view::npos) break;
      continue;
    }
    if (text[i] != ':') continue;
    size_t end = i + 1;
    while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '_')) ++end;
    std::string name(text.substr(i + 1, end - i - 1));
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
    i = end - 1;
  }
  return names;
}

// Binds mostly come in the order in which the text names them.
const Value& ValueOf(const Binds& binds, const std::string& name, size_t likely) {
  if (likely < binds.size() && binds[likely].first == name) return binds[likely].second;
  for (const auto& [key, value] : binds) {
    if (key == name) return value;
  }
  throw DatabaseError(Kind::kOther, fmt::format("a statement has no value for :{}", name));
}

char TypeOf(const Value& value) {
  if (std::holds_alternative<int64_t>(value)) return 'i';
  return std::holds_alternative<double>(value) ? 'r' : 't';
}

// A place that SOCI reads from or writes to; it must not move while a statement lives.
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

  Value Get() const {
    if (indicator == soci::i_null) return {};
    if (type == 'i') return static_cast<int64_t>(integer);
    if (type == 'r') return real;
    return text;
  }
};

struct Statement : Row {
  Statement(soci::session& session, const std::string& text, const Binds& binds, std::span<const Cell> cells)
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
    for (const Cell cell : cells) {
      Slot& slot = intos.emplace_back();
      slot.type = static_cast<char>(cell);
      if (slot.type == 'i') statement.exchange(soci::into(slot.integer, slot.indicator));
      if (slot.type == 'r') statement.exchange(soci::into(slot.real, slot.indicator));
      if (slot.type == 't') statement.exchange(soci::into(slot.text, slot.indicator));
    }
    statement.define_and_bind();
  }

  void Bind(const Binds& binds) {
    for (size_t i = 0; i < names.size(); ++i) uses[i].Set(ValueOf(binds, names[i], i));
  }

  Value At(size_t column) const override { return intos[column].Get(); }
  bool IsNull(size_t column) const override { return intos[column].indicator == soci::i_null; }
  std::string_view Text(size_t column) const override { return intos[column].text; }
  int64_t Integer(size_t column) const override { return intos[column].integer; }
  double Real(size_t column) const override { return intos[column].real; }

  std::vector<std::string> names;
  std::deque<Slot> uses;
  std::deque<Slot> intos;
  soci::statement statement;
};

// Text and types: the same text may be bound to a number or to nothing.
std::string KeyOf(const std::string& text, const Binds& binds) {
  std::string key = text;
  key += '\x1f';
  for (const auto& bind : binds) key += TypeOf(bind.second);
  return key;
}

void IgnoreNotice(void*, const char*) {}

}  // namespace

struct Connection::Session {
  soci::session session;
  std::unordered_map<std::string, std::unique_ptr<Statement>> statements;

  // Not after a connect that failed; then there is nothing behind the two below.
  bool is_open() { return session.get_backend() != nullptr; }
  PGconn* pg() { return static_cast<soci::postgresql_session_backend*>(session.get_backend())->conn_; }
  sqlite_api::sqlite3* lite() { return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_; }

  void Once(const std::string& text) { session.once << text; }
};

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
    const bool lost = !session_->is_open() || PQstatus(session_->pg()) == CONNECTION_BAD;
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
  session_ = std::make_unique<Session>();
  try {
    if (backend_ == Backend::kSqlite) {
      session_->session.open(soci::sqlite3, fmt::format("db=\"{}\" timeout=10", address_));
      sqlite_api::sqlite3_extended_result_codes(session_->lite(), 1);
    } else {
      session_->session.open(soci::postgresql, address_);
      PQsetNoticeProcessor(session_->pg(), IgnoreNotice, nullptr);
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

void Connection::Forget() { session_->statements.clear(); }

int64_t Connection::Execute(const std::string& text, const Binds& binds) {
  const std::string key = KeyOf(text, binds);
  try {
    auto& kept = session_->statements[key];
    if (!kept) kept = std::make_unique<Statement>(session_->session, text, binds, std::span<const Cell>());
    kept->Bind(binds);
    kept->statement.execute(true);
    return kept->statement.get_affected_rows();
  } catch (const soci::soci_error& error) {
    session_->statements.erase(key);
    throw ErrorOf(error);
  }
}

void Connection::Select(const std::string& text, const Binds& binds, std::span<const Cell> cells,
                        const std::function<void(const Row&)>& each) {
  const std::string key = KeyOf(text, binds);
  try {
    auto& kept = session_->statements[key];
    if (!kept) kept = std::make_unique<Statement>(session_->session, text, binds, cells);
    kept->Bind(binds);
    kept->statement.execute(false);
    while (kept->statement.fetch()) each(*kept);
  } catch (const soci::soci_error& error) {
    session_->statements.erase(key);
    throw ErrorOf(error);
  } catch (...) {
    // A half-read statement would keep its locks.
    session_->statements.erase(key);
    throw;
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
  try {
    session_->Once(text);
  } catch (const soci::soci_error& error) {
    throw ErrorOf(error);
  }
}

void Connection::InsertMany(const std::string& table, const std::vector<std::string>& columns,
                            const std::vector<std::vector<Value>>& rows) {
  if (rows.empty()) return;
  if (backend_ == Backend::kPostgresql) return CopyIn(session_->pg(), {table, columns, rows});
  const std::string text = InsertText(table, columns);
  Binds binds(columns.size());
  for (const auto& row : rows) {
    for (size_t i = 0; i < columns.size(); ++i) binds[i] = {columns[i], row[i]};
    Execute(text, binds);
  }
}

bool Connection::Rollback() noexcept {
  try {
    if (!session_->is_open()) return false;
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
