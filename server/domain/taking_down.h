// Taking a published set down, and bringing it back to the start of review.
#pragma once

#include "almanac/v1/datasets.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// Why, for the public and for the file.
struct TakingDown {
  v1::TakeDown::Cause cause = v1::TakeDown::CAUSE_UNSPECIFIED;
  std::string reason;
  // For the file of the incident.
  std::string details;
};

// Suspends it, and opens an incident where there is a cause. Throws WRONG_STATE.
v1::Dataset Suspend(store::Tx& tx, v1::Dataset dataset, const TakingDown& why);

// For the moment; its record and versions stay, the public sees none of them.
// Throws WRONG_STATE unless published, REASON_REQUIRED, ETAG_MISMATCH, PERMISSION_DENIED.
v1::Dataset SuspendDataset(store::Tx& tx, const v1::SuspendDatasetRequest& request);
// For good. Throws WRONG_STATE unless published or suspended, REASON_REQUIRED, ETAG_MISMATCH, PERMISSION_DENIED.
v1::Dataset WithdrawDataset(store::Tx& tx, const v1::WithdrawDatasetRequest& request);
// To classified. Throws WRONG_STATE unless suspended, withdrawn or concluded, REASON_REQUIRED, ETAG_MISMATCH,
// PERMISSION_DENIED.
v1::Dataset ReopenDataset(store::Tx& tx, const v1::ReopenDatasetRequest& request);

}  // namespace almanac::domain
