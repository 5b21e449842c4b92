// The log as it is stored: hashes of its tree, its newest checkpoint, its keys.
#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "almanac/v1/log.pb.h"
#include "base/merkle.h"
#include "base/note.h"
#include "store/tx.h"

namespace almanac::store {

// Reads a tile at a time and keeps it, for as long as one unit of work lasts.
class TileReader {
 public:
  explicit TileReader(Tx& tx) : tx_(tx) {}

  // Throws INTERNAL when the log has no such hash: it is damaged.
  merkle::Hash HashAt(int level, int64_t number);
  // The hashes of a tile that are there.
  const std::vector<merkle::Hash>& TileAt(int level, int64_t number);
  // For merkle.h; the reader is borrowed.
  merkle::TileHash AsHash() {
    return [this](int level, int64_t number) { return HashAt(level, number); };
  }

 private:
  Tx& tx_;
  std::map<std::pair<int, int64_t>, std::vector<merkle::Hash>> tiles_;
};

std::optional<v1::LogCheckpoint> NewestCheckpoint(Tx& tx);
// Those that do not read are left out.
std::vector<NoteVerifier> LogKeys(Tx& tx);
// Throws INTERNAL when the note is none of ours.
Checkpoint OpenStored(Tx& tx, const v1::LogCheckpoint& stored);

}  // namespace almanac::store
