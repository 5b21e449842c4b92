// Signed notes and checkpoints, and where the parts of a log lie.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/ids.h"
#include "base/note.h"
#include "base/tiles.h"

namespace almanac {
namespace {

using testing::HasSubstr;

// The key and the note that the documentation of Go's note package shows.
constexpr const char* kPeter = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr const char* kPetersKey = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const std::string kPetersText =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
const std::string kPetersNote =
    kPetersText +
    "\n"
    "\xE2\x80\x94 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJ"
    "nAM=\n";

std::string ProblemOf(const std::string& note, const std::vector<NoteVerifier>& keys) {
  std::string problem;
  EXPECT_FALSE(Note::Open(note, keys, &problem)) << note;
  return problem;
}

TEST(ANote, OfAnotherMakerIsReadAndTheSameIsWritten) {
  const auto verifier = NoteVerifier::Parse(kPeter);
  ASSERT_TRUE(verifier);
  EXPECT_EQ(verifier->name(), "PeterNeumann");
  std::string problem;
  const auto note = Note::Open(kPetersNote, {{*verifier}}, &problem);
  ASSERT_TRUE(note) << problem;
  EXPECT_EQ(note->text, kPetersText);
  const auto signer = NoteSigner::Parse(kPetersKey);
  ASSERT_TRUE(signer);
  EXPECT_EQ(signer->verifier().text(), kPeter);
  EXPECT_EQ(signer->PrivateText(), kPetersKey);
  EXPECT_EQ(signer->Sign(kPetersText), kPetersNote);
}

TEST(ANote, WithAByteAlteredIsRefused) {
  const std::vector<NoteVerifier> keys{*NoteVerifier::Parse(kPeter)};
  int refused = 0;
  for (size_t i = 0; i < kPetersNote.size(); ++i) {
    std::string altered = kPetersNote;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    std::string problem;
    EXPECT_FALSE(Note::Open(altered, keys, &problem)) << i;
    EXPECT_FALSE(problem.empty()) << i;
    ++refused;
  }
  EXPECT_GT(refused, 150);
}

TEST(ANote, IsSignedByAKeyThatIsKnown) {
  const NoteSigner other = NoteSigner::Make("data.example.gov/log");
  EXPECT_THAT(ProblemOf(kPetersNote, {other.verifier()}), HasSubstr("no key that is known"));
  EXPECT_THAT(ProblemOf(kPetersNote, {}), HasSubstr("no key that is known"));
  EXPECT_THAT(ProblemOf("words\n", {other.verifier()}), HasSubstr("no signed note"));
  // A second signature, of whoever, is passed over.
  std::string both = kPetersNote;
  both += other.Sign(kPetersText).substr(kPetersText.size() + 1);
  std::string problem;
  EXPECT_TRUE(Note::Open(both, {{*NoteVerifier::Parse(kPeter)}}, &problem)) << problem;
}

TEST(AKey, ThatIsNoneIsNotRead) {
  for (const char* text : {"", "a", "a+b", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                           "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq", "a b+c74f20a3+AR=="})
    EXPECT_FALSE(NoteVerifier::Parse(text)) << text;
  EXPECT_FALSE(NoteSigner::Parse(kPeter));
  EXPECT_FALSE(IsKeyName("a+b"));
  EXPECT_FALSE(IsKeyName("a b"));
  EXPECT_TRUE(IsKeyName("data.example.gov/log"));
}

TEST(ACheckpoint, IsReadAsItWasWritten) {
  const NoteSigner signer = NoteSigner::Make("data.example.gov/log");
  const Checkpoint written{"data.example.gov/log", {42, merkle::LeafHash("x")}};
  const std::string note = signer.Sign(written.Text());
  std::string problem;
  const auto read = OpenCheckpoint(note, {{signer.verifier()}}, &problem);
  ASSERT_TRUE(read) << problem;
  EXPECT_EQ(read->origin, written.origin);
  EXPECT_EQ(read->head.size, 42);
  EXPECT_EQ(read->head.root, written.head.root);
}

TEST(ACheckpoint, OfAnotherLogOrFormIsRefused) {
  const NoteSigner signer = NoteSigner::Make("data.example.gov/log");
  const std::string root = ToBase64(merkle::LeafHash("x"));
  std::string problem;
  EXPECT_FALSE(OpenCheckpoint(signer.Sign("other.example.gov\n42\n" + root + "\n"), {{signer.verifier()}}, &problem));
  EXPECT_THAT(problem, HasSubstr("of another log, other.example.gov"));
  for (const std::string size : {"042", "-1", "x", ""}) {
    EXPECT_FALSE(OpenCheckpoint(signer.Sign("data.example.gov/log\n" + size + "\n" + root + "\n"),
                                {{signer.verifier()}}, &problem))
        << size;
  }
  EXPECT_FALSE(OpenCheckpoint(signer.Sign("data.example.gov/log\n1\nAAAA\n"), {{signer.verifier()}}, &problem));
}

TEST(ATile, LiesWhereOthersLookForIt) {
  EXPECT_EQ((Tile{0, 0, 256}.Path()), "tile/0/000");
  EXPECT_EQ((Tile{0, 1234067, 256}.Path()), "tile/0/x001/x234/067");
  EXPECT_EQ((Tile{1, 1000, 17}.Path()), "tile/1/x001/000.p/17");
  EXPECT_EQ((Tile{Tile::kEntries, 273, 112}.Path()), "tile/entries/273.p/112");
}

// The example of C2SP tlog-tiles: 70,000 leaves.
TEST(ATile, IsThereForEveryPartOfALog) {
  std::map<std::pair<int, int64_t>, int> count;
  for (const Tile& tile : TilesOf(70000)) ++count[{tile.level, tile.width}];
  EXPECT_EQ(count, (std::map<std::pair<int, int64_t>, int>{{{Tile::kEntries, 256}, 273},
                                                           {{Tile::kEntries, 112}, 1},
                                                           {{0, 256}, 273},
                                                           {{0, 112}, 1},
                                                           {{1, 256}, 1},
                                                           {{1, 17}, 1},
                                                           {{2, 1}, 1}}));
  EXPECT_TRUE(TilesOf(0).empty());
  EXPECT_EQ(TilesOf(256).size(), 3u);
}

TEST(Entries, AreReadAsTheyWereWritten) {
  std::string bundle;
  const std::vector<std::string> written{"", "a", std::string(300, 'b')};
  for (const auto& entry : written) AppendEntry(entry, &bundle);
  std::vector<std::string> read;
  ASSERT_TRUE(ReadEntries(bundle, &read));
  EXPECT_EQ(read, written);
  EXPECT_FALSE(ReadEntries(bundle.substr(0, bundle.size() - 1), &read));
  EXPECT_FALSE(ReadHashes("too short", &read));
}

}  // namespace
}  // namespace almanac
