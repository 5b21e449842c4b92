// Numbers, days and lists as a reader expects them in a report. The same on
// every machine: no locale is asked.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace almanac::reporting {

// 38,400
std::string NumberWords(int64_t number);
// "71 %" with a space that does not break, rounded. What is not all is never "100 %", what is not nothing never
// "0 %": "over 99 %", "under 1 %". Of nothing: "not applicable".
std::string PercentWords(int64_t part, int64_t whole);
// "12 of 17 (71 %)", or "not applicable".
std::string ShareWords(int64_t part, int64_t whole);

// 2026-06-09 -> "9 June 2026"; empty for what is not a day.
std::string DayWords(std::string_view day);
// "9 June 2026", "October 2026", "October to November 2026", "January 2027 to
// March 2028", "2027", "13 to 31 October 2026".
std::string SpanWords(std::string_view first_day, std::string_view last_day);
// "30 June 2026, 23:59 MST" by the clocks of the zone.
std::string InstantWords(std::string_view instant, std::string_view zone);
// "Jul" of 7.
std::string ShortMonth(int month);

// "a", "a and b", "a, b and c"; "a, b; c and d" where the items are lists themselves.
std::string ListWords(const std::vector<std::string>& items);

}  // namespace almanac::reporting
