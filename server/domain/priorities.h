// The queue of what waits, and what people say against it.
#pragma once

#include "almanac/v1/priority.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// Throws INVALID_PAGE_TOKEN, INVALID_FIELD.
v1::ListPrioritiesResponse ListPriorities(store::Tx& tx, const v1::ListPrioritiesRequest& request);
// Throws NOT_FOUND, WRONG_STATE when it does not wait.
v1::PriorityLine GetPriority(store::Tx& tx, const v1::GetPriorityRequest& request);
// Throws INVALID_FIELD for a weight that is none, INVALID_PAGE_TOKEN.
v1::PreviewPrioritiesResponse PreviewPriorities(store::Tx& tx, const v1::PreviewPrioritiesRequest& request);
// Throws WRONG_STATE when it does not wait or nothing is scored, INVALID_FIELD for a place that there is not,
// PERMISSION_DENIED.
v1::PriorityOverride OverridePriority(store::Tx& tx, const v1::OverridePriorityRequest& request);
// Throws NOT_FOUND when nobody moved it, PERMISSION_DENIED.
v1::PriorityOverride EndPriorityOverride(store::Tx& tx, const v1::EndPriorityOverrideRequest& request);

}  // namespace almanac::domain
