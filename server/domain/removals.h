// Removals: the register of what was public and is so no longer, with the reason, and with time to object before it
// goes where the profile gives any (row D7). An exposure, a mistake, the law and security wait for nobody (domain A.1
// no. 15).
#pragma once

#include <string>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/removals.pb.h"
#include "store/tx.h"

namespace almanac::domain {

v1::ListRemovalsResponse ListRemovals(store::Tx& tx, const v1::ListRemovalsRequest& request);
// Throws NOT_FOUND.
v1::Removal GetRemoval(store::Tx& tx, const v1::GetRemovalRequest& request);
// Throws WRONG_STATE when it is not published, or announced already.
v1::Removal AnnounceRemoval(store::Tx& tx, const v1::AnnounceRemovalRequest& request);
// Throws WRONG_STATE once it is over.
v1::Removal ObjectToRemoval(store::Tx& tx, const v1::ObjectToRemovalRequest& request);
// It stays. Throws WRONG_STATE once it is over.
v1::Removal AbandonRemoval(store::Tx& tx, const v1::AbandonRemovalRequest& request);

// Throws MISSING_REQUIREMENTS while people may still object, or nobody announced it to them.
void RequireTimeToObject(store::Tx& tx, const v1::Dataset& dataset, v1::TakeDown::Cause cause);
// Enters what was just withdrawn.
void RegisterRemoval(store::Tx& tx, const v1::Dataset& dataset, v1::TakeDown::Cause cause, const std::string& reason);
// What was withdrawn is being described anew.
void RestoreRemoved(store::Tx& tx, const v1::Dataset& dataset, const std::string& reason);

}  // namespace almanac::domain
