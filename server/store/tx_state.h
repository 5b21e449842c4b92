// What a Tx carries, shared by the files of store/ that implement it.
#pragma once

#include <google/protobuf/message.h>

#include <any>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/connection.h"
#include "store/dialect.h"
#include "store/row.h"
#include "store/tx.h"

namespace almanac::store {

// Why something was written.
struct Step {
  std::string verb;
  std::string reason;
  std::string facts;
};

// A resource that this unit of work wrote: what it became, and by which steps.
struct Written {
  std::string resource;
  std::string scope;
  int64_t revision = 0;
  std::string body;
  std::vector<Step> steps;
};

// Rows gathered for one table.
struct Gathered {
  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows;
};

// What is written in one stroke of a bulk write.
struct Stroke {
  std::map<std::string, Gathered> rows;
  std::vector<IndexedWords> internal_words;
  std::vector<IndexedWords> public_words;
  std::vector<Written> written;
};

// The name of the one row of its table.
inline constexpr std::string_view kProgram = "program";

struct TxState {
  TxState(Connection& c, Mode m, Caller who, Instant at)
      : connection(c), mode(m), caller(std::move(who)), instant(at), now(ToText(at)) {}

  Connection& connection;
  const Mode mode;
  const Caller caller;
  const Instant instant;
  const std::string now;
  std::string request_id;
  TimeWords time_words = nullptr;
  bool open = false;
  // A statement failed: the database has given this transaction up, so nothing may be committed.
  bool failed = false;
  // What stands in caller_marks, once a statement has brought it along; asked for when the caller is remembered.
  std::optional<std::string> seen_mark;

  std::vector<Step> fresh_steps;
  Step last_step;
  bool explained = false;

  // Resources as they were read, to see what an update changes.
  std::map<std::string, std::unique_ptr<google::protobuf::Message>> read;
  // The program, which nearly every rule asks for something: its zone, its year, its profile. Null until it was read,
  // and again once it is written.
  std::unique_ptr<google::protobuf::Message> program;
  // What Once made (store/once.h).
  std::map<std::string, std::any> kept;
  std::vector<Written> written;
  // Where in it a resource stands.
  std::unordered_map<std::string, size_t> written_at;

  bool bulk = false;
  // Tables that bulk writes filled, to be counted once committed.
  std::set<std::string> filled;
  std::map<std::string, Gathered> gathered;
  std::vector<IndexedWords> gathered_internal;
  std::vector<IndexedWords> gathered_public;
  // The stroke that the database is busy with; it has the connection to itself until it is done.
  std::future<void> stroke;

  // Throws INTERNAL when the database has given the transaction up.
  void RequireSound() const;
  // These mark the state failed when the database refuses.
  // A write of which nothing need be known before the commit; what is read in this unit of work sees it.
  void Write(const std::string& text, Binds binds, IfTaken if_taken = {});
  void Select(const std::string& text, const Binds& binds, std::span<const Cell> cells,
              const std::function<void(const Row&)>& each);

  // For statements that bring the mark along as their last column: that column, and its cell; neither while nobody
  // has to know.
  bool WantsMark() const { return !caller.mark.empty() && !seen_mark; }
  std::string_view MarkColumn(std::vector<Cell>* cells) const;
  // Of each row of such a statement.
  void TakeMark(const Row& row, size_t column) {
    if (WantsMark()) seen_mark = std::string(row.Text(column));
  }
};

// The cells that the columns of a table need, in order.
std::vector<Cell> CellsOf(const TableInfo& table, std::span<const int> columns);

// --- History (history.cc).

// Notes that a resource was written, for the steps that wait.
void NoteWritten(TxState& state, const google::protobuf::Message& message, const TableInfo& table, int64_t revision);
// Writes events and revisions of all that was noted. Throws INTERNAL without a reason.
void WriteHistory(TxState& state);
// The same for a stroke: many rows at once.
void WriteHistoryOf(const TxState& state, std::vector<Written>* many);

// --- Bulk (bulk.cc).

void Gather(TxState& state, const std::string& table, const std::vector<std::string>& columns, std::vector<Value> row);
// Writes what is gathered; when `all` is false only once there is enough of
// it, and without waiting for the end, while the next is gathered.
void FlushGathered(TxState& state, bool all);
// Waits until the connection is free again. Throws what went wrong meanwhile.
void AwaitStroke(TxState& state);

}  // namespace almanac::store
