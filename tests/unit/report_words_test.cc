#include <gtest/gtest.h>

#include "reporting/words.h"

namespace almanac::reporting {
namespace {

TEST(NumberWords, PartsThousands) {
  EXPECT_EQ(NumberWords(0), "0");
  EXPECT_EQ(NumberWords(999), "999");
  EXPECT_EQ(NumberWords(38400), "38,400");
  EXPECT_EQ(NumberWords(-1234567), "-1,234,567");
}

TEST(PercentWords, NeverSaysAllOrNothingWhenItIsNot) {
  EXPECT_EQ(PercentWords(12, 17), "71\u00a0%");
  EXPECT_EQ(PercentWords(1, 8), "13\u00a0%");
  EXPECT_EQ(PercentWords(17, 17), "100\u00a0%");
  EXPECT_EQ(PercentWords(0, 17), "0\u00a0%");
  EXPECT_EQ(PercentWords(999, 1000), "over 99\u00a0%");
  EXPECT_EQ(PercentWords(1, 1000), "under 1\u00a0%");
}

TEST(PercentWords, OfNothingIsNotApplicable) {
  EXPECT_EQ(PercentWords(0, 0), "not applicable");
  EXPECT_EQ(ShareWords(0, 0), "not applicable");
}

TEST(ShareWords, SaysTheCountWithTheShare) { EXPECT_EQ(ShareWords(1204, 2408), "1,204 of 2,408 (50\u00a0%)"); }

TEST(DayWords, SaysTheMonthInFull) {
  EXPECT_EQ(DayWords("2026-06-09"), "9 June 2026");
  EXPECT_EQ(DayWords("2026-02-30"), "");
  EXPECT_EQ(DayWords(""), "");
}

TEST(SpanWords, SaysMonthsWhereTheyAreWhole) {
  EXPECT_EQ(SpanWords("2026-09-15", "2026-09-15"), "15 September 2026");
  EXPECT_EQ(SpanWords("2027-02-01", "2027-02-28"), "February 2027");
  EXPECT_EQ(SpanWords("2026-10-01", "2026-11-30"), "October to November 2026");
  EXPECT_EQ(SpanWords("2026-11-01", "2027-01-31"), "November 2026 to January 2027");
  EXPECT_EQ(SpanWords("2027-01-01", "2027-12-31"), "2027");
}

TEST(SpanWords, SaysDaysOtherwise) {
  EXPECT_EQ(SpanWords("2026-10-13", "2026-10-31"), "13 to 31 October 2026");
  EXPECT_EQ(SpanWords("2026-10-13", "2026-11-02"), "13 October to 2 November 2026");
  EXPECT_EQ(SpanWords("2026-12-24", "2027-01-06"), "24 December 2026 to 6 January 2027");
  EXPECT_EQ(SpanWords("", "2026-10-31"), "31 October 2026");
  EXPECT_EQ(SpanWords("", ""), "");
}

TEST(InstantWords, GoesByTheClocksOfTheZone) {
  EXPECT_EQ(InstantWords("2026-07-01T06:59:59.999999Z", "America/Phoenix"), "30 June 2026, 23:59 MST");
  // The clocks went forward that night.
  EXPECT_EQ(InstantWords("2024-03-31T22:59:59.999999Z", "Europe/London"), "31 March 2024, 23:59 BST");
}

TEST(ListWords, KeepsItemsApartThatAreListsThemselves) {
  EXPECT_EQ(ListWords({}), "");
  EXPECT_EQ(ListWords({"trails"}), "trails");
  EXPECT_EQ(ListWords({"trails", "trees"}), "trails and trees");
  EXPECT_EQ(ListWords({"trails", "trees", "parks"}), "trails, trees and parks");
  EXPECT_EQ(ListWords({"Trails and Paths", "Trees"}), "Trails and Paths; Trees");
}

}  // namespace
}  // namespace almanac::reporting
