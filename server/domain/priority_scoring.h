// The order of what waits, from what is on record: pure, so that the queue, a what-if and the report come out alike.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/priority.pb.h"
#include "almanac/v1/program.pb.h"
#include "almanac/v1/releases.pb.h"
#include "almanac/v1/signals.pb.h"
#include "base/clock.h"
#include "domain/priority_rules.h"

namespace almanac::domain {

struct PriorityInput {
  // Those that wait.
  std::vector<v1::Dataset> datasets;
  // Retracted ones left out.
  std::vector<v1::Signal> signals;
  std::vector<v1::PriorityOverride> overrides;
  // Open ones.
  std::vector<v1::Release> releases;
  v1::Program program;
  Day today;
  PriorityRules rules = DefaultPriorityRules();
};

// Open by access, and nobody has put it forward yet.
bool Waits(const v1::Dataset& dataset);
// More waits than can be done.
bool NeedsScoring(const PriorityInput& input);

// In the order of the queue: by score; of equal ones by the CHHS score, then by name; those that somebody moved at the
// place that they were given, the one moved last first where two were given the same. All points are there.
std::vector<v1::PriorityLine> Prioritise(const PriorityInput& input);

// Requests and suggestions of the twelve months up to `today`: of a period that began before them the share of its days
// that lie within, rounded. A period that runs is counted so far.
int64_t YearlyCount(const v1::Signal& signal, Day today);
bool IsCounted(v1::Signal::Kind kind);

// Themes that were asked for in the last twelve months and are none of `known`, folded, by demand: "council e-mail
// (40)".
std::vector<std::string> ThemesWithoutDataset(const std::vector<v1::Signal>& signals,
                                              const std::unordered_set<std::string>& known, Day today);

}  // namespace almanac::domain
