#include "store/work.h"

#include <fmt/format.h>
#include <sodium.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <optional>
#include <thread>

#include "store/connection.h"
#include "store/tx_state.h"

namespace almanac::store {
namespace {

using Kind = DatabaseError::Kind;

constexpr int kTries = 8;
// After so many, a write asks to be alone, and then nothing is in its way.
constexpr int kTriesBeside = 4;
// A unit that was lost so often may be what the server dies of.
constexpr int kLosses = 3;

bool Writes(Mode mode) { return mode == Mode::kWrite || mode == Mode::kExclusive || mode == Mode::kSeal; }

// Longer each time, and never the same for two that met.
void Pause(std::chrono::microseconds shortest, int tried) {
  const auto most = static_cast<uint32_t>(shortest.count()) << std::min(tried, 7);
  std::this_thread::sleep_for(std::chrono::microseconds(randombytes_uniform(most) + most / 10));
}
void PauseForOthers(int tried) { Pause(std::chrono::milliseconds(2), tried); }
void PauseForServer(int tried) { Pause(std::chrono::milliseconds(5), tried); }

// Whether another session may do better.
bool IsOfSession(Kind kind) { return kind == Kind::kDisconnected || kind == Kind::kCrowded || kind == Kind::kReadOnly; }
// Whether the same would do the next time.
bool IsOfOthers(Kind kind) { return kind == Kind::kRetry || kind == Kind::kPlanChanged; }

std::string WordsFor(Kind kind) {
  switch (kind) {
    case Kind::kCrowded:
      return "the database takes no more connections just now";
    case Kind::kTimeout:
      return "the database took longer than this request may";
    case Kind::kFull:
      return "the database has no room left, on its disk or in memory";
    case Kind::kReadOnly:
      return "the database takes no writes just now: it is read-only";
    case Kind::kStorage:
    case Kind::kUnsynced:
      return "the database cannot read or write its files just now (a full disk, a lost file)";
    default:
      return "the database does not answer just now";
  }
}

// Must be called while the error is being handled.
[[noreturn]] void Report(const DatabaseError& error, Mode mode) {
  spdlog::error("database: {}", error.what());
  if (error.outcome_unknown()) {
    throw OutcomeUnknown(
        Reason::OUTCOME_UNKNOWN,
        fmt::format("the {} while your change was being stored; look whether it is there before you repeat it",
                    error.kind() == Kind::kUnsynced ? "disk failed" : "database went away"));
  }
  if (error.kind() == Kind::kOther || error.kind() == Kind::kUnique) throw;
  throw Error(error.kind() == Kind::kTimeout ? Reason::DEADLINE_EXCEEDED : Reason::UNAVAILABLE,
              WordsFor(error.kind()) + (Writes(mode) ? "; nothing was changed" : ""));
}

}  // namespace

struct Work::Job {
  enum class End { kCommit, kRollback };
  enum class Door { kRecord, kPublic };

  Mode mode;
  const Caller& caller;
  Deadline deadline;
  const Unit& unit;
  End end = End::kCommit;
  Door door = Door::kRecord;
};

void Work::Run(Mode mode, const Caller& caller, Deadline deadline, const Unit& unit) {
  RunJob({mode, caller, deadline, unit});
}

void Work::Rehearse(Mode mode, const Caller& caller, Deadline deadline, const Unit& unit) {
  RunJob({mode, caller, deadline, unit, Job::End::kRollback});
}

void Work::RunPublic(Deadline deadline, const Unit& unit) {
  RunJob({Mode::kRead, Caller::Public(), deadline, unit, Job::End::kRollback, Job::Door::kPublic});
}

void Work::RunJob(const Job& job) {
  int contended = 0;
  int lost = 0;
  for (int waited = 0;; ++retries_) {
    bool begun = false;
    try {
      return RunOnce(job, contended >= kTriesBeside, &begun);
    } catch (const DatabaseError& error) {
      const auto now = std::chrono::steady_clock::now();
      if (IsOfOthers(error.kind())) {
        if (++contended >= kTries || now >= job.deadline)
          throw Error(Reason::CONTENTION, "others kept changing the same records");
        PauseForOthers(contended);
        continue;
      }
      if (!IsOfSession(error.kind()) || error.outcome_unknown()) Report(error, job.mode);
      if (begun && ++lost > kLosses) Report(error, job.mode);
      if (now >= std::min(job.deadline, database_.WorthWaitingUntil())) Report(error, job.mode);
      PauseForServer(waited++);
    }
  }
}

void Work::RunOnce(const Job& job, bool alone, bool* begun) {
  // The gate before the connection: writers in line must not starve readers of connections.
  std::optional<Database::Gate> gate;
  if (Writes(job.mode)) gate.emplace(database_.EnterGate(job.deadline));
  Lease lease =
      job.door == Job::Door::kPublic ? database_.AcquirePublic(job.deadline) : database_.Acquire(job.deadline);
  *begun = true;
  std::vector<std::string> filled;
  try {
    Tx tx(*lease, job.mode == Mode::kWrite && alone ? Mode::kExclusive : job.mode, job.caller, clock_.Now());
    job.unit(tx);
    job.end == Job::End::kCommit ? tx.Commit() : tx.Rehearse();
    if (job.end == Job::End::kCommit) filled.assign(tx.state().filled.begin(), tx.state().filled.end());
  } catch (const DatabaseError& error) {
    if (error.kind() == Kind::kPlanChanged) lease.connection().Forget();
    // Another session may lead to a server that takes writes. A file stays the same.
    if (error.kind() == Kind::kReadOnly && database_.backend() == Backend::kPostgresql) lease.connection().Close();
    throw;
  }
  if (!filled.empty()) database_.CountFilled(std::move(lease), filled);
}

}  // namespace almanac::store
