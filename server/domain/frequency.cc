#include "domain/frequency.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace almanac::domain {
namespace {

// The mean month of the Gregorian calendar: 365.2425 / 12.
constexpr double kDaysOfMonth = 30.436875;

// A number with or without a point, then its unit.
struct Part {
  double count = 0;
  bool whole = true;
  char unit = 0;
};

std::optional<Part> TakePart(std::string_view* text) {
  Part part;
  const auto end = text->find_first_not_of("0123456789.");
  if (end == 0 || end == std::string_view::npos) return std::nullopt;
  const std::string_view digits = text->substr(0, end);
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), part.count);
  if (read.ec != std::errc() || read.ptr != digits.data() + digits.size() || part.count <= 0 || part.count > 10000) {
    return std::nullopt;
  }
  part.whole = digits.find('.') == std::string_view::npos;
  part.unit = (*text)[end];
  text->remove_prefix(end + 1);
  return part;
}

bool AddDatePart(const Part& part, Frequency* frequency) {
  switch (part.unit) {
    case 'Y':
    case 'M': {
      const double months = part.unit == 'Y' ? part.count * 12 : part.count;
      if (months == std::floor(months)) {
        frequency->months += static_cast<int>(months);
      } else {
        frequency->days += months * kDaysOfMonth;
      }
      return true;
    }
    case 'W':
      frequency->days += part.count * 7;
      return true;
    case 'D':
      frequency->days += part.count;
      return true;
    default:
      return false;
  }
}

bool AddTimePart(const Part& part, Frequency* frequency) {
  switch (part.unit) {
    case 'H':
      frequency->days += part.count / 24;
      return true;
    case 'M':
      frequency->days += part.count / (24 * 60);
      return true;
    case 'S':
      frequency->days += part.count / (24 * 60 * 60);
      return true;
    default:
      return false;
  }
}

// The whole period in days, months as their mean.
double LengthInDays(const Frequency& frequency) { return frequency.months * kDaysOfMonth + frequency.days; }

std::string Every(int count, std::string_view unit) {
  return count == 1 ? fmt::format("every {}", unit) : fmt::format("every {} {}s", count, unit);
}

std::string MonthsWords(int months) {
  switch (months) {
    case 1:
      return "monthly";
    case 3:
      return "quarterly";
    case 6:
      return "twice a year";
    case 12:
      return "yearly";
    default:
      return months % 12 == 0 ? Every(months / 12, "year") : Every(months, "month");
  }
}

}  // namespace

std::optional<Frequency> ParseFrequency(std::string_view text) {
  if (text == "irregular" || text == "none") return Frequency{};
  if (!text.starts_with("R/P")) return std::nullopt;
  text.remove_prefix(3);
  if (text.empty()) return std::nullopt;
  Frequency frequency;
  frequency.repeats = true;
  bool time = false;
  while (!text.empty()) {
    if (text.front() == 'T' && !time) {
      time = true;
      text.remove_prefix(1);
      if (text.empty()) return std::nullopt;
    }
    const auto part = TakePart(&text);
    if (!part || !(time ? AddTimePart(*part, &frequency) : AddDatePart(*part, &frequency))) return std::nullopt;
  }
  return frequency;
}

std::optional<Day> NextDue(const Frequency& frequency, Day last) {
  if (!frequency.repeats) return std::nullopt;
  // A part of a day is rounded up: nobody is late within the day.
  const auto days = std::chrono::days(static_cast<int>(std::ceil(frequency.days - 1e-9)));
  const Day due = AddMonths(last, frequency.months) + days;
  return due > last ? due : last + std::chrono::days(1);
}

int GraceDays(const Frequency& frequency, const Grace& grace) {
  const double length = LengthInDays(frequency);
  if (length <= 1) return grace.daily;
  if (length <= 7) return grace.weekly;
  if (length <= 31) return grace.monthly;
  if (length <= 92) return grace.quarterly;
  return grace.longer;
}

std::string FrequencyWords(std::string_view text) {
  const auto frequency = ParseFrequency(text);
  if (text.empty() || !frequency) return std::string(text);
  if (!frequency->repeats) return text == "none" ? "not refreshed any more" : "at irregular times";
  if (frequency->days == 0) return MonthsWords(frequency->months);
  const double days = LengthInDays(*frequency);
  if (days < 1.0 / 24) return "continuously";
  if (days < 1) return days == 1.0 / 24 ? "hourly" : "several times a day";
  if (days == 1) return "daily";
  if (days == 7) return "weekly";
  if (days == std::floor(days)) {
    const int whole = static_cast<int>(days);
    return whole % 7 == 0 ? Every(whole / 7, "week") : Every(whole, "day");
  }
  return fmt::format("about every {:.0f} days", days);
}

}  // namespace almanac::domain
