#include "domain/submitting.h"

#include <fmt/format.h>

#include <algorithm>

#include "almanac/v1/program.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "domain/checklist.h"
#include "domain/editing.h"
#include "domain/facts.h"
#include "domain/grants.h"
#include "domain/lifecycle.h"
#include "domain/program.h"
#include "domain/publishing.h"
#include "domain/releases.h"
#include "domain/requirements.h"
#include "domain/reviews.h"
#include "domain/series.h"

namespace almanac::domain {
namespace {

// One step of the walk, and the event that tells of it.
struct StepOfWalk {
  DatasetVerb verb;
  std::string_view event;
  std::string note{};
};

void Step(store::Tx& tx, v1::Dataset& dataset, const StepOfWalk& step) {
  const std::string from = StateText(dataset.state());
  Move(dataset, step.verb);
  tx.Because(step.event, step.note, Facts({{"from", from}, {"to", StateText(dataset.state())}}));
}

// A review of what nobody changed would ask nothing, except of what nobody here has ever decided on.
void RequireSomethingToReview(store::Tx& tx, const v1::Dataset& dataset) {
  if (const auto open = OpenReviewOf(tx, dataset.name())) {
    throw Error(Reason::WRONG_STATE, fmt::format("{} waits for a decision already: {}. Next: almanac review show {}",
                                                 IdOf(dataset.name()), open->name(), IdOf(open->name())));
  }
  if (dataset.pending_edit() || dataset.has_adopted_time()) return;
  // To be looked at again by now, at the pace of its tier.
  if (IsToBeLookedAtAgain(tx, dataset) || WhatOutgrewItsDecision(tx, dataset)) return;
  throw Error(
      Reason::WRONG_STATE,
      fmt::format("{} is published and nothing that needs a decision has changed. Next: almanac dataset refreshed {}",
                  IdOf(dataset.name()), IdOf(dataset.name())));
}

// What was approved already waits to be published, unless its approval holds no more.
void RequireNoApproval(store::Tx& tx, const v1::Dataset& dataset) {
  if (WhatKeepsFromItsDecision(tx, dataset)) return;
  throw Error(Reason::WRONG_STATE, fmt::format("{} is approved already. Next: almanac dataset publish {}",
                                               IdOf(dataset.name()), IdOf(dataset.name())));
}

// The program's own licence stands in before the decision, so that the decision binds to it.
void FillLicence(store::Tx& tx, v1::Dataset* dataset) {
  if (!dataset->licence().empty() || dataset->access() != v1::Dataset::OPEN) return;
  dataset->set_licence(tx.Get<v1::Program>("program").default_licence());
  if (dataset->state() == v1::Dataset::PUBLISHED && !dataset->licence().empty()) dataset->set_pending_edit(true);
}

// As far as a decision.
void Walk(store::Tx& tx, v1::Dataset& dataset) {
  if (dataset.state() == v1::Dataset::IDENTIFIED) {
    if (dataset.inventoried_date().empty()) dataset.set_inventoried_date(Today(tx));
    Step(tx, dataset, {DatasetVerb::kInventory, "dataset.inventoried"});
  }
  if (dataset.state() == v1::Dataset::INVENTORIED) {
    Step(tx, dataset, {DatasetVerb::kClassify, "dataset.classified"});
  }
}

// What is decided on once for all slices of a series waits for nobody; a promise made of it stands.
void Cover(store::Tx& tx, v1::Dataset& dataset, const v1::Review& decision) {
  Step(tx, dataset,
       {DatasetVerb::kCover, "dataset.covered",
        fmt::format("{} covers it: it differs in period, place and address alone", decision.name())});
  const auto releases = OpenReleasesOf(tx, dataset.name());
  if (std::any_of(releases.begin(), releases.end(),
                  [](const v1::Release& release) { return release.state() == v1::Release::CONFIRMED; })) {
    Step(tx, dataset, {DatasetVerb::kSchedule, "dataset.scheduled", "a release is confirmed"});
  }
}

}  // namespace

v1::Dataset SubmitDataset(store::Tx& tx, const v1::SubmitDatasetRequest& request) {
  auto dataset = tx.Get<v1::Dataset>(request.name(), request.etag());
  RequirePermission(tx.caller(), v1::Permission::SUBMIT, dataset.department());
  // Throws from where there is no way, before it asks for anything.
  RequireMove(dataset, DatasetVerb::kSubmit);
  if (dataset.state() == v1::Dataset::PUBLISHED) RequireSomethingToReview(tx, dataset);
  if (dataset.state() == v1::Dataset::APPROVED || dataset.state() == v1::Dataset::SCHEDULED) {
    RequireNoApproval(tx, dataset);
    KeepAuthorsOfUnused(tx, {}, &dataset);
    // Its approval is over, so nobody can publish by it meanwhile.
    VoidReviews(tx, dataset.name(), {}, "its approval does not hold any more");
  }
  RequireNothing(MissingToSubmit(dataset), fmt::format("{} cannot be submitted yet", IdOf(dataset.name())));
  FillLicence(tx, &dataset);
  AddAuthor(tx.caller(), &dataset);
  if (dataset.state() != v1::Dataset::PUBLISHED) Walk(tx, dataset);
  if (const auto decision = CoveringDecision(tx, dataset); decision && dataset.state() == v1::Dataset::CLASSIFIED) {
    // Nobody else looks at this slice: what is asked of its author is asked all the same.
    v1::Review asked = ReviewOf(tx, dataset);
    ConfirmChecks(tx, kAuthorAsked, request.confirm(), &asked);
    RequireChecks(asked, kAuthorAsked, CommandOf(DatasetVerb::kSubmit, dataset.name()));
    Cover(tx, dataset, *decision);
    return tx.Update(dataset);
  }
  Step(tx, dataset, {DatasetVerb::kSubmit, "dataset.submitted", request.note()});
  dataset = tx.Update(dataset);
  OpenReview(tx, dataset, request);
  return dataset;
}

}  // namespace almanac::domain
