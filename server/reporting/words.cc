#include "reporting/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace almanac::reporting {
namespace {

using std::chrono::last;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};

std::string_view MonthName(year_month_day day) { return kMonths[unsigned{day.month()} - 1]; }

bool IsLastOfMonth(year_month_day day) { return day.day() == (day.year() / day.month() / last).day(); }

// Both ends fall on a month's ends, so that months say it all.
bool IsWholeMonths(year_month_day first, year_month_day last) {
  return unsigned{first.day()} == 1 && IsLastOfMonth(last);
}

std::string MonthSpan(year_month_day first, year_month_day last) {
  const int first_year{first.year()}, last_year{last.year()};
  if (first_year != last_year) {
    return fmt::format("{} {} to {} {}", MonthName(first), first_year, MonthName(last), last_year);
  }
  if (first.month() == last.month()) return fmt::format("{} {}", MonthName(last), last_year);
  if (unsigned{first.month()} == 1 && unsigned{last.month()} == 12) return fmt::format("{}", last_year);
  return fmt::format("{} to {} {}", MonthName(first), MonthName(last), last_year);
}

std::string DaySpan(year_month_day first, year_month_day last) {
  std::string end = fmt::format("{} {} {}", unsigned{last.day()}, MonthName(last), int{last.year()});
  if (first == last) return end;
  if (first.year() != last.year()) {
    return fmt::format("{} {} {} to {}", unsigned{first.day()}, MonthName(first), int{first.year()}, end);
  }
  if (first.month() != last.month()) return fmt::format("{} {} to {}", unsigned{first.day()}, MonthName(first), end);
  return fmt::format("{} to {}", unsigned{first.day()}, end);
}

}  // namespace

std::string NumberWords(int64_t number) {
  std::string digits = std::to_string(number);
  const size_t first = number < 0 ? 1 : 0;
  for (size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

std::string PercentWords(int64_t part, int64_t whole) {
  if (whole <= 0) return "not applicable";
  const int64_t percent = (200 * part + whole) / (2 * whole);
  if (percent == 100 && part < whole) return "over 99\u00a0%";
  if (percent == 0 && part > 0) return "under 1\u00a0%";
  return fmt::format("{}\u00a0%", percent);
}

std::string ShareWords(int64_t part, int64_t whole) {
  if (whole <= 0) return "not applicable";
  return fmt::format("{} of {} ({})", NumberWords(part), NumberWords(whole), PercentWords(part, whole));
}

std::string DayWords(std::string_view day) {
  const auto parsed = ParseDay(day);
  return parsed ? DaySpan(*parsed, *parsed) : std::string();
}

std::string SpanWords(std::string_view first_day, std::string_view last_day) {
  const auto last = ParseDay(last_day);
  if (!last) return {};
  const Day first = ParseDay(first_day).value_or(*last);
  if (first != *last && IsWholeMonths(first, *last)) return MonthSpan(first, *last);
  return DaySpan(first, *last);
}

std::string InstantWords(std::string_view instant, std::string_view zone) {
  const auto parsed = ParseInstant(instant);
  if (!parsed) return {};
  return fmt::format("{}, {} {}", DayWords(ToText(DayIn(zone, *parsed))), TimeOfDayIn(zone, *parsed),
                     ZoneWord(zone, *parsed));
}

std::string ShortMonth(int month) { return std::string(kMonths.at(month - 1).substr(0, 3)); }

std::string ListWords(const std::vector<std::string>& items) {
  // Items that have commas or conjunctions of their own would run into each other.
  const bool loose = std::any_of(items.begin(), items.end(), [](const std::string& item) {
    return item.find(", ") != std::string::npos || item.find(" and ") != std::string::npos;
  });
  std::string words;
  for (size_t i = 0; i < items.size(); ++i) {
    if (i > 0) words += loose ? "; " : i + 1 == items.size() ? " and " : ", ";
    words += items[i];
  }
  return words;
}

}  // namespace almanac::reporting
