// Statements of one PostgreSQL session: prepared once, kept by their text, and sent several in one way.
#pragma once

#include <libpq-fe.h>

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/connection.h"

namespace almanac::store {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PgResult = std::unique_ptr<PGresult, ClearResult>;

// What went wrong, by what the server said or by its silence.
DatabaseError PgErrorOf(const PGconn* session, const PGresult* result, std::string_view doing);

// The text with $1 and so on for each :name, and the names as they come, each as often as it stands.
std::string Numbered(std::string_view text, std::vector<std::string>* names);

class PgStatements {
 public:
  explicit PgStatements(PGconn* session) : session_(session) {}
  PgStatements(const PgStatements&) = delete;
  PgStatements& operator=(const PgStatements&) = delete;

  // Waits for the next that is sent. `if_taken`, unless it is empty, is called when it finds that its key is taken.
  void Later(const std::string& text, Binds binds, IfTaken if_taken);
  // Sends what waits and this, in one way, and returns what this found. Throws DatabaseError, or what `if_taken`
  // throws, for the first that failed; those behind it did nothing.
  PgResult Now(const std::string& text, const Binds& binds);
  // Sends what waits.
  void Send();
  // Throws DatabaseError when the server has gone already: then nothing that waits has come to it.
  void RequireThere();
  // Sends what waits and, only if all of that is done, COMMIT.
  void Commit();
  // The last Commit failed at a statement before COMMIT, in the server's own words: then COMMIT was not done.
  bool failed_before_commit() const { return failed_before_commit_; }
  // What waits is never sent.
  void Drop() noexcept { waiting_.clear(); }
  bool waits() const { return !waiting_.empty(); }

  // Kept ones are prepared anew. Not within a transaction.
  void Forget();

 private:
  struct Kept {
    // As the server knows it; empty for COMMIT, which is nothing to keep.
    std::string name;
    // With $1 for :name.
    std::string text;
    std::vector<std::string> binds;
    bool prepared = false;
  };
  struct Sent {
    std::string text;
    Binds binds;
    IfTaken if_taken;
  };

  // A question of a way: to prepare a statement, or to do it.
  struct Asked {
    const Sent* sent;
    Kept* preparing;
  };

  Kept& KeptOf(const std::string& text);
  PgResult SendAlone(Kept& kept, const Binds& binds);
  // All in one way; what the last found.
  PgResult SendWaiting();
  bool Ask(const Sent& sent, std::vector<Asked>* asked);
  PgResult TakeNext();
  void EndPipeline();

  PGconn* session_;
  std::unordered_map<std::string, Kept> kept_;
  std::vector<Sent> waiting_;
  int made_ = 0;
  bool failed_before_commit_ = false;
};

}  // namespace almanac::store
