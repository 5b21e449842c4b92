#include "reporting/refreeze.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/json.h"
#include "domain/grants.h"
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

}  // namespace

v1::Report RefreezeReport(store::Tx& tx, const v1::RefreezeReportRequest& request) {
  domain::RequirePermission(tx.caller(), v1::REPORT);
  RequireSight(tx.caller());
  RequireReason(request);
  auto report = tx.Get<v1::Report>(request.name(), request.etag());
  RefuseUnlessDraft(report);
  const auto program = tx.Get<v1::Program>("program");
  const Day day = DayIn(program.time_zone(), domain::ToInstant(report.as_of_time()));
  Record record = ReadRecord(tx, program, report.year(), day);
  SetRight(tx, &record);
  const v1::AnnualSnapshot before = SnapshotOf(report);
  v1::AnnualSnapshot snapshot = Freeze(record);
  *snapshot.mutable_refreezes() = before.refreezes();
  v1::Refreeze* refreeze = snapshot.add_refreezes();
  *refreeze->mutable_time() = snapshot.freeze_time();
  *refreeze->mutable_replaced_freeze_time() = before.freeze_time();
  refreeze->set_reason(request.reason());
  report.set_title(snapshot.title());
  *report.mutable_freeze_time() = snapshot.freeze_time();
  report.set_snapshot(ToJson(snapshot));
  tx.Because("report.refrozen", request.reason());
  return tx.Update(report);
}

}  // namespace almanac::reporting
