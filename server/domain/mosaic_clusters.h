// Clusters of sets that tell the same kinds of things, and which of them nobody has cleared. Pure, so that a naive
// reckoning can be held against it.
#pragma once

#include <string>
#include <vector>

#include "domain/mosaic_traits.h"

namespace almanac::domain {

struct ToldBy {
  std::string dataset;
  Traits traits;
};

struct Cluster {
  // mosaic_clusters/place+time: the kinds that its sets tell.
  std::string name;
  // The finest of its sets.
  Traits traits;
  // By place in what was given.
  std::vector<size_t> sets;
  // Those of them that tell something finer than was cleared, and can be joined with another set, in the cluster or
  // not.
  std::vector<size_t> waiting;
  // Some clearing covers all of its sets.
  bool cleared = false;
};

std::string ClusterName(const Traits& traits);

// One for each combination of kinds among the sets that are asked about, in order of name.
std::vector<Cluster> ClustersOf(const std::vector<ToldBy>& sets, const std::vector<Traits>& cleared);

// Those that no other covers, each once, in the order given.
std::vector<Traits> Maximal(const std::vector<Traits>& combinations);

// Some clearing is as fine.
bool IsCleared(const Traits& traits, const std::vector<Traits>& cleared);

}  // namespace almanac::domain
