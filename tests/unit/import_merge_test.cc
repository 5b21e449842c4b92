// Three versions of one dataset become one.
#include "interchange/import_merge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace almanac::interchange {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

v1::Dataset ADataset() {
  v1::Dataset dataset;
  dataset.set_title("Trees");
  dataset.set_description("All trees.");
  dataset.set_access(v1::Dataset::OPEN);
  dataset.set_refreshed_date("2026-01-01");
  dataset.add_keywords("trees");
  dataset.add_distributions()->set_download_url("https://x.gov/trees.csv");
  return dataset;
}

// As it stands here: with what the server gave to it.
v1::Dataset Kept() {
  auto dataset = ADataset();
  dataset.set_owner("people/dana");
  dataset.set_retention("ten years");
  dataset.mutable_distributions(0)->set_name("trees-csv");
  dataset.mutable_distributions(0)->set_host("x.gov");
  return dataset;
}

TEST(MergeDatasets, ChangesNothingWhereTheSourceDidNot) {
  Findings findings;
  const auto merged = MergeDatasets(Kept(), ADataset(), ADataset(), &findings);
  EXPECT_THAT(merged.fields, IsEmpty());
  EXPECT_EQ(merged.dataset.SerializeAsString(), Kept().SerializeAsString());
}

TEST(MergeDatasets, TakesWhatTheSourceChanged) {
  Findings findings;
  auto source = ADataset();
  source.set_title("Town trees");
  source.clear_description();
  source.add_keywords("shade");
  const auto merged = MergeDatasets(Kept(), ADataset(), source, &findings);
  EXPECT_THAT(merged.fields, ElementsAre("title", "description", "keywords"));
  EXPECT_EQ(merged.dataset.title(), "Town trees");
  EXPECT_EQ(merged.dataset.description(), "");
  EXPECT_EQ(merged.dataset.retention(), "ten years");
  EXPECT_THAT(findings.all(), IsEmpty());
}

TEST(MergeDatasets, LetsAnEditMadeHereWinAndSaysSo) {
  Findings findings;
  auto here = Kept();
  here.set_title("Our trees");
  here.set_description("Every tree.");
  auto source = ADataset();
  source.set_title("Town trees");
  const auto merged = MergeDatasets(here, ADataset(), source, &findings);
  EXPECT_THAT(merged.fields, IsEmpty());
  EXPECT_EQ(merged.dataset.title(), "Our trees");
  EXPECT_EQ(merged.dataset.description(), "Every tree.");
  ASSERT_EQ(findings.all().size(), 1u);
  EXPECT_EQ(findings.all()[0].rule(), "edited_here");
  EXPECT_EQ(findings.all()[0].field(), "title");
}

TEST(MergeDatasets, SaysNothingWhenBothMadeTheSameChange) {
  Findings findings;
  auto here = Kept();
  here.set_title("Town trees");
  auto source = ADataset();
  source.set_title("Town trees");
  EXPECT_THAT(MergeDatasets(here, ADataset(), source, &findings).fields, IsEmpty());
  EXPECT_THAT(findings.all(), IsEmpty());
}

TEST(MergeDatasets, KeepsTheNamesOfDistributionsThatStay) {
  Findings findings;
  auto source = ADataset();
  source.mutable_distributions(0)->set_title("Trees as CSV");
  source.add_distributions()->set_access_url("https://x.gov/api");
  const auto merged = MergeDatasets(Kept(), ADataset(), source, &findings);
  ASSERT_EQ(merged.dataset.distributions_size(), 2);
  EXPECT_EQ(merged.dataset.distributions(0).name(), "trees-csv");
  EXPECT_EQ(merged.dataset.distributions(0).title(), "Trees as CSV");
  EXPECT_EQ(merged.dataset.distributions(1).name(), "");
}

TEST(MergeDatasets, KeepsTheLaterDayOfRefresh) {
  Findings findings;
  auto here = Kept();
  here.set_refreshed_date("2026-02-15");
  auto source = ADataset();
  source.set_refreshed_date("2026-02-01");
  EXPECT_EQ(MergeDatasets(here, ADataset(), source, &findings).dataset.refreshed_date(), "2026-02-15");
  source.set_refreshed_date("2026-03-01");
  const auto merged = MergeDatasets(here, ADataset(), source, &findings);
  EXPECT_EQ(merged.dataset.refreshed_date(), "2026-03-01");
  EXPECT_THAT(merged.fields, ElementsAre("refreshed_date"));
}

TEST(MergeDatasets, TakesNothingToAPublicSetFromASourceThatIsNotPublic) {
  auto here = Kept();
  here.set_published_version(1);
  here.set_state(v1::Dataset::PUBLISHED);
  here.mutable_adopted_time();
  auto source = ADataset();
  source.set_access(v1::Dataset::CLOSED);
  source.set_description("With the names of those who reported them.");
  source.set_refreshed_date("2026-03-01");
  for (const bool decided_here : {false, true}) {
    if (decided_here) here.clear_adopted_time();
    Findings findings;
    const auto merged = MergeDatasets(here, ADataset(), source, &findings);
    EXPECT_EQ(merged.dataset.SerializeAsString(), here.SerializeAsString());
    EXPECT_THAT(merged.fields, IsEmpty());
    EXPECT_TRUE(merged.held_back);
    ASSERT_EQ(findings.all().size(), 1u);
    EXPECT_EQ(findings.all()[0].rule(), "access_narrowed");
  }
}

TEST(MergeDatasets, TakesTheNarrowerAccessOfASetThatIsNotPublic) {
  Findings findings;
  auto source = ADataset();
  source.set_access(v1::Dataset::CLOSED);
  const auto merged = MergeDatasets(Kept(), ADataset(), source, &findings);
  EXPECT_EQ(merged.dataset.access(), v1::Dataset::CLOSED);
  EXPECT_FALSE(merged.held_back);
}

TEST(MergeDatasets, OpensWhatTheSourceOpensWhileNobodyHereHasDecided) {
  auto base = ADataset();
  base.set_access(v1::Dataset::CLOSED);
  auto here = Kept();
  here.set_access(v1::Dataset::CLOSED);
  here.set_state(v1::Dataset::INVENTORIED);
  Findings findings;
  EXPECT_EQ(MergeDatasets(here, base, ADataset(), &findings).dataset.access(), v1::Dataset::OPEN);
  EXPECT_EQ(findings.all().at(0).rule(), "access_widened");
}

TEST(MergeDatasets, KeepsTheAccessThatWasDecidedHere) {
  auto base = ADataset();
  base.set_access(v1::Dataset::CLOSED);
  for (const auto state :
       {v1::Dataset::IN_REVIEW, v1::Dataset::APPROVED, v1::Dataset::CONCLUDED, v1::Dataset::WITHDRAWN}) {
    auto here = Kept();
    here.set_access(v1::Dataset::CLOSED);
    here.set_state(state);
    Findings findings;
    EXPECT_EQ(MergeDatasets(here, base, ADataset(), &findings).dataset.access(), v1::Dataset::CLOSED);
    EXPECT_EQ(findings.all().at(0).rule(), "access_decided");
  }
}

}  // namespace
}  // namespace almanac::interchange
