// An edited sheet becomes the record, all of it or nothing.
#pragma once

#include "almanac/v1/inventory.pb.h"
#include "store/tx.h"

namespace almanac::interchange {

// Writes nothing where the plan has problems, and says so in the answer. The
// request id is what undoes it; one is made where none is given.
v1::ApplyInventoryResponse ApplyInventory(store::Tx& tx, const v1::ApplyInventoryRequest& request);

}  // namespace almanac::interchange
