// Single values as real catalogues write them: days, frequencies, access
// levels, e-mail addresses, web addresses, places.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "almanac/v1/datasets.pb.h"
#include "base/clock.h"

namespace almanac::interchange {

// --- Days.

enum class DayFinding {
  // 2013-08-28, alone or with a time.
  kDay,
  // 2013 or 2013-08: read as the first day.
  kYearOrMonth,
  // 5/1/13 0:00, May 1, 2013, 1367366400: read, with a guess at its order.
  kLoose,
  // R/P1D: says how often, not when.
  kFrequency,
  kNone,
};
struct DayRead {
  DayFinding finding = DayFinding::kNone;
  // As YYYY-MM-DD.
  std::string day;
};
DayRead ReadDay(std::string_view text);
// 25/12/2026 as 12/25/2026, which is how days are read: for who says that the day comes first.
std::string MonthFirst(std::string_view text);

struct SpanRead {
  std::string start;
  std::string end;
  // Something there that is no span.
  bool understood = true;
};
// 2010-01-01/2012-12-31, with times, with a comma, R/2010-01-01/P1M (goes on), 2010/2012.
SpanRead ReadSpan(std::string_view text);

// --- Frequencies.

enum class FrequencyFinding {
  kNone,
  // ISO 8601 as it stands.
  kIso,
  // A word for it: Quaterly.
  kWord,
  // biweekly: twice a week, or every two weeks?
  kAmbiguous,
  kUnknown,
};
struct FrequencyRead {
  FrequencyFinding finding = FrequencyFinding::kNone;
  // R/P3M, irregular, none.
  std::string frequency;
};
FrequencyRead ReadFrequency(std::string_view text);

// --- The rest.

struct AccessRead {
  v1::Dataset::Access access = v1::Dataset::ACCESS_UNSPECIFIED;
  // Written as the standard has it.
  bool exact = false;
};
// Unspecified for what is no access level.
AccessRead ReadAccess(std::string_view text);

// somebody@somewhere.gov, without mailto:, blanks and what follows a question mark; none for what is no address.
std::optional<std::string> ReadEmail(std::string_view text);
// The address data.json wants behind mailto:.
bool IsPlainEmail(std::string_view text);

// Absolute, http, https or ftp, with blanks escaped; none for what is no web address.
std::optional<std::string> ReadUrl(std::string_view text);

// Stands for nothing: "", "N/A", "none", "TBD", "{{description}}".
bool IsPlaceholder(std::string_view text);
// A template that was never filled in: "{{default.description}}".
bool IsUnfilledTemplate(std::string_view text);
// [[REDACTED-EX B3]]: left out on purpose.
bool IsRedacted(std::string_view text);

}  // namespace almanac::interchange
