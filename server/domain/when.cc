#include "domain/when.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace almanac::domain {
namespace {

using std::chrono::day;
using std::chrono::last;
using std::chrono::month;
using std::chrono::months;
using std::chrono::year;
using std::chrono::year_month;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string_view MonthName(const year_month_day& date) { return kMonths[static_cast<unsigned>(date.month()) - 1]; }

std::optional<int> Number(std::string_view text) {
  int value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

Window MonthsFrom(year_month first, int count) {
  return {Day(first / day(1)), Day((first + months(count - 1)) / last)};
}

// 2026, 2026-Q3 or 2026-09.
std::optional<Window> ParseStretch(std::string_view text) {
  const auto year_number = Number(text.substr(0, 4));
  if (text.size() < 4 || !year_number || *year_number < 1900 || *year_number > 9998) return std::nullopt;
  if (text.size() == 4) return MonthsFrom(year(*year_number) / month(1), 12);
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  const bool quarter = text[5] == 'Q' || text[5] == 'q';
  const auto number = Number(text.substr(quarter ? 6 : 5));
  if (!number || *number < 1 || *number > (quarter ? 4 : 12)) return std::nullopt;
  const int first = quarter ? *number * 3 - 2 : *number;
  return MonthsFrom(year(*year_number) / month(static_cast<unsigned>(first)), quarter ? 3 : 1);
}

std::optional<Window> ParseOne(std::string_view text) {
  if (const auto one = ParseDay(text)) return Window{*one, *one};
  return ParseStretch(text);
}

bool StartsMonth(Day first) { return year_month_day(first).day() == day(1); }

bool EndsMonth(Day last_day) {
  const year_month_day date(last_day);
  return date == year_month_day(date.year() / date.month() / last);
}

// Of whole months: how many; zero when they are not whole.
int WholeMonths(const Window& window) {
  if (!StartsMonth(window.first) || !EndsMonth(window.last)) return 0;
  const year_month_day from(window.first), to(window.last);
  return static_cast<int>((to.year() / to.month() - from.year() / from.month()).count()) + 1;
}

std::string MonthsWords(const Window& window, int count) {
  const year_month_day from(window.first), to(window.last);
  if (count == 1) return fmt::format("{} {}", MonthName(from), static_cast<int>(from.year()));
  if (count == 12 && from.month() == month(1)) return fmt::format("{}", static_cast<int>(from.year()));
  if (from.year() == to.year()) {
    return fmt::format("{}-{} {}", MonthName(from), MonthName(to), static_cast<int>(to.year()));
  }
  return fmt::format("{} {}-{} {}", MonthName(from), static_cast<int>(from.year()), MonthName(to),
                     static_cast<int>(to.year()));
}

}  // namespace

std::optional<Window> ParseWhen(std::string_view text) {
  const auto dots = text.find("..");
  if (dots == std::string_view::npos) return ParseOne(text);
  const auto from = ParseOne(text.substr(0, dots)), to = ParseOne(text.substr(dots + 2));
  if (!from || !to || to->last < from->first) return std::nullopt;
  return Window{from->first, to->last};
}

v1::Release::Precision PrecisionOf(const Window& window) {
  if (window.first == window.last) return v1::Release::DAY;
  const unsigned start = static_cast<unsigned>(year_month_day(window.first).month());
  switch (WholeMonths(window)) {
    case 1:
      return v1::Release::MONTH;
    case 3:
      return start % 3 == 1 ? v1::Release::QUARTER : v1::Release::WINDOW;
    case 12:
      return start == 1 ? v1::Release::YEAR : v1::Release::WINDOW;
    default:
      return v1::Release::WINDOW;
  }
}

std::string WhenWords(const Window& window) {
  if (window.first == window.last) return DayWords(window.first);
  if (const int count = WholeMonths(window); count > 0) return MonthsWords(window, count);
  const year_month_day from(window.first), to(window.last);
  if (from.year() != to.year()) return fmt::format("{}-{}", DayWords(window.first), DayWords(window.last));
  const auto first_day = static_cast<unsigned>(from.day());
  if (from.month() == to.month()) return fmt::format("{}-{}", first_day, DayWords(window.last));
  return fmt::format("{} {}-{}", first_day, MonthName(from), DayWords(window.last));
}

std::string DayWords(Day one) {
  const year_month_day date(one);
  return fmt::format("{} {} {}", static_cast<unsigned>(date.day()), MonthName(date), static_cast<int>(date.year()));
}

std::string DayWords(std::string_view text) {
  const auto one = ParseDay(text);
  return one ? DayWords(*one) : std::string(text);
}

}  // namespace almanac::domain
