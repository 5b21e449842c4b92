// By which numbers the body puts what waits in order: its own weights, published with the profile (domain 6, ob:G4.10).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "almanac/v1/priority.pb.h"

namespace almanac::domain {

inline constexpr int kHighestLevel = 5;
inline constexpr int kHighestWeight = 100;

struct PriorityRules {
  // Where no more than this waits, nothing is scored.
  int can_be_done = 10;
  // Requests and suggestions of twelve months that make demand medium, and high.
  int medium_demand = 3;
  int high_demand = 12;
  // From how many on a count is of level 1, 2, 3, 4 and 5.
  std::vector<int> steps{1, 3, 6, 12, 24};
  // Every one is set.
  v1::PriorityWeights weights;

  // Of a count of twelve months: 0 to 5.
  int LevelOf(int64_t count) const;
};

// What holds where the profile says nothing.
PriorityRules DefaultPriorityRules();

// A criterion of the body's own score, by the name of its weight.
struct Criterion {
  std::string_view key;
  std::string_view title;
};
const std::vector<Criterion>& Criteria();
int WeightOf(const v1::PriorityWeights& weights, std::string_view criterion);

// `weights` with those of `changes` that are set in their place. Throws INVALID_FIELD for one below 0 or above 100.
v1::PriorityWeights ChangedWeights(v1::PriorityWeights weights, const v1::PriorityWeights& changes);

}  // namespace almanac::domain
