// Dropping an edit of a published set that waits for its decision.
#pragma once

#include "almanac/v1/datasets.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// From published with a pending edit. What approvals bind to is again as the
// public sees it; whatever went to the public at once, or is internal, stays.
// A review of the edit becomes void, decided or not, and its authors are those
// of what is public. Throws WRONG_STATE when nothing waits, ETAG_MISMATCH,
// PERMISSION_DENIED.
v1::Dataset DiscardDatasetEdit(store::Tx& tx, const v1::DiscardDatasetEditRequest& request);

}  // namespace almanac::domain
