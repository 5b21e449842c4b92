// What stands behind a figure of a report: rows, as they were when it was frozen.
#pragma once

#include "almanac/v1/reports.pb.h"
#include "store/tx.h"

namespace almanac::reporting {

// Throws NOT_FOUND (also where no report is frozen yet), INVALID_FIELD for a figure that there is none of.
v1::TraceReportResponse TraceReport(store::Tx& tx, const v1::TraceReportRequest& request);

// The newest report whose figures are frozen. Throws NOT_FOUND.
v1::Report NewestReport(store::Tx& tx);

}  // namespace almanac::reporting
