// A department's datasets as a sheet to be edited elsewhere.
#pragma once

#include "almanac/v1/inventory.pb.h"
#include "store/tx.h"

namespace almanac::interchange {

// At most this many rows go out and come back.
inline constexpr int kMostSheetRows = 2000;

// Those of the department and of all below it that the caller may see, by
// name. Throws NOT_FOUND, INVALID_FIELD when they are too many.
v1::PullInventoryResponse PullInventory(store::Tx& tx, const v1::PullInventoryRequest& request);

}  // namespace almanac::interchange
