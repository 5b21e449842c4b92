// Putting a dataset before somebody who decides.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/events.pb.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct SubmitDataset : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  std::vector<std::string> Verbs() {
    v1::GetHistoryRequest request;
    request.set_name("datasets/trees");
    std::vector<std::string> verbs;
    const auto history = town.Call<v1::GetHistoryResponse>("dana", request);
    for (const auto& entry : history.entries()) {
      verbs.insert(verbs.begin(), entry.event().verb());
    }
    return verbs;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, SubmitDataset, BothDatabases(), NameOfDatabase);

TEST_P(SubmitDataset, WalksTheEarlyStatesInOneGoAndRecordsEach) {
  trees.Create();
  const auto dataset = trees.Submit();
  EXPECT_EQ(dataset.state(), v1::Dataset::IN_REVIEW);
  EXPECT_EQ(dataset.inventoried_date(), "2026-03-02");
  EXPECT_THAT(Verbs(),
              ElementsAre("dataset.created", "dataset.inventoried", "dataset.classified", "dataset.submitted"));
}

TEST_P(SubmitDataset, OpensAReviewThatKnowsItsAuthors) {
  trees.Create();
  auto request = Trees::Submitting();
  request.set_note("Agreed with the arborist.");
  town.Call<v1::Dataset>("grant", request);
  const auto review = trees.GetReview();
  EXPECT_EQ(review.state(), v1::Review::OPEN);
  EXPECT_EQ(review.submitter(), "people/grant");
  EXPECT_EQ(review.submit_note(), "Agreed with the arborist.");
  EXPECT_THAT(review.authors(), ElementsAre("people/sam", "people/grant"));
  EXPECT_EQ(review.department(), "departments/parks");
}

TEST_P(SubmitDataset, NamesEverythingThatIsMissingAtOnce) {
  v1::Dataset dataset;
  dataset.set_title("Trees");
  dataset.set_department("departments/parks");
  dataset.set_access(v1::Dataset::SHARED);
  trees.Import(dataset);
  const auto error = town.Refused<v1::Dataset>("sam", Trees::Submitting());
  EXPECT_EQ(error.reason(), Reason::MISSING_REQUIREMENTS);
  EXPECT_THAT(MissingRules(error), ElementsAre("owner", "description", "frequency", "source_system", "fields",
                                               "classification", "access_reason", "access_basis"));
  EXPECT_EQ(trees.Get().state(), v1::Dataset::INVENTORIED);
}

TEST_P(SubmitDataset, TakesUpTheLicenceOfTheProgramSoThatTheDecisionBindsToIt) {
  trees.Create();
  EXPECT_EQ(trees.Submit().licence(), "CC0-1.0");
}

TEST_P(SubmitDataset, IsForPeopleAndNotForTheConsole) {
  trees.Create();
  EXPECT_EQ(town.Refused<v1::Dataset>("", Trees::Submitting()).reason(), Reason::PERSON_REQUIRED);
}

TEST_P(SubmitDataset, RefusesWhatWaitsForADecisionAlready) {
  trees.Create();
  trees.Submit();
  const auto error = town.Refused<v1::Dataset>("sam", Trees::Submitting());
  EXPECT_EQ(error.reason(), Reason::WRONG_STATE);
  EXPECT_THAT(error.message(), HasSubstr("identified, inventoried, classified or published"));
}

TEST_P(SubmitDataset, RefusesAPublishedSetThatNobodyChanged) {
  trees.Published();
  EXPECT_EQ(town.Refused<v1::Dataset>("sam", Trees::Submitting()).reason(), Reason::WRONG_STATE);
}

TEST_P(SubmitDataset, LeavesAPublishedSetPublishedWhileItsEditIsReviewed) {
  trees.Published();
  trees.Change(Trees::Coarsen(5));
  EXPECT_EQ(trees.Submit().state(), v1::Dataset::PUBLISHED);
  EXPECT_EQ(trees.GetReview("reviews/trees-2").state(), v1::Review::OPEN);
  EXPECT_THAT(town.Refused<v1::Dataset>("sam", Trees::Submitting()).message(), HasSubstr("reviews/trees-2"));
}

TEST_P(SubmitDataset, RefusesAStaleEtagAndSaysWhoChangedIt) {
  const auto read = trees.Create();
  trees.Change(Trees::Describe("Changed meanwhile."), "grant");
  auto request = Trees::Submitting();
  request.set_etag(read.etag());
  const auto error = town.Refused<v1::Dataset>("sam", request);
  EXPECT_EQ(error.reason(), Reason::ETAG_MISMATCH);
  EXPECT_THAT(error.message(), HasSubstr("description, last by grant at 2026-03-02 10:00"));
}

}  // namespace
}  // namespace almanac::support
