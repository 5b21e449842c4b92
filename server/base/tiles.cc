#include "base/tiles.h"

#include <fmt/format.h>

namespace almanac {
namespace {

using merkle::kTileHeight;
using merkle::kTileWidth;

// 1234067 is x001/x234/067: a folder never has the name of a file.
std::string NumberPath(int64_t number) {
  std::string path = fmt::format("{:03}", number % 1000);
  while (number >= 1000) {
    number /= 1000;
    path = fmt::format("x{:03}/{}", number % 1000, path);
  }
  return path;
}

}  // namespace

std::string Tile::Path() const {
  const std::string folder = level == kEntries ? "entries" : std::to_string(level);
  const std::string part = width == kTileWidth ? std::string() : fmt::format(".p/{}", width);
  return fmt::format("tile/{}/{}{}", folder, NumberPath(number), part);
}

std::vector<Tile> TilesOf(int64_t size) {
  std::vector<Tile> tiles;
  for (int level = Tile::kEntries; level == Tile::kEntries || size > 0; ++level) {
    for (int64_t number = 0; number * kTileWidth < size; ++number)
      tiles.push_back({level, number, std::min(kTileWidth, size - number * kTileWidth)});
    if (level >= 0) size >>= kTileHeight;
  }
  return tiles;
}

void AppendEntry(std::string_view entry, std::string* bundle) {
  *bundle += static_cast<char>(entry.size() >> 8);
  *bundle += static_cast<char>(entry.size() & 0xff);
  *bundle += entry;
}

bool ReadEntries(std::string_view bundle, std::vector<std::string>* entries) {
  entries->clear();
  while (bundle.size() >= 2) {
    const size_t size =
        static_cast<size_t>(static_cast<unsigned char>(bundle[0])) * 256 + static_cast<unsigned char>(bundle[1]);
    if (bundle.size() - 2 < size) return false;
    entries->emplace_back(bundle.substr(2, size));
    bundle.remove_prefix(2 + size);
  }
  return bundle.empty();
}

bool ReadHashes(std::string_view tile, std::vector<merkle::Hash>* hashes) {
  hashes->clear();
  for (; tile.size() >= merkle::kHashSize; tile.remove_prefix(merkle::kHashSize))
    hashes->emplace_back(tile.substr(0, merkle::kHashSize));
  return tile.empty();
}

}  // namespace almanac
