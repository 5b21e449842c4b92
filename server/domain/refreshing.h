// That the data itself was brought up to date. Freshness comes from this alone.
#pragma once

#include "almanac/v1/datasets.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// Throws WRONG_STATE unless published, INVALID_FIELD for a day to come or
// before the last, ETAG_MISMATCH, PERMISSION_DENIED.
v1::Dataset MarkDatasetRefreshed(store::Tx& tx, const v1::MarkDatasetRefreshedRequest& request);

}  // namespace almanac::domain
