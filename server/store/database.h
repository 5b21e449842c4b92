// A database and its bounded pool of connections.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"

namespace almanac::store {

class Connection;
class Database;
class Pool;
struct Pooled;

// A connection on loan. Comes back rolled back, whatever happened.
class Lease {
 public:
  Lease(Lease&&) noexcept;
  Lease& operator=(Lease&&) = delete;
  ~Lease();
  Connection& operator*() const { return connection(); }
  Connection& connection() const;

 private:
  friend class Database;
  Lease(Pool* pool, Pooled* pooled) : pool_(pool), pooled_(pooled) {}
  Pool* pool_;
  Pooled* pooled_;
};

enum class Backend { kSqlite, kPostgresql };

class Database {
 public:
  // "postgresql://..." or "dbname=... host=..." with the prefix "postgresql:";
  // anything else is the path of an SQLite file, made when it is not there.
  // Takes `flock` on <path>.lock; refuses wrong encodings and collations; runs
  // the migrations. Throws DATABASE_UNUSABLE, SCHEMA_TOO_NEW,
  // MIGRATION_EDITED with what to do. Public sessions take `public_role` on
  // PostgreSQL, when it is given; see public_role.h.
  static std::unique_ptr<Database> Open(const std::string& address, int connections,
                                        const std::string& public_role = {});
  ~Database();

  Backend backend() const;
  int size() const;

  // Waits for a free connection until the deadline. One that was lost is opened
  // again. Throws OVERLOADED, and DatabaseError when the server lets nobody in.
  Lease Acquire(std::chrono::steady_clock::time_point deadline);
  // A connection that can read the public_* views and nothing else.
  Lease AcquirePublic(std::chrono::steady_clock::time_point deadline);

  // Whether it answers a question now; a second at most is waited for a free connection.
  bool Answers();
  // Until when it is worth waiting for a server that went away; outage.h.
  std::chrono::steady_clock::time_point WorthWaitingUntil() const;

  // Has the tables that a bulk write filled counted on the connection that wrote them: until then the planner knows
  // nothing of them. On PostgreSQL nobody waits for it but the next bulk write and the destructor.
  void CountFilled(Lease lease, const std::vector<std::string>& tables);

  // Writers pass one at a time on SQLite, before BEGIN IMMEDIATE; on PostgreSQL nobody waits.
  class Gate {
   public:
    Gate(Gate&&) noexcept;
    Gate& operator=(Gate&&) = delete;
    ~Gate();

   private:
    friend class Database;
    explicit Gate(Database* database) : database_(database) {}
    Database* database_;
  };
  // Throws DEADLINE_EXCEEDED.
  Gate EnterGate(std::chrono::steady_clock::time_point deadline);

 private:
  struct Impl;
  explicit Database(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace almanac::store
