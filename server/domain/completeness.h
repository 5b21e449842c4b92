// What of the record is there and what is missing, item by item, as of any time (row A5).
#pragma once

#include "almanac/v1/completeness.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// Of a dataset; of a department with those below it; of the program (an empty
// name). Each item counts the sets that it is asked of and names those that lack
// it; nothing is weighted and nothing summed up. What the caller may not see is
// not counted. Throws NOT_FOUND, INVALID_FIELD for a name of another kind or a
// time to come.
v1::Completeness GetCompleteness(store::Tx& tx, const v1::GetCompletenessRequest& request);

}  // namespace almanac::domain
