// Stretches of days as people promise them: a day, a month, a quarter, a year,
// or from one to another.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "almanac/v1/releases.pb.h"
#include "base/clock.h"

namespace almanac::domain {

// Both included.
struct Window {
  Day first;
  Day last;
  bool operator==(const Window&) const = default;
};

// 2026-09-22, 2026-09, 2026-Q3, 2026, or two of them with `..` between:
// 2026-10..2026-11. None for anything else, or an end before its start.
std::optional<Window> ParseWhen(std::string_view text);

v1::Release::Precision PrecisionOf(const Window& window);

// For a reader: "13 Oct 2026", "Oct 2026", "Oct-Dec 2026", "2026", "13-31 Oct 2026".
std::string WhenWords(const Window& window);
// "13 Oct 2026"
std::string DayWords(Day day);
// The same of 2026-10-13; the text itself when it is no day.
std::string DayWords(std::string_view day);

}  // namespace almanac::domain
