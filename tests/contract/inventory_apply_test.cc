// An edited sheet becomes the record, whole or not at all, and can be taken back.
#include "almanac/v1/events.pb.h"
#include "domain/versions.h"
#include "support/sheets.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Rounds : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  static v1::UndoInventoryRequest Undoing(const std::string& apply = {}) {
    v1::UndoInventoryRequest request;
    request.set_apply(apply);
    return request;
  }
  v1::UndoInventoryResponse Undo(const std::string& apply = {}) {
    return town.Call<v1::UndoInventoryResponse>("sam", Undoing(apply));
  }
  Error Refusal(const std::string& apply = {}, const std::string& who = "sam") {
    return town.Refused<v1::UndoInventoryResponse>(who, Undoing(apply));
  }
  v1::Dataset Get(const std::string& name) {
    v1::GetDatasetRequest request;
    request.set_name("datasets/" + name);
    return town.Call<v1::Dataset>("dana", request);
  }
  void AddBenches() {
    v1::CreateDatasetRequest create;
    create.set_dataset_id("benches");
    create.mutable_dataset()->set_title("Benches");
    create.mutable_dataset()->set_department("departments/parks");
    town.Call<v1::Dataset>("sam", create);
  }
};
struct ApplyInventory : Rounds {};
struct UndoInventory : Rounds {};
INSTANTIATE_TEST_SUITE_P(Both, ApplyInventory, BothDatabases(), NameOfDatabase);
INSTANTIATE_TEST_SUITE_P(Both, UndoInventory, BothDatabases(), NameOfDatabase);

TEST_P(ApplyInventory, WritesWhatThePlanSays) {
  trees.Create();
  AddBenches();
  auto sheet = Sheet::Pull(town);
  sheet.Set("trees", "Keywords", "trees; parks").Set("benches", "Contact email", "benches@example.gov");
  sheet.Add({{"Title", "Water fountains"}, {"Department", "parks"}});
  const auto applied = sheet.Apply(town);
  EXPECT_TRUE(applied.applied());
  EXPECT_EQ(applied.apply(), "first");
  EXPECT_THAT(trees.Get().keywords(), ElementsAre("trees", "parks"));
  EXPECT_EQ(Get("benches").contact_email(), "benches@example.gov");
  EXPECT_EQ(Get("water-fountains").state(), v1::Dataset::IDENTIFIED);
  EXPECT_EQ(applied.plan().changes(2).dataset(), "datasets/water-fountains");
}

TEST_P(ApplyInventory, WritesNothingWhereAnythingIsNotRight) {
  trees.Create();
  AddBenches();
  const auto applied =
      Sheet::Pull(town).Set("trees", "Licence", "CC0-1.0").Set("benches", "Owner", "nobody").Apply(town);
  EXPECT_FALSE(applied.applied());
  EXPECT_THAT(Rules(applied.plan()), ElementsAre("row 2 Owner: not_there"));
  EXPECT_EQ(applied.plan().changes_size(), 1) << "what would have changed is told all the same";
  EXPECT_EQ(trees.Get().licence(), "");
}

TEST_P(ApplyInventory, RefusesWhereSomebodyWasFasterAndSaysWho) {
  trees.Create();
  AddBenches();
  auto sheet = Sheet::Pull(town);
  sheet.Set("trees", "Licence", "CC0-1.0").Set("benches", "Licence", "CC0-1.0");
  trees.Change(Trees::Describe("Every tree."), "grant");
  const auto applied = sheet.Apply(town);
  EXPECT_FALSE(applied.applied());
  ASSERT_THAT(Rules(applied.plan()), ElementsAre("row 3 : changed_since"));
  EXPECT_THAT(applied.plan().problems(0).message(), HasSubstr("trees has changed since you read it: description"));
  EXPECT_THAT(applied.plan().problems(0).message(), HasSubstr("by grant"));
  EXPECT_EQ(Get("benches").licence(), "");
}

TEST_P(ApplyInventory, DoesNothingTheSecondTime) {
  trees.Create();
  auto sheet = Sheet::Pull(town);
  sheet.Set("trees", "Licence", "CC0-1.0").Add({{"Title", "Benches"}, {"Department", "parks"}});
  sheet.Apply(town);
  const auto again = sheet.Apply(town, "second");
  EXPECT_FALSE(again.applied());
  EXPECT_THAT(Rules(again.plan()), ElementsAre("row 3 Title: title_taken")) << "a new row makes no second dataset";
  sheet.sheet().mutable_rows()->RemoveLast();
  EXPECT_EQ(sheet.Plan(town).unchanged(), 1);
}

TEST_P(ApplyInventory, RehearsesWithoutATrace) {
  trees.Create();
  v1::ApplyInventoryRequest request;
  *request.mutable_sheet() = Sheet::Pull(town).Set("trees", "Licence", "CC0-1.0").sheet();
  request.set_validate_only(true);
  const auto rehearsed = town.Call<v1::ApplyInventoryResponse>("sam", request);
  EXPECT_FALSE(rehearsed.applied());
  EXPECT_EQ(rehearsed.plan().changes_size(), 1);
  EXPECT_EQ(trees.Get().licence(), "");
}

TEST_P(ApplyInventory, FollowsTheRulesOfReviewsAndOfThePublic) {
  const auto published = trees.Published();
  Sheet::Pull(town).Set("trees", "Title", "Trees").Set("trees", "Aggregation threshold", "5").Apply(town);
  const auto dataset = trees.Get();
  EXPECT_EQ(dataset.published_version(), published.published_version() + 1) << "the title is public at once";
  EXPECT_TRUE(dataset.pending_edit()) << "the threshold waits";
  EXPECT_THAT(dataset.authors(), ElementsAre("people/sam"));
}

TEST_P(ApplyInventory, IsInTheHistoryWithTheFileItCameFrom) {
  trees.Create();
  Sheet::Pull(town).Set("trees", "Licence", "CC0-1.0").Apply(town);
  v1::GetHistoryRequest request;
  request.set_name("datasets/trees");
  const auto event = town.Call<v1::GetHistoryResponse>("dana", request).entries(0).event();
  EXPECT_EQ(event.verb(), "dataset.sheet_applied");
  EXPECT_EQ(event.reason(), "from parks.xlsx");
}

TEST_P(ApplyInventory, IsForThoseWhoMayEdit) {
  trees.Create();
  v1::ApplyInventoryRequest request;
  *request.mutable_sheet() = Sheet::Pull(town).Set("trees", "Licence", "CC0-1.0").sheet();
  EXPECT_EQ(town.Refused<v1::ApplyInventoryResponse>("lee", request).reason(), Reason::PERMISSION_DENIED);
}

TEST_P(UndoInventory, GivesBackTheValuesOfBefore) {
  auto dataset = Trees::Described();
  dataset.add_keywords("oak");
  dataset.mutable_determinations()->set_open_format(v1::YES);
  trees.Create(dataset);
  const auto before = trees.Get();
  Sheet::Pull(town)
      .Set("trees", "Keywords", "")
      .Set("trees", "Licence", "CC0-1.0")
      .Set("trees", "Historical", "yes")
      .Set("trees", "Determinations: Open format", "")
      .Apply(town);
  ASSERT_THAT(trees.Get().keywords(), IsEmpty());
  ASSERT_FALSE(trees.Get().has_determinations());
  const auto undone = Undo();
  EXPECT_EQ(undone.apply(), "first");
  EXPECT_EQ(undone.changes_size(), 1);
  auto after = trees.Get();
  after.set_etag(before.etag());
  *after.mutable_update_time() = before.update_time();
  EXPECT_EQ(after.DebugString(), before.DebugString());
}

TEST_P(UndoInventory, IsRefusedWhereARecordWasChangedSinceAndChangesNothing) {
  trees.Create();
  AddBenches();
  Sheet::Pull(town).Set("trees", "Licence", "CC0-1.0").Set("benches", "Licence", "CC0-1.0").Apply(town);
  trees.Change(Trees::Describe("Every tree."), "grant");
  const auto refused = Refusal("first");
  EXPECT_EQ(refused.reason(), Reason::UNDO_REFUSED);
  EXPECT_THAT(MissingRules(refused), ElementsAre("changed_since"));
  EXPECT_THAT(refused.missing()[0].message, HasSubstr("trees has changed since the apply: description"));
  EXPECT_EQ(Get("benches").licence(), "CC0-1.0");
}

TEST_P(UndoInventory, HappensOnce) {
  trees.Create();
  Sheet::Pull(town).Set("trees", "Licence", "CC0-1.0").Apply(town);
  Undo();
  const auto again = Refusal();
  EXPECT_EQ(again.reason(), Reason::UNDO_REFUSED);
  EXPECT_THAT(again.message(), HasSubstr("apply first was taken back already, by sam at "));
  EXPECT_THAT(MissingRules(again), ElementsAre()) << "nobody changed anything since";
}

TEST_P(UndoInventory, OfAnIdThatWasGivenAgainTakesBackTheLast) {
  trees.Create();
  Sheet::Pull(town).Set("trees", "Licence", "CC0-1.0").Apply(town);
  town.SetToday("2031-01-15");
  Sheet::Pull(town).Set("trees", "Retention", "ten years").Apply(town);
  EXPECT_EQ(Undo("first").changes_size(), 1);
  EXPECT_EQ(trees.Get().retention(), "");
  EXPECT_EQ(trees.Get().licence(), "CC0-1.0");
}

TEST_P(UndoInventory, KeepsWhatTheApplyAddedAndSaysSo) {
  trees.Create();
  Sheet::Pull(town).Set("trees", "Licence", "CC0-1.0").Add({{"Title", "Benches"}, {"Department", "parks"}}).Apply(town);
  EXPECT_THAT(Undo().kept(), ElementsAre("datasets/benches"));
  EXPECT_EQ(trees.Get().licence(), "");
}

TEST_P(UndoInventory, BringsBackWhatThePublicRead) {
  const auto published = trees.Published();
  Sheet::Pull(town).Set("trees", "Title", "Trees").Set("trees", "Aggregation threshold", "5").Apply(town);
  Undo();
  const auto dataset = trees.Get();
  EXPECT_EQ(dataset.title(), published.title());
  EXPECT_FALSE(dataset.pending_edit());
  EXPECT_EQ(domain::MaterialHash(dataset), domain::MaterialHash(published));
}

TEST_P(UndoInventory, TakesBackOnesOwnLastApplyUnlessOneIsNamed) {
  trees.Create();
  Sheet::Pull(town).Set("trees", "Licence", "CC0-1.0").Apply(town);
  EXPECT_EQ(Refusal("", "grant").reason(), Reason::NOT_FOUND) << "grant has applied nothing";
  EXPECT_EQ(Refusal("no-such-apply").reason(), Reason::NOT_FOUND);
  EXPECT_EQ(Refusal("first", "alan").reason(), Reason::UNDO_REFUSED) << "parks are not alan's";
  EXPECT_EQ(town.Call<v1::UndoInventoryResponse>("grant", Undoing("first")).changes_size(), 1);
}

}  // namespace
}  // namespace almanac::support
