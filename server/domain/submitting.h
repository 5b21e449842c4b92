// Putting a dataset before somebody who decides.
#pragma once

#include "almanac/v1/datasets.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// From identified, inventoried or classified: walks to in review, an event a
// step. From published, with a pending edit or adopted: stays published while
// the review runs. Opens a review.
// Throws MISSING_REQUIREMENTS naming all of them, WRONG_STATE, ETAG_MISMATCH, PERMISSION_DENIED.
v1::Dataset SubmitDataset(store::Tx& tx, const v1::SubmitDatasetRequest& request);

}  // namespace almanac::domain
