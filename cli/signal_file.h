// A table of requests: counts by theme and period, or a log with a row a request. Which column is which is told by
// their heads; what is none of these columns stays on this machine.
#pragma once

#include <string>
#include <vector>

#include "almanac/v1/signals.pb.h"

namespace almanac::cli {

// Heads that the caller named; empty: told by what people usually call them.
struct SignalColumns {
  std::string theme;
  std::string date;
  std::string count;
};

struct SignalTable {
  std::vector<v1::SignalRow> rows;
  // No column of counts: a row is a request.
  bool log = false;
  // No column says who counted.
  bool has_no_source = false;
  // "theme from Category, day from Received": what was taken.
  std::string taken;
};

// Throws UsageError for a named column that is not there, and where none can be told, naming those there are.
SignalTable ReadSignalTable(const std::vector<std::vector<std::string>>& rows, const SignalColumns& named);

}  // namespace almanac::cli
