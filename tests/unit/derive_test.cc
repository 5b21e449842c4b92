#include "domain/derive.h"

#include <gtest/gtest.h>

namespace almanac::domain {
namespace {

TEST(HostOf, IsTheHostAloneInLowerCase) {
  EXPECT_EQ(HostOf("https://user@Data.Example.gov:8443/a?b#c"), "data.example.gov");
  EXPECT_EQ(HostOf("ftp://files.example.gov"), "files.example.gov");
  EXPECT_EQ(HostOf("http://[2001:db8::1]:80/x"), "[2001:db8::1]");
  EXPECT_EQ(HostOf("no address"), "");
}

TEST(Derive, NamesDistributionsOnceAndForAll) {
  v1::Dataset dataset;
  dataset.add_distributions();
  dataset.add_distributions()->set_name("distribution-1");
  dataset.add_distributions()->set_name("distribution-1");
  Derive(&dataset);
  EXPECT_EQ(dataset.distributions(0).name(), "distribution-2");
  EXPECT_EQ(dataset.distributions(1).name(), "distribution-1");
  EXPECT_EQ(dataset.distributions(2).name(), "distribution-3");
  const auto once = dataset.SerializeAsString();
  Derive(&dataset);
  EXPECT_EQ(dataset.SerializeAsString(), once);
}

TEST(DueDates, FollowTheLastRefreshAlone) {
  v1::Dataset dataset;
  dataset.set_frequency("R/P1M");
  dataset.set_last_published_date("2026-03-01");
  DeriveDueDates({}, &dataset);
  EXPECT_EQ(dataset.next_due_date(), "");
  dataset.set_refreshed_date("2026-01-31");
  DeriveDueDates({}, &dataset);
  EXPECT_EQ(dataset.next_due_date(), "2026-02-28");
  EXPECT_EQ(dataset.stale_after_date(), "2026-03-07");
}

TEST(DueDates, AreNoneOfAHistoricalSet) {
  v1::Dataset dataset;
  dataset.set_frequency("R/P1M");
  dataset.set_refreshed_date("2026-01-31");
  dataset.set_historical(true);
  DeriveDueDates({}, &dataset);
  EXPECT_EQ(dataset.next_due_date(), "");
  EXPECT_EQ(dataset.stale_after_date(), "");
}

TEST(Defaults, AreOpenAndUnassessed) {
  v1::Dataset dataset;
  SetDefaults(&dataset);
  EXPECT_EQ(dataset.access(), v1::Dataset::OPEN);
  EXPECT_EQ(dataset.classification(), v1::Dataset::UNASSESSED);
  EXPECT_EQ(dataset.state(), v1::Dataset::IDENTIFIED);
}

}  // namespace
}  // namespace almanac::domain
