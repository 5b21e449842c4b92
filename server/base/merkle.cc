#include "base/merkle.h"

#include <sodium.h>

#include <array>
#include <bit>

namespace almanac::merkle {
namespace {

// A leaf and a node never look alike: 2.1.
constexpr char kLeafMark = 0;
constexpr char kNodeMark = 1;

int64_t LargestPowerBelow(int64_t size) {
  return static_cast<int64_t>(std::bit_floor(static_cast<uint64_t>(size) - 1));
}

bool IsPower(int64_t size) { return std::has_single_bit(static_cast<uint64_t>(size)); }

std::string_view BytesOf(const std::array<unsigned char, kHashSize>& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

void Update(crypto_hash_sha256_state* state, std::string_view bytes) {
  crypto_hash_sha256_update(state, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

Hash Marked(char mark, std::string_view first, std::string_view second) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  Update(&state, {&mark, 1});
  Update(&state, first);
  Update(&state, second);
  std::array<unsigned char, kHashSize> hash{};
  crypto_hash_sha256_final(&state, hash.data());
  return Hash(BytesOf(hash));
}

}  // namespace

Hash Sha256(std::string_view bytes) {
  std::array<unsigned char, kHashSize> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return Hash(BytesOf(hash));
}

Hash LeafHash(std::string_view entry) { return Marked(kLeafMark, entry, {}); }
Hash NodeHash(std::string_view left, std::string_view right) { return Marked(kNodeMark, left, right); }
Hash EmptyRoot() { return Sha256({}); }

Hash RangeRoot(const TileHash& hash, int64_t start, int64_t end) {
  const int64_t size = end - start;
  if (size == 0) return EmptyRoot();
  if (IsPower(size)) {
    const int height = std::countr_zero(static_cast<uint64_t>(size));
    if (height % kTileHeight == 0) return hash(height / kTileHeight, start >> height);
  }
  const int64_t split = LargestPowerBelow(size);
  const Hash left = RangeRoot(hash, start, start + split);
  return NodeHash(left, RangeRoot(hash, start + split, end));
}

std::vector<Hash> InclusionProof(const TileHash& hash, int64_t number, int64_t size) {
  std::vector<Hash> backwards;
  int64_t start = 0;
  int64_t end = size;
  while (end - start > 1) {
    const int64_t split = start + LargestPowerBelow(end - start);
    if (number < split) {
      backwards.push_back(RangeRoot(hash, split, end));
      end = split;
    } else {
      backwards.push_back(RangeRoot(hash, start, split));
      start = split;
    }
  }
  return {backwards.rbegin(), backwards.rend()};
}

std::vector<Hash> ConsistencyProof(const TileHash& hash, int64_t older, int64_t size) {
  // Every tree begins with nothing.
  if (older == 0) return {};
  std::vector<Hash> backwards;
  int64_t start = 0;
  int64_t end = size;
  // Whoever asks knows the root of the older tree, so it is left out where it is a part of the newer one.
  bool known = true;
  while (start + older != end) {
    const int64_t split = LargestPowerBelow(end - start);
    if (older <= split) {
      backwards.push_back(RangeRoot(hash, start + split, end));
      end = start + split;
    } else {
      backwards.push_back(RangeRoot(hash, start, start + split));
      start += split;
      older -= split;
      known = false;
    }
  }
  if (!known) backwards.push_back(RangeRoot(hash, start, end));
  return {backwards.rbegin(), backwards.rend()};
}

bool IsIncluded(const Hash& leaf, int64_t number, const Head& head, const std::vector<Hash>& proof) {
  if (number < 0 || number >= head.size) return false;
  int64_t place = number;
  int64_t last = head.size - 1;
  Hash root = leaf;
  for (const Hash& beside : proof) {
    if (last == 0) return false;
    if (place % 2 == 1 || place == last) {
      root = NodeHash(beside, root);
      // At the right edge there is nothing beside until the path turns.
      while (place % 2 == 0 && place != 0) place >>= 1, last >>= 1;
    } else {
      root = NodeHash(root, beside);
    }
    place >>= 1;
    last >>= 1;
  }
  return last == 0 && root == head.root;
}

bool IsConsistent(const Head& older, const Head& head, const std::vector<Hash>& proof) {
  if (older.size < 0 || older.size > head.size) return false;
  if (older.size == head.size) return proof.empty() && older.root == head.root;
  if (older.size == 0) return proof.empty() && older.root == EmptyRoot();
  size_t next = 0;
  int64_t place = older.size - 1;
  int64_t last = head.size - 1;
  while (place % 2 == 1) place >>= 1, last >>= 1;
  if (place > 0 && proof.empty()) return false;
  Hash old_root = place == 0 ? older.root : proof[next++];
  Hash root = old_root;
  for (; next < proof.size(); ++next) {
    if (last == 0) return false;
    if (place % 2 == 1 || place == last) {
      old_root = NodeHash(proof[next], old_root);
      root = NodeHash(proof[next], root);
      while (place % 2 == 0 && place != 0) place >>= 1, last >>= 1;
    } else {
      root = NodeHash(root, proof[next]);
    }
    place >>= 1;
    last >>= 1;
  }
  return last == 0 && old_root == older.root && root == head.root;
}

Frontier::Frontier(const TileHash& hash, int64_t size) : size_(size) {
  int64_t start = 0;
  parts_.resize(static_cast<size_t>(std::bit_width(static_cast<uint64_t>(size))));
  for (size_t height = parts_.size(); height-- > 0;) {
    const int64_t part = int64_t{1} << height;
    if ((size & part) == 0) continue;
    parts_[height] = RangeRoot(hash, start, start + part);
    start += part;
  }
}

void Frontier::Add(Hash leaf, const Full& full) {
  size_t height = 0;
  for (; (size_ >> height) % 2 == 1; ++height) {
    leaf = NodeHash(parts_[height], leaf);
    const int above = static_cast<int>(height) + 1;
    if (above % kTileHeight == 0 && full) full(above / kTileHeight, size_ >> above, leaf);
  }
  if (height == parts_.size()) parts_.emplace_back();
  parts_[height] = std::move(leaf);
  ++size_;
}

Hash Frontier::Root() const {
  Hash root;
  for (size_t height = 0; height < parts_.size(); ++height) {
    if ((size_ >> height) % 2 == 0) continue;
    root = root.empty() ? parts_[height] : NodeHash(parts_[height], root);
  }
  return root.empty() ? EmptyRoot() : root;
}

}  // namespace almanac::merkle
