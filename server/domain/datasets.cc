#include "domain/datasets.h"

#include <fmt/format.h>

#include <string>

#include "almanac/v1/departments.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "domain/as_of.h"
#include "domain/dataset_rules.h"
#include "domain/derive.h"
#include "domain/differences.h"
#include "domain/editing.h"
#include "domain/grants.h"
#include "domain/lifecycle.h"
#include "domain/masks.h"
#include "domain/naming.h"
#include "domain/openness.h"
#include "domain/profile.h"
#include "domain/publishing.h"
#include "domain/requirements.h"
#include "domain/reviews.h"
#include "domain/seating.h"
#include "domain/series.h"
#include "domain/transitions.h"
#include "domain/versions.h"
#include "domain/when.h"
#include "store/list.h"

namespace almanac::domain {
namespace {

void AddRequirements(const Requirements& requirements, google::protobuf::RepeatedPtrField<v1::Requirement>* out) {
  for (const auto& requirement : requirements) {
    auto* one = out->Add();
    one->set_rule(requirement.rule);
    one->set_message(requirement.message);
    one->set_command(requirement.command);
  }
}

// "3 things are missing before it can be submitted": what a step still asks for.
std::string StepWords(int missing, std::string_view step) {
  if (missing == 0) return fmt::format("nothing is missing, and it can be {}", step);
  return fmt::format("{} missing before it can be {}",
                     missing == 1 ? "one thing is" : fmt::format("{} things are", missing), step);
}

// Where it stands, in a sentence, and the commands that would not be refused for what is missing.
void AddNext(store::Tx& tx, const v1::Dataset& dataset, bool in_review, v1::CheckDatasetResponse* response) {
  const bool again = !in_review && dataset.state() == v1::Dataset::PUBLISHED && IsToBeLookedAtAgain(tx, dataset);
  const int to_submit = response->missing_to_submit_size(), to_publish = response->missing_to_publish_size();
  std::string next;
  for (auto& command : NextCommands(dataset, in_review)) {
    const bool submits = command == CommandOf(DatasetVerb::kSubmit, dataset.name());
    const bool publishes = command == CommandOf(DatasetVerb::kPublish, dataset.name());
    if (submits) next = StepWords(to_submit, "submitted");
    if (publishes) next = StepWords(to_publish, "published");
    if ((submits && to_submit > 0) || (publishes && to_publish > 0)) {
      command = fmt::format("almanac dataset edit {}", IdOf(dataset.name()));
    }
    response->add_next_commands(std::move(command));
  }
  if (in_review) next = "somebody who did not write it decides";
  if (again) next = fmt::format("its decision was to be looked at again by {}", DayWords(dataset.review_again_date()));
  response->set_standing(fmt::format("It is {}{}.", StateWords(dataset.state()), next.empty() ? "" : "; " + next));
}

// Who agrees to its release: of the review that is open, else as one opened now would ask.
void AddSeats(store::Tx& tx, const v1::Dataset& dataset, const std::optional<v1::Review>& open,
              v1::CheckDatasetResponse* response) {
  const v1::Review review = open ? *open : ReviewOf(tx, dataset);
  response->set_evidence_tier(review.tier());
  for (const auto& line : review.evidence()) response->add_evidence(line);
  for (auto& standing : StandingOf(tx, dataset, review)) *response->add_seats() = std::move(standing);
  *response->mutable_checklist() = review.checklist();
}

// What people wrote: all else follows from it.
v1::Dataset AsWritten(v1::Dataset dataset) {
  const auto* type = dataset.GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    if (type->field(i)->options().GetExtension(v1::output_only))
      dataset.GetReflection()->ClearField(&dataset, type->field(i));
  }
  return dataset;
}

void AddPending(store::Tx& tx, const v1::Dataset& dataset, v1::CheckDatasetResponse* response) {
  if (!dataset.pending_edit()) return;
  const auto shown = ShownOf(tx, dataset);
  if (!shown) return;
  for (auto& change : DifferencesOf(AsWritten(*shown), AsWritten(dataset)))
    *response->add_pending() = std::move(change);
}

}  // namespace

v1::ListDatasetsResponse ListDatasets(store::Tx& tx, const v1::ListDatasetsRequest& request) {
  v1::ListDatasetsResponse response;
  store::List(tx, request, &response, ScopeAsOf(tx, request.as_of()));
  return response;
}

v1::Dataset GetDataset(store::Tx& tx, const v1::GetDatasetRequest& request) {
  return GetAsOf<v1::Dataset>(tx, request.name(), request.as_of());
}

v1::SearchDatasetsResponse SearchDatasets(store::Tx& tx, const v1::SearchDatasetsRequest& request) {
  v1::SearchDatasetsResponse response;
  store::Search(tx, request, &response);
  return response;
}

v1::Dataset CreateDataset(store::Tx& tx, const v1::CreateDatasetRequest& request) {
  v1::Dataset dataset = request.dataset();
  RequirePermission(tx.caller(), v1::Permission::EDIT, dataset.department());
  RequireRules(tx, nullptr, dataset);
  dataset.set_name(NewName<v1::Dataset>(tx, "datasets", request.dataset_id(), dataset.title()));
  dataset.set_state(v1::Dataset::IDENTIFIED);
  SetDefaults(&dataset);
  Derive(&dataset);
  AddAuthor(tx.caller(), &dataset);
  tx.Because("dataset.created");
  return tx.Create(dataset);
}

v1::Dataset UpdateDataset(store::Tx& tx, const v1::UpdateDatasetRequest& request) {
  const auto before = tx.Get<v1::Dataset>(request.dataset().name(), request.etag());
  RequirePermission(tx.caller(), v1::Permission::EDIT, before.department());
  v1::Dataset after = before;
  ApplyMask(request.dataset(), request.update_mask(), &after);
  if (after.department() != before.department()) {
    RequirePermission(tx.caller(), v1::Permission::EDIT, after.department());
  }
  RequireRules(tx, &before, after);
  return WriteEdit(tx, before, std::move(after),
                   {"dataset.updated", request.reason(), "The description was corrected."});
}

v1::CheckDatasetResponse CheckDataset(store::Tx& tx, const v1::CheckDatasetRequest& request) {
  const auto dataset = tx.Get<v1::Dataset>(request.name());
  v1::CheckDatasetResponse response;
  response.set_dataset(dataset.name());
  AddRequirements(MissingToSubmit(dataset), response.mutable_missing_to_submit());
  const auto to_publish = WhatKeepsFromPublishing(tx, dataset);
  AddRequirements(to_publish, response.mutable_missing_to_publish());
  auto as_published = dataset;
  as_published.set_published_version(1);
  for (auto& note : OpennessOf(as_published).notes) response.add_not_open_because(std::move(note));
  if (const auto back = SentBackBy(tx, dataset)) {
    response.set_sent_back_by(back->decider());
    *response.mutable_sent_back_time() = back->decide_time();
    response.set_sent_back_because(back->public_reason());
  }
  const auto open = OpenReviewOf(tx, dataset.name());
  AddSeats(tx, dataset, open, &response);
  AddPending(tx, dataset, &response);
  AddNext(tx, dataset, open.has_value(), &response);
  for (auto& transition : TransitionsOf(tx, dataset, to_publish)) *response.add_transitions() = std::move(transition);
  return response;
}

}  // namespace almanac::domain
