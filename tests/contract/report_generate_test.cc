// The annual report, from the first freeze to the last word of its prose.
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "support/reported_year.h"

namespace almanac {
namespace {

using support::kJson;
using support::ReportedYear;
using testing::HasSubstr;
using testing::Not;

class GenerateReport : public testing::TestWithParam<store::Backend> {
 protected:
  GenerateReport() : year_(GetParam()) {}
  ReportedYear year_;
};

TEST_P(GenerateReport, SpeaksOfTheLastInstantOfTheYear) {
  const auto response = year_.Generate(2027, v1::GenerateReportRequest::HTML);
  EXPECT_TRUE(response.frozen_now());
  EXPECT_EQ(TimeText(response.report().as_of_time()), "2027-07-01T06:59:59.999999Z");
  EXPECT_EQ(response.media_type(), "text/html; charset=utf-8");
  EXPECT_THAT(response.content(), HasSubstr("we kept 1 of 3 promises"));
  EXPECT_THAT(response.content(), HasSubstr("The arborist changes systems."));
  EXPECT_THAT(response.content(), HasSubstr("The state publishes them now."));
  // Retitled after the year's end.
  EXPECT_THAT(response.content(), HasSubstr("The trails"));
  EXPECT_THAT(response.content(), Not(HasSubstr("Paths of the town")));
}

TEST_P(GenerateReport, CountsThePromisesOfTheYear) {
  const auto promises = year_.Figures(2027).promises();
  EXPECT_THAT(promises.kept().counted(), testing::ElementsAre("releases/trails"));
  EXPECT_THAT(promises.moved().counted(), testing::ElementsAre("releases/trees"));
  EXPECT_THAT(promises.cancelled().counted(), testing::ElementsAre("releases/permits"));
  EXPECT_EQ(promises.kept().denominator(), 3);
}

TEST_P(GenerateReport, StandsBesideTheYearBefore) {
  const auto first = year_.Figures(2027), second = year_.Figures(2028);
  EXPECT_EQ(first.last_year().kept().denominator(), 0);
  EXPECT_THAT(second.last_year().kept().counted(), testing::ElementsAre("releases/trails"));
  EXPECT_EQ(second.last_year().kept().denominator(), 3);
  EXPECT_EQ(second.last_year().inventoried().denominator(), first.stock().inventoried().denominator());
  EXPECT_THAT(year_.Generate(2028, v1::GenerateReportRequest::MD).content(), HasSubstr("| 1 of 3 (33\u00a0%) |"));
}

TEST_P(GenerateReport, GivesTheSameBytesWhateverHappensLater) {
  const std::string first = year_.Generate(2027, v1::GenerateReportRequest::MD).content();
  year_.town().SetToday("2027-09-01");
  year_.Retitle("trails", "Paths of the town, once more");
  year_.AddDataset("benches");
  const auto second = year_.Generate(2027, v1::GenerateReportRequest::MD);
  EXPECT_FALSE(second.frozen_now());
  EXPECT_EQ(second.content(), first);
}

TEST_P(GenerateReport, OfAYearThatRunsIsAPreviewOfNowAndFreezesNothing) {
  const auto preview = year_.Generate(2028, v1::GenerateReportRequest::MD);
  EXPECT_TRUE(preview.preview());
  EXPECT_FALSE(preview.frozen_now());
  EXPECT_THAT(preview.content(), HasSubstr("this is a preview"));
  EXPECT_THAT(preview.content(), Not(HasSubstr("frozen on")));
  const auto snapshot = year_.Figures(2028);
  EXPECT_TRUE(snapshot.unfinished());
  EXPECT_FALSE(snapshot.has_freeze_time());
  EXPECT_EQ(TimeText(snapshot.as_of_time()), "2027-07-05T17:00:00.000000Z");
  EXPECT_EQ(snapshot.promises().not_yet_due(), 1);
  EXPECT_EQ(year_.town().Call<v1::ListReportsResponse>("dana", v1::ListReportsRequest()).reports_size(), 0);
}

TEST_P(GenerateReport, TellsByNameWhatBecameOfWhatWasAddedDuringTheYear) {
  year_.AddDataset("benches");
  year_.AddDataset("fountains");
  year_.Plan("benches", "2027-09-01");
  year_.Plan("fountains", "2027-12-01");
  year_.Confirm("fountains");
  year_.Move("fountains", "2027-10-12", "The pumps were counted early.");
  year_.Cancel("benches", "Nobody could say where they stand.");
  year_.town().SetToday("2027-08-20");
  year_.Publish("fountains");
  for (const auto format : {v1::GenerateReportRequest::HTML, v1::GenerateReportRequest::MD}) {
    const std::string text = year_.Generate(2028, format).content();
    const std::string added = text.substr(text.find("Added during the year"));
    const std::string part = added.substr(0, added.find("Behind with a refresh"));
    for (const char* told : {"The benches", "cancelled on 5 July 2027", "Nobody could say where they stand.",
                             "The fountains", "kept: published 20 August 2027", "The pumps were counted early."}) {
      EXPECT_THAT(part, HasSubstr(told));
    }
    EXPECT_THAT(text, HasSubstr("2 releases were added during the year, 1 of them published, 1 cancelled."));
  }
  // The plan with which the year began is counted without them.
  const auto promises = year_.Figures(2028).promises();
  EXPECT_THAT(promises.owed().counted(), testing::ElementsAre("releases/trees"));
  EXPECT_EQ(promises.kept().denominator(), 1);
  EXPECT_THAT(promises.added_delivered().counted(), testing::ElementsAre("releases/fountains"));
  EXPECT_THAT(promises.added_delivered().not_counted(), testing::ElementsAre("releases/benches"));
}

TEST_P(GenerateReport, LeavesNoHeadingAboutPromisesEmpty) {
  const std::string quiet = year_.Generate(2028, v1::GenerateReportRequest::MD).content();
  EXPECT_THAT(quiet, HasSubstr("### What became of the promises\n\nAll promises of the year:"));
  EXPECT_THAT(quiet, HasSubstr("No promise has fallen due yet."));
  EXPECT_THAT(quiet, HasSubstr("### Added during the year\n\nNo release was planned in the course of the year"));
  // Nothing is promised for the year after.
  year_.town().SetToday("2028-07-05");
  const std::string empty = year_.Generate(2029, v1::GenerateReportRequest::HTML).content();
  EXPECT_THAT(empty, HasSubstr("<p>No promise stood when the year began, so that none was kept and none was broken."));
  EXPECT_THAT(empty, HasSubstr("<p>No release was planned in the course of the year for a day in it."));
}

// Else the report of the year's end could never be frozen.
TEST_P(GenerateReport, OfADayBeforeTheYearsEndIsAPreviewAndFreezesNothing) {
  auto request = ReportedYear::Asking(2028, v1::GenerateReportRequest::HTML);
  request.set_as_of("2027-07-04");
  const auto response = year_.town().Call<v1::GenerateReportResponse>("dana", request);
  EXPECT_TRUE(response.preview());
  EXPECT_FALSE(response.frozen_now());
  EXPECT_EQ(TimeText(response.report().as_of_time()), "2027-07-05T06:59:59.999999Z");
  EXPECT_THAT(response.content(), HasSubstr("Draft · Preview, not frozen"));
  EXPECT_THAT(response.content(), HasSubstr("this is a preview, nothing is frozen, and the figures will change"));
  // Another day as well, and of a year that is over.
  request.set_as_of("2027-07-03");
  EXPECT_TRUE(year_.town().Call<v1::GenerateReportResponse>("dana", request).preview());
  request.set_year(2027);
  request.set_as_of("2027-05-31");
  EXPECT_TRUE(year_.town().Call<v1::GenerateReportResponse>("dana", request).preview());
  EXPECT_EQ(year_.town().Call<v1::ListReportsResponse>("dana", v1::ListReportsRequest()).reports_size(), 0);
  EXPECT_TRUE(year_.Generate(2027, kJson).frozen_now());
}

TEST_P(GenerateReport, IsFrozenOnceOfTheYearsLastDay) {
  auto request = ReportedYear::Asking(2027, kJson);
  request.set_as_of("2027-06-30");
  const auto response = year_.town().Call<v1::GenerateReportResponse>("dana", request);
  EXPECT_TRUE(response.frozen_now());
  request.set_as_of("2027-05-31");
  EXPECT_EQ(year_.town().Refused<v1::GenerateReportResponse>("dana", request).reason(), Reason::WRONG_STATE);
  EXPECT_EQ(year_.Generate(2027, kJson).content(), response.content());
}

TEST_P(GenerateReport, RefusesADayOutsideOfItsYearOrStillToCome) {
  for (const std::string day : {"2027-06-30", "2027-07-06", "2028-07-01"}) {
    auto request = ReportedYear::Asking(2028, kJson);
    request.set_as_of(day);
    EXPECT_EQ(year_.town().Refused<v1::GenerateReportResponse>("dana", request).reason(), Reason::INVALID_FIELD) << day;
  }
}

TEST_P(GenerateReport, RefusesAYearBeforeTheRecordBegins) {
  const auto error = year_.town().Refused<v1::GenerateReportResponse>("dana", ReportedYear::Asking(2010, kJson));
  EXPECT_EQ(error.reason(), Reason::INVALID_FIELD);
  EXPECT_THAT(error.message(), HasSubstr("nothing was recorded here by 30 June 2010"));
}

TEST_P(GenerateReport, RefusesAYearToComeAndAnUnknownKind) {
  const auto refused = [&](const v1::GenerateReportRequest& request) {
    return year_.town().Refused<v1::GenerateReportResponse>("dana", request);
  };
  EXPECT_EQ(refused(ReportedYear::Asking(2029, kJson)).reason(), Reason::INVALID_FIELD);
  auto request = ReportedYear::Asking(2027, kJson);
  request.set_kind("weekly");
  EXPECT_EQ(refused(request).reason(), Reason::INVALID_FIELD);
  EXPECT_THAT(refused(request).message(), HasSubstr("annual"));
}

TEST_P(GenerateReport, IsForThoseWhoMayReport) {
  const auto error = year_.town().Refused<v1::GenerateReportResponse>("sam", ReportedYear::Asking(2027, kJson));
  EXPECT_EQ(error.reason(), Reason::PERMISSION_DENIED);
}

TEST_P(GenerateReport, WithABadTemplateFreezesNothing) {
  const auto share = std::filesystem::temp_directory_path() / ("almanac-share-" + std::to_string(::getpid()));
  std::filesystem::create_directories(share / "reports");
  std::ofstream(share / "reports" / "annual.html.mustache") << "{{! title: Report; sections: progress }}\n{{titel}}\n";
  ::setenv("ALMANAC_SHARE", share.c_str(), 1);
  const auto error = year_.town().Refused<v1::GenerateReportResponse>(
      "dana", ReportedYear::Asking(2027, v1::GenerateReportRequest::HTML));
  ::unsetenv("ALMANAC_SHARE");
  std::filesystem::remove_all(share);
  EXPECT_EQ(error.reason(), Reason::TEMPLATE_INVALID);
  EXPECT_THAT(error.message(), HasSubstr("annual.html.mustache:2: `titel` is unknown here"));
  v1::GetReportRequest get;
  get.set_name("reports/annual-2027");
  EXPECT_EQ(year_.town().Refused<v1::Report>("dana", get).reason(), Reason::NOT_FOUND);
}

TEST_P(GenerateReport, IsRehearsedWithoutFreezing) {
  auto request = ReportedYear::Asking(2027, v1::GenerateReportRequest::HTML);
  request.set_validate_only(true);
  const auto rehearsed = year_.town().Call<v1::GenerateReportResponse>("dana", request);
  EXPECT_TRUE(rehearsed.frozen_now());
  EXPECT_THAT(rehearsed.content(), HasSubstr("we kept 1 of 3 promises"));
  EXPECT_THAT(year_.town().Call<v1::ListReportsResponse>("dana", v1::ListReportsRequest()).reports(),
              testing::IsEmpty());
  EXPECT_TRUE(year_.Generate(2027, kJson).frozen_now());
  auto editing = year_.Editing("benefit", "Perhaps.");
  editing.set_validate_only(true);
  EXPECT_EQ(year_.town().Call<v1::Report>("dana", editing).sections_size(), 1);
  EXPECT_THAT(year_.Generate(2027, v1::GenerateReportRequest::MD).content(), Not(HasSubstr("Perhaps.")));
}

TEST_P(GenerateReport, ListsWhatWasGenerated) {
  year_.Generate(2027, kJson);
  const auto list = year_.town().Call<v1::ListReportsResponse>("dana", v1::ListReportsRequest());
  ASSERT_EQ(list.reports_size(), 1);
  EXPECT_EQ(list.reports(0).name(), "reports/annual-2027");
  EXPECT_EQ(list.reports(0).snapshot(), "");
}

TEST_P(GenerateReport, IsEditedSectionBySection) {
  const std::string figures = year_.Generate(2027, kJson).content();
  year_.town().Call<v1::Report>("dana", year_.Editing("benefit", "First.\r\n\r\nSecond.\n"));
  const auto report = year_.town().Call<v1::Report>("dana", year_.Editing("progress", "We got on."));
  ASSERT_EQ(report.sections_size(), 2);
  EXPECT_EQ(report.sections(0).key(), "progress");
  EXPECT_EQ(report.sections(1).text(), "First.\n\nSecond.");
  EXPECT_EQ(report.sections(1).editor(), "people/dana");
  const std::string html = year_.Generate(2027, v1::GenerateReportRequest::HTML).content();
  EXPECT_THAT(html, HasSubstr("<p>First.</p>\n<p>Second.</p>"));
  EXPECT_THAT(html, Not(HasSubstr("people/dana")));
  EXPECT_EQ(year_.Generate(2027, kJson).content(), figures);
  EXPECT_EQ(year_.town().Call<v1::Report>("dana", year_.Editing("benefit", "")).sections_size(), 1);
}

TEST_P(GenerateReport, HasOnlyTheSectionsOfItsTemplate) {
  year_.Generate(2027, kJson);
  const auto error = year_.town().Refused<v1::Report>("dana", year_.Editing("weather", "Hot."));
  EXPECT_EQ(error.reason(), Reason::INVALID_FIELD);
  EXPECT_THAT(error.message(), HasSubstr("progress"));
}

TEST_P(GenerateReport, IsNotEditedOverSomebodyElsesWords) {
  year_.Generate(2027, kJson);
  auto request = year_.Editing("benefit", "Old words.");
  request.set_etag("999");
  EXPECT_EQ(year_.town().Refused<v1::Report>("dana", request).reason(), Reason::ETAG_MISMATCH);
}

INSTANTIATE_TEST_SUITE_P(, GenerateReport, support::BothDatabases(), support::NameOfDatabase);

TEST(GenerateReportAnywhere, GivesTheSameBytesOnEitherDatabase) {
  ReportedYear sqlite(store::Backend::kSqlite), postgresql(store::Backend::kPostgresql);
  for (const auto format : {v1::GenerateReportRequest::HTML, v1::GenerateReportRequest::MD, kJson}) {
    EXPECT_EQ(sqlite.Generate(2027, format).content(), postgresql.Generate(2027, format).content());
  }
}

}  // namespace
}  // namespace almanac
