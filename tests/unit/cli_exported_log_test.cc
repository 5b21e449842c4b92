// What is altered in the folder of an export is found, and named by its file.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/ids.h"
#include "base/tiles.h"
#include "cli/exported_log.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

constexpr int64_t kSize = 600;

struct AnExportedLog : testing::Test {
  AnExportedLog() {
    merkle::Frontier tree;
    for (int64_t i = 0; i < kSize; ++i) {
      entries.push_back(merkle::Sha256(std::to_string(i)));
      leaves.push_back(merkle::LeafHash(entries.back()));
      tree.Add(leaves.back());
    }
    for (const Tile& tile : TilesOf(kSize)) Write(tile.Path(), ContentOf(tile));
    Write("keys", signer.verifier().text() + "\n");
    Write("checkpoint", NoteOf(kSize));
  }
  ~AnExportedLog() override { fs::remove_all(folder); }

  merkle::Hash HashAt(int level, int64_t number) const {
    if (level == 0) return leaves[static_cast<size_t>(number)];
    merkle::Frontier part;
    for (int64_t i = 0; i < merkle::kTileWidth; ++i) part.Add(HashAt(level - 1, number * merkle::kTileWidth + i));
    return part.Root();
  }
  std::string ContentOf(const Tile& tile) const {
    std::string content;
    for (int64_t i = tile.number * merkle::kTileWidth; i < tile.number * merkle::kTileWidth + tile.width; ++i) {
      if (tile.level == Tile::kEntries) {
        AppendEntry(entries[static_cast<size_t>(i)], &content);
      } else {
        content += HashAt(tile.level, i);
      }
    }
    return content;
  }
  std::string NoteOf(int64_t size) const {
    merkle::Frontier tree;
    for (int64_t i = 0; i < size; ++i) tree.Add(leaves[static_cast<size_t>(i)]);
    return signer.Sign(Checkpoint{"data.example.gov/log", {size, tree.Root()}}.Text());
  }
  void Write(const std::string& path, const std::string& content) {
    fs::create_directories((folder / path).parent_path());
    std::ofstream(folder / path, std::ios::binary) << content;
  }
  void Alter(const std::string& path, size_t at) {
    std::ifstream in(folder / path, std::ios::binary);
    std::string content{std::istreambuf_iterator<char>(in), {}};
    content[at] = static_cast<char>(content[at] ^ 1);
    Write(path, content);
  }
  std::vector<std::string> Check(const std::optional<std::string>& older = {}) {
    return ExportedLog(folder, {}).Check(older);
  }

  const NoteSigner signer = NoteSigner::Make("data.example.gov/log");
  const fs::path folder = fs::temp_directory_path() / ("almanac-log-" + RandomId(8));
  std::vector<std::string> entries;
  std::vector<merkle::Hash> leaves;
};

TEST_F(AnExportedLog, IsSoundWhenNobodyAlteredIt) { EXPECT_THAT(Check(), IsEmpty()); }

TEST_F(AnExportedLog, GoesOnWithAnyCheckpointOfItsOwn) {
  for (const int64_t size : {1, 255, 256, 257, 512, 600}) EXPECT_THAT(Check(NoteOf(size)), IsEmpty()) << size;
}

TEST_F(AnExportedLog, DoesNotGoOnWithAnother) {
  const auto other = signer.Sign(Checkpoint{"data.example.gov/log", {300, merkle::LeafHash("x")}}.Text());
  EXPECT_THAT(Check(other), ElementsAre(HasSubstr("was changed since")));
  const auto longer = signer.Sign(Checkpoint{"data.example.gov/log", {601, merkle::LeafHash("x")}}.Text());
  EXPECT_THAT(Check(longer), ElementsAre(HasSubstr("it was cut")));
  const NoteSigner stranger = NoteSigner::Make("data.example.gov/log");
  EXPECT_THAT(Check(stranger.Sign("data.example.gov/log\n1\nAAAA\n")),
              ElementsAre(HasSubstr("the older checkpoint: ")));
}

TEST_F(AnExportedLog, NamesAnEntryThatWasAltered) {
  Alter("tile/entries/001", 34 * 7 + 5);
  EXPECT_THAT(Check(), ElementsAre("tile/entries/001: leaf 263 is not what was signed"));
}

TEST_F(AnExportedLog, NamesATileThatWasAltered) {
  Alter("tile/0/002.p/88", 32 * 3);
  EXPECT_THAT(Check(), ElementsAre("tile/0/002.p/88: leaf 515 is not what was signed"));
}

TEST_F(AnExportedLog, NamesATileAboveThatWasAltered) {
  Alter("tile/1/000.p/2", 32);
  EXPECT_THAT(Check(), ElementsAre("tile/1/000.p/2: its hash 1 is not the root of the tile under it"));
}

TEST_F(AnExportedLog, NamesTheCheckpointThatWasAltered) {
  Alter("checkpoint", 0);
  EXPECT_THAT(Check(), ElementsAre(HasSubstr("checkpoint: ")));
}

TEST_F(AnExportedLog, NamesWhatIsMissing) {
  fs::remove(folder / "tile/entries/001");
  EXPECT_THAT(Check(), Contains("tile/entries/001: is not there"));
  Write("tile/0/000", "short");
  EXPECT_THAT(Check(), Contains("tile/0/000: is not 256 hashes"));
}

TEST_F(AnExportedLog, IsCheckedWithTheKeyThatIsGiven) {
  const NoteSigner stranger = NoteSigner::Make("data.example.gov/log");
  EXPECT_THAT(ExportedLog(folder, {stranger.verifier()}).Check({}),
              ElementsAre(HasSubstr("signed by no key that is known")));
  fs::remove(folder / "keys");
  EXPECT_THROW(ExportedLog(folder, {}), UsageError);
  EXPECT_THROW(ExportedLog(folder / "nowhere", {}), UsageError);
}

}  // namespace
}  // namespace almanac::cli
