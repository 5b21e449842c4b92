// Time as the record keeps it: instants in UTC as text of fixed width, which
// sorts alike in both databases, and days as YYYY-MM-DD in the body's zone.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace almanac {

using Instant = std::chrono::sys_time<std::chrono::microseconds>;
using Day = std::chrono::sys_days;

// Read once a unit of work, by Tx. Tests and the sample loader step their own.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant Now() = 0;
};

class SystemClock : public Clock {
 public:
  Instant Now() override;
};

// Stands still until it is told to move. Safe to share between threads.
class FakeClock : public Clock {
 public:
  explicit FakeClock(Instant now) : now_(now) {}
  Instant Now() override;
  void Set(Instant now);
  void Advance(std::chrono::microseconds by);

 private:
  std::mutex mutex_;
  Instant now_;
};

// 2026-03-01T09:30:00.000000Z
std::string ToText(Instant instant);
std::optional<Instant> ParseInstant(std::string_view text);

// 2026-03-01. Parse refuses what is not a day of the calendar.
std::string ToText(Day day);
std::optional<Day> ParseDay(std::string_view text);

// The calendar day in an IANA zone; UTC when the zone is empty or unknown.
Day DayIn(std::string_view zone, Instant instant);
// The first instant of a day in a zone.
Instant StartOfDay(std::string_view zone, Day day);
// What the clocks there show: 23:59.
std::string TimeOfDayIn(std::string_view zone, Instant instant);
// What the time there is called then: MST, or UTC where the zone is not known.
std::string ZoneWord(std::string_view zone, Instant instant);
bool IsKnownZone(std::string_view zone);

// True calendar months: 31 January plus one month is 28 or 29 February.
Day AddMonths(Day day, int months);

}  // namespace almanac
