// Counts of requests and suggestions from a table: what its cells mean, and what is not right in them.
#pragma once

#include "almanac/v1/signals.pb.h"
#include "store/tx.h"

namespace almanac::interchange {

// All or nothing: with any problem nothing is written. Throws INVALID_FIELD for no rows or a kind that is not counted,
// PERMISSION_DENIED for a dataset of a department that is not the caller's.
v1::ImportSignalsResponse ImportSignals(store::Tx& tx, const v1::ImportSignalsRequest& request);

}  // namespace almanac::interchange
