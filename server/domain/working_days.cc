#include "domain/working_days.h"

#include <algorithm>
#include <chrono>

namespace almanac::domain {

bool IsWorkingDay(const Profile& profile, Day day) {
  const auto weekday = std::chrono::weekday(day);
  if (weekday == std::chrono::Saturday || weekday == std::chrono::Sunday) return false;
  const std::string text = ToText(day);
  return std::none_of(profile.holidays.begin(), profile.holidays.end(),
                      [&](const Holiday& holiday) { return holiday.date == text; });
}

Day AddWorkingDays(const Profile& profile, Day from, int days) {
  Day day = from;
  while (days > 0) {
    day += std::chrono::days(1);
    if (IsWorkingDay(profile, day)) --days;
  }
  return day;
}

int WorkingDaysBetween(const Profile& profile, Day from, Day to) {
  int days = 0;
  for (Day day = from + std::chrono::days(1); day <= to; day += std::chrono::days(1)) {
    if (IsWorkingDay(profile, day)) ++days;
  }
  return days;
}

}  // namespace almanac::domain
