// What changed between two states of a record.
#pragma once

#include "almanac/v1/events.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// Field by field; the elements of a list that have names are matched by name.
// Zero asks for the last revision, and the one before it. Throws NOT_FOUND for
// what is not there or not the caller's to see, INVALID_FIELD for a revision
// that there is none of.
v1::DiffHistoryResponse DiffHistory(store::Tx& tx, const v1::DiffHistoryRequest& request);

}  // namespace almanac::domain
