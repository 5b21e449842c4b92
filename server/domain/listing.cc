#include "domain/listing.h"

#include <fmt/format.h>

#include <algorithm>

#include "almanac/v1/records.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "base/json.h"
#include "domain/grants.h"
#include "domain/releases.h"
#include "domain/requirements.h"
#include "domain/times.h"

namespace almanac::domain {
namespace {

// The promise that comes first; what is only aimed for is not told.
std::string PlannedRelease(store::Tx& tx, const v1::Dataset& dataset) {
  for (const auto& release : OpenReleasesOf(tx, dataset.name())) {
    if (release.state() == v1::Release::CONFIRMED) return WhenWords(WindowOf(release));
  }
  return {};
}

std::string ReasonOf(const v1::Dataset& dataset) {
  if (!dataset.state_reason().empty()) return dataset.state_reason();
  return dataset.access() == v1::Dataset::OPEN ? std::string() : dataset.access_reason();
}

}  // namespace

v1::Dataset ListDatasetPublicly(store::Tx& tx, const v1::ListDatasetPubliclyRequest& request) {
  auto dataset = tx.Get<v1::Dataset>(request.name(), request.etag());
  RequirePermission(tx.caller(), v1::Permission::PUBLISH, dataset.department());
  if (dataset.state() == v1::Dataset::PUBLISHED) {
    throw Error(Reason::WRONG_STATE,
                fmt::format("{} is published, so the public sees all of it already; there is nothing to list",
                            IdOf(dataset.name())));
  }
  RequireNothing(MissingToList(dataset), fmt::format("{} cannot be listed yet", IdOf(dataset.name())));
  MarkListed(tx, &dataset);
  tx.Because("dataset.listed");
  dataset = tx.Update(dataset);
  WriteListing(tx, dataset);
  return dataset;
}

void MarkListed(store::Tx& tx, v1::Dataset* dataset) {
  dataset->set_listed(true);
  *dataset->mutable_list_time() = ToTimestamp(tx.instant());
}

void WriteListing(store::Tx& tx, const v1::Dataset& dataset) {
  v1::Listing listing;
  listing.set_dataset(dataset.name());
  listing.set_title(dataset.public_alias().empty() ? dataset.title() : dataset.public_alias());
  listing.set_department(dataset.department());
  listing.set_access(EnumText(*v1::Dataset::Access_descriptor()->FindValueByNumber(dataset.access())));
  listing.set_public_reason(ReasonOf(dataset));
  listing.set_planned_release(PlannedRelease(tx, dataset));
  *listing.mutable_list_time() = ToTimestamp(tx.instant());
  tx.Put(listing);
}

void RemoveListing(store::Tx& tx, const v1::Dataset& dataset) { tx.Erase(v1::Listing::descriptor(), dataset.name()); }

}  // namespace almanac::domain
