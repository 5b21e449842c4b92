// Merkle trees as RFC 6962, section 2.1, defines them: hashes of leaves and
// nodes, a tree that only grows, and the proofs that a leaf is in a tree and
// that one tree is the beginning of another. Hashes are 32 raw bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace almanac::merkle {

using Hash = std::string;

constexpr size_t kHashSize = 32;
// A tile holds so many hashes, and so every eighth level of the tree has a name of its own: level 1 of the tiles has
// the roots of 256 leaves, level 2 those of 65,536 (C2SP tlog-tiles).
constexpr int64_t kTileWidth = 256;
constexpr int kTileHeight = 8;

Hash Sha256(std::string_view bytes);
Hash LeafHash(std::string_view entry);
Hash NodeHash(std::string_view left, std::string_view right);
// Of no leaf at all.
Hash EmptyRoot();

// The root of the leaves from `number << (8 * level)` on, as many as a whole tile of that level has below one hash.
using TileHash = std::function<Hash(int level, int64_t number)>;

// The root of the leaves in [start, end), which begin at a multiple of the largest power of two among their parts, as
// all that a tree has do. Asks for as few hashes as there are.
Hash RangeRoot(const TileHash& hash, int64_t start, int64_t end);

// That leaf `number` is in the tree of the first `size`: RFC 6962, 2.1.1.
std::vector<Hash> InclusionProof(const TileHash& hash, int64_t number, int64_t size);
// That the tree of the first `older` leaves is the beginning of that of the first `size`: 2.1.2.
std::vector<Hash> ConsistencyProof(const TileHash& hash, int64_t older, int64_t size);

struct Head {
  int64_t size = 0;
  Hash root;
};
bool IsIncluded(const Hash& leaf, int64_t number, const Head& head, const std::vector<Hash>& proof);
bool IsConsistent(const Head& older, const Head& head, const std::vector<Hash>& proof);

// A tree that only grows, kept as the roots of its perfect parts: as many as
// its size has ones in binary.
class Frontier {
 public:
  Frontier() = default;
  // Of a tree that is kept elsewhere.
  Frontier(const TileHash& hash, int64_t size);

  // `full` hears of each hash of level 1 and above that this leaf completes, the lowest first.
  using Full = std::function<void(int level, int64_t number, const Hash& hash)>;
  void Add(Hash leaf, const Full& full = {});

  int64_t size() const { return size_; }
  Hash Root() const;

 private:
  int64_t size_ = 0;
  // By height; what the size has no one for is not used.
  std::vector<Hash> parts_;
};

}  // namespace almanac::merkle
