// One decision, many slices: what a decision on the lead of a series covers.
#include "domain/series.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/events.pb.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::HasSubstr;

// The trees of each district: datasets/trees leads, datasets/trees-north follows.
struct Series : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  void SetUp() override {
    v1::CreateSeriesRequest series;
    series.mutable_series()->set_title("Trees by district");
    series.mutable_series()->set_department("departments/parks");
    series.set_series_id("trees");
    town.Call<v1::Series>("sam", series);
    auto lead = Slice();
    trees.Create(lead);
    v1::UpdateSeriesRequest leading;
    leading.mutable_series()->set_name("series/trees");
    leading.mutable_series()->set_lead("datasets/trees");
    leading.set_etag("*");
    town.Call<v1::Series>("dana", leading);
  }

  static v1::Dataset Slice() {
    auto dataset = Trees::Described();
    dataset.set_series("series/trees");
    dataset.set_spatial("South");
    dataset.set_licence("CC0-1.0");
    return dataset;
  }
  v1::Dataset Add(v1::Dataset slice, const std::string& who = "sam") {
    slice.set_title("Trees of the north");
    slice.set_spatial("North");
    slice.set_temporal_start("2026-01-01");
    slice.mutable_distributions(0)->set_download_url("https://data.example.gov/trees-north.csv");
    v1::CreateDatasetRequest request;
    request.set_dataset_id("trees-north");
    *request.mutable_dataset() = slice;
    return town.Call<v1::Dataset>(who, request);
  }
  v1::Dataset Submit(const std::string& who = "sam") {
    v1::SubmitDatasetRequest request;
    request.set_name("datasets/trees-north");
    request.set_etag("*");
    request.add_confirm("all");
    return town.Call<v1::Dataset>(who, request);
  }
  v1::PublishDatasetRequest Publishing() {
    v1::PublishDatasetRequest request;
    request.set_name("datasets/trees-north");
    request.set_etag("*");
    return request;
  }
  void DecideOnTheLead(v1::Outcome outcome = v1::RELEASE) {
    trees.Submit();
    trees.Decide(outcome);
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Series, BothDatabases(), NameOfDatabase);

TEST_P(Series, HaveOneDecisionForEverySliceThatDiffersInPeriodPlaceAndAddressAlone) {
  DecideOnTheLead();
  Add(Slice());
  const auto slice = Submit();
  EXPECT_EQ(slice.state(), v1::Dataset::APPROVED);
  EXPECT_EQ(town.Call<v1::ListReviewsResponse>("dana", v1::ListReviewsRequest()).reviews_size(), 1);
  EXPECT_EQ(town.Call<v1::Dataset>("dana", Publishing()).state(), v1::Dataset::PUBLISHED);
  v1::ListEventsRequest events;
  events.set_filter("verb = dataset.covered");
  const auto covered = town.Call<v1::ListEventsResponse>("dana", events);
  ASSERT_EQ(covered.events_size(), 1);
  EXPECT_THAT(covered.events(0).reason(), HasSubstr("reviews/trees-1"));
}

TEST_P(Series, AskForADecisionOfItsOwnWhereASliceDiffersInSubstance) {
  DecideOnTheLead();
  auto slice = Slice();
  auto* field = slice.add_fields();
  field->set_name("planted_by");
  field->set_definition("Who planted it.");
  Add(slice);
  EXPECT_EQ(Submit().state(), v1::Dataset::IN_REVIEW);
}

TEST_P(Series, AskForADecisionWhereTheLeadWasNotReleased) {
  DecideOnTheLead(v1::WITHHOLD);
  Add(Slice());
  EXPECT_EQ(Submit().state(), v1::Dataset::IN_REVIEW);
}

TEST_P(Series, AskForADecisionWhereTheLeadWasTakenDown) {
  trees.Submit();
  trees.Decide();
  trees.Publish();
  town.Call<v1::Dataset>("dana", Trees::For<v1::SuspendDatasetRequest>("We are checking a column of it."));
  Add(Slice());
  EXPECT_EQ(Submit().state(), v1::Dataset::IN_REVIEW);
}

// The lead is out, so the decision is in use, however old it is.
TEST_P(Series, CoverSlicesForYearsOnceTheLeadIsOut) {
  trees.Submit();
  trees.Decide();
  trees.Publish();
  town.SetToday("2028-06-01");
  Add(Slice());
  EXPECT_EQ(Submit().state(), v1::Dataset::APPROVED);
  EXPECT_EQ(town.Call<v1::Dataset>("dana", Publishing()).state(), v1::Dataset::PUBLISHED);
}

TEST_P(Series, CoverNothingByAnApprovalThatLapsedUnused) {
  trees.Submit();
  trees.Decide();
  town.SetToday("2028-06-01");
  Add(Slice());
  EXPECT_EQ(Submit().state(), v1::Dataset::IN_REVIEW);
}

TEST_P(Series, CoverNoSliceThatTheDeciderWrote) {
  DecideOnTheLead();
  Add(Slice(), "grant");
  EXPECT_EQ(Submit().state(), v1::Dataset::IN_REVIEW);
}

TEST_P(Series, NoLongerCoverASliceThatIsEditedInSubstance) {
  DecideOnTheLead();
  Add(Slice());
  Submit();
  v1::UpdateDatasetRequest coarser;
  coarser.mutable_dataset()->set_name("datasets/trees-north");
  coarser.mutable_dataset()->set_aggregation_threshold(5);
  coarser.set_etag("*");
  EXPECT_EQ(town.Call<v1::Dataset>("sam", coarser).state(), v1::Dataset::CLASSIFIED);
  EXPECT_EQ(Submit().state(), v1::Dataset::IN_REVIEW);
}

TEST_P(Series, LetANewPeriodOfAPublishedSliceOutWithoutAnotherDecision) {
  DecideOnTheLead();
  Add(Slice());
  Submit();
  town.Call<v1::Dataset>("dana", Publishing());
  v1::UpdateDatasetRequest longer;
  longer.mutable_dataset()->set_name("datasets/trees-north");
  longer.mutable_dataset()->set_temporal_end("2026-12-31");
  longer.set_etag("*");
  EXPECT_TRUE(town.Call<v1::Dataset>("sam", longer).pending_edit());
  EXPECT_EQ(town.Call<v1::Dataset>("dana", Publishing()).published_version(), 2);
}

TEST_P(Series, AreScheduledAtOnceWhereARelaseWasPromised) {
  DecideOnTheLead();
  Add(Slice());
  v1::PlanReleaseRequest plan;
  plan.set_dataset("datasets/trees-north");
  plan.set_when("2026-06");
  town.Call<v1::Release>("sam", plan);
  trees.Confirm("releases/trees-north");
  EXPECT_EQ(Submit().state(), v1::Dataset::SCHEDULED);
}

TEST_P(Series, AreLedByWhatAnAdministratorNames) {
  v1::UpdateSeriesRequest leading;
  leading.mutable_series()->set_name("series/trees");
  leading.mutable_series()->set_lead("datasets/trees");
  leading.mutable_update_mask()->add_paths("lead");
  leading.set_etag("*");
  leading.mutable_series()->clear_lead();
  EXPECT_EQ(town.Refused<v1::Series>("sam", leading).reason(), Reason::PERMISSION_DENIED);
}

TEST_P(Series, BindADecisionToTheSeriesItWasMadeIn) {
  DecideOnTheLead();
  auto request = Trees::Update("series");
  EXPECT_EQ(trees.Change(request).state(), v1::Dataset::CLASSIFIED);
}

}  // namespace
}  // namespace almanac::support
