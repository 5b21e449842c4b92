// What is routine is read again afterwards, some of it: light where nobody can be hurt, and not unwatched (domain A.2).
#pragma once

#include "almanac/v1/reviews.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// A decision of tier 0 that is being made is drawn for a second reading: one in so many as the profile says, by lot,
// and the first of every quarter.
bool IsDrawn(store::Tx& tx, const v1::Review& review);

// The privacy officer found a drawn decision right. Throws WRONG_STATE, SEAT_REQUIRED, APPROVER_NOT_INDEPENDENT.
v1::Review RereadReview(store::Tx& tx, const v1::RereadReviewRequest& request);

// Whoever may decide takes a routine decision back, alone and at once: what is public by it is suspended, with an
// incident; what is only approved goes back to be described. Throws WRONG_STATE.
v1::Review PullBackReview(store::Tx& tx, const v1::PullBackReviewRequest& request);

}  // namespace almanac::domain
