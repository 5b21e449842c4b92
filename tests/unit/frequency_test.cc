#include "domain/frequency.h"

#include <gtest/gtest.h>

namespace almanac::domain {
namespace {

std::string Due(std::string_view frequency, std::string_view last) {
  const auto due = NextDue(*ParseFrequency(frequency), *ParseDay(last));
  return due ? ToText(*due) : "never";
}

int Grace(std::string_view frequency) { return GraceDays(*ParseFrequency(frequency), {}); }

TEST(NextDue, CountsTrueCalendarMonths) {
  EXPECT_EQ(Due("R/P1M", "2026-01-31"), "2026-02-28");
  EXPECT_EQ(Due("R/P1M", "2028-01-31"), "2028-02-29");
  EXPECT_EQ(Due("R/P3M", "2026-04-15"), "2026-07-15");
  EXPECT_EQ(Due("R/P1Y", "2024-02-29"), "2025-02-28");
  EXPECT_EQ(Due("R/P0.5Y", "2026-01-01"), "2026-07-01");
}

TEST(NextDue, CountsWeeksAndDays) {
  EXPECT_EQ(Due("R/P1D", "2026-03-01"), "2026-03-02");
  EXPECT_EQ(Due("R/P2W", "2026-03-01"), "2026-03-15");
  EXPECT_EQ(Due("R/P3.5D", "2026-03-01"), "2026-03-05");
  EXPECT_EQ(Due("R/P0.33W", "2026-03-01"), "2026-03-04");
}

TEST(NextDue, TakesDecimalMonthsAsAboutThirtyDaysEach) {
  EXPECT_EQ(Due("R/P0.5M", "2026-03-01"), "2026-03-17");
  EXPECT_EQ(Due("R/P0.33M", "2026-03-01"), "2026-03-12");
}

TEST(NextDue, IsNeverTheSameDay) {
  EXPECT_EQ(Due("R/PT1S", "2026-03-01"), "2026-03-02");
  EXPECT_EQ(Due("R/PT1H", "2026-03-01"), "2026-03-02");
}

TEST(NextDue, IsNeverForWhatDoesNotRepeat) {
  EXPECT_EQ(Due("irregular", "2026-03-01"), "never");
  EXPECT_EQ(Due("none", "2026-03-01"), "never");
}

TEST(Grace, GrowsWithThePeriod) {
  EXPECT_EQ(Grace("R/PT1S"), 1);
  EXPECT_EQ(Grace("R/P1D"), 1);
  EXPECT_EQ(Grace("R/P3.5D"), 3);
  EXPECT_EQ(Grace("R/P1W"), 3);
  EXPECT_EQ(Grace("R/P2W"), 7);
  EXPECT_EQ(Grace("R/P1M"), 7);
  EXPECT_EQ(Grace("R/P3M"), 14);
  EXPECT_EQ(Grace("R/P4M"), 30);
  EXPECT_EQ(Grace("R/P10Y"), 30);
}

TEST(ParseFrequency, RefusesWhatIsNoRepetition) {
  for (const auto* text : {"", "monthly", "P1M", "R/", "R/P", "R/PM", "R/P1", "R/P0M", "R/P-1M", "R/P1X", "R/PT",
                           "R/P1MT", "R/P1.2.3M", "R/P99999999Y", "R/PT1D"}) {
    EXPECT_FALSE(ParseFrequency(text)) << text;
  }
}

TEST(ParseFrequency, TakesPartsTogether) {
  const auto frequency = ParseFrequency("R/P1Y6M10DT12H");
  ASSERT_TRUE(frequency);
  EXPECT_EQ(frequency->months, 18);
  EXPECT_DOUBLE_EQ(frequency->days, 10.5);
}

TEST(FrequencyWords, SpeakToAReader) {
  EXPECT_EQ(FrequencyWords("R/P1M"), "monthly");
  EXPECT_EQ(FrequencyWords("R/P2W"), "every 2 weeks");
  EXPECT_EQ(FrequencyWords("R/P2Y"), "every 2 years");
  EXPECT_EQ(FrequencyWords("R/PT1S"), "continuously");
  EXPECT_EQ(FrequencyWords("R/PT1H"), "hourly");
  EXPECT_EQ(FrequencyWords("R/P0.33M"), "about every 10 days");
  EXPECT_EQ(FrequencyWords("irregular"), "at irregular times");
  EXPECT_EQ(FrequencyWords("when asked"), "when asked");
}

}  // namespace
}  // namespace almanac::domain
