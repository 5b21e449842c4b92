#include "domain/datasets.h"

#include <fmt/format.h>

#include <set>
#include <string>

#include "almanac/v1/departments.pb.h"
#include "base/error.h"
#include "domain/as_of.h"
#include "domain/code_lists.h"
#include "domain/derive.h"
#include "domain/editing.h"
#include "domain/frequency.h"
#include "domain/grants.h"
#include "domain/lifecycle.h"
#include "domain/masks.h"
#include "domain/naming.h"
#include "domain/openness.h"
#include "domain/profile.h"
#include "domain/requirements.h"
#include "domain/reviews.h"
#include "domain/series.h"
#include "domain/versions.h"
#include "store/list.h"

namespace almanac::domain {
namespace {

void CheckFrequency(const v1::Dataset& dataset) {
  if (dataset.frequency().empty() || ParseFrequency(dataset.frequency())) return;
  throw Error(
      Reason::INVALID_FIELD,
      fmt::format("{} is no frequency. Give an ISO 8601 repetition (R/P1D daily, R/P1W weekly, R/P1M monthly, R/P3M "
                  "quarterly, R/P1Y yearly), `irregular`, or `none` for a closed series",
                  dataset.frequency()))
      .Field("dataset.frequency", "such as R/P1M");
}

void CheckCoverage(const v1::Dataset& dataset) {
  if (dataset.temporal_end().empty() || dataset.temporal_start() <= dataset.temporal_end()) return;
  throw Error(Reason::INVALID_FIELD, fmt::format("the period covered would end on {}, before it starts on {}",
                                                 dataset.temporal_end(), dataset.temporal_start()))
      .Field("dataset.temporal_end", "is before temporal_start");
}

// Fields are told apart by name, and only so can a later edit be matched to them.
void CheckFields(const v1::Dataset& dataset) {
  std::set<std::string> names;
  for (const auto& field : dataset.fields()) {
    if (names.insert(field.name()).second) continue;
    throw Error(Reason::INVALID_FIELD,
                fmt::format("the field {} is listed twice; each column is listed once", field.name()))
        .Field("dataset.fields", fmt::format("{} occurs twice", field.name()));
  }
}

void Check(const v1::Dataset& dataset) {
  CheckFrequency(dataset);
  CheckCoverage(dataset);
  CheckFields(dataset);
}

// Open unless a reason and a legal basis are given (ob:G0.1, ob:L2): asked for when somebody narrows it.
// What came in from a catalogue without them is asked for them when it is submitted or listed.
void RequireGrounds(v1::Dataset::Access before, const v1::Dataset& after) {
  if (after.access() <= v1::Dataset::OPEN || after.access() == before) return;
  if (!after.access_reason().empty() && !after.access_basis().empty()) return;
  Error error(Reason::INVALID_FIELD,
              "what is not open needs a reason in public words and the law or rule that allows it: --access-reason "
              "'...' --access-basis '...'");
  if (after.access_reason().empty()) error.Field("dataset.access_reason", "required of what is not open");
  if (after.access_basis().empty()) error.Field("dataset.access_basis", "required of what is not open");
  throw error;
}

// An address within one host goes to the public at once, so this is asked before and not when it is published.
void RequireArchive(store::Tx& tx, const v1::Dataset& before, const v1::Dataset& after) {
  if (before.published_version() == 0 || !ProfileOf(tx).archive_superseded) return;
  RequireNothing(MissingToReplaceFiles(after, ShownOf(tx, before)),
                 fmt::format("the files of {} cannot be replaced yet", IdOf(after.name())));
}

void AddRequirements(const Requirements& requirements, google::protobuf::RepeatedPtrField<v1::Requirement>* out) {
  for (const auto& requirement : requirements) {
    auto* one = out->Add();
    one->set_rule(requirement.rule);
    one->set_message(requirement.message);
    one->set_command(requirement.command);
  }
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
  Check(dataset);
  RequireGrounds(v1::Dataset::OPEN, dataset);
  RequireEditions(tx, dataset);
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
  Check(after);
  RequireGrounds(before.access(), after);
  RequireEditions(tx, after);
  RequireArchive(tx, before, after);
  return WriteEdit(tx, before, std::move(after),
                   {"dataset.updated", request.reason(), "The description was corrected."});
}

v1::CheckDatasetResponse CheckDataset(store::Tx& tx, const v1::CheckDatasetRequest& request) {
  const auto dataset = tx.Get<v1::Dataset>(request.name());
  const auto department = tx.Find<v1::Department>(dataset.department()).value_or(v1::Department());
  const auto decision = DecisionFor(tx, dataset);
  v1::CheckDatasetResponse response;
  response.set_dataset(dataset.name());
  AddRequirements(MissingToSubmit(dataset), response.mutable_missing_to_submit());
  AddRequirements(MissingToPublish(dataset, {ProfileOf(tx), department, decision, ShownOf(tx, dataset)}),
                  response.mutable_missing_to_publish());
  auto as_published = dataset;
  as_published.set_published_version(1);
  for (auto& note : OpennessOf(as_published).notes) response.add_not_open_because(std::move(note));
  const bool in_review = OpenReviewOf(tx, dataset.name()).has_value();
  for (auto& command : NextCommands(dataset, in_review)) response.add_next_commands(std::move(command));
  return response;
}

}  // namespace almanac::domain
