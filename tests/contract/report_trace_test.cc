// What stands behind a figure: rows, whether they count, and why.
#include "support/reported_year.h"

namespace almanac {
namespace {

using support::kJson;
using support::ReportedYear;
using testing::HasSubstr;

class TraceReport : public testing::TestWithParam<store::Backend> {
 protected:
  TraceReport() : year_(GetParam()) {}

  v1::TraceReportResponse Trace(const std::string& figure) {
    return year_.town().Call<v1::TraceReportResponse>("sam", Asking(figure));
  }
  static v1::TraceReportRequest Asking(const std::string& figure) {
    v1::TraceReportRequest request;
    request.set_figure(figure);
    return request;
  }

  ReportedYear year_;
};

TEST_P(TraceReport, SaysOfEveryRowWhetherItCountsAndWhy) {
  year_.Generate(2027, kJson);
  const auto trace = Trace("promises.kept");
  EXPECT_EQ(trace.report(), "reports/annual-2027");
  EXPECT_EQ(trace.words(), "1 of 3 (33\u00a0%)");
  ASSERT_EQ(trace.rows_size(), 3);
  EXPECT_EQ(trace.rows(0).name(), "releases/trails");
  EXPECT_EQ(trace.rows(0).title(), "The trails");
  EXPECT_TRUE(trace.rows(0).counted());
  EXPECT_EQ(trace.rows(0).why(), "promised for 15 September 2026, published 15 September 2026");
  EXPECT_FALSE(trace.rows(1).counted());
  EXPECT_EQ(trace.rows(1).why(), "promised for January to March 2027, cancelled 1 March 2027");
  EXPECT_EQ(trace.rows(2).why(), "promised for 20 October 2026, moved to 10 August 2027, later by 294 days");
}

TEST_P(TraceReport, SpeaksOfTheRowsAsTheyWereFrozen) {
  year_.Generate(2027, kJson);
  const auto before = Trace("promises.kept");
  year_.town().SetToday("2027-09-01");
  year_.Retitle("trails", "Paths of the town, once more");
  EXPECT_EQ(Trace("promises.kept").DebugString(), before.DebugString());
}

TEST_P(TraceReport, TakesWhatTellsAFigureApart) {
  year_.Generate(2027, kJson);
  EXPECT_EQ(Trace("kept").figure(), "promises.kept");
  EXPECT_EQ(Trace("parks.kept").figure(), "stock.departments.parks.kept");
}

TEST_P(TraceReport, NamesTheFiguresWhereThereIsNoSuchOne) {
  year_.Generate(2027, kJson);
  for (const std::string figure : {"kepd", "police", "promises"}) {
    const auto error = year_.town().Refused<v1::TraceReportResponse>("sam", Asking(figure));
    EXPECT_EQ(error.reason(), Reason::INVALID_FIELD) << figure;
    EXPECT_THAT(error.message(), HasSubstr(figure == "police" ? "stock.departments.police.kept" : "promises.kept"));
  }
}

TEST_P(TraceReport, ListsTheFiguresWhereNoneIsNamed) {
  year_.Generate(2027, kJson);
  const auto trace = Trace("");
  EXPECT_EQ(trace.rows_size(), 0);
  ASSERT_GT(trace.figures_size(), 20);
  EXPECT_EQ(trace.figures(0).figure(), "promises.kept");
  EXPECT_EQ(trace.figures(0).words(), "1 of 3 (33\u00a0%)");
}

TEST_P(TraceReport, NeedsAFrozenReport) {
  EXPECT_EQ(year_.town().Refused<v1::TraceReportResponse>("sam", Asking("kept")).reason(), Reason::NOT_FOUND);
}

INSTANTIATE_TEST_SUITE_P(, TraceReport, support::BothDatabases(), support::NameOfDatabase);

}  // namespace
}  // namespace almanac
