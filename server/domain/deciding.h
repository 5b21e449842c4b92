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
// Throws APPROVER_NOT_INDEPENDENT for an author, the submitter, a caller whose
// code, or the code of whose issuer and so on, one of them was shown, and for a
// code made at the console where the rules refuse those (domain A.2);
// REASON_REQUIRED to release fields that name people without a rationale;
// INVALID_FIELD to release what is classified sensitive or protected, or under a
// licence that cannot be published; WRONG_STATE, REFERENCE_NOT_FOUND,
// ETAG_MISMATCH, PERMISSION_DENIED.
v1::Dataset DecideDataset(store::Tx& tx, const v1::DecideDatasetRequest& request);

}  // namespace almanac::domain
