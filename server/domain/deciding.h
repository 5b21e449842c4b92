// Deciding on what another person put forward: nobody approves what they wrote.
#pragma once

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/reviews.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// Release and release with controls approve it (scheduled at once where a
// release is confirmed); defer sends it back to inventoried; the rest conclude
// it, limited access as shared, aggregates only and withhold as closed. A
// published set stays published: the answer is about its pending edit.
// The decision binds to the material content as it then stands, clears the
// authors and, on an adopted set, the mark of not having been reviewed here.
// Throws APPROVER_NOT_INDEPENDENT, WRONG_STATE, REASON_REQUIRED, REFERENCE_NOT_FOUND,
// ETAG_MISMATCH, PERMISSION_DENIED.
v1::Dataset DecideDataset(store::Tx& tx, const v1::DecideDatasetRequest& request);

// SHA-256 over the fields marked material, in field-number order.
std::string MaterialHash(const v1::Dataset& dataset);

}  // namespace almanac::domain
