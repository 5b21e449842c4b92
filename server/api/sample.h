// A body's history from files: its commands, run in process through the same
// way in as every caller's, each at its own time and in its own person's name.
#pragma once

#include <string>

#include "api/serve.h"
#include "base/clock.h"
#include "interchange/import.h"

namespace almanac::api {

struct SampleOptions {
  // *.jsonl, read in order of name.
  std::string folder;
  // The last day of the sample's year, for which it was written as 2026-06-30.
  // Everything moves by whole weeks, so that working days stay what they are.
  Day year_end;
  // Nothing happens after it.
  Instant now;
};

struct SampleSummary {
  int commands = 0;
  // Lines that would lie after `now`.
  int left_out = 0;
};

// The database must be empty (DATABASE_NOT_EMPTY). Marks the program as a
// sample for good. Throws what a command throws, with file and line.
SampleSummary LoadSample(Serve& serve, FakeClock& clock, const SampleOptions& options);

// The month end before today: what the quickstart's year ends with.
Day LastMonthEnd(Day today);

}  // namespace almanac::api
