// One session with a database: kept statements, named binds, errors by class.
// The only header between the rest of the program and the database library.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.h"
#include "store/tx.h"

namespace almanac::store {

// What went wrong, as far as the program cares. `what()` is for the log alone:
// it never holds bound values.
class DatabaseError : public std::exception {
 public:
  enum class Kind {
    // Run the unit of work again: serialisation failure, deadlock, busy.
    kRetry,
    kUnique,
    // The server has gone; the session is worth nothing until it reconnects.
    kDisconnected,
    // It has as many sessions as it can have.
    kCrowded,
    // Took longer than the deadline, or was cancelled.
    kTimeout,
    // The schema moved under a kept statement.
    kPlanChanged,
    // No room on the disk or in memory: nothing of the unit of work is there.
    kFull,
    // It may be read and not written.
    kReadOnly,
    // A damaged or lost file, a disk that fails.
    kStorage,
    // What was written may have reached the disk or not.
    kUnsynced,
    kOther,
  };
  DatabaseError(Kind kind, std::string text) : kind_(kind), text_(std::move(text)) {}
  Kind kind() const { return kind_; }
  const char* what() const noexcept override { return text_.c_str(); }

  // The same, met by a COMMIT.
  DatabaseError AtCommit() const;
  // The commit was under way: what was written may be there or not.
  bool outcome_unknown() const { return at_commit_ && (kind_ == Kind::kDisconnected || kind_ == Kind::kUnsynced); }

 private:
  Kind kind_;
  std::string text_;
  bool at_commit_ = false;
};

// What a selected column holds.
enum class Cell : char { kText = 't', kInteger = 'i', kReal = 'r' };

// The values of one row; valid until the next.
class Row {
 public:
  virtual ~Row() = default;
  virtual Value At(size_t column) const = 0;
  // Without a copy; of a column that was asked for as such.
  virtual bool IsNull(size_t column) const = 0;
  virtual std::string_view Text(size_t column) const = 0;
  virtual int64_t Integer(size_t column) const = 0;
  virtual double Real(size_t column) const = 0;
};

// Tells, by throwing, that the key of a row is taken.
using IfTaken = std::function<void()>;

class PgStatements;

// The value that a statement binds under a name; binds mostly come in the order in which the text names them.
const Value& ValueOf(const Binds& binds, const std::string& name, size_t likely);

class Connection {
 public:
  enum class Purpose {
    kRecord,
    // Reads the public_* views and nothing else.
    kPublic,
    kMigration,
    // Writes nothing, on either database.
    kInspection,
  };

  // `address` as Database::Open takes it, already split from its scheme. With a
  // `role` the session takes that before its first statement.
  Connection(Backend backend, std::string address, Purpose purpose, std::string role = {});
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Backend backend() const { return backend_; }

  // All throw DatabaseError. Statements are kept by their text.
  // Returns the number of rows affected.
  int64_t Execute(const std::string& text, const Binds& binds = {});
  void Select(const std::string& text, const Binds& binds, std::span<const Cell> cells,
              const std::function<void(const Row&)>& each);
  // The first column of the first row as text; empty when there is none.
  std::string SelectText(const std::string& text, const Binds& binds = {});
  // Of which nothing need be known before the commit. On PostgreSQL it goes along with the next statement, which then
  // throws for both; on SQLite it is done at once. `if_taken`, unless it is empty, is called where kUnique would be
  // thrown.
  void Later(const std::string& text, Binds binds, IfTaken if_taken = {});
  // What was left for later is done now.
  void Send();
  // As Later, of the words that begin a transaction.
  void Begin(std::span<const std::string> texts);
  // Only if all that was left for later is done. What it throws once it was sent is AtCommit.
  void Commit();
  // Without preparing: schema changes and the like. One statement.
  void Run(const std::string& text);
  // COPY on PostgreSQL, one kept INSERT on SQLite. Absent values are NULL.
  void InsertMany(const std::string& table, const std::vector<std::string>& columns,
                  const std::vector<std::vector<Value>>& rows);

  // SQLite: what was committed without waiting for the disk is on it afterwards. Takes no lock.
  void MakeDurable();

  // After a lost session or a rollback that failed. Throws DatabaseError.
  void Reconnect();
  // Whether the session is still there: asks, where there is a server to ask.
  bool Answers() noexcept;
  // Gives the session up, as if it were lost.
  void Close() noexcept;
  // Drops kept statements.
  void Forget();
  // Rolls back whatever is open; false when the session is lost.
  bool Rollback() noexcept;

 private:
  struct Session;
  struct Statement;
  DatabaseError ErrorOf(const std::exception& error) const;
  // Throws DatabaseError without a session.
  PgStatements& Pg();
  // Of SQLite.
  void WithStatement(const std::string& text, const Binds& binds, const std::function<void(Statement&)>& use);
  Backend backend_;
  std::string address_;
  Purpose purpose_;
  std::string role_;
  std::unique_ptr<Session> session_;
};

}  // namespace almanac::store
