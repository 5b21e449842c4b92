// The queue of what waits, and what people say against it.
#pragma once

#include <string>

#include "almanac/v1/datasets.pb.h"
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

// What the two ask of somebody, a place in the queue aside. They throw the same, and return the role that allows it.
std::string RequireMayOverride(store::Tx& tx, const Caller& who, const v1::Dataset& dataset);
std::string RequireMayEndOverride(store::Tx& tx, const Caller& who, const v1::Dataset& dataset);

}  // namespace almanac::domain
