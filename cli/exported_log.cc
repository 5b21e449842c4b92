#include "cli/exported_log.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/tiles.h"
#include "cli/files.h"
#include "cli/text.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

namespace fs = std::filesystem;
using merkle::kTileWidth;

std::vector<NoteVerifier> KeysIn(const std::string& text) {
  std::vector<NoteVerifier> keys;
  for (const std::string& line : Split(text, '\n')) {
    if (auto key = NoteVerifier::Parse(line)) keys.push_back(std::move(*key));
  }
  return keys;
}

}  // namespace

ExportedLog::ExportedLog(std::string folder, std::vector<NoteVerifier> keys)
    : folder_(std::move(folder)), keys_(std::move(keys)) {
  if (!fs::exists(fs::path(folder_) / "checkpoint"))
    throw UsageError(fmt::format("{} holds no log", folder_),
                     "Write one there first: almanac log export --to " + folder_);
  if (keys_.empty()) {
    if (const auto text = Read("keys")) keys_ = KeysIn(*text);
    problems_.clear();
  }
  if (keys_.empty())
    throw UsageError("there is no key to check the log with", "Give the one that `almanac log show` tells: --key KEY.");
}

std::vector<std::string> ExportedLog::Check(const std::optional<std::string>& older_note) {
  if (OpenNotes(older_note)) {
    ReadLeaves();
    if (of_tiles_.size() == checkpoint_.head.size) {
      CheckUpperTiles();
      CheckRoots();
    }
  }
  return problems_;
}

std::optional<std::string> ExportedLog::Read(const std::string& path) {
  const fs::path file = fs::path(folder_) / path;
  std::error_code ignored;
  if (fs::is_regular_file(file, ignored)) return ReadWholeFile(file.string());
  Wrong(fmt::format("{}: is not there", path));
  return std::nullopt;
}

bool ExportedLog::OpenNotes(const std::optional<std::string>& older_note) {
  std::string problem;
  const auto note = Read("checkpoint");
  if (!note) return false;
  const auto newest = OpenCheckpoint(*note, keys_, &problem);
  if (!newest) return Wrong("checkpoint: " + problem), false;
  checkpoint_ = *newest;
  if (!older_note) return true;
  older_ = OpenCheckpoint(*older_note, keys_, &problem);
  if (!older_) return Wrong("the older checkpoint: " + problem), false;
  if (older_->head.size > checkpoint_.head.size) {
    Wrong(fmt::format("the older checkpoint covers {} events, and this log has {}: it was cut, or is older itself",
                      older_->head.size, checkpoint_.head.size));
    return false;
  }
  if (older_->head.size == 0) older_root_ = merkle::EmptyRoot();
  return true;
}

void ExportedLog::ReadLeaves() {
  const int64_t size = checkpoint_.head.size;
  // A checkpoint may speak of more leaves than there are files for: what is wrong is told, and not a million times.
  constexpr size_t kEnough = 100;
  for (int64_t number = 0; number * kTileWidth < size && problems_.size() < kEnough; ++number)
    ReadTile(number, std::min(kTileWidth, size - number * kTileWidth));
}

std::vector<merkle::Hash> ExportedLog::ReadTileHashes(int level, int64_t number, int64_t width) {
  std::vector<merkle::Hash> hashes;
  const std::string path = Tile{level, number, width}.Path();
  const auto bytes = Read(path);
  if (!bytes) return {};
  if (ReadHashes(*bytes, &hashes) && static_cast<int64_t>(hashes.size()) == width) return hashes;
  Wrong(fmt::format("{}: is not {} hashes", path, width));
  return {};
}

void ExportedLog::ReadTile(int64_t number, int64_t width) {
  const auto hashes = ReadTileHashes(0, number, width);
  const std::string path = Tile{Tile::kEntries, number, width}.Path();
  const auto bundle = Read(path);
  std::vector<std::string> entries;
  if (bundle && (!ReadEntries(*bundle, &entries) || static_cast<int64_t>(entries.size()) != width))
    return Wrong(fmt::format("{}: is not {} entries", path, width));
  if (!bundle || hashes.empty()) return;
  for (size_t i = 0; i < hashes.size(); ++i) AddLeaf(hashes[i], merkle::LeafHash(entries[i]));
}

void ExportedLog::AddLeaf(const merkle::Hash& hash, const merkle::Hash& of_entry) {
  if (hash != of_entry) differing_.push_back(of_tiles_.size());
  of_entries_.Add(of_entry);
  of_tiles_.Add(hash, [&](int level, int64_t, const merkle::Hash& root) {
    if (above_.size() < static_cast<size_t>(level)) above_.emplace_back();
    above_[static_cast<size_t>(level) - 1].push_back(root);
  });
  if (older_ && older_->head.size == of_tiles_.size()) older_root_ = of_tiles_.Root();
}

void ExportedLog::CheckUpperTiles() {
  for (size_t level = 1; level <= above_.size(); ++level) {
    const auto& roots = above_[level - 1];
    for (size_t first = 0; first < roots.size(); first += kTileWidth) {
      const auto width = std::min(static_cast<size_t>(kTileWidth), roots.size() - first);
      const auto number = static_cast<int64_t>(first) / kTileWidth;
      const auto hashes = ReadTileHashes(static_cast<int>(level), number, static_cast<int64_t>(width));
      for (size_t i = 0; i < hashes.size(); ++i) {
        if (hashes[i] == roots[first + i]) continue;
        Wrong(fmt::format("{}: its hash {} is not the root of the tile under it",
                          Tile{static_cast<int>(level), number, static_cast<int64_t>(width)}.Path(), i));
      }
    }
  }
}

void ExportedLog::CheckRoots() {
  const int64_t size = checkpoint_.head.size;
  const bool tiles_stand = of_tiles_.Root() == checkpoint_.head.root;
  const bool entries_stand = of_entries_.Root() == checkpoint_.head.root;
  for (const int64_t leaf : differing_) {
    const int64_t number = leaf / kTileWidth;
    const int64_t width = std::min(kTileWidth, size - number * kTileWidth);
    const int level = entries_stand && !tiles_stand ? 0 : Tile::kEntries;
    Wrong(fmt::format("{}: leaf {} is not what was signed", Tile{level, number, width}.Path(), leaf));
  }
  if (!tiles_stand && !entries_stand)
    Wrong(fmt::format("checkpoint: its root is not that of the {} leaves that are here", size));
  if (older_ && tiles_stand && older_root_ != older_->head.root)
    Wrong(
        fmt::format("what was sealed when the log had {} events was changed since: this log does not go on with the "
                    "one that the older checkpoint speaks of",
                    older_->head.size));
}

}  // namespace almanac::cli
