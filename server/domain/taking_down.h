// Taking a published set down, and bringing it back to the start of review.
#pragma once

#include "almanac/v1/datasets.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// For the moment; its record and versions stay, the public sees none of them.
// Throws WRONG_STATE unless published, REASON_REQUIRED, ETAG_MISMATCH, PERMISSION_DENIED.
v1::Dataset SuspendDataset(store::Tx& tx, const v1::SuspendDatasetRequest& request);
// For good. Throws WRONG_STATE unless published or suspended, REASON_REQUIRED, ETAG_MISMATCH, PERMISSION_DENIED.
v1::Dataset WithdrawDataset(store::Tx& tx, const v1::WithdrawDatasetRequest& request);
// To classified. Throws WRONG_STATE unless suspended, withdrawn or concluded, REASON_REQUIRED, ETAG_MISMATCH,
// PERMISSION_DENIED.
v1::Dataset ReopenDataset(store::Tx& tx, const v1::ReopenDatasetRequest& request);

}  // namespace almanac::domain
