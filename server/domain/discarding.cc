#include "domain/discarding.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/ids.h"
#include "domain/editing.h"
#include "domain/grants.h"
#include "domain/lifecycle.h"
#include "domain/reviews.h"
#include "domain/versions.h"

namespace almanac::domain {

v1::Dataset DiscardDatasetEdit(store::Tx& tx, const v1::DiscardDatasetEditRequest& request) {
  const auto before = tx.Get<v1::Dataset>(request.name(), request.etag());
  RequirePermission(tx.caller(), v1::Permission::EDIT, before.department());
  v1::Dataset after = before;
  Move(after, DatasetVerb::kDiscard);
  const auto shown = ShownOf(tx, before);
  if (!before.pending_edit() || !shown) {
    throw Error(Reason::WRONG_STATE, fmt::format("{} has no edit that waits: it is as the public sees it. Next: {}",
                                                 IdOf(before.name()), NextCommand(before)));
  }
  RestoreMaterial(*shown, &after);
  *after.mutable_authors() = shown->authors();
  Edit edit{"dataset.edit_discarded", request.reason(), {}};
  edit.authored = false;
  edit.keeps_agreed = false;
  after = WriteEdit(tx, before, std::move(after), edit);
  VoidDecisionOn(tx, before, "the edit that it was about was discarded");
  return after;
}

}  // namespace almanac::domain
