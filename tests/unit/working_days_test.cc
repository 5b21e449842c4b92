// Working days: weekends and the profile's holidays do not count, nor does the day from which one counts.
#include "domain/working_days.h"

#include <gtest/gtest.h>

namespace almanac::domain {
namespace {

Profile WithHolidays() {
  Profile profile;
  profile.holidays = {
      {"2026-05-25", "Memorial Day"}, {"2026-12-25", "Christmas Day"}, {"2027-01-01", "New Year's Day"}};
  return profile;
}

std::string After(const std::string& day, int days) {
  return ToText(AddWorkingDays(WithHolidays(), *ParseDay(day), days));
}

TEST(WorkingDays, BeginWithTheDayAfter) {
  EXPECT_EQ(After("2026-03-02", 5), "2026-03-09");
  EXPECT_EQ(After("2026-03-02", 0), "2026-03-02");
}

TEST(WorkingDays, LeaveOutWeekendsAndHolidays) {
  EXPECT_EQ(After("2026-05-22", 1), "2026-05-26");
  // Friday and the Friday after are holidays.
  EXPECT_EQ(After("2026-12-24", 5), "2027-01-04");
}

TEST(WorkingDays, CountFromAWeekendToo) { EXPECT_EQ(After("2026-03-07", 1), "2026-03-09"); }

TEST(WorkingDays, BetweenTwoDaysAreTheSameAsThoseAdded) {
  const auto profile = WithHolidays();
  for (int days = 0; days < 40; ++days) {
    const Day from = *ParseDay("2026-12-10");
    EXPECT_EQ(WorkingDaysBetween(profile, from, AddWorkingDays(profile, from, days)), days);
  }
  EXPECT_EQ(WorkingDaysBetween(profile, *ParseDay("2026-03-02"), *ParseDay("2026-02-02")), 0);
}

}  // namespace
}  // namespace almanac::domain
