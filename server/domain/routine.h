// What is routine, agreed to in one go: many entries, one signature (row D10).
#pragma once

#include "almanac/v1/reviews.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// Of tier 0 and 1, where nothing is missing and nothing is asked of the caller's seat. Each entry is an agreement or a
// decision of its own, by the same rules as one by one; what those would refuse is left, and named with why.
v1::ApproveRoutineReviewsResponse ApproveRoutineReviews(store::Tx& tx, const v1::ApproveRoutineReviewsRequest& request);

}  // namespace almanac::domain
