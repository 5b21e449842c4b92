// Deciding on what another person put forward: nobody approves what they wrote.
#pragma once

#include "almanac/v1/datasets.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// Release and release with controls approve it (scheduled at once where a
// release is confirmed); defer sends it back to inventoried; the rest conclude
// it, limited access as shared, aggregates only and withhold as closed. A
// published set stays published: the answer is about its pending edit.
// The decision binds to the material content as it then stands. One to release
// clears the authors and makes it publishable; any clears the mark of not
// having been reviewed here.
// To release, the caller fills the last open seat of the review; to send back,
// they hold any seat, to close it one that is not the owner's.
// Throws APPROVER_NOT_INDEPENDENT as independence.h says; SEAT_REQUIRED to who
// holds no seat; APPROVALS_MISSING, naming each agreement that is still to come
// and who could give it;
// REASON_REQUIRED to release fields that name people without a rationale;
// INVALID_FIELD to release what is classified sensitive or protected, or under a
// licence that cannot be published; WRONG_STATE, REFERENCE_NOT_FOUND,
// ETAG_MISMATCH, PERMISSION_DENIED.
v1::Dataset DecideDataset(store::Tx& tx, const v1::DecideDatasetRequest& request);

// What the description itself refuses: a class or a licence that contradicts the answer, people who are named without a
// reason. Throws INVALID_FIELD, REASON_REQUIRED.
void RequireReleasable(store::Tx& tx, const v1::Dataset& dataset, const v1::DecideDatasetRequest& request);

}  // namespace almanac::domain
