// The log as callers see it: what it shows, exports and proves, and to whom.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "almanac/v1/events.pb.h"
#include "almanac/v1/log.pb.h"
#include "almanac/v1/records.pb.h"
#include "api/doctor.h"
#include "base/error.h"
#include "base/tiles.h"
#include "store/sealing.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::HasSubstr;
using testing::Not;

struct TheLog : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};
  store::Sealer sealer{town.work(), NoteSigner::Make("data.example.gov/log")};

  Checkpoint Open(const std::string& note) {
    std::string problem;
    auto checkpoint = OpenCheckpoint(note, {{sealer.verifier()}}, &problem);
    EXPECT_TRUE(checkpoint) << problem;
    return checkpoint.value_or(Checkpoint{});
  }
  v1::LogStanding Show(const std::string& who = "sam") { return town.Call<v1::LogStanding>(who, v1::GetLogRequest()); }
  std::map<std::string, std::string> Export(int page_size = 0) {
    std::map<std::string, std::string> files;
    v1::ExportLogRequest request;
    request.set_page_size(page_size);
    do {
      const auto page = town.Call<v1::ExportLogResponse>("sam", request);
      for (const auto& file : page.files())
        EXPECT_TRUE(files.emplace(file.path(), file.content()).second) << file.path();
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return files;
  }
  static v1::ProveEventRequest Of(int64_t event) {
    v1::ProveEventRequest request;
    request.set_event(event);
    return request;
  }
  static v1::ProveExtensionRequest From(int64_t size) {
    v1::ProveExtensionRequest request;
    request.set_from_size(size);
    return request;
  }
  static std::vector<merkle::Hash> PathOf(const google::protobuf::RepeatedPtrField<std::string>& texts) {
    std::vector<merkle::Hash> path;
    for (const auto& text : texts) {
      path.emplace_back();
      EXPECT_TRUE(FromBase64(text, &path.back()));
    }
    return path;
  }
  int64_t LastEvent() {
    const store::Query query{"test", "almanac.v1.Count", "SELECT max(id) AS count FROM events"};
    int64_t id = 0;
    town.Read([&](store::Tx& tx) { id = tx.SelectOne<v1::Count>(query, {})->count(); });
    return id;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, TheLog, BothDatabases(), NameOfDatabase);

TEST_P(TheLog, ShowsItsCheckpointAndWhatWaits) {
  auto shown = Show();
  EXPECT_EQ(shown.size(), 0);
  EXPECT_GT(shown.unsealed(), 0);
  const int64_t events = shown.unsealed();
  sealer.SealAll();
  shown = Show();
  EXPECT_EQ(shown.size(), events);
  EXPECT_EQ(shown.unsealed(), 0);
  EXPECT_EQ(shown.origin(), "data.example.gov/log");
  ASSERT_EQ(shown.keys_size(), 1);
  EXPECT_EQ(shown.keys(0), sealer.verifier().text());
  EXPECT_EQ(Open(shown.checkpoint()).head.size, events);
}

TEST_P(TheLog, IsNoStrangers) {
  v1::LogStanding standing;
  const auto refused = town.CallWithToken("nonsense", v1::GetLogRequest(), &standing);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->reason(), Reason::UNAUTHENTICATED);
}

TEST_P(TheLog, ExportsNothingBeforeItIsSealed) {
  EXPECT_EQ(town.Refused<v1::ExportLogResponse>("sam", v1::ExportLogRequest()).reason(), Reason::NOT_FOUND);
  EXPECT_EQ(town.Refused<v1::ExtensionProof>("sam", From(1)).reason(), Reason::NOT_FOUND);
}

TEST_P(TheLog, ExportsEveryFileOfOneTree) {
  trees.Create();
  for (int i = 0; i < 300; ++i) trees.Change(Trees::Describe(fmt::format("Trees, {}.", i)));
  sealer.SealAll();
  const auto files = Export(2);
  EXPECT_EQ(files, Export());
  const auto checkpoint = Open(files.at("checkpoint"));
  EXPECT_EQ(files.at("keys"), sealer.verifier().text() + "\n");
  EXPECT_EQ(files.size(), TilesOf(checkpoint.head.size).size() + 2);
  merkle::Frontier tree;
  for (const Tile& tile : TilesOf(checkpoint.head.size)) {
    if (tile.level != Tile::kEntries) continue;
    std::vector<std::string> entries;
    ASSERT_TRUE(ReadEntries(files.at(tile.Path()), &entries));
    for (const auto& entry : entries) {
      EXPECT_EQ(entry.size(), 32u) << "a hash, and nothing that could be read";
      tree.Add(merkle::LeafHash(entry));
    }
  }
  EXPECT_EQ(tree.Root(), checkpoint.head.root);
}

// What is sealed between two pages is of another tree.
TEST_P(TheLog, ExportsTheTreeItBeganWith) {
  trees.Create();
  sealer.SealAll();
  v1::ExportLogRequest request;
  request.set_page_size(1);
  auto page = town.Call<v1::ExportLogResponse>("sam", request);
  trees.Change(Trees::Describe("Later."));
  sealer.SealAll();
  request.set_page_size(0);
  request.set_page_token(page.next_page_token());
  page = town.Call<v1::ExportLogResponse>("sam", request);
  EXPECT_EQ(Open(page.files(page.files_size() - 1).content()).head.size, Show().size() - 1);
  request.set_page_token("x");
  EXPECT_EQ(town.Refused<v1::ExportLogResponse>("sam", request).reason(), Reason::INVALID_PAGE_TOKEN);
}

TEST_P(TheLog, ProvesAnEvent) {
  trees.Create();
  const int64_t event = LastEvent();
  EXPECT_EQ(town.Refused<v1::EventProof>("sam", Of(event)).reason(), Reason::WRONG_STATE);
  sealer.SealAll();
  trees.Change(Trees::Describe("Later."));
  sealer.SealAll();
  const auto proof = town.Call<v1::EventProof>("sam", Of(event));
  std::string entry;
  ASSERT_TRUE(FromBase64(proof.entry(), &entry));
  EXPECT_TRUE(
      merkle::IsIncluded(merkle::LeafHash(entry), proof.leaf(), Open(proof.checkpoint()).head, PathOf(proof.path())));
}

TEST_P(TheLog, ProvesNoEventThatTheCallerMayNotSee) {
  auto hidden = Trees::Described();
  hidden.set_marking(v1::Dataset::RESTRICTED);
  trees.Create(hidden);
  sealer.SealAll();
  const auto refused = town.Refused<v1::EventProof>("alan", Of(LastEvent()));
  EXPECT_EQ(refused.reason(), Reason::NOT_FOUND);
  EXPECT_THAT(refused.message(), Not(HasSubstr("trees")));
  town.Call<v1::EventProof>("sam", Of(LastEvent()));
  EXPECT_EQ(town.Refused<v1::EventProof>("sam", Of(999999)).reason(), Reason::NOT_FOUND);
}

TEST_P(TheLog, ProvesThatItGoesOnWithAnEarlierCheckpoint) {
  sealer.SealAll();
  const auto before = Open(Show().checkpoint());
  trees.Create();
  trees.Change(Trees::Describe("Later."));
  sealer.SealAll();
  const auto proof = town.Call<v1::ExtensionProof>("sam", From(before.head.size));
  EXPECT_EQ(proof.from_root(), ToBase64(before.head.root));
  EXPECT_TRUE(merkle::IsConsistent(before.head, Open(proof.checkpoint()).head, PathOf(proof.path())));
  EXPECT_EQ(town.Refused<v1::ExtensionProof>("sam", From(999999)).reason(), Reason::INVALID_FIELD);
}

TEST_P(TheLog, LosesAPersonalValueAndStillVerifies) {
  trees.Create();
  trees.Change(Trees::Describe("Another."));
  sealer.SealAll();
  v1::BlankEventRequest blank;
  blank.set_event(LastEvent());
  blank.set_part("actor");
  blank.set_reason("A wish under the law.");
  EXPECT_EQ(town.Refused<v1::BlankEventResponse>("sam", blank).reason(), Reason::PERMISSION_DENIED);
  EXPECT_EQ(town.Refused<v1::BlankEventResponse>("", blank).reason(), Reason::PERSON_REQUIRED);
  town.Call<v1::BlankEventResponse>("dana", blank);
  v1::GetHistoryRequest history;
  history.set_name("datasets/trees");
  const auto told = town.Call<v1::GetHistoryResponse>("dana", history);
  EXPECT_EQ(told.entries(0).event().verb(), "log.blanked");
  EXPECT_EQ(told.entries(0).event().actor(), "people/dana");
  EXPECT_EQ(told.entries(1).event().actor(), "");
  v1::BlankRevisionRequest former;
  former.set_name("datasets/trees");
  former.set_revision(1);
  former.set_reason("It named somebody.");
  town.Call<v1::BlankRevisionResponse>("dana", former);
  sealer.SealAll();
  const auto count = api::ExamineRecord(
      town.address(), [](const v1::Finding& finding) { ADD_FAILURE() << finding.ShortDebugString(); });
  EXPECT_EQ(count.found, 0);
  // What was blanked is told so, and stands in nobody's way.
  v1::DiffHistoryRequest diff;
  diff.set_name("datasets/trees");
  diff.set_from_revision(1);
  diff.set_to_revision(2);
  EXPECT_EQ(town.Refused<v1::DiffHistoryResponse>("dana", diff).reason(), Reason::WRONG_STATE);
}

}  // namespace
}  // namespace almanac::support
