// Runs units of work: leases a connection, begins, runs, commits, and runs
// again what the database asks to run again. The one place of retries, for
// rpcs, imports, jobs and pages alike.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>

#include "base/caller.h"
#include "base/clock.h"
#include "base/error.h"
#include "store/database.h"
#include "store/tx.h"

namespace almanac::store {

using Deadline = std::chrono::steady_clock::time_point;
using Unit = std::function<void(Tx&)>;

// OUTCOME_UNKNOWN: the database was lost while a commit was under way. Who has
// written something by which to know may look, or write the same again.
class OutcomeUnknown : public Error {
 public:
  using Error::Error;
};

class Work {
 public:
  Work(Database& database, Clock& clock) : database_(database), clock_(clock) {}

  // `unit` may run several times, so it has no effect outside its Tx and what
  // it captures: again when the database asks for it, and when its connection
  // was lost before the commit. A server that is away is waited for, as long as
  // outage.h says. Commits unless `unit` throws. Throws CONTENTION when the
  // tries are used up, DEADLINE_EXCEEDED, OVERLOADED, UNAVAILABLE (nothing was
  // changed), OutcomeUnknown, and whatever `unit` throws.
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
  struct Job;
  void RunJob(const Job& job);
  // Tells whether the unit began, for whoever counts how often it was lost.
  void RunOnce(const Job& job, bool alone, bool* begun);

  Database& database_;
  Clock& clock_;
  std::atomic<int64_t> retries_{0};
};

}  // namespace almanac::store
