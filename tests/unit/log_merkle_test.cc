// Trees of RFC 6962: roots that others computed, and every proof of small trees.
#include <gtest/gtest.h>

#include "base/ids.h"
#include "base/merkle.h"

namespace almanac::merkle {
namespace {

// The entries and roots that the tests of Certificate Transparency have used from the beginning.
const std::vector<std::string>& Entries() {
  static const auto& entries = *new std::vector<std::string>{"",
                                                             FromHex("00"),
                                                             FromHex("10"),
                                                             FromHex("2021"),
                                                             FromHex("3031"),
                                                             FromHex("40414243"),
                                                             FromHex("5051525354555657"),
                                                             FromHex("606162636465666768696a6b6c6d6e6f")};
  return entries;
}

// Straight from the definition of MTH, for hashes of any range.
Hash Mth(const std::vector<Hash>& leaves, size_t start, size_t end) {
  if (start == end) return Sha256("");
  if (end - start == 1) return leaves[start];
  size_t split = 1;
  while (split * 2 < end - start) split *= 2;
  return NodeHash(Mth(leaves, start, start + split), Mth(leaves, start + split, end));
}

std::vector<Hash> Leaves(size_t size) {
  std::vector<Hash> leaves;
  for (size_t i = 0; i < size; ++i) leaves.push_back(LeafHash("entry " + std::to_string(i)));
  return leaves;
}

TileHash HashesOf(const std::vector<Hash>& leaves) {
  return [&leaves](int level, int64_t number) {
    const size_t width = size_t{1} << (kTileHeight * level);
    const size_t start = static_cast<size_t>(number) * width;
    EXPECT_LE(start + width, leaves.size()) << "a hash that is not whole is asked for";
    return Mth(leaves, start, start + width);
  };
}

TEST(ATree, HasTheRootsThatOthersComputed) {
  const std::vector<std::string> roots{"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                       "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                       "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                       "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                       "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                       "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                       "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                       "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  Frontier tree;
  EXPECT_EQ(ToHex(tree.Root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (size_t i = 0; i < roots.size(); ++i) {
    tree.Add(LeafHash(Entries()[i]));
    EXPECT_EQ(ToHex(tree.Root()), roots[i]) << i + 1;
  }
}

TEST(ATree, ThatGrowsHasTheRootOfTheDefinition) {
  const auto leaves = Leaves(700);
  Frontier tree;
  for (size_t i = 0; i < leaves.size(); ++i) {
    tree.Add(leaves[i]);
    if (i % 37 == 0 || i > 690) {
      EXPECT_EQ(tree.Root(), Mth(leaves, 0, i + 1)) << i;
    }
  }
}

TEST(ATree, TellsOfEachWholeTile) {
  const auto leaves = Leaves(600);
  std::vector<std::pair<int, int64_t>> full;
  Frontier tree;
  for (const auto& leaf : leaves) {
    tree.Add(leaf, [&](int level, int64_t number, const Hash& hash) {
      full.emplace_back(level, number);
      EXPECT_EQ(hash, HashesOf(leaves)(level, number));
    });
  }
  EXPECT_EQ(full, (std::vector<std::pair<int, int64_t>>{{1, 0}, {1, 1}}));
}

TEST(ATree, IsGoneOnWithFromWhatIsStored) {
  const auto leaves = Leaves(600);
  for (const int64_t size : {0, 1, 2, 3, 255, 256, 257, 511, 512, 599}) {
    Frontier tree(HashesOf(leaves), size);
    EXPECT_EQ(tree.Root(), Mth(leaves, 0, static_cast<size_t>(size))) << size;
    tree.Add(leaves[static_cast<size_t>(size)]);
    EXPECT_EQ(tree.Root(), Mth(leaves, 0, static_cast<size_t>(size) + 1)) << size;
  }
}

TEST(AnInclusionProof, HoldsForItsLeafAndNoOther) {
  const auto leaves = Leaves(600);
  const auto hash = HashesOf(leaves);
  for (const int64_t size : {1, 2, 3, 4, 5, 7, 8, 33, 256, 257, 600}) {
    const Head head{size, Mth(leaves, 0, static_cast<size_t>(size))};
    for (int64_t number = 0; number<size; number += size> 40 ? 41 : 1) {
      auto proof = InclusionProof(hash, number, size);
      const Hash& leaf = leaves[static_cast<size_t>(number)];
      EXPECT_TRUE(IsIncluded(leaf, number, head, proof)) << number << " of " << size;
      EXPECT_FALSE(IsIncluded(LeafHash("another"), number, head, proof));
      EXPECT_FALSE(IsIncluded(leaf, number + 1, head, proof)) << number << " of " << size;
      EXPECT_FALSE(IsIncluded(leaf, number, {size, LeafHash("another")}, proof));
      proof.push_back(leaf);
      EXPECT_FALSE(IsIncluded(leaf, number, head, proof));
    }
  }
}

TEST(AConsistencyProof, HoldsForTheTreeItBeganAsAndNoOther) {
  const auto leaves = Leaves(600);
  const auto hash = HashesOf(leaves);
  for (const int64_t size : {1, 2, 3, 4, 5, 6, 7, 8, 9, 33, 256, 257, 512, 600}) {
    const Head head{size, Mth(leaves, 0, static_cast<size_t>(size))};
    for (int64_t older = 1; older <= size; older += size > 40 ? 17 : 1) {
      const Head before{older, Mth(leaves, 0, static_cast<size_t>(older))};
      auto proof = ConsistencyProof(hash, older, size);
      EXPECT_TRUE(IsConsistent(before, head, proof)) << older << " of " << size;
      EXPECT_FALSE(IsConsistent({older, LeafHash("another")}, head, proof)) << older << " of " << size;
      EXPECT_FALSE(IsConsistent(before, {size, LeafHash("another")}, proof)) << older << " of " << size;
      if (proof.empty()) continue;
      proof.front()[0] = static_cast<char>(proof.front()[0] ^ 1);
      EXPECT_FALSE(IsConsistent(before, head, proof)) << older << " of " << size;
    }
  }
}

// RFC 6962, 2.1.3, of the tree of seven leaves d0 to d6.
TEST(Proofs, AreThoseOfTheExampleOfTheStandard) {
  const auto leaves = Leaves(7);
  const auto hash = HashesOf(leaves);
  const auto range = [&](size_t start, size_t end) { return Mth(leaves, start, end); };
  const Hash a = leaves[0], b = leaves[1], c = leaves[2], d = leaves[3], f = leaves[5], j = leaves[6];
  const Hash g = range(0, 2), h = range(2, 4), i = range(4, 6), k = range(0, 4), l = range(4, 7);
  EXPECT_EQ(InclusionProof(hash, 0, 7), (std::vector<Hash>{b, h, l}));
  EXPECT_EQ(InclusionProof(hash, 3, 7), (std::vector<Hash>{c, g, l}));
  EXPECT_EQ(InclusionProof(hash, 4, 7), (std::vector<Hash>{f, j, k}));
  EXPECT_EQ(InclusionProof(hash, 6, 7), (std::vector<Hash>{i, k}));
  EXPECT_EQ(ConsistencyProof(hash, 3, 7), (std::vector<Hash>{c, d, g, l}));
  EXPECT_EQ(ConsistencyProof(hash, 4, 7), (std::vector<Hash>{l}));
  EXPECT_EQ(ConsistencyProof(hash, 6, 7), (std::vector<Hash>{i, j, k}));
  EXPECT_EQ(ConsistencyProof(hash, 7, 7), (std::vector<Hash>{}));
}

}  // namespace
}  // namespace almanac::merkle
