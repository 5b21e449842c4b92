// Where the parts of a log lie in a folder, as C2SP tlog-tiles lays them out:
// checkpoint, tile/<L>/<N>, tile/entries/<N>, and .p/<W> behind what is not
// full yet.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/merkle.h"

namespace almanac {

// Some hashes of a level, next to each other.
struct Tile {
  // kEntries: what the leaves are of, in place of their hashes.
  static constexpr int kEntries = -1;

  int level = 0;
  int64_t number = 0;
  // 1 to 256.
  int64_t width = merkle::kTileWidth;

  // tile/0/x001/234.p/17
  std::string Path() const;
};

// All that a log of that size has, its entries included, in the order in which it grows.
std::vector<Tile> TilesOf(int64_t size);

// Entries behind their lengths, two bytes each.
void AppendEntry(std::string_view entry, std::string* bundle);
// False when the bytes are no such bundle.
bool ReadEntries(std::string_view bundle, std::vector<std::string>* entries);
// False when the bytes are no whole hashes.
bool ReadHashes(std::string_view tile, std::vector<merkle::Hash>* hashes);

}  // namespace almanac
