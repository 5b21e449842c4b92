// One unit of work on the record: what an rpc, a page or a job sees of the
// database. It turns messages into rows, and writes history unasked.
//
// Messages are mapped from their descriptors (row.h). A message with option
// `table` is stored; unless the table says `unrecorded`, every write leaves a
// revision and an event in the same commit. A Tx must know why: call Because
// before the write that it explains.
//
// Everything here throws Error. A Tx that has thrown can only be dropped;
// dropping without Commit rolls back.
#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/caller.h"
#include "base/clock.h"
#include "store/query.h"

namespace almanac::store {

class Connection;
struct TxState;

// Values for the named places of a query. Numbers and text; absent is NULL.
using Value = std::variant<std::monostate, std::string, int64_t, double>;
using Binds = std::vector<std::pair<std::string, Value>>;

enum class Mode {
  // One SELECT, without BEGIN.
  kOneStatement,
  // Several SELECTs of one instant: READ ONLY, REPEATABLE READ.
  kRead,
  // SERIALIZABLE; on SQLite behind the gate.
  kWrite,
  // A write that is alone: imports, and writes that others were in the way of for too long.
  kExclusive,
  // A write of the log, READ COMMITTED: it stands in nobody's way, and no import in its own. Who uses it sees to it
  // that
  // only one does so at a time. On SQLite a power cut may lose it, and nothing else, until Connection::MakeDurable.
  kSeal,
};

class Tx;
// An instant as its readers tell it.
using TimeWords = std::string (*)(Tx&, Instant);

class Tx {
 public:
  // The connection is borrowed. Begins at once unless one statement will do.
  Tx(Connection& connection, Mode mode, Caller caller, Instant now);
  ~Tx();
  Tx(const Tx&) = delete;
  Tx& operator=(const Tx&) = delete;

  // Writes what is pending of the history, then commits.
  // Throws INTERNAL when rows changed and nobody said why; CONTENTION when the
  // database asks to run the work again (Serve does).
  void Commit();
  // In place of Commit: has the database look at all that was written, and keeps none of it.
  void Rehearse();

  const Caller& caller() const;
  // The instant of this unit of work, as text and as a value.
  const std::string& now() const;
  Instant instant() const;
  Mode mode() const;
  // Whether what is remembered of the caller still holds (base/caller.h), as of what was read; true for any other.
  bool CallerHolds();

  // --- Reading. Rows that the caller may not see are not there.

  // Throws NOT_FOUND.
  template <class M>
  M Get(std::string_view name) {
    M message;
    GetInto(name, &message);
    return message;
  }
  // Throws also ETAG_MISMATCH, naming what changed since, who and when; ETAG_REQUIRED when empty. "*" matches any.
  template <class M>
  M Get(std::string_view name, std::string_view etag) {
    M message;
    GetInto(name, &message);
    RequireEtag(message, etag);
    return message;
  }
  template <class M>
  std::optional<M> Find(std::string_view key) {
    M message;
    if (!FindInto(key, &message)) return std::nullopt;
    return message;
  }
  // As the record stood at an instant (RFC 3339 text): none before its creation.
  template <class M>
  std::optional<M> FindAsOf(std::string_view name, std::string_view time) {
    M message;
    if (!FindAsOfInto(name, time, &message)) return std::nullopt;
    return message;
  }
  // Every resource of a message as it stood at an instant, in order of name.
  template <class M>
  std::vector<M> AllAsOf(std::string_view time) {
    std::vector<M> all;
    EachAsOf(M::descriptor(), time,
             [&](const google::protobuf::Message& m) { all.push_back(static_cast<const M&>(m)); });
    return all;
  }
  // Those too that the caller may not see: for figures, which must not depend on who asks. Whoever makes an answer of
  // them tells nothing else of what is marked.
  template <class M>
  std::vector<M> WholeAsOf(std::string_view time) {
    std::vector<M> all;
    EachSeenAsOf(M::descriptor(), time, {},
                 [&](const google::protobuf::Message& m) { all.push_back(static_cast<const M&>(m)); });
    return all;
  }
  void EachAsOf(const google::protobuf::Descriptor* message, std::string_view time,
                const std::function<void(const google::protobuf::Message&)>& each);
  // As Find, into a message of any kind.
  bool Find(std::string_view key, google::protobuf::Message* message) { return FindInto(key, message); }
  // Rows of a query of sql/queries; M must be the message that it names.
  template <class M>
  std::vector<M> Select(const Query& query, const Binds& binds) {
    std::vector<M> rows;
    M row;
    SelectEach(query, binds, &row, [&] { rows.push_back(row); });
    return rows;
  }
  template <class M>
  std::optional<M> SelectOne(const Query& query, const Binds& binds) {
    auto rows = Select<M>(query, binds);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
  }
  // Fills `row` anew for each row and calls `each`.
  void SelectEach(const Query& query, const Binds& binds, google::protobuf::Message* row,
                  const std::function<void()>& each);
  // A row is there, seen or not: for references and fresh names.
  bool Exists(const google::protobuf::Descriptor* message, std::string_view key);
  template <class M>
  bool Exists(std::string_view key) {
    return Exists(M::descriptor(), key);
  }
  // `collection/slug`, with -2, -3 ... while that is taken.
  template <class M>
  std::string FreeName(std::string_view collection, std::string_view slug) {
    return FreeName(M::descriptor(), collection, slug);
  }
  std::string FreeName(const google::protobuf::Descriptor* message, std::string_view collection, std::string_view slug);

  // --- Writing. Fields with option `reference` are checked where they change:
  // REFERENCE_NOT_FOUND names the field and the missing member.

  // The client's id of this request, kept with the events that it causes.
  void ForRequest(std::string_view request_id);

  // How errors of this unit of work tell an instant; in UTC unless told so.
  void TellTimes(TimeWords words);

  // Why the next written resources change: a verb such as dataset.submitted,
  // and the actor's words. Several in a row are steps of one write: an event
  // each. `facts` is a JSON object of the verb's own; empty for none.
  void Because(std::string_view verb, std::string_view reason = {}, std::string_view facts = {});

  // Inserts; returns it with etag and times set. Throws ALREADY_EXISTS: at once, or by a read or commit that follows.
  template <class M>
  M Create(M message) {
    CreateFrom(&message);
    return message;
  }
  // Writes all columns where the etag is still the one read; returns it with the next.
  // A write that changes nothing writes nothing. Throws ETAG_MISMATCH.
  template <class M>
  M Update(M message) {
    UpdateFrom(&message);
    return message;
  }
  // Inserts or replaces a row of an unrecorded table.
  void Put(const google::protobuf::Message& message);
  // Inserts a row of an unrecorded table. Where its key is taken, `if_taken` is called, or ALREADY_EXISTS thrown: at
  // once, or by a read or commit that follows.
  void Insert(const google::protobuf::Message& message, const std::function<void()>& if_taken = {});
  void Erase(const google::protobuf::Descriptor* message, std::string_view key);

  // The words by which search finds a resource; empty text removes it. The
  // internal index is kept by Create and Update; the public one by publishing.
  void IndexPublicly(const google::protobuf::Message& resource);
  void UnindexPublicly(std::string_view name);

  // Many creates at once: rows are gathered and written in bulk (COPY on
  // PostgreSQL), history and search included. Between BeginBulk and EndBulk,
  // Create and Insert do not read back, and reads do not see what was gathered.
  void BeginBulk();
  void EndBulk();

  // For store/ alone.
  TxState& state() { return *state_; }

 private:
  void GetInto(std::string_view name, google::protobuf::Message* message);
  bool FindInto(std::string_view key, google::protobuf::Message* message);
  // A condition on the row of today, `now`, and its binds; empty for every row.
  using Seen = std::pair<std::string, Binds>;
  void EachSeenAsOf(const google::protobuf::Descriptor* message, std::string_view time, const Seen& seen,
                    const std::function<void(const google::protobuf::Message&)>& each);
  bool FindAsOfInto(std::string_view name, std::string_view time, google::protobuf::Message* message);
  void RequireEtag(const google::protobuf::Message& message, std::string_view etag);
  void CreateFrom(google::protobuf::Message* message);
  void UpdateFrom(google::protobuf::Message* message);

  std::unique_ptr<TxState> state_;
};

}  // namespace almanac::store
