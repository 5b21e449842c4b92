// The plan as bars: every state has a mark of its own, and all of it fits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/plan_chart.h"
#include "cli/text.h"

namespace almanac::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

v1::TimelineEntry Entry(const std::string& title, v1::Release::State state, const std::string& promised,
                        const std::string& now) {
  v1::TimelineEntry entry;
  entry.set_title(title);
  entry.set_state(state);
  entry.set_promised_first_day(promised);
  entry.set_promised_last_day(promised);
  entry.set_first_day(now);
  entry.set_last_day(now);
  return entry;
}

std::vector<v1::TimelineEntry> Plan() {
  std::vector<v1::TimelineEntry> plan{Entry("Trails", v1::Release::PUBLISHED, "2026-07-15", "2026-07-15"),
                                      Entry("Budget", v1::Release::PUBLISHED, "2026-08-01", "2026-08-01"),
                                      Entry("Cases", v1::Release::CONFIRMED, "2026-09-01", "2026-12-01"),
                                      Entry("Trees", v1::Release::PROVISIONAL, "2026-10-01", "2026-10-01"),
                                      Entry("Permits", v1::Release::CANCELLED, "2026-11-01", "2026-11-01"),
                                      Entry("Votes", v1::Release::CONFIRMED, "2026-08-15", "2026-08-15")};
  plan[0].set_published_date("2026-07-15");
  plan[1].set_published_date("2026-09-01");
  plan[3].set_last_day("2026-11-30");
  plan[3].set_promised_last_day("2026-11-30");
  plan[5].set_overdue(true);
  return plan;
}

// The line of an entry, its title cut off.
std::string LineOf(const std::string& chart, const std::string& title) {
  for (const std::string& line : Split(chart, '\n')) {
    if (line.starts_with(title)) return line.substr(title.size());
  }
  return {};
}

TEST(PlanChart, TellsEveryStateByItsMark) {
  const std::string chart = PlanChart(Plan(), {}, "2026-10-10", 60);
  EXPECT_THAT(LineOf(chart, "Trails"), HasSubstr("●"));
  // Late: from the day it was promised for to the day it came.
  EXPECT_THAT(LineOf(chart, "Budget"), HasSubstr("○·"));
  EXPECT_THAT(LineOf(chart, "Budget"), HasSubstr("·●"));
  EXPECT_THAT(LineOf(chart, "Cases"), HasSubstr("·◆"));
  EXPECT_THAT(LineOf(chart, "Trees"), HasSubstr("──◇"));
  EXPECT_THAT(LineOf(chart, "Permits"), HasSubstr("×"));
  EXPECT_THAT(LineOf(chart, "Votes"), HasSubstr("!"));
  EXPECT_THAT(LineOf(chart, "Votes"), HasSubstr("│"));
  EXPECT_THAT(chart, HasSubstr("◇ provisional")) << "as the table below the chart calls it";
  EXPECT_THAT(chart, HasSubstr("◆ confirmed"));
}

TEST(PlanChart, HasMonthsAsColumnsAndFitsTheScreen) {
  const std::string wide = PlanChart(Plan(), {}, "2026-10-10", 100);
  EXPECT_THAT(wide, HasSubstr("Jul     Aug     Sep     Oct     Nov     Dec"));
  for (const size_t width : {40u, 60u, 80u, 200u}) {
    for (const std::string& line : Split(PlanChart(Plan(), {}, "2026-10-10", width), '\n')) {
      EXPECT_LE(Width(line), width) << line;
    }
  }
}

TEST(PlanChart, ShowsTheStretchThatWasAskedFor) {
  v1::ListTimelineRequest stretch;
  stretch.set_from("2026-10-01");
  stretch.set_to("2026-12-31");
  const std::string chart = PlanChart(Plan(), stretch, "2026-07-10", 80);
  EXPECT_THAT(chart, HasSubstr("Oct     Nov     Dec"));
  EXPECT_THAT(chart, Not(HasSubstr("Jul")));
  EXPECT_THAT(LineOf(chart, "Cases"), Not(HasSubstr("○·")));
  EXPECT_THAT(LineOf(chart, "Cases"), HasSubstr("◆"));
}

TEST(PlanChart, OfTooManyYearsIsNone) {
  auto plan = Plan();
  plan[0].set_last_day("2099-01-01");
  EXPECT_EQ(PlanChart(plan, {}, "2026-10-10", 80), "");
  EXPECT_EQ(PlanChart({}, {}, "2026-10-10", 80), "");
}

}  // namespace
}  // namespace almanac::cli
