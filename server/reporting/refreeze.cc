#include "reporting/refreeze.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/json.h"
#include "domain/grants.h"
#include "domain/program.h"
#include "domain/times.h"
#include "reporting/figures.h"
#include "reporting/read_record.h"
#include "reporting/reports.h"

namespace almanac::reporting {
namespace {

void RefuseUnlessDraft(const v1::Report& report) {
  if (report.state() == v1::Report::DRAFT) return;
  throw Error(Reason::WRONG_STATE, fmt::format("{} is no draft any more; its figures stay", report.name()));
}

void RequireReason(const v1::RefreezeReportRequest& request) {
  if (request.reason().find_first_not_of(" \t\r\n") != std::string::npos) return;
  throw Error(Reason::REASON_REQUIRED,
              "figures are taken anew only with a reason that the public can read: --reason '...'")
      .Field("reason", "required");
}

// The day that was frozen. Figures that were frozen before their year was over, as was possible once, take the
// year's last day as soon as it is over: a report that could never be finished would help nobody.
Day DayFor(const store::Tx& tx, const v1::Program& program, const v1::Report& report) {
  const Day last = domain::YearOf(program, report.year()).last;
  if (last < DayIn(program.time_zone(), tx.instant())) return last;
  return DayIn(program.time_zone(), domain::ToInstant(report.as_of_time()));
}

}  // namespace

v1::Report RefreezeReport(store::Tx& tx, const v1::RefreezeReportRequest& request) {
  domain::RequirePermission(tx.caller(), v1::REPORT);
  RequireSight(tx.caller());
  RequireReason(request);
  auto report = tx.Get<v1::Report>(request.name(), request.etag());
  RefuseUnlessDraft(report);
  const auto program = tx.Get<v1::Program>("program");
  Record record = ReadRecord(tx, program, report.year(), DayFor(tx, program, report));
  SetRight(tx, &record);
  const v1::AnnualSnapshot before = SnapshotOf(report);
  v1::AnnualSnapshot snapshot = Freeze(record);
  *snapshot.mutable_refreezes() = before.refreezes();
  v1::Refreeze* refreeze = snapshot.add_refreezes();
  *refreeze->mutable_time() = snapshot.freeze_time();
  *refreeze->mutable_replaced_freeze_time() = before.freeze_time();
  refreeze->set_reason(request.reason());
  report.set_title(snapshot.title());
  *report.mutable_as_of_time() = snapshot.as_of_time();
  *report.mutable_freeze_time() = snapshot.freeze_time();
  report.set_snapshot(ToJson(snapshot));
  tx.Because("report.refrozen", request.reason());
  return tx.Update(report);
}

}  // namespace almanac::reporting
