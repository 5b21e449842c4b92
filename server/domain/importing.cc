#include "domain/importing.h"

#include <fmt/format.h>

#include "almanac/v1/departments.pb.h"
#include "domain/derive.h"
#include "domain/editing.h"
#include "domain/listing.h"
#include "domain/program.h"
#include "domain/reviews.h"
#include "domain/times.h"
#include "domain/versions.h"
#include "domain/whole_list.h"

namespace almanac::domain {
namespace {

constexpr const char* kAdoptedNote = "Public before it was recorded here; not reviewed here yet.";

std::map<std::string, v1::Department, std::less<>> AllDepartments(store::Tx& tx) {
  std::map<std::string, v1::Department, std::less<>> all;
  auto list = WholeList<v1::ListDepartmentsResponse>(tx, v1::ListDepartmentsRequest());
  for (auto& department : *list.mutable_departments()) all[department.name()] = std::move(department);
  return all;
}

// What both kinds of new records have in common.
void Complete(const ImportContext& context, v1::Dataset* dataset) {
  dataset->set_catalogue(context.catalogue);
  if (dataset->inventoried_date().empty()) dataset->set_inventoried_date(context.today);
  SetDefaults(dataset);
  Derive(dataset);
  DeriveDueDates(context.profile->grace, dataset);
}

void BeginAsAdopted(const store::Tx& tx, const ImportContext& context, v1::Dataset* dataset) {
  dataset->set_state(v1::Dataset::PUBLISHED);
  *dataset->mutable_adopted_time() = ToTimestamp(tx.instant());
  dataset->set_adopted_from(context.catalogue);
}

v1::Department DepartmentIn(const ImportContext& context, const std::string& name) {
  const auto found = context.departments.find(name);
  return found == context.departments.end() ? v1::Department() : found->second;
}

// Nobody here has decided about an adopted set, so its source still speaks for
// it; what was edited here meanwhile goes on waiting.
v1::Dataset UpdateAdopted(store::Tx& tx, const ImportContext& context, const v1::Dataset& before, v1::Dataset after) {
  SetDefaults(&after);
  Derive(&after);
  RenewDueDates(tx, before, &after);
  const auto current = CurrentVersion(tx, after.name());
  v1::Dataset shown = current ? DatasetOf(*current) : before;
  if (ApplyEverything(before, after, &shown)) {
    shown.set_published_version(NextVersionNumber(tx, after.name()));
    after.set_published_version(shown.published_version());
    ShowVersion(tx, shown, "Updated from its source.");
  }
  after.set_pending_edit(MaterialHash(after) != MaterialHash(shown));
  DeriveOpenness(shown, &after);
  tx.Because("dataset.imported", context.source);
  after = tx.Update(after);
  if (MaterialHash(before) != MaterialHash(after)) {
    VoidReviews(tx, after.name(), MaterialHash(shown), "its source has changed");
  }
  return after;
}

}  // namespace

ImportContext PrepareImport(store::Tx& tx, std::string catalogue, std::string source) {
  ImportContext context;
  context.catalogue = std::move(catalogue);
  context.source = std::move(source);
  context.program = tx.Get<v1::Program>("program");
  context.today = ToText(DayIn(context.program.time_zone(), tx.instant()));
  context.profile = &ProfileOf(tx);
  context.departments = AllDepartments(tx);
  return context;
}

v1::Dataset CreateImported(store::Tx& tx, const ImportContext& context, v1::Dataset dataset) {
  dataset.set_state(v1::Dataset::INVENTORIED);
  dataset.set_published_version(0);
  Complete(context, &dataset);
  tx.Because("dataset.imported", context.source);
  return tx.Create(dataset);
}

v1::Dataset AdoptDataset(store::Tx& tx, const ImportContext& context, v1::Dataset dataset) {
  BeginAsAdopted(tx, context, &dataset);
  dataset.set_published_version(1);
  Complete(context, &dataset);
  tx.Because("dataset.adopted", context.source);
  dataset = tx.Create(dataset);
  auto version = MakeVersion(dataset, DepartmentIn(context, dataset.department()), context.program, tx.instant());
  version.set_note(kAdoptedNote);
  tx.Insert(version);
  tx.IndexPublicly(dataset);
  return dataset;
}

v1::Dataset AdoptKnown(store::Tx& tx, const ImportContext& context, const v1::Dataset& before, v1::Dataset after) {
  BeginAsAdopted(tx, context, &after);
  after.set_published_version(NextVersionNumber(tx, before.name()));
  after.set_listed(false);
  Complete(context, &after);
  tx.Because("dataset.adopted", context.source);
  after = tx.Update(after);
  ShowVersion(tx, after, kAdoptedNote);
  RemoveListing(tx, after);
  return after;
}

v1::Dataset UpdateImported(store::Tx& tx, const ImportContext& context, const v1::Dataset& before, v1::Dataset after) {
  if (before.has_adopted_time() && before.state() == v1::Dataset::PUBLISHED) {
    return UpdateAdopted(tx, context, before, std::move(after));
  }
  return WriteEdit(tx, before, std::move(after),
                   {"dataset.imported", context.source, "Updated from its source.", false});
}

}  // namespace almanac::domain
