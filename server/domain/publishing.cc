#include "domain/publishing.h"

#include <fmt/format.h>

#include "almanac/v1/departments.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "domain/assessments.h"
#include "domain/audit_findings.h"
#include "domain/derive.h"
#include "domain/evidence.h"
#include "domain/facts.h"
#include "domain/grants.h"
#include "domain/lifecycle.h"
#include "domain/listing.h"
#include "domain/mosaic.h"
#include "domain/profile.h"
#include "domain/program.h"
#include "domain/releases.h"
#include "domain/requirements.h"
#include "domain/reviews.h"
#include "domain/series.h"
#include "domain/versions.h"

namespace almanac::domain {
namespace {

void RequireSomethingNew(const v1::Dataset& dataset) {
  if (dataset.state() != v1::Dataset::PUBLISHED || dataset.pending_edit()) return;
  throw Error(
      Reason::WRONG_STATE,
      fmt::format("{0} is published, and the public sees it as it stands. When its data is refreshed: almanac dataset "
                  "refreshed {0}",
                  IdOf(dataset.name())));
}

void RequireComplete(store::Tx& tx, const v1::Dataset& dataset) {
  const auto missing = WhatKeepsFromPublishing(tx, dataset);
  if (missing.size() == 1 && missing.front().rule.starts_with(kDecisionNoMore)) {
    throw Error(Reason::DECISION_VOID,
                fmt::format("{} Submit it again: {}", missing.front().message, missing.front().command));
  }
  RequireNothing(missing, fmt::format("{} cannot be published yet", IdOf(dataset.name())));
}

void SetDates(const std::string& today, v1::Dataset* dataset) {
  if (dataset->first_published_date().empty()) dataset->set_first_published_date(today);
  dataset->set_last_published_date(today);
  // What is first published is as fresh as its first day.
  if (dataset->refreshed_date().empty()) dataset->set_refreshed_date(today);
}

v1::Risk::Level ResidualOf(store::Tx& tx, const v1::Dataset& dataset) {
  const auto assessment = AssessmentOf(tx, dataset);
  return assessment ? assessment->residual() : v1::Risk::LEVEL_UNSPECIFIED;
}

}  // namespace

Requirements WhatKeepsFromPublishing(store::Tx& tx, const v1::Dataset& dataset) {
  const auto department = tx.Find<v1::Department>(dataset.department()).value_or(v1::Department());
  const auto decision = DecisionFor(tx, dataset);
  const auto shown = ShownOf(tx, dataset);
  const std::string lapse = decision ? LapseDateOf(tx, *decision, dataset) : std::string();
  auto missing = MissingToPublish(
      dataset, {ProfileOf(tx), department, decision, shown, Today(tx), lapse, ResidualOf(tx, dataset)});
  const int tier = decision ? decision->tier() : EvidenceOf(dataset, ProfileOf(tx)).tier;
  if (auto waits = WaitsForMosaic(tx, dataset, tier)) missing.push_back(*std::move(waits));
  if (auto waits = WaitsForAudit(tx, dataset)) missing.push_back(*std::move(waits));
  return missing;
}

std::optional<Error::Requirement> WhatKeepsFromItsDecision(store::Tx& tx, const v1::Dataset& dataset) {
  const v1::Department department;
  const auto decision = DecisionFor(tx, dataset);
  const std::optional<v1::Dataset> shown;
  const std::string lapse = decision ? LapseDateOf(tx, *decision, dataset) : std::string();
  return MissingOfDecision(dataset,
                           {ProfileOf(tx), department, decision, shown, Today(tx), lapse, ResidualOf(tx, dataset)});
}

std::optional<Error::Requirement> WhatOutgrewItsDecision(store::Tx& tx, const v1::Dataset& dataset) {
  const v1::Department department;
  const auto decision = DecisionFor(tx, dataset);
  if (!decision || !IsRelease(decision->outcome()) || dataset.pending_edit()) return std::nullopt;
  const std::optional<v1::Dataset> shown;
  auto gap =
      MissingOfDecision(dataset, {ProfileOf(tx), department, decision, shown, Today(tx), {}, ResidualOf(tx, dataset)});
  const bool outgrown = gap && (gap->rule == kDecisionTier || gap->rule == kDecisionResidual);
  return outgrown ? std::move(gap) : std::nullopt;
}

v1::Dataset MakePublic(store::Tx& tx, v1::Dataset dataset, DatasetVerb verb, const std::string& note) {
  const std::string from = StateText(dataset.state());
  Move(dataset, verb);
  const std::string today = Today(tx);
  dataset.set_published_version(NextVersionNumber(tx, dataset.name()));
  dataset.set_pending_edit(false);
  dataset.set_listed(false);
  dataset.clear_state_reason();
  SetDates(today, &dataset);
  Derive(&dataset);
  DeriveDueDates(ProfileOf(tx).grace, &dataset);
  tx.Because("dataset.published", note,
             Facts({{"from", from},
                    {"to", StateText(dataset.state())},
                    {"version", VersionName(dataset.name(), dataset.published_version())}}));
  dataset = tx.Update(dataset);
  ShowVersion(tx, dataset, note);
  RemoveListing(tx, dataset);
  MarkReleasesPublished(tx, dataset.name(), today);
  return dataset;
}

v1::Dataset PublishDataset(store::Tx& tx, const v1::PublishDatasetRequest& request) {
  const auto dataset = tx.Get<v1::Dataset>(request.name(), request.etag());
  RequirePermission(tx.caller(), v1::Permission::PUBLISH, dataset.department());
  RequireSomethingNew(dataset);
  RequireMove(dataset, DatasetVerb::kPublish);
  RequireComplete(tx, dataset);
  return MakePublic(tx, dataset, DatasetVerb::kPublish, request.note());
}

}  // namespace almanac::domain
