// Two reports side by side, figure by figure and row by row.
#pragma once

#include "almanac/v1/annual.pb.h"
#include "almanac/v1/reports.pb.h"
#include "store/tx.h"

namespace almanac::reporting {

// Throws NOT_FOUND, WRONG_STATE for one report that was never refrozen.
v1::DiffReportsResponse DiffReports(store::Tx& tx, const v1::DiffReportsRequest& request);

// Every figure of either, in the order of the second; those that only the first has come last.
google::protobuf::RepeatedPtrField<v1::FigureDiff> DiffOf(const v1::AnnualSnapshot& before,
                                                          const v1::AnnualSnapshot& after);

}  // namespace almanac::reporting
