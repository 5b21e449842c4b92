#include "domain/series.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/ids.h"
#include "domain/as_of.h"
#include "domain/evidence.h"
#include "domain/grants.h"
#include "domain/masks.h"
#include "domain/naming.h"
#include "domain/program.h"
#include "domain/reviews.h"
#include "store/json.h"
#include "store/list.h"

namespace almanac::domain {
namespace {

// Whoever names the lead says which decision covers the slices.
void RequireLead(store::Tx& tx, const std::string& before, const v1::Series& series) {
  if (series.lead() == before) return;
  RequirePermission(tx.caller(), v1::Permission::PUBLISH, series.department());
  if (series.lead().empty()) return;
  const auto lead = tx.Get<v1::Dataset>(series.lead());
  if (lead.series().empty() || lead.series() == series.name()) return;
  throw Error(Reason::INVALID_FIELD, fmt::format("{} belongs to {}; a lead is a slice of its own series",
                                                 IdOf(lead.name()), IdOf(lead.series())))
      .Field("series.lead", "is in another series");
}

}  // namespace

v1::ListAllSeriesResponse ListAllSeries(store::Tx& tx, const v1::ListAllSeriesRequest& request) {
  v1::ListAllSeriesResponse response;
  store::List(tx, request, &response, ScopeAsOf(tx, request.as_of()));
  return response;
}

v1::Series GetSeries(store::Tx& tx, const v1::GetSeriesRequest& request) {
  return GetAsOf<v1::Series>(tx, request.name(), request.as_of());
}

v1::Series CreateSeries(store::Tx& tx, const v1::CreateSeriesRequest& request) {
  v1::Series series = request.series();
  RequirePermission(tx.caller(), v1::Permission::EDIT, series.department());
  series.set_name(NewName<v1::Series>(tx, "series", request.series_id(), series.title()));
  RequireLead(tx, {}, series);
  tx.Because("series.created");
  return tx.Create(series);
}

v1::Series UpdateSeries(store::Tx& tx, const v1::UpdateSeriesRequest& request) {
  const auto before = tx.Get<v1::Series>(request.series().name(), request.etag());
  v1::Series series = before;
  ApplyMask(request.series(), request.update_mask(), &series);
  RequirePermission(tx.caller(), v1::Permission::EDIT, before.department());
  if (series.department() != before.department())
    RequirePermission(tx.caller(), v1::Permission::EDIT, series.department());
  RequireLead(tx, before.lead(), series);
  tx.Because("series.updated");
  return tx.Update(series);
}

std::string SeriesHash(const v1::Dataset& dataset) {
  v1::Dataset slice = dataset;
  slice.clear_temporal_start();
  slice.clear_temporal_end();
  slice.clear_spatial();
  std::set<std::string> hosts;
  for (const auto& distribution : dataset.distributions()) hosts.insert(distribution.host());
  slice.clear_distributions();
  for (const auto& host : hosts) slice.add_distributions()->set_host(host);
  return Sha256Hex(store::MaterialJson(slice));
}

std::optional<v1::Review> CoveringDecision(store::Tx& tx, const v1::Dataset& dataset) {
  if (dataset.series().empty()) return std::nullopt;
  const auto series = tx.Find<v1::Series>(dataset.series());
  if (!series || series->lead().empty() || series->lead() == dataset.name()) return std::nullopt;
  auto decision = DecisionOf(tx, series->lead());
  if (!decision || !IsRelease(decision->outcome()) || decision->series_hash() != SeriesHash(dataset))
    return std::nullopt;
  const auto lead = tx.Find<v1::Dataset>(series->lead());
  // What was taken down is no ground to publish more of it.
  if (lead && (lead->state() == v1::Dataset::SUSPENDED || lead->state() == v1::Dataset::WITHDRAWN)) return std::nullopt;
  if (!lead || lead->department() != dataset.department()) return std::nullopt;
  // In use once its lead is out; until then it lapses as any does.
  if (lead->published_version() == 0 && Today(tx) > LapseDateOf(tx, *decision, *lead)) return std::nullopt;
  // What its slices share was agreed to by others than this slice's authors, and for as much as is at stake here.
  const auto& authors = dataset.authors();
  for (const auto& approval : decision->approvals()) {
    if (std::find(authors.begin(), authors.end(), approval.person()) != authors.end()) return std::nullopt;
    for (const auto& issuer : approval.code_shown_to()) {
      if (std::find(authors.begin(), authors.end(), issuer) != authors.end()) return std::nullopt;
    }
  }
  const int at_stake = EvidenceOf(dataset, ProfileOf(tx)).tier;
  return at_stake > std::max(decision->tier(), decision->evidence_tier()) ? std::nullopt : decision;
}

std::optional<v1::Review> DecisionFor(store::Tx& tx, const v1::Dataset& dataset) {
  auto own = DecisionOf(tx, dataset.name());
  if (own && IsRelease(own->outcome()) && BindsTo(*own, dataset)) return own;
  auto covering = CoveringDecision(tx, dataset);
  return covering ? covering : own;
}

}  // namespace almanac::domain
