// The figures of a draft, taken anew.
#pragma once

#include "almanac/v1/reports.pb.h"
#include "store/tx.h"

namespace almanac::reporting {

// Of the same day, with what has been set right since (read_record.h). Throws
// NOT_FOUND, REASON_REQUIRED, WRONG_STATE unless a draft, ETAG_MISMATCH,
// PERMISSION_DENIED without sight of every department.
v1::Report RefreezeReport(store::Tx& tx, const v1::RefreezeReportRequest& request);

}  // namespace almanac::reporting
