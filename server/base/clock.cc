#include "base/clock.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <charconv>

namespace almanac {
namespace {

using std::chrono::days;
using std::chrono::duration_cast;
using std::chrono::floor;
using std::chrono::hh_mm_ss;
using std::chrono::hours;
using std::chrono::last;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::month;
using std::chrono::months;
using std::chrono::seconds;
using std::chrono::system_clock;
using std::chrono::year;
using std::chrono::year_month_day;

// Reads exactly `width` digits at `at`; -1 when there are none.
int Digits(std::string_view text, size_t at, size_t width) {
  if (at + width > text.size()) return -1;
  int value = 0;
  for (size_t i = at; i < at + width; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

// g++ 12 has no zones, so zones alone come from the date library.
date::sys_time<microseconds> ToDate(Instant instant) {
  return date::sys_time<microseconds>(instant.time_since_epoch());
}

const date::time_zone* FindZone(std::string_view zone) {
  if (zone.empty()) return nullptr;
  try {
    return date::locate_zone(std::string(zone));
  } catch (const std::exception&) {
    return nullptr;
  }
}

}  // namespace

Instant SystemClock::Now() { return floor<microseconds>(system_clock::now()); }

Instant FakeClock::Now() {
  std::lock_guard lock(mutex_);
  return now_;
}

void FakeClock::Set(Instant now) {
  std::lock_guard lock(mutex_);
  now_ = now;
}

void FakeClock::Advance(microseconds by) {
  std::lock_guard lock(mutex_);
  now_ += by;
}

std::string ToText(Instant instant) {
  const Day day = floor<days>(instant);
  const auto time = hh_mm_ss<microseconds>(instant - day);
  return fmt::format("{}T{:02}:{:02}:{:02}.{:06}Z", ToText(day), time.hours().count(), time.minutes().count(),
                     time.seconds().count(), time.subseconds().count());
}

std::optional<Instant> ParseInstant(std::string_view text) {
  if (text.size() < 20 || text.back() != 'Z' || (text[10] != 'T' && text[10] != ' ')) return std::nullopt;
  const auto day = ParseDay(text.substr(0, 10));
  const int hour = Digits(text, 11, 2), minute = Digits(text, 14, 2), second = Digits(text, 17, 2);
  if (!day || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return std::nullopt;
  if (text[13] != ':' || text[16] != ':') return std::nullopt;
  int64_t micros = 0;
  if (text.size() > 20) {
    if (text[19] != '.') return std::nullopt;
    const auto fraction = text.substr(20, text.size() - 21);
    if (fraction.empty() || fraction.size() > 9) return std::nullopt;
    for (size_t i = 0; i < 6; ++i) {
      const char digit = i < fraction.size() ? fraction[i] : '0';
      if (digit < '0' || digit > '9') return std::nullopt;
      micros = micros * 10 + (digit - '0');
    }
  }
  return Instant(*day) + hours(hour) + minutes(minute) + seconds(second) + microseconds(micros);
}

std::string ToText(Day day) {
  const year_month_day ymd(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                     static_cast<unsigned>(ymd.day()));
}

std::optional<Day> ParseDay(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int y = Digits(text, 0, 4), m = Digits(text, 5, 2), d = Digits(text, 8, 2);
  if (y < 1 || m < 1 || d < 1) return std::nullopt;
  const year_month_day ymd(year(y), month(static_cast<unsigned>(m)), std::chrono::day(static_cast<unsigned>(d)));
  if (!ymd.ok()) return std::nullopt;
  return Day(ymd);
}

Day DayIn(std::string_view zone, Instant instant) {
  const auto* found = FindZone(zone);
  if (found == nullptr) return floor<days>(instant);
  const auto local = date::floor<date::days>(found->to_local(ToDate(instant)));
  return Day(days(local.time_since_epoch().count()));
}

Instant StartOfDay(std::string_view zone, Day day) {
  const auto* found = FindZone(zone);
  if (found == nullptr) return Instant(day);
  const date::local_days local(date::days(day.time_since_epoch().count()));
  // Where midnight does not exist or comes twice, the earliest instant of the day.
  const auto instant = found->to_sys(local, date::choose::earliest);
  return Instant(duration_cast<microseconds>(instant.time_since_epoch()));
}

std::string ZoneWord(std::string_view zone, Instant instant) {
  const auto* found = FindZone(zone);
  return found == nullptr ? "UTC" : found->get_info(ToDate(instant)).abbrev;
}

std::string TimeOfDayIn(std::string_view zone, Instant instant) {
  const auto* found = FindZone(zone);
  const auto local =
      found == nullptr ? date::local_time<microseconds>(instant.time_since_epoch()) : found->to_local(ToDate(instant));
  const auto passed = floor<minutes>(local - date::floor<date::days>(local)).count();
  return fmt::format("{:02}:{:02}", passed / 60, passed % 60);
}

bool IsKnownZone(std::string_view zone) { return FindZone(zone) != nullptr; }

Day AddMonths(Day day, int count) {
  const year_month_day ymd(day);
  const auto shifted = ymd + months(count);
  return shifted.ok() ? Day(shifted) : Day(shifted.year() / shifted.month() / last);
}

}  // namespace almanac
