// Runs units of work: leases a connection, begins, runs, commits, and runs
// again what the database asks to run again. The one place of retries, for
// rpcs, imports, jobs and pages alike.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>

#include "base/caller.h"
#include "base/clock.h"
#include "store/database.h"
#include "store/tx.h"

namespace almanac::store {

using Deadline = std::chrono::steady_clock::time_point;
using Unit = std::function<void(Tx&)>;

class Work {
 public:
  Work(Database& database, Clock& clock) : database_(database), clock_(clock) {}

  // `unit` may run up to eight times, so it has no effect outside its Tx and
  // what it captures. Commits unless `unit` throws. Throws CONTENTION when the
  // tries are used up, DEADLINE_EXCEEDED, OVERLOADED, UNAVAILABLE, and
  // whatever `unit` throws.
  void Run(Mode mode, const Caller& caller, Deadline deadline, const Unit& unit);
  // The same and then rolls back: for validate_only and plans of writes.
  void Rehearse(Mode mode, const Caller& caller, Deadline deadline, const Unit& unit);
  // In a session that can read the public_* views and nothing else.
  void RunPublic(Deadline deadline, const Unit& unit);

  Database& database() { return database_; }
  Clock& clock() { return clock_; }
  // Runs beyond the first, since the start.
  int64_t retries() const { return retries_; }

 private:
  enum class End { kCommit, kRollback };
  void RunWith(Mode mode, const Caller& caller, Deadline deadline, const Unit& unit, End end);

  Database& database_;
  Clock& clock_;
  std::atomic<int64_t> retries_{0};
};

}  // namespace almanac::store
