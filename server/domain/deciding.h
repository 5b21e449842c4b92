// Deciding on what another person put forward: nobody approves what they wrote.
#pragma once

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/reviews.pb.h"
#include "base/caller.h"
#include "store/tx.h"

namespace almanac::domain {

// Release and release with controls approve it (scheduled at once where a
// release is confirmed); defer sends it back to inventoried; the rest conclude
// it, limited access as shared, aggregates only and withhold as closed. A
// published set stays published: the answer is about its pending edit.
// The decision binds to the material content as it then stands. One to release
// clears the authors; any clears the mark of not having been reviewed here.
// Throws APPROVER_NOT_INDEPENDENT, WRONG_STATE, REASON_REQUIRED, INVALID_FIELD
// (releasing what is classified sensitive or protected), REFERENCE_NOT_FOUND,
// ETAG_MISMATCH, PERMISSION_DENIED.
v1::Dataset DecideDataset(store::Tx& tx, const v1::DecideDatasetRequest& request);

// Throws APPROVER_NOT_INDEPENDENT for an author, the submitter, or a caller
// whose enrolment code one of them was shown; for a code made at the console
// where the rules refuse those (domain A.2).
void RequireIndependence(const Caller& caller, const v1::Dataset& dataset, const v1::Review& review,
                         bool console_codes);

}  // namespace almanac::domain
