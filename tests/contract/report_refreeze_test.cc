// Figures taken anew: what was set right counts, what was done stays done.
#include "support/reported_year.h"

namespace almanac {
namespace {

using support::kJson;
using support::ReportedYear;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class RefreezeReport : public testing::TestWithParam<store::Backend> {
 protected:
  RefreezeReport() : year_(GetParam()) {
    year_.Generate(2027, kJson);
    year_.town().SetToday("2027-07-20");
  }

  static v1::RefreezeReportRequest Asking(const std::string& reason) {
    v1::RefreezeReportRequest request;
    request.set_name("reports/annual-2027");
    request.set_reason(reason);
    request.set_etag("*");
    return request;
  }
  v1::Report Refreeze(const std::string& reason) { return year_.town().Call<v1::Report>("dana", Asking(reason)); }
  v1::DiffReportsResponse Diff() {
    v1::DiffReportsRequest request;
    request.set_name("reports/annual-2027");
    return year_.town().Call<v1::DiffReportsResponse>("sam", request);
  }
  // The figures that differ from those of the freeze before.
  std::vector<std::string> Changed() {
    std::vector<std::string> changed;
    const auto diff = Diff();
    for (const auto& figure : diff.figures()) {
      if (figure.before() != figure.after()) changed.push_back(figure.figure());
    }
    return changed;
  }

  ReportedYear year_;
};

TEST_P(RefreezeReport, TakesWhatDescribesAsItIsWrittenNow) {
  year_.Change("trails", [](v1::Dataset* dataset) {
    auto* field = dataset->add_fields();
    field->set_name("surface");
    field->set_definition("What the path is made of.");
  });
  Refreeze("The dictionary of the trails had not been entered.");
  EXPECT_THAT(Changed(), ElementsAre("quality.described"));
  EXPECT_THAT(year_.Figures(2027).quality().described().counted(), ElementsAre("datasets/trails"));
  EXPECT_THAT(year_.Generate(2027, v1::GenerateReportRequest::HTML).content(), HasSubstr("Paths of the town"));
}

TEST_P(RefreezeReport, LeavesWhatWasDoneOnItsDay) {
  // Published, given to nobody and moved after the year: none of it was so on its last day.
  year_.Publish("trees");
  year_.Change("trails", [](v1::Dataset* dataset) { dataset->set_access(v1::Dataset::CLOSED); });
  Refreeze("Nothing was wrong.");
  EXPECT_THAT(Changed(), IsEmpty());
  EXPECT_THAT(year_.Figures(2027).promises().moved().counted(), ElementsAre("releases/trees"));
}

TEST_P(RefreezeReport, DescribesWhatIsMarkedSinceAsItWasThen) {
  year_.Change("trails", [](v1::Dataset* dataset) {
    dataset->set_state(v1::Dataset::SUSPENDED);
    dataset->set_marking(v1::Dataset::RESTRICTED);
    dataset->set_title("Where the informants meet");
  });
  Refreeze("Nothing was wrong.");
  const std::string page = year_.Generate(2027, v1::GenerateReportRequest::HTML).content();
  EXPECT_THAT(page, Not(HasSubstr("informants")));
  EXPECT_THAT(page, HasSubstr("The trails"));
}

TEST_P(RefreezeReport, CountsARefreshThatWasRecordedLate) {
  year_.Change("trails", [](v1::Dataset* dataset) { dataset->set_refreshed_date("2027-06-29"); });
  year_.Change("trails", [](v1::Dataset* dataset) { dataset->set_refreshed_date("2027-07-19"); });
  EXPECT_EQ(year_.Figures(2027).freshness().current().numerator(), 0);
  Refreeze("A refresh was entered after the year's end.");
  EXPECT_EQ(year_.Figures(2027).freshness().current().numerator(), 1);
  EXPECT_THAT(year_.Figures(2027).freshness().current().counted_why(0), HasSubstr("refreshed 29 June 2027"));
}

TEST_P(RefreezeReport, SaysOnThePageThatItWasAndWhy) {
  Refreeze("The dictionary of the trails had not been entered.");
  for (const auto format : {v1::GenerateReportRequest::HTML, v1::GenerateReportRequest::MD}) {
    EXPECT_THAT(year_.Generate(2027, format).content(),
                HasSubstr("Refrozen on 20 July 2027, 10:00 MST, because: The dictionary of the trails had not been"));
  }
  const auto snapshot = year_.Figures(2027);
  EXPECT_EQ(TimeText(snapshot.as_of_time()), "2027-07-01T06:59:59.999999Z");
  EXPECT_EQ(TimeText(snapshot.refreezes(0).replaced_freeze_time()), "2027-07-05T17:00:00.000000Z");
  EXPECT_EQ(snapshot.refreezes_size(), 1);
  year_.town().SetToday("2027-07-21");
  Refreeze("Once more.");
  EXPECT_EQ(year_.Figures(2027).refreezes_size(), 2);
}

TEST_P(RefreezeReport, KeepsTheProseAndTheFiguresBefore) {
  year_.town().Call<v1::Report>("dana", year_.Editing("benefit", "Walkers found their way."));
  const std::string before = year_.Generate(2027, kJson).content();
  year_.Change("trails", [](v1::Dataset* dataset) { dataset->set_frequency("R/P1M"); });
  const auto report = Refreeze("It is refreshed monthly.");
  EXPECT_EQ(report.sections(0).text(), "Walkers found their way.");
  EXPECT_NE(year_.Generate(2027, kJson).content(), before);
  EXPECT_THAT(Changed(), ElementsAre("quality.monthly"));
}

// As was possible once, and can be in a record that is older than the rule.
TEST_P(RefreezeReport, OfOneFrozenBeforeItsYearWasOverTakesTheYearsEnd) {
  auto request = ReportedYear::Asking(2028, kJson);
  request.set_as_of("2027-07-19");
  auto report = year_.town().Call<v1::GenerateReportResponse>("dana", request).report();
  v1::AnnualSnapshot early;
  EXPECT_TRUE(FromJson(year_.town().Call<v1::GenerateReportResponse>("dana", request).content(), &early));
  *early.mutable_freeze_time() = report.as_of_time();
  *report.mutable_freeze_time() = report.as_of_time();
  report.set_snapshot(ToJson(early));
  year_.town().Write([&](store::Tx& tx) {
    tx.Because("report.frozen");
    tx.Create(report);
  });
  auto refreeze = Asking("It was frozen too early.");
  refreeze.set_name("reports/annual-2028");
  EXPECT_EQ(TimeText(year_.town().Call<v1::Report>("dana", refreeze).as_of_time()), "2027-07-20T06:59:59.999999Z")
      << "of the same day while the year runs";
  year_.town().SetToday("2028-07-03");
  EXPECT_EQ(TimeText(year_.town().Call<v1::Report>("dana", refreeze).as_of_time()), "2028-07-01T06:59:59.999999Z");
  EXPECT_FALSE(year_.Figures(2028).unfinished());
  EXPECT_EQ(year_.Figures(2028).promises().moved().denominator(), 1);
}

TEST_P(RefreezeReport, NeedsAReasonAndThePermission) {
  EXPECT_EQ(year_.town().Refused<v1::Report>("dana", Asking("  ")).reason(), Reason::REASON_REQUIRED);
  EXPECT_EQ(year_.town().Refused<v1::Report>("sam", Asking("Because.")).reason(), Reason::PERMISSION_DENIED);
  auto stale = Asking("Because.");
  stale.set_etag("999");
  EXPECT_EQ(year_.town().Refused<v1::Report>("dana", stale).reason(), Reason::ETAG_MISMATCH);
  EXPECT_THAT(year_.Generate(2027, v1::GenerateReportRequest::MD).content(), Not(HasSubstr("Refrozen")));
}

TEST_P(RefreezeReport, WithoutOneThereIsNothingToSetBeside) {
  v1::DiffReportsRequest request;
  request.set_name("reports/annual-2027");
  EXPECT_EQ(year_.town().Refused<v1::DiffReportsResponse>("sam", request).reason(), Reason::WRONG_STATE);
}

TEST_P(RefreezeReport, TwoYearsStandSideBySide) {
  year_.town().SetToday("2028-07-03");
  year_.Generate(2028, kJson);
  v1::DiffReportsRequest request;
  request.set_name("reports/annual-2027");
  request.set_other("reports/annual-2028");
  const auto diffs = year_.town().Call<v1::DiffReportsResponse>("sam", request);
  EXPECT_EQ(diffs.before(), "annual-2027");
  EXPECT_EQ(diffs.after(), "annual-2028");
  const auto& kept = diffs.figures(0);
  EXPECT_EQ(kept.figure(), "promises.kept");
  EXPECT_EQ(kept.before(), "1 of 3 (33\u00a0%)");
  EXPECT_EQ(kept.after(), "0 of 1 (0\u00a0%)");
  EXPECT_EQ(kept.change(), -1);
  EXPECT_THAT(kept.came(), IsEmpty());
  EXPECT_THAT(kept.went(), ElementsAre("The trails"));
}

INSTANTIATE_TEST_SUITE_P(, RefreezeReport, support::BothDatabases(), support::NameOfDatabase);

}  // namespace
}  // namespace almanac
