#include "domain/taking_down.h"

#include <fmt/format.h>

#include "domain/derive.h"
#include "domain/facts.h"
#include "domain/grants.h"
#include "domain/incidents.h"
#include "domain/lifecycle.h"
#include "domain/listing.h"
#include "domain/removals.h"
#include "domain/reviews.h"
#include "domain/versions.h"

namespace almanac::domain {
namespace {

// What is taken down is not public, and whatever was being decided about it starts anew.
v1::Dataset TakeDown(store::Tx& tx, v1::Dataset dataset, DatasetVerb verb, const std::string& reason) {
  const std::string from = StateText(dataset.state());
  Move(dataset, verb);
  const auto current = CurrentVersion(tx, dataset.name());
  HideVersions(tx, dataset.name());
  dataset.set_published_version(0);
  dataset.set_pending_edit(false);
  dataset.set_state_reason(reason);
  const std::string public_hash = current ? current->material_hash() : std::string();
  KeepAuthorsOfUnused(tx, public_hash, &dataset);
  MarkListed(tx, &dataset);
  Derive(&dataset);
  tx.Because(verb == DatasetVerb::kSuspend ? "dataset.suspended" : "dataset.withdrawn", reason,
             Facts({{"from", from}, {"to", StateText(dataset.state())}}));
  dataset = tx.Update(dataset);
  // The page stays: what it was called, and why it is gone.
  WriteListing(tx, dataset);
  // The decision by which it was public stays what it was.
  VoidReviews(tx, dataset.name(), public_hash, fmt::format("{} was {}", dataset.name(), StateWords(dataset.state())));
  return dataset;
}

}  // namespace

v1::Dataset Suspend(store::Tx& tx, v1::Dataset dataset, const TakingDown& why) {
  const int version = dataset.published_version();
  dataset = TakeDown(tx, std::move(dataset), DatasetVerb::kSuspend, why.reason);
  if (why.cause != v1::TakeDown::CAUSE_UNSPECIFIED) OpenIncident(tx, dataset, version, why);
  return dataset;
}

v1::Dataset SuspendDataset(store::Tx& tx, const v1::SuspendDatasetRequest& request) {
  auto dataset = tx.Get<v1::Dataset>(request.name(), request.etag());
  RequirePermission(tx.caller(), v1::Permission::PUBLISH, dataset.department());
  return Suspend(tx, std::move(dataset), {request.cause(), request.reason(), request.details()});
}

v1::Dataset WithdrawDataset(store::Tx& tx, const v1::WithdrawDatasetRequest& request) {
  auto dataset = tx.Get<v1::Dataset>(request.name(), request.etag());
  RequirePermission(tx.caller(), v1::Permission::PUBLISH, dataset.department());
  RequireMove(dataset, DatasetVerb::kWithdraw);
  RequireTimeToObject(tx, dataset, request.cause());
  dataset = TakeDown(tx, std::move(dataset), DatasetVerb::kWithdraw, request.reason());
  RegisterRemoval(tx, dataset, request.cause(), request.reason());
  return dataset;
}

v1::Dataset ReopenDataset(store::Tx& tx, const v1::ReopenDatasetRequest& request) {
  auto dataset = tx.Get<v1::Dataset>(request.name(), request.etag());
  RequirePermission(tx.caller(), v1::Permission::SUBMIT, dataset.department());
  const std::string from = StateText(dataset.state());
  Move(dataset, DatasetVerb::kReopen);
  RequireNoOpenIncident(tx, dataset);
  dataset.clear_state_reason();
  dataset.clear_review_again_date();
  tx.Because("dataset.reopened", request.reason(), Facts({{"from", from}, {"to", StateText(dataset.state())}}));
  dataset = tx.Update(dataset);
  if (dataset.listed()) WriteListing(tx, dataset);
  RestoreRemoved(tx, dataset, request.reason());
  return dataset;
}

}  // namespace almanac::domain
