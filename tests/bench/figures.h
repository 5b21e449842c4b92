// The table that scripts/bench prints: one figure a line, beside its limit.
#pragma once

#include <string>
#include <vector>

namespace almanac::bench {

double Median(std::vector<double> values);

// What was measured, and beside what it is held.
struct Figure {
  std::string name;
  std::string unit;
  double goal = 0;
  std::string peer = "-";
};

// name, value, unit, limit or peer, goal, ok or short; tab-separated.
void PrintHeader();
// The goal is a ceiling: milliseconds, megabytes.
void PrintAtMost(const Figure& figure, double value);
// The goal is a floor: rates, shares of a limit.
void PrintAtLeast(const Figure& figure, double value);

}  // namespace almanac::bench
