// In an emergency: public now, and answered by the others afterwards, as many and the same as always (row D3). Where
// the profile allows it, of tier 0 and 1 alone.
#pragma once

#include <string>
#include <vector>

#include "almanac/v1/reviews.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// Throws WRONG_STATE where the profile gives no hours, the tier is higher, the review is not open or this was done
// already; MISSING_REQUIREMENTS, ETAG_MISMATCH, PERMISSION_DENIED.
v1::Review PublishAhead(store::Tx& tx, const v1::PublishAheadRequest& request);

// The reviews whose hours are over without an answer.
std::vector<std::string> UnansweredReviews(store::Tx& tx);
// Suspends what nobody else agreed to in time; false where somebody answered meanwhile.
bool SuspendUnanswered(store::Tx& tx, const std::string& review);

}  // namespace almanac::domain
