// Dropping an edit that waits: the record is as the public sees it again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/events.pb.h"
#include "domain/versions.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct DiscardDatasetEdit : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  static v1::DiscardDatasetEditRequest Discarding() {
    return Trees::For<v1::DiscardDatasetEditRequest>("The survey was wrong.");
  }
  v1::Dataset Discard(const std::string& who = "sam") { return town.Call<v1::Dataset>(who, Discarding()); }
  Error Refusal(const std::string& who = "sam") { return town.Refused<v1::Dataset>(who, Discarding()); }

  // A column more, and another definition of the one there was.
  v1::Dataset AddHeight() {
    auto request = Trees::Update("fields");
    *request.mutable_dataset()->add_fields() = Trees::Described().fields(0);
    request.mutable_dataset()->mutable_fields(0)->set_definition("By the city's own list.");
    auto* height = request.mutable_dataset()->add_fields();
    height->set_name("height");
    height->set_definition("In feet.");
    return trees.Change(request);
  }
};
INSTANTIATE_TEST_SUITE_P(Both, DiscardDatasetEdit, BothDatabases(), NameOfDatabase);

TEST_P(DiscardDatasetEdit, BringsBackWhatThePublicSees) {
  const auto published = trees.Published();
  ASSERT_TRUE(trees.Change(Trees::Coarsen(5)).pending_edit());
  const auto dataset = Discard();
  EXPECT_FALSE(dataset.pending_edit());
  EXPECT_EQ(dataset.state(), v1::Dataset::PUBLISHED);
  EXPECT_EQ(dataset.aggregation_threshold(), 0);
  EXPECT_EQ(domain::MaterialHash(dataset), domain::MaterialHash(published));
  EXPECT_EQ(dataset.published_version(), published.published_version()) << "the public sees nothing new";
}

TEST_P(DiscardDatasetEdit, IsInTheHistoryWithItsReason) {
  trees.Published();
  trees.Change(Trees::Coarsen(5));
  Discard();
  v1::GetHistoryRequest request;
  request.set_name("datasets/trees");
  const auto event = town.Call<v1::GetHistoryResponse>("dana", request).entries(0).event();
  EXPECT_EQ(event.verb(), "dataset.edit_discarded");
  EXPECT_EQ(event.reason(), "The survey was wrong.");
  EXPECT_EQ(event.actor(), "people/sam");
}

TEST_P(DiscardDatasetEdit, LeavesWhatWentToThePublicAtOnceAndWhatIsInternal) {
  trees.Published();
  trees.Change(Trees::Coarsen(5));
  trees.Change(Trees::Describe("Every public tree."));
  auto internal = Trees::Update("source_system");
  internal.mutable_dataset()->set_source_system("TreeKeeper 9");
  const auto before = trees.Change(internal);
  const auto dataset = Discard();
  EXPECT_EQ(dataset.description(), "Every public tree.");
  EXPECT_EQ(dataset.source_system(), "TreeKeeper 9");
  EXPECT_EQ(dataset.published_version(), before.published_version());
}

TEST_P(DiscardDatasetEdit, DropsANewFieldAndKeepsTheWordsOfAnOldOne) {
  trees.Published();
  ASSERT_TRUE(AddHeight().pending_edit());
  const auto dataset = Discard();
  EXPECT_FALSE(dataset.pending_edit());
  ASSERT_EQ(dataset.fields_size(), 1);
  EXPECT_EQ(dataset.fields(0).definition(), "By the city's own list.");
}

TEST_P(DiscardDatasetEdit, BringsBackTheOldAddress) {
  trees.Published();
  // Files that are replaced are kept somewhere.
  auto archive = Trees::Update("archive_url");
  archive.mutable_dataset()->set_archive_url("https://data.example.gov/archive");
  const auto published = trees.Change(archive);
  auto request = Trees::Update("distributions");
  *request.mutable_dataset()->add_distributions() = published.distributions(0);
  request.mutable_dataset()->mutable_distributions(0)->set_download_url("https://elsewhere.example/trees.csv");
  ASSERT_TRUE(trees.Change(request).pending_edit());
  const auto dataset = Discard();
  EXPECT_FALSE(dataset.pending_edit());
  EXPECT_EQ(dataset.distributions(0).download_url(), published.distributions(0).download_url());
  EXPECT_EQ(dataset.distributions(0).host(), "data.example.gov");
}

TEST_P(DiscardDatasetEdit, VoidsTheReviewThatWaits) {
  trees.Published();
  trees.Change(Trees::Coarsen(5));
  trees.Submit();
  Discard();
  EXPECT_EQ(trees.GetReview("reviews/trees-2").state(), v1::Review::VOID);
  EXPECT_EQ(town.Refused<v1::Dataset>("grant", Trees::Deciding(v1::RELEASE)).reason(), Reason::WRONG_STATE);
}

TEST_P(DiscardDatasetEdit, VoidsADecisionOnItAndNotTheOneByWhichItIsPublic) {
  trees.Published();
  for (const auto outcome : {v1::RELEASE, v1::WITHHOLD}) {
    trees.Change(Trees::Coarsen(5));
    trees.Submit();
    trees.Decide(outcome);
    Discard();
    EXPECT_EQ(trees.GetReview("reviews/trees-1").state(), v1::Review::DECIDED);
  }
  EXPECT_EQ(trees.GetReview("reviews/trees-2").state(), v1::Review::VOID);
  EXPECT_EQ(trees.GetReview("reviews/trees-3").state(), v1::Review::VOID);
  v1::CheckDatasetRequest check;
  check.set_name("datasets/trees");
  EXPECT_THAT(town.Call<v1::CheckDatasetResponse>("sam", check).missing_to_publish(), IsEmpty());
}

TEST_P(DiscardDatasetEdit, MakesNobodyAnAuthorAndForgetsThoseOfTheEdit) {
  trees.Published();
  EXPECT_THAT(trees.Change(Trees::Coarsen(5), "grant").authors(), ElementsAre("people/grant"));
  EXPECT_THAT(Discard().authors(), IsEmpty());
  trees.Change(Trees::Coarsen(7));
  trees.Submit();
  EXPECT_EQ(trees.Decide().authors_size(), 0) << "grant may decide on what sam wrote";
}

// What was agreed to and then changed is still theirs who wrote it; what was discarded is nobody's.
TEST_P(DiscardDatasetEdit, ForgetsTheAuthorsOfAnEditThatWasAgreedTo) {
  trees.Published();
  trees.Change(Trees::Coarsen(5), "grant");
  trees.Submit();
  trees.Decide(v1::RELEASE, "dana");
  EXPECT_THAT(trees.Change(Trees::Coarsen(7)).authors(), testing::UnorderedElementsAre("people/sam", "people/grant"));
  EXPECT_THAT(Discard().authors(), IsEmpty());
  trees.Change(Trees::Coarsen(9));
  trees.Submit();
  EXPECT_EQ(trees.Decide().authors_size(), 0) << "grant may decide on what sam wrote";
}

TEST_P(DiscardDatasetEdit, NeedsAnEditThatWaits) {
  trees.Create();
  EXPECT_EQ(Refusal().reason(), Reason::WRONG_STATE);
  trees.Submit();
  trees.Decide();
  trees.Publish();
  const auto refused = Refusal();
  EXPECT_EQ(refused.reason(), Reason::WRONG_STATE);
  EXPECT_THAT(refused.message(), HasSubstr("trees has no edit that waits"));
}

TEST_P(DiscardDatasetEdit, IsForThoseWhoMayEditInTheDepartment) {
  trees.Published();
  trees.Change(Trees::Coarsen(5));
  EXPECT_EQ(Refusal("alan").reason(), Reason::PERMISSION_DENIED);
  EXPECT_EQ(Refusal("lee").reason(), Reason::PERMISSION_DENIED);
  auto stale = Discarding();
  stale.set_etag("1");
  EXPECT_EQ(town.Refused<v1::Dataset>("sam", stale).reason(), Reason::ETAG_MISMATCH);
}

}  // namespace
}  // namespace almanac::support
