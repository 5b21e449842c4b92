// Reports: figures frozen from the record as it stood, prose by people. The
// first generate freezes; every later one renders the same snapshot.
#pragma once

#include <string>

#include "almanac/v1/annual.pb.h"
#include "almanac/v1/reports.pb.h"
#include "store/tx.h"

namespace almanac::reporting {

v1::ListReportsResponse ListReports(store::Tx& tx, const v1::ListReportsRequest& request);
// Throws NOT_FOUND.
v1::Report GetReport(store::Tx& tx, const v1::GetReportRequest& request);

// The answer's report comes without its snapshot; format json is the snapshot.
// Throws INVALID_FIELD (unknown kind, a year to come), TEMPLATE_INVALID with
// file and line, PERMISSION_DENIED when freezing without sight of every department.
v1::GenerateReportResponse GenerateReport(store::Tx& tx, const v1::GenerateReportRequest& request);

// Throws NOT_FOUND, ETAG_MISMATCH, PERMISSION_DENIED, INVALID_FIELD for a section the report does not have.
v1::Report EditReport(store::Tx& tx, const v1::EditReportRequest& request);

// The figures of a frozen report. Throws INTERNAL when they do not parse.
v1::AnnualSnapshot SnapshotOf(const v1::Report& report);

// Figures count the whole record, whoever freezes them; that is for who holds a role in all of it. Throws
// PERMISSION_DENIED.
void RequireSight(const Caller& caller);

}  // namespace almanac::reporting
