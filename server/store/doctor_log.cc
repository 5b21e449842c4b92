// The log: every leaf is its event, the tree is what was signed, and what was
// blanked was blanked openly.
#include <fmt/format.h>

#include "almanac/v1/records.pb.h"
#include "base/ids.h"
#include "base/merkle.h"
#include "base/note.h"
#include "sql/log.h"
#include "store/blanking.h"
#include "store/doctor.h"
#include "store/leaf.h"
#include "store/tile_reader.h"
#include "store/tx_state.h"

namespace almanac::store {
namespace {

constexpr int64_t kRowsAtOnce = 500;
constexpr const char* kChanged =
    "it was changed by hand after it was sealed: compare with a backup, and find out by whom";
constexpr const char* kLogChanged = "the log was changed by hand: put it back from a backup";

struct Node {
  int level;
  int64_t number;
  merkle::Hash hash;
};

// A leaf whose event is not what it was sealed as, or not known to be so yet.
struct Doubt {
  int64_t leaf;
  std::string event;
  bool gone;
};

class LogWalk {
 public:
  LogWalk(Tx& tx, const Report& report) : tx_(tx), report_(report) {}

  void Walk() {
    ReadKeys();
    NextCheckpoint();
    const std::string text = fmt::format(
        "SELECT l.number, l.entry, l.event_id, {} FROM log_leaves l LEFT JOIN events e ON e.id = l.event_id "
        "LEFT JOIN log_blanks b ON b.event_id = e.id WHERE l.number > :after ORDER BY l.number LIMIT :limit",
        kEventTextColumns);
    std::vector<Cell> cells{Cell::kInteger, Cell::kText, Cell::kText};
    for (const Cell cell : EventTextCells()) cells.push_back(cell);
    int64_t found = kRowsAtOnce;
    while (found == kRowsAtOnce && whole_) {
      std::vector<std::pair<std::vector<std::string>, EventText>> rows;
      found = 0;
      tx_.state().Select(text, {{"after", stored_.size() - 1}, {"limit", kRowsAtOnce}}, cells, [&](const Row& row) {
        ++found;
        rows.push_back({{std::to_string(std::get<int64_t>(row.At(0))), TextOf(row.At(1)), TextOf(row.At(2))},
                        ReadEventText(row, 3)});
      });
      for (const auto& [leaf, event] : rows) InspectLeaf(leaf, event);
    }
    End();
  }

 private:
  void Say(std::string what, std::string problem, const char* remedy) {
    report_(FindingOf("log", std::move(what), std::move(problem), remedy));
  }

  void ReadKeys() {
    for (const auto& row : tx_.Select<v1::LogKey>(sql::log::kKeys, {})) {
      if (auto key = NoteVerifier::Parse(row.verifier())) {
        keys_.push_back(std::move(*key));
      } else {
        keys_read_ = false;
        Say("the key " + row.verifier(), "is no verifier key, so no signature is checked", kLogChanged);
      }
    }
  }

  void InspectLeaf(const std::vector<std::string>& leaf, const EventText& event) {
    if (!whole_) return;
    if (leaf[0] != std::to_string(stored_.size())) {
      Say(fmt::format("leaf {}", stored_.size()), "is gone, so what follows cannot be checked", kLogChanged);
      whole_ = false;
      return;
    }
    const bool gone = !event.there;
    const std::string entry = gone ? std::string() : EntryOf(event);
    const bool differs = ToHex(entry) != leaf[1];
    std::string name = gone
                           ? "event " + leaf[2]
                           : fmt::format("event {} ({} of {}, {})", event.id, event.verb, event.resource(), event.time);
    (differs ? doubts_ : since_signed_).push_back({stored_.size(), std::move(name), gone});
    InspectBlanks(event);
    AddToTrees(FromHex(leaf[1]), entry);
    while (whole_ && checkpoint_ && checkpoint_->size() == stored_.size()) InspectCheckpoint();
  }

  void AddToTrees(const std::string& stored, const std::string& computed) {
    std::vector<Node> nodes, others;
    stored_.Add(merkle::LeafHash(stored), [&](int level, int64_t number, const merkle::Hash& hash) {
      nodes.push_back({level, number, hash});
    });
    computed_.Add(merkle::LeafHash(computed), [&](int level, int64_t number, const merkle::Hash& hash) {
      others.push_back({level, number, hash});
    });
    for (size_t i = 0; i < nodes.size(); ++i) {
      const auto& node = nodes[i];
      const auto kept = tx_.SelectOne<v1::LogNode>(
          sql::log::kNodes,
          {{"level", static_cast<int64_t>(node.level)}, {"first", node.number}, {"last", node.number + 1}});
      if (kept && (kept->hash() == ToHex(node.hash) || kept->hash() == ToHex(others[i].hash))) continue;
      Say(fmt::format("tile {} of level {}", node.number / merkle::kTileWidth, node.level),
          kept ? fmt::format("its hash {} is not the root of the leaves under it", node.number % merkle::kTileWidth)
               : fmt::format("its hash {} is gone", node.number % merkle::kTileWidth),
          kLogChanged);
    }
  }

  void NextCheckpoint() {
    if (next_ == checkpoints_.size() && more_) {
      const int64_t after = checkpoints_.empty() ? -1 : checkpoints_.back().size();
      checkpoints_ =
          tx_.Select<v1::LogCheckpoint>(sql::log::kCheckpointsAfter, {{"after", after}, {"limit", kRowsAtOnce}});
      more_ = static_cast<int64_t>(checkpoints_.size()) == kRowsAtOnce;
      next_ = 0;
    }
    checkpoint_ = next_ < checkpoints_.size() ? &checkpoints_[next_++] : nullptr;
  }

  // What was signed tells whether the event or its leaf was changed.
  void InspectCheckpoint() {
    const v1::LogCheckpoint& row = *checkpoint_;
    std::string problem;
    const auto opened = keys_read_ ? OpenCheckpoint(row.note(), keys_, &problem) : Checkpoint::Parse(row.note());
    NextCheckpoint();
    const std::string name = fmt::format("the checkpoint at {}", stored_.size());
    if (!opened) return Say(name, problem.empty() ? "does not read" : problem, kLogChanged);
    if (opened->head.size != stored_.size()) return Say(name, "speaks of another size", kLogChanged);
    if (opened->head.root == stored_.Root()) {
      for (const Doubt& doubt : doubts_)
        Say(doubt.event, doubt.gone ? "was sealed, and is gone" : "is not what was sealed", kChanged);
      computed_ = stored_;
    } else if (opened->head.root == computed_.Root()) {
      for (const Doubt& doubt : doubts_)
        Say(fmt::format("leaf {}", doubt.leaf), fmt::format("is not what was signed; {} is", doubt.event), kLogChanged);
      stored_ = computed_;
    } else {
      SayNeither(name);
    }
    doubts_.clear();
    since_signed_.clear();
  }

  // Both were changed, or more than one of each: what was signed last stands, so it is among those that follow it.
  void SayNeither(const std::string& checkpoint) {
    for (const Doubt& doubt : doubts_) Say(doubt.event, "is not what its leaf says", kChanged);
    constexpr size_t kNamed = 20;
    for (size_t i = 0; doubts_.empty() && i < since_signed_.size() && i < kNamed; ++i) {
      Say(since_signed_[i].event,
          since_signed_.size() == 1
              ? "is not what was signed, nor is its leaf"
              : fmt::format("is one of {} of which one is not what was signed, nor is its leaf", since_signed_.size()),
          kChanged);
    }
    Say(checkpoint, "has another root than the leaves that it covers; later ones cannot be checked", kLogChanged);
    whole_ = false;
  }

  void InspectBlanks(const EventText& event) {
    if (event.blanks.empty()) return;
    for (const std::string& problem : ProblemsOfBlanks(tx_, event))
      Say(fmt::format("event {}", event.id), problem, kChanged);
  }

  void End() {
    if (!whole_) return;
    for (const Doubt& doubt : doubts_) Say(doubt.event, "is not what its leaf says", kChanged);
    if (checkpoint_ != nullptr) {
      Say(fmt::format("the checkpoint at {}", checkpoint_->size()),
          fmt::format("covers leaves that are gone: there are {}", stored_.size()), kLogChanged);
    }
  }

  Tx& tx_;
  const Report& report_;
  std::vector<NoteVerifier> keys_;
  bool keys_read_ = true;
  // As the leaves are stored, and as the events say they should be.
  merkle::Frontier stored_;
  merkle::Frontier computed_;
  std::vector<Doubt> doubts_;
  std::vector<Doubt> since_signed_;
  std::vector<v1::LogCheckpoint> checkpoints_;
  size_t next_ = 0;
  bool more_ = true;
  const v1::LogCheckpoint* checkpoint_ = nullptr;
  // Nothing was found that keeps what follows from being checked.
  bool whole_ = true;
};

}  // namespace

int64_t InspectLog(Tx& tx, const Report& report) {
  LogWalk(tx, report).Walk();
  const auto waiting = tx.SelectOne<v1::Count>(sql::log::kUnsealed, {});
  return waiting ? waiting->count() : 0;
}

}  // namespace almanac::store
