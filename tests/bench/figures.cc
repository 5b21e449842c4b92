#include "bench/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace almanac::bench {
namespace {

void Print(const Figure& figure, double value, const char* relation, bool met) {
  fmt::print("{}\t{:.3f}\t{}\t{}\t{} {:g}\t{}\n", figure.name, value, figure.unit, figure.peer, relation, figure.goal,
             met ? "ok" : "short");
  std::fflush(stdout);
}

}  // namespace

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void PrintHeader() { fmt::print("name\tvalue\tunit\tlimit or peer\tgoal\tverdict\n"); }

void PrintAtMost(const Figure& figure, double value) { Print(figure, value, "<=", value <= figure.goal); }

void PrintAtLeast(const Figure& figure, double value) { Print(figure, value, ">=", value >= figure.goal); }

}  // namespace almanac::bench
