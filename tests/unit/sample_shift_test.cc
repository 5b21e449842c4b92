// A sample that was written for one year end, moved to another.
#include "api/sample_shift.h"

#include <gtest/gtest.h>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/program.pb.h"
#include "almanac/v1/releases.pb.h"
#include "almanac/v1/reports.pb.h"

namespace almanac::api {
namespace {

Day DayOf(const char* text) { return *ParseDay(text); }

std::string When(const SampleShift& shift, const std::string& when) {
  v1::PlanReleaseRequest request;
  request.set_when(when);
  shift.Move(&request);
  return request.when();
}

TEST(SampleShift, LeavesTheYearItWasWrittenForAlone) {
  const SampleShift shift(DayOf("2026-06-30"));
  EXPECT_EQ(ToText(shift.Moved(DayOf("2026-03-17"))), "2026-03-17");
  for (const char* when : {"2026-09-22", "2026-10..2026-11", "2026-10", "2026-09-01..2026-09-30"}) {
    EXPECT_EQ(When(shift, when), when);
  }
}

TEST(SampleShift, MovesDaysByWholeWeeksAndNeverPastTheYearEnd) {
  for (const char* end : {"2026-10-31", "2026-11-30", "2027-02-28", "2026-07-31", "2025-12-31"}) {
    const SampleShift shift(DayOf(end));
    const Day moved = shift.Moved(DayOf("2026-06-30"));
    EXPECT_LE(moved, DayOf(end));
    EXPECT_GT(moved + std::chrono::days(7), DayOf(end));
    EXPECT_EQ(std::chrono::weekday(moved), std::chrono::weekday(DayOf("2026-06-30")));
    EXPECT_EQ(shift.Moved(DayOf("2025-06-10")) - shift.Moved(DayOf("2025-06-03")), std::chrono::days(7));
  }
}

TEST(SampleShift, MovesMonthsByWholeMonths) {
  const SampleShift shift(DayOf("2026-10-31"));
  EXPECT_EQ(When(shift, "2026-10"), "2027-02");
  EXPECT_EQ(When(shift, "2026-10..2026-11"), "2027-02..2027-03");
  EXPECT_EQ(When(shift, "2026-12"), "2027-04");
  // A quarter that would begin in the middle of one becomes its months.
  EXPECT_EQ(When(shift, "2026-Q4"), "2027-02..2027-04");
}

TEST(SampleShift, MovesDaysInFieldsAndLeavesProse) {
  const SampleShift shift(DayOf("2026-07-31"));
  v1::DecideDatasetRequest request;
  request.set_review_again_date("2028-05-01");
  request.set_reason("As agreed on 2026-03-01.");
  shift.Move(&request);
  EXPECT_EQ(request.review_again_date(), "2028-05-29");
  EXPECT_EQ(request.reason(), "As agreed on 2026-03-01.");
}

TEST(SampleShift, MovesTheYearAndItsEnd) {
  const SampleShift shift(DayOf("2027-01-31"));
  v1::UpdateProgramRequest program;
  program.mutable_program()->set_year_end_month(6);
  shift.Move(&program);
  EXPECT_EQ(program.program().year_end_month(), 1);
  v1::GenerateReportRequest report;
  report.set_year(2026);
  shift.Move(&report);
  EXPECT_EQ(report.year(), 2027);
}

TEST(SampleShift, MovesTheDaysOfACatalogue) {
  const SampleShift shift(DayOf("2026-07-31"));
  EXPECT_EQ(shift.MovedDays(R"({"modified": "2026-03-01", "title": "Since 2026-03-01", "x": "2026-13-01"})"),
            R"({"modified": "2026-03-29", "title": "Since 2026-03-01", "x": "2026-13-01"})");
}

}  // namespace
}  // namespace almanac::api
