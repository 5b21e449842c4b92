#include "store/tile_reader.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/ids.h"
#include "sql/log.h"

namespace almanac::store {
namespace {

using merkle::kTileWidth;

Binds PlacesOf(int64_t number) { return {{"first", number * kTileWidth}, {"last", (number + 1) * kTileWidth}}; }

std::vector<merkle::Hash> LeafHashes(Tx& tx, int64_t number) {
  std::vector<merkle::Hash> hashes;
  for (const auto& leaf : tx.Select<v1::LogLeaf>(sql::log::kLeaves, PlacesOf(number))) {
    // A gap: what follows it has another place than it says.
    if (leaf.number() != number * kTileWidth + static_cast<int64_t>(hashes.size())) break;
    hashes.push_back(merkle::LeafHash(FromHex(leaf.entry())));
  }
  return hashes;
}

std::vector<merkle::Hash> NodeHashes(Tx& tx, int level, int64_t number) {
  std::vector<merkle::Hash> hashes;
  Binds binds = PlacesOf(number);
  binds.emplace_back("level", static_cast<int64_t>(level));
  for (const auto& node : tx.Select<v1::LogNode>(sql::log::kNodes, binds)) {
    if (node.number() != number * kTileWidth + static_cast<int64_t>(hashes.size())) break;
    hashes.push_back(FromHex(node.hash()));
  }
  return hashes;
}

}  // namespace

const std::vector<merkle::Hash>& TileReader::TileAt(int level, int64_t number) {
  const auto [place, fresh] = tiles_.try_emplace({level, number});
  if (fresh) place->second = level == 0 ? LeafHashes(tx_, number) : NodeHashes(tx_, level, number);
  return place->second;
}

merkle::Hash TileReader::HashAt(int level, int64_t number) {
  const auto& tile = TileAt(level, number / kTileWidth);
  const auto place = static_cast<size_t>(number % kTileWidth);
  if (place < tile.size()) return tile[place];
  throw Error(Reason::INTERNAL, fmt::format("the log has no hash {} of level {}: it is damaged; almanacd doctor tells "
                                            "what else is",
                                            number, level));
}

std::optional<v1::LogCheckpoint> NewestCheckpoint(Tx& tx) {
  return tx.SelectOne<v1::LogCheckpoint>(sql::log::kNewestCheckpoint, {});
}

std::vector<NoteVerifier> LogKeys(Tx& tx) {
  std::vector<NoteVerifier> keys;
  for (const auto& row : tx.Select<v1::LogKey>(sql::log::kKeys, {})) {
    if (auto key = NoteVerifier::Parse(row.verifier())) keys.push_back(std::move(*key));
  }
  return keys;
}

Checkpoint OpenStored(Tx& tx, const v1::LogCheckpoint& stored) {
  std::string problem;
  auto checkpoint = OpenCheckpoint(stored.note(), LogKeys(tx), &problem);
  if (checkpoint) return std::move(*checkpoint);
  throw Error(Reason::INTERNAL,
              fmt::format("the checkpoint of the log at {} {}: almanacd doctor tells what else is wrong", stored.size(),
                          problem));
}

}  // namespace almanac::store
