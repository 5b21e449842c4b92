#include "store/sealing.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/ids.h"
#include "store/dialect.h"
#include "store/leaf.h"
#include "store/tile_reader.h"
#include "store/tx_state.h"

namespace almanac::store {

// Events on their way to be leaves.
struct SealedBatch {
  // The tree that they are added to.
  int64_t size = 0;
  std::vector<EventText> events;
  std::vector<std::vector<Value>> leaves;
  std::vector<std::vector<Value>> nodes;
  merkle::Frontier frontier;
};

namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

// PostgreSQL shuts nobody out meanwhile.
constexpr int64_t kAtOnceOnPostgresql = 1000;
constexpr int64_t kMostAtOnce = 400;
constexpr int64_t kLeastAtOnce = 8;
constexpr int64_t kFirstAtOnce = 64;
// SQLite: above it the next batch is half as large, and below it somewhat larger.
constexpr microseconds kLongHold{2500};
constexpr microseconds kShortHold{1000};
// While there is always more to seal.
constexpr std::chrono::seconds kSignEvery{1};

Deadline Soon() { return steady_clock::now() + std::chrono::seconds(30); }

std::string UnsealedText() {
  return fmt::format(
      "SELECT {} FROM events e LEFT JOIN log_blanks b ON b.event_id = e.id WHERE e.id > :after AND NOT EXISTS "
      "(SELECT 1 FROM log_leaves l WHERE l.event_id = e.id) ORDER BY e.id LIMIT :limit",
      kEventTextColumns);
}

// Without gaps, so the last one tells.
int64_t SizeOf(Tx& tx) {
  int64_t size = 0;
  const Cell cells[] = {Cell::kInteger};
  tx.state().Select("SELECT number + 1 AS size FROM log_leaves ORDER BY number DESC LIMIT 1", {}, cells,
                    [&](const Row& row) { size = row.Integer(0); });
  return size;
}

}  // namespace

Sealer::Sealer(Work& work, NoteSigner signer)
    : work_(work),
      signer_(std::move(signer)),
      limit_(work.database().backend() == Backend::kSqlite ? kFirstAtOnce : kAtOnceOnPostgresql) {
  const auto keys = ReadLogKeys(work);
  const auto ours = [&](const NoteVerifier& key) { return key.text() == verifier().text(); };
  if (keys.empty()) {
    AddLogKey(work, verifier());
  } else if (std::none_of(keys.begin(), keys.end(), ours)) {
    throw Error(
        Reason::CONFIG_INVALID,
        fmt::format("the log of this database is sealed with the key {}; give that one with --log-key, or, where "
                    "it is lost, make another: almanacd new-log-key",
                    keys.back().text()));
  }
}

void Sealer::SealAll() {
  while (SealSome()) {
  }
}

bool Sealer::SealSome() {
  if (!in_pass_) BeginPass();
  const auto most = static_cast<size_t>(limit_);
  SealedBatch batch = Read();
  if (!batch.events.empty()) {
    Build(&batch);
    if (!Write(batch)) {
      // Another one was faster: the next pass begins from what is there then.
      in_pass_ = false;
      return false;
    }
    frontier_ = std::move(batch.frontier);
    after_ = batch.events.back().id;
    seen_ = std::max(seen_, after_);
    leaves_ += static_cast<int64_t>(batch.events.size());
    ++batches_;
  }
  const bool more = batch.events.size() == most;
  if (!more || steady_clock::now() - sign_time_ > kSignEvery) Sign();
  if (!more) EndPass();
  return more;
}

// Before the first look: a write that is not under way any more will be seen by all looks that follow.
void Sealer::BeginPass() {
  std::set<std::string> under_way;
  work_.Run(Mode::kOneStatement, Caller::System(), Soon(),
            [&](Tx& tx) { under_way = WritesUnderWay(tx.state().connection); });
  if (next_floor_ && !awaited_) awaited_ = under_way;
  ended_ = awaited_ && std::none_of(awaited_->begin(), awaited_->end(),
                                    [&](const std::string& write) { return under_way.contains(write); });
  after_ = floor_;
  in_pass_ = true;
}

void Sealer::EndPass() {
  in_pass_ = false;
  if (ended_) {
    floor_ = *next_floor_;
    next_floor_.reset();
    awaited_.reset();
    ended_ = false;
  }
  if (!next_floor_ && seen_ > floor_) next_floor_ = seen_;
}

SealedBatch Sealer::Read() {
  static const std::string text = UnsealedText();
  static const std::vector<Cell> cells = EventTextCells();
  SealedBatch batch;
  work_.Run(Mode::kRead, Caller::System(), Soon(), [&](Tx& tx) {
    batch = {};
    batch.size = SizeOf(tx);
    if (batch.size != frontier_.size()) Follow(tx, batch.size);
    tx.state().Select(text, {{"after", after_}, {"limit", limit_}}, cells,
                      [&](const Row& row) { batch.events.push_back(ReadEventText(row)); });
  });
  return batch;
}

// What others sealed, or was sealed before the start. The stored tree is only gone on from when it is what was signed.
void Sealer::Follow(Tx& tx, int64_t size) {
  const auto newest = NewestCheckpoint(tx);
  TileReader tiles(tx);
  if (newest) {
    const Checkpoint checkpoint = OpenStored(tx, *newest);
    if (checkpoint.head.size > size || checkpoint.origin != verifier().name() ||
        checkpoint.head.root != merkle::RangeRoot(tiles.AsHash(), 0, checkpoint.head.size)) {
      throw Error(Reason::INTERNAL,
                  "the log is not what its newest checkpoint says, so nothing more is sealed: it was changed by hand; "
                  "almanacd doctor tells where");
    }
    signed_ = checkpoint.head.size;
  }
  frontier_ = merkle::Frontier(tiles.AsHash(), size);
  // Or a pass that finds nothing to seal would leave the floor where it is, and every other would look at all of it.
  const Cell cells[] = {Cell::kInteger};
  tx.state().Select("SELECT max(event_id) AS newest FROM log_leaves", {}, cells,
                    [&](const Row& row) { seen_ = std::max(seen_, row.IsNull(0) ? kBelowAll : row.Integer(0)); });
}

void Sealer::Build(SealedBatch* batch) {
  batch->frontier = frontier_;
  for (const EventText& event : batch->events) {
    const std::string entry = EntryOf(event);
    batch->leaves.push_back({batch->frontier.size(), event.id, ToHex(entry)});
    batch->frontier.Add(merkle::LeafHash(entry), [&](int level, int64_t number, const merkle::Hash& hash) {
      batch->nodes.push_back({static_cast<int64_t>(level), number, ToHex(hash)});
    });
  }
}

bool Sealer::Write(const SealedBatch& batch) {
  bool written = false;
  auto locked = steady_clock::now();
  work_.Run(Mode::kSeal, Caller::System(), Soon(), [&](Tx& tx) {
    locked = steady_clock::now();
    Connection& connection = tx.state().connection;
    written = TakeSealing(connection) && SizeOf(tx) == batch.size;
    if (!written) return;
    connection.InsertMany("log_leaves", {"number", "event_id", "entry"}, batch.leaves);
    connection.InsertMany("log_nodes", {"level", "number", "hash"}, batch.nodes);
  });
  if (work_.database().backend() == Backend::kSqlite)
    AdaptTo(std::chrono::duration_cast<microseconds>(steady_clock::now() - locked));
  return written;
}

// Leaves first, and signed when they are there for good. What is signed twice is signed the same.
void Sealer::Sign() {
  sign_time_ = steady_clock::now();
  if (frontier_.size() == signed_) return;
  const Checkpoint checkpoint{verifier().name(), {frontier_.size(), frontier_.Root()}};
  const std::string note = signer_.Sign(checkpoint.Text());
  work_.Run(Mode::kRead, Caller::System(), Soon(), [&](Tx& tx) {
    static_cast<void>(SizeOf(tx));
    tx.state().connection.MakeDurable();
  });
  work_.Run(Mode::kSeal, Caller::System(), Soon(), [&](Tx& tx) {
    tx.state().Write(
        "INSERT INTO log_checkpoints (size, time, note) VALUES (:size, :time, :note) ON CONFLICT DO NOTHING",
        {{"size", checkpoint.head.size}, {"time", tx.now()}, {"note", note}});
  });
  signed_ = checkpoint.head.size;
}

void Sealer::AdaptTo(microseconds hold) {
  last_hold_ = hold.count();
  if (hold.count() > longest_hold_) longest_hold_ = hold.count();
  if (hold > kLongHold) limit_ = std::max(kLeastAtOnce, limit_ / 2);
  if (hold < kShortHold) limit_ = std::min(kMostAtOnce, limit_ + limit_ / 4);
}

void AddLogKey(Work& work, const NoteVerifier& verifier) {
  work.Run(Mode::kSeal, Caller::System(), Soon(), [&](Tx& tx) {
    const auto keys = LogKeys(tx);
    if (!keys.empty() && keys.front().name() != verifier.name()) {
      throw Error(Reason::CONFIG_INVALID, fmt::format("the log of this database is called {}, and this is a key of {}",
                                                      keys.front().name(), verifier.name()));
    }
    tx.state().Write("INSERT INTO log_keys (verifier, time) VALUES (:verifier, :time) ON CONFLICT DO NOTHING",
                     {{"verifier", verifier.text()}, {"time", tx.now()}});
  });
}

std::vector<NoteVerifier> ReadLogKeys(Work& work) {
  std::vector<NoteVerifier> keys;
  work.Run(Mode::kRead, Caller::System(), Soon(), [&](Tx& tx) { keys = LogKeys(tx); });
  return keys;
}

}  // namespace almanac::store
