// Making public what was approved.
#pragma once

#include "almanac/v1/datasets.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// From approved or scheduled, or published with a pending edit that was
// decided. Makes a version, marks the release published, sets the dates.
// Throws MISSING_REQUIREMENTS naming all of them, DECISION_VOID, WRONG_STATE,
// ETAG_MISMATCH, PERMISSION_DENIED.
v1::Dataset PublishDataset(store::Tx& tx, const v1::PublishDatasetRequest& request);

}  // namespace almanac::domain
