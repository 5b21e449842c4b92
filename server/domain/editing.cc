#include "domain/editing.h"

#include <fmt/format.h>

#include <algorithm>

#include "almanac/v1/audit.pb.h"
#include "almanac/v1/incidents.pb.h"
#include "almanac/v1/removals.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "domain/derive.h"
#include "domain/facts.h"
#include "domain/lifecycle.h"
#include "domain/profile.h"
#include "domain/releases.h"
#include "domain/reviews.h"
#include "domain/versions.h"
#include "sql/audit.h"
#include "sql/incidents.h"
#include "sql/releases.h"
#include "sql/removals.h"
#include "sql/reviews.h"

namespace almanac::domain {
namespace {

constexpr std::string_view kVoidReason = "what an approval binds to has changed";

// Of a published set: whatever no approval binds to goes to the public now.
// Returns the material hash of what the public sees.
std::string ShowImmaterial(store::Tx& tx, const v1::Dataset& before, v1::Dataset* after, const std::string& note) {
  const auto current = CurrentVersion(tx, after->name());
  if (!current) return {};
  v1::Dataset shown = DatasetOf(*current);
  if (ApplyImmaterial(before, *after, &shown)) {
    shown.set_published_version(NextVersionNumber(tx, after->name()));
    after->set_published_version(shown.published_version());
    ShowVersion(tx, shown, note);
  }
  after->set_pending_edit(MaterialHash(*after) != current->material_hash());
  DeriveOpenness(shown, after);
  return current->material_hash();
}

// What is public ahead of its review would be so for good, if an edit took the review away.
void RequireNotAhead(store::Tx& tx, const v1::Dataset& before) {
  const auto open = OpenReviewOf(tx, before.name());
  if (!open || open->ahead_by().empty()) return;
  throw Error(
      Reason::WRONG_STATE,
      fmt::format("{0} was published ahead of its review, which is answered first: almanac review show {1}. Or take "
                  "it down: almanac dataset suspend {0} --reason '...'",
                  IdOf(before.name()), IdOf(open->name())));
}

template <class Records>
void MoveAll(store::Tx& tx, Records records, const v1::Dataset& dataset) {
  for (auto& record : records) {
    record.set_department(dataset.department());
    tx.Update(record);
  }
}

// What hangs on a dataset belongs where the dataset belongs.
void MoveDependents(store::Tx& tx, const v1::Dataset& dataset) {
  const store::Binds binds{{"dataset", dataset.name()}};
  tx.Because("dataset.department_changed", fmt::format("{} went to {}", dataset.name(), dataset.department()));
  for (auto& release : tx.Select<v1::Release>(sql::releases::kOfDataset, binds)) {
    release.set_department(dataset.department());
    tx.Update(release);
  }
  for (auto& review : tx.Select<v1::Review>(sql::reviews::kOfDataset, binds)) {
    review.set_department(dataset.department());
    // Those of the new department are asked.
    if (review.state() == v1::Review::OPEN) review.clear_approvals();
    tx.Update(review);
  }
  MoveAll(tx, tx.Select<v1::Incident>(sql::incidents::kOfDataset, binds), dataset);
  MoveAll(tx, tx.Select<v1::Removal>(sql::removals::kOfDataset, binds), dataset);
  MoveAll(tx, tx.Select<v1::AuditFinding>(sql::audit::kOfDataset, binds), dataset);
}

}  // namespace

void AddAuthor(const Caller& caller, v1::Dataset* dataset) {
  if (caller.IsSystem()) return;
  const auto& authors = dataset->authors();
  if (std::find(authors.begin(), authors.end(), caller.principal) == authors.end()) {
    dataset->add_authors(caller.principal);
  }
}

Follows FollowsFrom(const v1::Dataset& before, const v1::Dataset& after) {
  Follows follows;
  const bool material = MaterialHash(before) != MaterialHash(after);
  follows.sent_back = material && CanMove(before.state(), DatasetVerb::kVoid);
  if (before.state() != v1::Dataset::PUBLISHED) return follows;
  follows.waits = material;
  v1::Dataset shown = before;
  follows.public_at_once = ApplyImmaterial(before, after, &shown);
  return follows;
}

void RenewDueDates(store::Tx& tx, const v1::Dataset& before, v1::Dataset* after) {
  const bool same = before.frequency() == after->frequency() && before.historical() == after->historical() &&
                    before.refreshed_date() == after->refreshed_date();
  if (!same && !after->refreshed_date().empty()) DeriveDueDates(ProfileOf(tx).grace, after);
}

v1::Dataset WriteEdit(store::Tx& tx, const v1::Dataset& before, v1::Dataset after, const Edit& edit) {
  SetDefaults(&after);
  Derive(&after);
  RenewDueDates(tx, before, &after);
  const bool material = MaterialHash(before) != MaterialHash(after);
  if (material && edit.authored) AddAuthor(tx.caller(), &after);
  const bool voids = material && CanMove(after.state(), DatasetVerb::kVoid);
  if (voids) Move(after, DatasetVerb::kVoid);
  const bool published = after.state() == v1::Dataset::PUBLISHED;
  if (material && published) RequireNotAhead(tx, before);
  const std::string public_hash = published ? ShowImmaterial(tx, before, &after, edit.public_note) : std::string();
  if (material && edit.keeps_agreed && (voids || published)) KeepAuthorsOfUnused(tx, public_hash, &after);
  tx.Because(edit.verb, edit.reason);
  if (voids) {
    tx.Because("dataset.sent_back", kVoidReason,
               Facts({{"from", StateText(before.state())}, {"to", StateText(after.state())}}));
  }
  after = tx.Update(after);
  // Nowhere else is there anything that could be void.
  if (material && (voids || published)) VoidReviews(tx, after.name(), public_hash, kVoidReason);
  if (after.department() != before.department()) MoveDependents(tx, after);
  return after;
}

}  // namespace almanac::domain
