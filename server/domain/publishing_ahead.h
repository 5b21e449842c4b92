// In an emergency: public now, and answered by the others afterwards, as many and the same as always (row D3). Where
// the profile allows it, of tier 0 and 1 alone.
#pragma once

#include "almanac/v1/reviews.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// Throws WRONG_STATE where the profile gives no hours, the tier is higher, the review is not open or this was done
// already; MISSING_REQUIREMENTS, ETAG_MISMATCH, PERMISSION_DENIED.
v1::Review PublishAhead(store::Tx& tx, const v1::PublishAheadRequest& request);

// Suspends what nobody else agreed to in time. Says how many.
int SuspendUnanswered(store::Tx& tx);

}  // namespace almanac::domain
