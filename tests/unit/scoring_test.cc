// The scoring sheet of CHHS, figure 6, and the risk table of NIST.
#include "domain/scoring.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "domain/risk.h"

namespace almanac::domain {
namespace {

using testing::Contains;
using testing::HasSubstr;

v1::ScoringSheet QuarterlyTotals() {
  v1::ScoringSheet sheet;
  sheet.set_smallest_cell(11);
  sheet.set_period(v1::ScoringSheet::QUARTER);
  sheet.set_residents(38'400);
  return sheet;
}

TEST(Scoring, OfQuarterlyTotalsBySexIsFifteenAndWithoutSexEight) {
  auto sheet = QuarterlyTotals();
  EXPECT_EQ(ScoreOf(sheet).sum, 8);
  sheet.set_sex(true);
  EXPECT_EQ(ScoreOf(sheet).sum, 15);
}

TEST(Scoring, NamesItsEditionAndEveryLine) {
  const auto score = ScoreOf(QuarterlyTotals());
  EXPECT_THAT(score.lines, Contains("smallest cell 11 to 99: 5"));
  EXPECT_THAT(score.lines.back(), HasSubstr("Guidelines 1.0, figure 6"));
}

TEST(Scoring, TakesTheHigherBandWhereTheTableOverlaps) {
  auto sheet = QuarterlyTotals();
  const auto residents = [&](int64_t people) {
    sheet.set_residents(people);
    return ScoreOf(sheet).sum;
  };
  EXPECT_EQ(residents(250'000) - residents(250'001), 1);
  EXPECT_EQ(residents(100'000) - residents(100'001), 2);
  EXPECT_EQ(residents(20'000) - residents(20'001), 1);
}

TEST(Scoring, CountsEachVariableOnceAndWhatTheyGiveAwayTogether) {
  v1::ScoringSheet sheet;
  sheet.set_smallest_cell(2000);
  sheet.set_period(v1::ScoringSheet::YEAR);
  sheet.set_service_population(100'000);
  EXPECT_EQ(ScoreOf(sheet).sum, 2 + 0 + 0 - 5);
  sheet.set_sex(true);
  sheet.set_age_years(10);
  EXPECT_EQ(ScoreOf(sheet).sum, 2 + 1 + 3 + 0 + 0 + 2);
  sheet.set_race(v1::ScoringSheet::DETAILED_RACE);
  sheet.set_language(v1::ScoringSheet::COARSE);
  EXPECT_EQ(ScoreOf(sheet).sum, 2 + 1 + 3 + 4 + 2 + 0 + 0 + 4);
}

TEST(Scoring, RefusesPlacesOfResidenceAndOfServiceTogether) {
  auto sheet = QuarterlyTotals();
  sheet.set_street_address(true);
  EXPECT_THROW(ScoreOf(sheet), Error);
}

TEST(Scoring, AsksForTheSmallestCellAndThePeriod) {
  auto sheet = QuarterlyTotals();
  sheet.clear_smallest_cell();
  EXPECT_THROW(ScoreOf(sheet), Error);
  sheet = QuarterlyTotals();
  sheet.clear_period();
  EXPECT_THROW(ScoreOf(sheet), Error);
}

TEST(Risk, IsThatOfTableI2) {
  EXPECT_EQ(RiskOf(v1::Risk::VERY_HIGH, v1::Risk::VERY_LOW), v1::Risk::LOW);
  EXPECT_EQ(RiskOf(v1::Risk::VERY_HIGH, v1::Risk::LOW), v1::Risk::MODERATE);
  EXPECT_EQ(RiskOf(v1::Risk::VERY_HIGH, v1::Risk::MODERATE), v1::Risk::HIGH);
  EXPECT_EQ(RiskOf(v1::Risk::HIGH, v1::Risk::HIGH), v1::Risk::HIGH);
  EXPECT_EQ(RiskOf(v1::Risk::VERY_HIGH, v1::Risk::HIGH), v1::Risk::VERY_HIGH);
  EXPECT_EQ(RiskOf(v1::Risk::VERY_LOW, v1::Risk::VERY_HIGH), v1::Risk::VERY_LOW);
}

TEST(Risk, IsUnknownWhereHalfOfItIs) {
  EXPECT_EQ(RiskOf(v1::Risk::HIGH, v1::Risk::LEVEL_UNSPECIFIED), v1::Risk::LEVEL_UNSPECIFIED);
}

}  // namespace
}  // namespace almanac::domain
