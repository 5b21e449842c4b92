// Seals events: gives each a leaf of the log, exactly once, and signs
// checkpoints over them. Runs beside writers and holds none of them up for
// long: hashing, signing and waiting for the disk are done outside of the
// write, and on SQLite, where a write shuts others out, a batch is as large as
// fits into some milliseconds. A checkpoint is signed once its leaves are on
// the disk, so a power cut loses none that somebody may have seen.
//
// Identities say nothing of order here: on PostgreSQL an event may be seen
// after others with higher ones. So a pass looks at all events above a floor,
// under which every write has ended since (dialect.h), and a first pass at all.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/merkle.h"
#include "base/note.h"
#include "store/work.h"

namespace almanac::store {

struct SealedBatch;

class Sealer {
 public:
  // Throws CONFIG_INVALID when the log is sealed with another key.
  Sealer(Work& work, NoteSigner signer);

  // Seals a batch; signs when it was the last one, and now and then. True when there is reason to go on at once. When
  // another almanacd seals, nothing is done. Throws INTERNAL when the end of the log is
  // not what its newest checkpoint says; nothing is signed then.
  bool SealSome();
  // Until nothing waits.
  void SealAll();
  // The next pass looks at all events.
  void LookAgain() { floor_ = kBelowAll; }

  const NoteVerifier& verifier() const { return signer_.verifier(); }
  // Since the start; may be read by other threads.
  int64_t leaves() const { return leaves_; }
  int64_t batches() const { return batches_; }
  // How long writers of SQLite were shut out by a batch, from the lock to the end of the commit.
  std::chrono::microseconds last_hold() const { return std::chrono::microseconds(last_hold_); }
  std::chrono::microseconds longest_hold() const { return std::chrono::microseconds(longest_hold_); }

 private:
  // Whoever writes by hand gives what identity they like.
  static constexpr int64_t kBelowAll = std::numeric_limits<int64_t>::min();

  void BeginPass();
  void EndPass();
  SealedBatch Read();
  void Follow(Tx& tx, int64_t size);
  void Build(SealedBatch* batch);
  bool Write(const SealedBatch& batch);
  void Sign();
  void AdaptTo(std::chrono::microseconds hold);

  Work& work_;
  const NoteSigner signer_;
  merkle::Frontier frontier_;
  int64_t limit_;
  // How much of it the newest checkpoint covers, and when that was signed.
  int64_t signed_ = 0;
  std::chrono::steady_clock::time_point sign_time_;

  bool in_pass_ = false;
  // The last event that this pass has looked at.
  int64_t after_ = 0;
  int64_t floor_ = kBelowAll;
  // What may become the floor: once the writes that were under way when it was seen have ended, and a pass since then
  // has looked at everything.
  int64_t seen_ = kBelowAll;
  std::optional<int64_t> next_floor_;
  std::optional<std::set<std::string>> awaited_;
  bool ended_ = false;

  std::atomic<int64_t> leaves_{0};
  std::atomic<int64_t> batches_{0};
  std::atomic<int64_t> last_hold_{0};
  std::atomic<int64_t> longest_hold_{0};
};

// Makes this key one of the log's, beside those it has. Throws CONFIG_INVALID when it has the name of another log.
void AddLogKey(Work& work, const NoteVerifier& verifier);
// The keys of the log, the newest last; none before the first is used.
std::vector<NoteVerifier> ReadLogKeys(Work& work);

}  // namespace almanac::store
