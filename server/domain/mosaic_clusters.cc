#include "domain/mosaic_clusters.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "base/ids.h"

namespace almanac::domain {

std::string ClusterName(const Traits& traits) {
  std::vector<std::string> kinds;
  std::string all;
  for (const auto& [kind, fineness] : traits) {
    kinds.push_back(kind);
    all += kind + "\n";
  }
  // Kinds have dashes of their own.
  const std::string name = fmt::format("{}", fmt::join(kinds, "+"));
  constexpr size_t kLongest = 63, kHash = 8;
  if (name.size() <= kLongest) return "mosaic_clusters/" + name;
  // The hash keeps apart what is cut to the same.
  return fmt::format("mosaic_clusters/{}-{}", name.substr(0, kLongest - kHash - 1), Sha256Hex(all).substr(0, kHash));
}

std::vector<Traits> Maximal(const std::vector<Traits>& combinations) {
  std::vector<Traits> maximal;
  for (const auto& one : combinations) {
    if (IsCleared(one, maximal)) continue;
    std::erase_if(maximal, [&](const Traits& other) { return IsCoveredBy(other, one); });
    maximal.push_back(one);
  }
  return maximal;
}

bool IsCleared(const Traits& traits, const std::vector<Traits>& cleared) {
  return std::any_of(cleared.begin(), cleared.end(), [&](const Traits& one) { return IsCoveredBy(traits, one); });
}

std::vector<Cluster> ClustersOf(const std::vector<ToldBy>& sets, const std::vector<Traits>& cleared) {
  const auto with = [&](bool (*has)(const Traits&)) {
    return std::count_if(sets.begin(), sets.end(), [&](const ToldBy& set) { return has(set.traits); });
  };
  // Beside the set itself another one is needed.
  const bool by_place = with(HasFinePlace) > 1, by_time = with(HasExactTime) > 1;
  std::map<std::string, Cluster> by_name;
  for (size_t i = 0; i < sets.size(); ++i) {
    const Traits& traits = sets[i].traits;
    if (!IsAskedAbout(traits)) continue;
    const auto [place, fresh] = by_name.try_emplace(ClusterName(traits));
    Cluster& cluster = place->second;
    if (fresh) cluster.cleared = true;
    for (const auto& [kind, fineness] : traits) {
      auto& finest = cluster.traits[kind];
      finest = std::max(finest, fineness);
    }
    cluster.sets.push_back(i);
    if (IsCleared(traits, cleared)) continue;
    cluster.cleared = false;
    if ((by_place && HasFinePlace(traits)) || (by_time && HasExactTime(traits))) cluster.waiting.push_back(i);
  }
  std::vector<Cluster> clusters;
  for (auto& [name, cluster] : by_name) {
    cluster.name = name;
    clusters.push_back(std::move(cluster));
  }
  return clusters;
}

}  // namespace almanac::domain
