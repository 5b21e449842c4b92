// How often data is refreshed: ISO 8601 repetitions as data.json has them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "domain/profile.h"

namespace almanac::domain {

// R/P1M, R/P0.33M, R/PT1S, `irregular`, or `none` for a closed series.
struct Frequency {
  // False: irregular or none; nothing is ever due.
  bool repeats = false;
  // Whole calendar months, counted as such. Zero: counted in days.
  int months = 0;
  // The length of a period; of decimal months about 30.44 days each.
  double days = 0;
};

// None for what is not a frequency. Words such as "monthly" are none of these:
// the importer knows what a source means by them.
std::optional<Frequency> ParseFrequency(std::string_view text);

// The day by which the next refresh is due, after one as of `last`: true
// calendar months; never the same day, so that R/PT1S is not overdue at once.
// None when nothing is ever due.
std::optional<Day> NextDue(const Frequency& frequency, Day last);

// Days after the due day before it counts as stale.
int GraceDays(const Frequency& frequency, const Grace& grace);

// "monthly", "every 2 weeks", "irregular".
std::string FrequencyWords(std::string_view text);

}  // namespace almanac::domain
