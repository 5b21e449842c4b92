// today, yesterday and tomorrow where a day is asked for.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "cli/command_line.h"
#include "cli/session.h"

namespace almanac::cli {

// The day it is where the body is, by the clock of this machine. Asks the server for the body's zone.
Day TodayOfBody(Session& session);

// "yesterday" on 2026-03-01 is 2026-02-28. None for any other text.
std::optional<Day> DayOfWord(std::string_view text, Day today);

// Options of a day, and a release's when, take the words: they become days of the body's zone, for which the server is
// asked once, and only if a word was given.
void ResolveDayWords(Session& session, const std::vector<Argument>& arguments, Values* values);

}  // namespace almanac::cli
