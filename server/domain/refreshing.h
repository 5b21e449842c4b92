// That the data itself was brought up to date. Freshness comes from this alone.
#pragma once

#include "almanac/v1/datasets.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// Throws WRONG_STATE unless published, INVALID_FIELD for a day to come or
// before the last, ETAG_MISMATCH, PERMISSION_DENIED.
v1::Dataset MarkDatasetRefreshed(store::Tx& tx, const v1::MarkDatasetRefreshedRequest& request);

// Tells readers that the next refresh comes later, and why; a published set
// says so in a new version at once. Throws WRONG_STATE unless it is published,
// INVALID_FIELD for a day that is over, ETAG_MISMATCH, PERMISSION_DENIED.
v1::Dataset DelayDatasetRefresh(store::Tx& tx, const v1::DelayDatasetRefreshRequest& request);

}  // namespace almanac::domain
