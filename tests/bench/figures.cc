#include "bench/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace almanac::bench {
namespace {

void Print(const std::string& name, double value, const std::string& unit, const std::string& peer,
           const std::string& goal, bool met) {
  fmt::print("{}\t{:.3f}\t{}\t{}\t{}\t{}\n", name, value, unit, peer, goal, met ? "ok" : "short");
  std::fflush(stdout);
}

}  // namespace

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void PrintHeader() { fmt::print("name\tvalue\tunit\tlimit or peer\tgoal\tverdict\n"); }

void PrintAtMost(const std::string& name, double value, const std::string& unit, double goal, const std::string& peer) {
  Print(name, value, unit, peer, fmt::format("<= {:g}", goal), value <= goal);
}

void PrintAtLeast(const std::string& name, double value, const std::string& unit, double goal,
                  const std::string& peer) {
  Print(name, value, unit, peer, fmt::format(">= {:g}", goal), value >= goal);
}

}  // namespace almanac::bench
