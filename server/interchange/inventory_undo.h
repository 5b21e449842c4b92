// An apply taken back, all of it or nothing.
#pragma once

#include "almanac/v1/inventory.pb.h"
#include "store/tx.h"

namespace almanac::interchange {

// Every dataset that the apply changed gets back the values of before, by the
// rules of an ordinary edit. Throws NOT_FOUND when there is no such apply,
// UNDO_REFUSED naming every dataset that was changed since or may not be
// changed back.
v1::UndoInventoryResponse UndoInventory(store::Tx& tx, const v1::UndoInventoryRequest& request);

}  // namespace almanac::interchange
