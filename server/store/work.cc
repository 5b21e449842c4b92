#include "store/work.h"

#include <fmt/format.h>
#include <sodium.h>
#include <spdlog/spdlog.h>

#include <optional>
#include <thread>

#include "base/error.h"
#include "store/connection.h"

namespace almanac::store {
namespace {

constexpr int kTries = 8;
// After so many, a write asks to be alone, and then nothing is in its way.
constexpr int kTriesBeside = 4;

using Kind = DatabaseError::Kind;

// Longer each time, and never the same for two that met.
void Pause(int tried) {
  const auto most = static_cast<uint32_t>(2000) << tried;
  std::this_thread::sleep_for(std::chrono::microseconds(randombytes_uniform(most) + 200));
}

bool Writes(Mode mode) { return mode == Mode::kWrite || mode == Mode::kExclusive; }

[[noreturn]] void Report(const DatabaseError& error, bool committing) {
  spdlog::error("database: {}", error.what());
  switch (error.kind()) {
    case Kind::kDisconnected:
      if (committing) {
        throw Error(
            Reason::UNAVAILABLE,
            "the database went away while your change was being stored; look whether it is there before you repeat it");
      }
      throw Error(Reason::UNAVAILABLE, "the database does not answer");
    case Kind::kTimeout:
      throw Error(Reason::DEADLINE_EXCEEDED, "the database took longer than this request may");
    case Kind::kStorage:
      throw Error(Reason::UNAVAILABLE,
                  "the database cannot store or read just now (a full disk, a lost file); nothing was changed");
    default:
      throw;
  }
}

}  // namespace

void Work::Run(Mode mode, const Caller& caller, Deadline deadline, const Unit& unit) {
  RunWith(mode, caller, deadline, unit, End::kCommit);
}

void Work::Rehearse(Mode mode, const Caller& caller, Deadline deadline, const Unit& unit) {
  RunWith(mode, caller, deadline, unit, End::kRollback);
}

void Work::RunWith(Mode mode, const Caller& caller, Deadline deadline, const Unit& unit, End end) {
  for (int tried = 0;; ++tried) {
    bool committing = false;
    try {
      // The gate before the connection: writers in line must not starve readers of connections.
      std::optional<Database::Gate> gate;
      if (Writes(mode)) gate.emplace(database_.EnterGate(deadline));
      Lease lease = database_.Acquire(deadline);
      try {
        Tx tx(*lease, mode == Mode::kWrite && tried >= kTriesBeside ? Mode::kExclusive : mode, caller, clock_.Now());
        unit(tx);
        if (end == End::kRollback) return;
        committing = true;
        tx.Commit();
        return;
      } catch (const DatabaseError& error) {
        if (error.kind() == Kind::kPlanChanged) lease.connection().Forget();
        throw;
      }
    } catch (const DatabaseError& error) {
      const bool again = error.kind() == Kind::kRetry || error.kind() == Kind::kPlanChanged ||
                         (error.kind() == Kind::kDisconnected && !committing && tried < 2);
      if (!again) Report(error, committing);
      if (tried + 1 >= kTries || std::chrono::steady_clock::now() >= deadline) {
        throw Error(Reason::CONTENTION, "others kept changing the same records");
      }
    }
    ++retries_;
    Pause(tried);
  }
}

void Work::RunPublic(Deadline deadline, const Unit& unit) {
  Lease lease = database_.AcquirePublic(deadline);
  try {
    Tx tx(*lease, Mode::kRead, Caller::Public(), clock_.Now());
    unit(tx);
  } catch (const DatabaseError& error) {
    Report(error, false);
  }
}

}  // namespace almanac::store
