// A log as `almanac log export` wrote it, or any other tool in the layout of
// C2SP tlog-tiles, checked with what is in the folder alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/note.h"

namespace almanac::cli {

class ExportedLog {
 public:
  // With these keys; those of the folder when there are none. Throws UsageError when there is no log, or no key.
  ExportedLog(std::string folder, std::vector<NoteVerifier> keys);

  // What is wrong, a line each, with the file that it is wrong in; nothing when all that is there is what was signed.
  // With the checkpoint of another time, also whether this log is that one gone on with.
  std::vector<std::string> Check(const std::optional<std::string>& older_note);

  // Of the newest checkpoint; once Check found nothing.
  const Checkpoint& checkpoint() const { return checkpoint_; }
  int64_t older_size() const { return older_ ? older_->head.size : 0; }

 private:
  bool OpenNotes(const std::optional<std::string>& older_note);
  void ReadLeaves();
  void ReadTile(int64_t number, int64_t width);
  void AddLeaf(const merkle::Hash& hash, const merkle::Hash& of_entry);
  void CheckUpperTiles();
  void CheckRoots();
  std::optional<std::string> Read(const std::string& path);
  std::vector<merkle::Hash> ReadTileHashes(int level, int64_t number, int64_t width);
  void Wrong(std::string what) { problems_.push_back(std::move(what)); }

  const std::string folder_;
  std::vector<NoteVerifier> keys_;
  Checkpoint checkpoint_;
  std::optional<Checkpoint> older_;
  merkle::Hash older_root_;
  // As the tiles say, and as the entries do: what was signed tells which of the two was changed.
  merkle::Frontier of_tiles_;
  merkle::Frontier of_entries_;
  // What the tiles above the leaves hold, a vector a level from 1 on.
  std::vector<std::vector<merkle::Hash>> above_;
  std::vector<int64_t> differing_;
  std::vector<std::string> problems_;
};

}  // namespace almanac::cli
