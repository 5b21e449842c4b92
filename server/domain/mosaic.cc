#include "domain/mosaic.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "almanac/v1/records.pb.h"
#include "base/ids.h"
#include "domain/grants.h"
#include "domain/mosaic_clusters.h"
#include "domain/paging.h"
#include "domain/requirements.h"
#include "domain/review_rules.h"
#include "domain/sight.h"
#include "domain/times.h"
#include "sql/mosaic.h"

namespace almanac::domain {
namespace {

constexpr std::string_view kPrivacyOfficer = "privacy_officer";

Traits ReadTraits(const google::protobuf::RepeatedPtrField<v1::MosaicTrait>& told) {
  Traits traits;
  for (const auto& trait : told) traits[trait.kind()] = trait.fineness();
  return traits;
}

// Earlier ones were cleared as the finest of all together.
std::vector<Traits> CombinationsOf(const v1::MosaicClearing& clearing) {
  std::vector<Traits> combinations;
  for (const auto& one : clearing.combinations()) combinations.push_back(ReadTraits(one.traits()));
  if (combinations.empty() && !clearing.traits().empty()) combinations.push_back(ReadTraits(clearing.traits()));
  return combinations;
}

std::vector<Traits> Cleared(const std::vector<v1::MosaicClearing>& clearings) {
  std::vector<Traits> cleared;
  for (const auto& clearing : clearings) {
    for (auto& one : CombinationsOf(clearing)) cleared.push_back(std::move(one));
  }
  return cleared;
}

std::vector<v1::MosaicClearing> Clearings(store::Tx& tx) {
  return tx.Select<v1::MosaicClearing>(sql::mosaic::kClearings, {});
}

// All that is public or on its way, and what was cleared of it.
struct Picture {
  std::vector<v1::MosaicSet> sets;
  std::vector<ToldBy> told;
  std::vector<v1::MosaicClearing> clearings;
  std::vector<Cluster> clusters;
};

// More than any body has.
constexpr int64_t kAll = 1'000'000'000;
// Enough to know that something waits; an inbox is opened often, and of a body with ten thousand sets it would read
// all.
constexpr int64_t kAtAGlance = 500;

std::vector<v1::MosaicSet> Marked(store::Tx& tx, const store::Query& query, int64_t limit = kAll) {
  auto sets = tx.Select<v1::MosaicSet>(query, {{"marked", "%\"quasi_identifier\":true%"}, {"limit", limit}});
  // Here, so that a glance stops at its limit instead of sorting what it does not want.
  std::sort(sets.begin(), sets.end(),
            [](const v1::MosaicSet& one, const v1::MosaicSet& other) { return one.name() < other.name(); });
  return sets;
}

Picture PictureOf(store::Tx& tx, int64_t limit = kAll) {
  Picture picture;
  picture.sets = Marked(tx, sql::mosaic::kSets, limit);
  for (const auto& set : picture.sets) picture.told.push_back({set.name(), TraitsOf(set.fields())});
  picture.clearings = Clearings(tx);
  picture.clusters = ClustersOf(picture.told, Cleared(picture.clearings));
  return picture;
}

template <class Message>
void AddTraits(const Traits& traits, Message* message) {
  for (const auto& [kind, fineness] : traits) {
    auto* trait = message->add_traits();
    trait->set_kind(kind);
    trait->set_fineness(fineness);
    trait->set_words(TraitWords(kind, fineness));
  }
}

// What each of its sets tells.
std::vector<Traits> ToldIn(const Picture& picture, const Cluster& cluster) {
  std::vector<Traits> told;
  for (const size_t i : cluster.sets) told.push_back(picture.told[i].traits);
  return told;
}

// That of its own name, else one that covers all of its sets.
const v1::MosaicClearing* ClearingOf(const Picture& picture, const Cluster& cluster) {
  const auto told = ToldIn(picture, cluster);
  const v1::MosaicClearing* covering = nullptr;
  for (const auto& clearing : picture.clearings) {
    if (IdOf(clearing.name()) == IdOf(cluster.name)) return &clearing;
    const auto combinations = CombinationsOf(clearing);
    const bool covers =
        std::all_of(told.begin(), told.end(), [&](const Traits& traits) { return IsCleared(traits, combinations); });
    if (covers) covering = &clearing;
  }
  return covering;
}

// What is cleared is what was looked at: this is the same while the sets tell the same, and the same of them wait.
std::string EtagOf(const Picture& picture, const Cluster& cluster) {
  std::set<Traits> told;
  for (auto& traits : ToldIn(picture, cluster)) told.insert(std::move(traits));
  std::string seen;
  for (const auto& traits : told) {
    for (const auto& [kind, fineness] : traits) seen += fmt::format("{} {}\n", kind, fineness);
    seen += "\n";
  }
  for (const size_t i : cluster.waiting) seen += picture.sets[i].name() + "\n";
  constexpr size_t kEnough = 16;
  return Sha256Hex(seen).substr(0, kEnough);
}

void RequireSeenSo(const Picture& picture, const Cluster& cluster, const std::string& etag) {
  if (etag == "*" || etag == EtagOf(picture, cluster)) return;
  throw Error(Reason::ETAG_MISMATCH,
              fmt::format("what waits in {0}, or what its sets tell, is not what it was when you looked: almanac "
                          "mosaic show {0}",
                          IdOf(cluster.name)));
}

std::string Sets(size_t count) { return count == 1 ? "1 set" : fmt::format("{} sets", count); }

// The finest of those that the caller sees; none where that is none of them, and then the cluster is not there.
Traits SeenTraits(const Caller& caller, const Picture& picture, const Cluster& cluster) {
  Traits seen;
  for (const size_t i : cluster.sets) {
    if (!Sees(caller, picture.sets[i])) continue;
    for (const auto& [kind, fineness] : picture.told[i].traits) seen[kind] = std::max(seen[kind], fineness);
  }
  return seen;
}

std::string StandingOf(const Cluster& cluster, const Traits& seen, v1::MosaicCluster::State state) {
  const std::string tells =
      fmt::format("{} tell{} {}", Sets(cluster.sets.size()), cluster.sets.size() == 1 ? "s" : "", TraitsWords(seen));
  switch (state) {
    case v1::MosaicCluster::OPEN:
      return fmt::format("{}; nobody has looked at what that tells together with others.", tells);
    case v1::MosaicCluster::REOPENED:
      return fmt::format("{}; {} finer than what was cleared.", tells,
                         cluster.waiting.size() == 1 ? "1 is" : fmt::format("{} are", cluster.waiting.size()));
    case v1::MosaicCluster::ALONE:
      return fmt::format("{}; there is nothing to join with.", tells);
    default:
      return fmt::format("{}; cleared, and asked again only about something finer.", tells);
  }
}

v1::MosaicCluster::State StateOf(const Cluster& cluster, const v1::MosaicClearing* clearing) {
  if (!cluster.waiting.empty()) return clearing == nullptr ? v1::MosaicCluster::OPEN : v1::MosaicCluster::REOPENED;
  return cluster.cleared ? v1::MosaicCluster::CLEARED : v1::MosaicCluster::ALONE;
}

v1::MosaicCluster Told(const Caller& caller, const Picture& picture, const Cluster& cluster) {
  v1::MosaicCluster told;
  told.set_name(cluster.name);
  told.set_etag(EtagOf(picture, cluster));
  const Traits seen = SeenTraits(caller, picture, cluster);
  AddTraits(seen, &told);
  for (const size_t i : cluster.sets) {
    if (Sees(caller, picture.sets[i])) {
      told.add_datasets(picture.sets[i].name());
    } else {
      told.set_unseen(told.unseen() + 1);
    }
  }
  for (const size_t i : cluster.waiting) {
    if (Sees(caller, picture.sets[i])) told.add_waiting(picture.sets[i].name());
  }
  const auto* clearing = ClearingOf(picture, cluster);
  told.set_state(StateOf(cluster, clearing));
  told.set_standing(StandingOf(cluster, seen, told.state()));
  if (clearing == nullptr) return told;
  // It speaks of all of them, and of those that were there when it was given.
  if (told.unseen() == 0 && Sees(caller, *clearing)) told.set_reason(clearing->reason());
  told.set_cleared_by(clearing->cleared_by());
  *told.mutable_clear_time() = clearing->clear_time();
  return told;
}

void AddJoined(const Caller& caller, const Picture& picture, const Cluster& cluster, v1::MosaicCluster* told) {
  for (size_t i = 0; i < picture.told.size(); ++i) {
    if (std::binary_search(cluster.sets.begin(), cluster.sets.end(), i)) continue;
    const bool joins = std::any_of(cluster.sets.begin(), cluster.sets.end(), [&](size_t own) {
      return CanBeJoined(picture.told[own].traits, picture.told[i].traits);
    });
    if (!joins) continue;
    if (Sees(caller, picture.sets[i])) {
      told->add_joins_with(picture.sets[i].name());
    } else {
      told->set_unseen(told->unseen() + 1);
    }
  }
}

const Cluster& Find(const Caller& caller, const Picture& picture, const std::string& name) {
  for (const auto& cluster : picture.clusters) {
    if (cluster.name == name && !SeenTraits(caller, picture, cluster).empty()) return cluster;
  }
  throw Error(Reason::NOT_FOUND,
              fmt::format("there is no cluster {}. Those there are: almanac mosaic list", IdOf(name)));
}

// Of every set that waits: the officer answers for all of them.
void RequirePrivacyOfficer(const Caller& caller, const Picture& picture, const Cluster& cluster) {
  for (const size_t i : cluster.waiting) {
    const auto& set = picture.sets[i];
    const bool holds = std::any_of(caller.grants.begin(), caller.grants.end(), [&](const Grant& grant) {
      return grant.role == kPrivacyOfficer && Reaches(grant, set.department());
    });
    if (!holds) {
      throw Error(
          Reason::SEAT_REQUIRED,
          fmt::format("{} is no privacy officer, and they alone clear what can be put together", caller.display_name));
    }
    const auto& authors = set.authors();
    if (std::find(authors.begin(), authors.end(), caller.principal) != authors.end()) {
      throw Error(Reason::APPROVER_NOT_INDEPENDENT,
                  fmt::format("{} wrote {}, and clears nothing that it waits for", caller.display_name,
                              Sees(caller, set) ? IdOf(set.name()) : "one of its sets"));
    }
  }
}

// What was cleared under its own name before, whoever may see that.
v1::MosaicClearing EarlierOf(const Picture& picture, const Cluster& cluster) {
  for (const auto& clearing : picture.clearings) {
    if (IdOf(clearing.name()) == IdOf(cluster.name)) return clearing;
  }
  return {};
}

// A clearing is seen by whoever sees the strictest of the sets that it was ever given for.
void SetMarks(const Picture& picture, const Cluster& cluster, v1::MosaicClearing* clearing) {
  std::set<std::string> departments;
  if (clearing->marking() != v1::Dataset::MARKING_UNSPECIFIED) departments.insert(clearing->department());
  for (const size_t i : cluster.sets) {
    const auto& set = picture.sets[i];
    if (set.marking().empty()) continue;
    const auto marking = set.marking() == kNamedMarking ? v1::Dataset::NAMED : v1::Dataset::RESTRICTED;
    clearing->set_marking(std::max(clearing->marking(), marking));
    departments.insert(set.department());
  }
  clearing->set_department(departments.size() == 1 ? *departments.begin() : std::string());
}

// Nobody judges what they cannot see.
void RequireSightOfAll(const Caller& caller, const Picture& picture, const Cluster& cluster) {
  v1::MosaicClearing marks = EarlierOf(picture, cluster);
  SetMarks(picture, cluster, &marks);
  const bool all = std::all_of(cluster.sets.begin(), cluster.sets.end(),
                               [&](const size_t i) { return Sees(caller, picture.sets[i]); });
  if (all && Sees(caller, marks)) return;
  throw Error(Reason::SEAT_REQUIRED, fmt::format("{} does not see all that it is about; a privacy officer of all "
                                                 "departments clears it",
                                                 caller.display_name));
}

void RequireMayClear(const Caller& who, const Picture& picture, const Cluster& cluster) {
  if (cluster.waiting.empty()) {
    throw Error(Reason::WRONG_STATE, fmt::format("nothing of {} waits to be cleared", IdOf(cluster.name)));
  }
  RequirePrivacyOfficer(who, picture, cluster);
  RequireSightOfAll(who, picture, cluster);
}

void SetCombinations(const std::vector<Traits>& combinations, v1::MosaicClearing* clearing) {
  Traits finest;
  clearing->clear_combinations();
  for (const auto& one : combinations) {
    AddTraits(one, clearing->add_combinations());
    for (const auto& [kind, fineness] : one) finest[kind] = std::max(finest[kind], fineness);
  }
  clearing->clear_traits();
  AddTraits(finest, clearing);
}

}  // namespace

v1::ListMosaicClustersResponse ListMosaicClusters(store::Tx& tx, const v1::ListMosaicClustersRequest& request) {
  const auto picture = PictureOf(tx);
  std::vector<const Cluster*> clusters;
  for (const auto& cluster : picture.clusters) {
    if (!SeenTraits(tx.caller(), picture, cluster).empty()) clusters.push_back(&cluster);
  }
  std::stable_partition(clusters.begin(), clusters.end(), [](const Cluster* one) { return !one->waiting.empty(); });
  v1::ListMosaicClustersResponse response;
  const auto page = PageOf(clusters.size(), request.page_size(), request.page_token());
  for (size_t i = page.first; i < page.end; ++i) *response.add_clusters() = Told(tx.caller(), picture, *clusters[i]);
  response.set_next_page_token(page.next);
  return response;
}

v1::MosaicCluster GetMosaicCluster(store::Tx& tx, const v1::GetMosaicClusterRequest& request) {
  const auto picture = PictureOf(tx);
  const auto& cluster = Find(tx.caller(), picture, request.name());
  auto told = Told(tx.caller(), picture, cluster);
  AddJoined(tx.caller(), picture, cluster, &told);
  return told;
}

v1::MosaicCluster ClearMosaicCluster(store::Tx& tx, const v1::ClearMosaicClusterRequest& request) {
  const auto picture = PictureOf(tx);
  const auto& cluster = Find(tx.caller(), picture, request.name());
  RequireMayClear(tx.caller(), picture, cluster);
  RequireSeenSo(picture, cluster, request.etag());
  const std::string name = fmt::format("mosaic_clearings/{}", IdOf(cluster.name));
  const auto there = tx.Find<v1::MosaicClearing>(name);
  v1::MosaicClearing clearing = there.value_or(v1::MosaicClearing());
  clearing.set_name(name);
  // What was cleared stays cleared, though the set that told it is gone.
  auto combinations = CombinationsOf(clearing);
  for (auto& traits : ToldIn(picture, cluster)) combinations.push_back(std::move(traits));
  SetCombinations(Maximal(combinations), &clearing);
  SetMarks(picture, cluster, &clearing);
  clearing.set_reason(request.reason());
  clearing.set_cleared_by(tx.caller().principal);
  *clearing.mutable_clear_time() = ToTimestamp(tx.instant());
  tx.Because("mosaic.cleared", request.reason());
  there ? tx.Update(clearing) : tx.Create(clearing);
  v1::GetMosaicClusterRequest again;
  again.set_name(cluster.name);
  return GetMosaicCluster(tx, again);
}

void RequireMayClear(store::Tx& tx, const Caller& who, const std::string& name) {
  const auto picture = PictureOf(tx);
  RequireMayClear(who, picture, Find(who, picture, name));
}

std::vector<v1::MosaicCluster> ClustersThatWait(store::Tx& tx) {
  const auto cleared = Cleared(Clearings(tx));
  std::set<std::string> coming;
  for (const auto& set : Marked(tx, sql::mosaic::kComing, kAtAGlance)) {
    const Traits traits = TraitsOf(set.fields());
    if (IsAskedAbout(traits) && !IsCleared(traits, cleared)) coming.insert(set.name());
  }
  std::vector<v1::MosaicCluster> waiting;
  if (coming.empty()) return waiting;
  const auto picture = PictureOf(tx, kAtAGlance);
  for (const auto& cluster : picture.clusters) {
    const bool holds_up = std::any_of(cluster.waiting.begin(), cluster.waiting.end(),
                                      [&](size_t i) { return coming.contains(picture.sets[i].name()); });
    if (holds_up && !SeenTraits(tx.caller(), picture, cluster).empty())
      waiting.push_back(Told(tx.caller(), picture, cluster));
  }
  return waiting;
}

std::optional<Error::Requirement> WaitsForMosaic(store::Tx& tx, const v1::Dataset& dataset, int tier) {
  if (tier < kRecords || dataset.granularity() == v1::Dataset::AGGREGATE) return std::nullopt;
  const Traits traits = TraitsOf(dataset.fields());
  if (!IsAskedAbout(traits)) return std::nullopt;
  if (IsCleared(traits, Cleared(Clearings(tx)))) return std::nullopt;
  size_t others = 0;
  for (const auto& set : Marked(tx, sql::mosaic::kSets)) {
    if (set.name() != dataset.name() && CanBeJoined(traits, TraitsOf(set.fields()))) ++others;
  }
  if (others == 0) return std::nullopt;
  const std::string id(IdOf(ClusterName(traits)));
  return Error::Requirement{
      "mosaic_cleared",
      fmt::format("It tells {}, and its rows can be joined with those of {}; no privacy officer has cleared that yet.",
                  TraitsWords(traits), others == 1 ? "another set" : fmt::format("{} others", others)),
      fmt::format("almanac mosaic clear {} --reason '...'", id)};
}

void RequireMosaicCleared(store::Tx& tx, const v1::Dataset& dataset, int tier) {
  if (auto waits = WaitsForMosaic(tx, dataset, tier)) {
    RequireNothing({*std::move(waits)}, fmt::format("nobody agrees to {} yet", IdOf(dataset.name())));
  }
}

}  // namespace almanac::domain
