// The table that scripts/bench prints: one figure a line, beside its limit.
#pragma once

#include <string>
#include <vector>

namespace almanac::bench {

double Median(std::vector<double> values);

// name, value, unit, limit or peer, goal, ok or short; tab-separated.
void PrintHeader();
// The goal is a ceiling: milliseconds, megabytes.
void PrintAtMost(const std::string& name, double value, const std::string& unit, double goal,
                 const std::string& peer = "-");
// The goal is a floor: rates, shares of a limit.
void PrintAtLeast(const std::string& name, double value, const std::string& unit, double goal,
                  const std::string& peer = "-");

}  // namespace almanac::bench
