// The annual report, from the first freeze to the last word of its prose.
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "almanac/v1/annual.pb.h"
#include "almanac/v1/reports.pb.h"
#include "base/json.h"
#include "domain/releases.h"
#include "support/town.h"

namespace almanac {
namespace {

using support::Town;
using testing::HasSubstr;
using testing::Not;

constexpr auto kJson = v1::GenerateReportRequest::JSON_FIGURES;

// A town and its year from July 2026 to June 2027: of three promises one is
// kept, one moved and one cancelled.
class ReportedYear {
 public:
  explicit ReportedYear(store::Backend backend) : town_(backend) {
    town_.SetToday("2026-06-10");
    for (const std::string id : {"trails", "trees", "permits"}) AddDataset(id);
    Plan("trails", "2026-09-15");
    Plan("trees", "2026-10-20");
    Plan("permits", "2027-01..2027-03");
    Confirm("trails");
    Confirm("trees");
    town_.SetToday("2026-09-15");
    Publish("trails");
    town_.SetToday("2026-10-05");
    v1::MoveReleaseRequest move;
    move.set_name("releases/trees");
    move.set_etag("*");
    move.set_when("2027-08-10");
    move.set_code(v1::SOURCE_SYSTEM);
    move.set_reason("The arborist changes systems.");
    town_.Call<v1::Release>("dana", move);
    town_.SetToday("2027-03-01");
    v1::CancelReleaseRequest cancel;
    cancel.set_name("releases/permits");
    cancel.set_etag("*");
    cancel.set_reason("The state publishes them now.");
    town_.Call<v1::Release>("dana", cancel);
    // After the year's end, before anybody asks for the report.
    town_.SetToday("2027-07-03");
    Retitle("trails", "Paths of the town");
    town_.SetToday("2027-07-05");
  }

  void AddDataset(const std::string& id) {
    town_.Write([&](store::Tx& tx) {
      v1::Dataset dataset;
      dataset.set_name("datasets/" + id);
      dataset.set_title("The " + id);
      dataset.set_department("departments/parks");
      dataset.set_access(v1::Dataset::OPEN);
      dataset.set_state(v1::Dataset::CLASSIFIED);
      dataset.set_frequency("R/P1Y");
      tx.Because("dataset.created");
      tx.Create(dataset);
    });
  }
  void Plan(const std::string& id, const std::string& when) {
    v1::PlanReleaseRequest request;
    request.set_dataset("datasets/" + id);
    request.set_when(when);
    town_.Call<v1::Release>("dana", request);
  }
  void Confirm(const std::string& id) {
    v1::ConfirmReleaseRequest request;
    request.set_name("releases/" + id);
    request.set_etag("*");
    town_.Call<v1::Release>("dana", request);
  }
  void Publish(const std::string& id) {
    town_.Write([&](store::Tx& tx) {
      auto dataset = tx.Get<v1::Dataset>("datasets/" + id);
      dataset.set_state(v1::Dataset::PUBLISHED);
      dataset.set_first_published_date(ToText(DayIn("America/Phoenix", tx.instant())));
      tx.Because("dataset.published");
      tx.Update(dataset);
      domain::MarkReleasesPublished(tx, dataset.name(), dataset.first_published_date());
    });
  }
  void Retitle(const std::string& id, const std::string& title) {
    town_.Write([&](store::Tx& tx) {
      auto dataset = tx.Get<v1::Dataset>("datasets/" + id);
      dataset.set_title(title);
      tx.Because("dataset.updated");
      tx.Update(dataset);
    });
  }

  static v1::GenerateReportRequest Asking(int year, v1::GenerateReportRequest::Format format) {
    v1::GenerateReportRequest request;
    request.set_kind("annual");
    request.set_year(year);
    request.set_format(format);
    return request;
  }
  v1::GenerateReportResponse Generate(int year, v1::GenerateReportRequest::Format format) {
    return town_.Call<v1::GenerateReportResponse>("dana", Asking(year, format));
  }
  v1::AnnualSnapshot Figures(int year) {
    v1::AnnualSnapshot snapshot;
    EXPECT_TRUE(FromJson(Generate(year, kJson).content(), &snapshot));
    return snapshot;
  }
  v1::EditReportRequest Editing(const std::string& section, const std::string& text) {
    v1::EditReportRequest request;
    request.set_name("reports/annual-2027");
    request.set_section(section);
    request.set_text(text);
    request.set_etag("*");
    return request;
  }

  Town& town() { return town_; }

 private:
  Town town_;
};

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

TEST_P(GenerateReport, FreezesADayOfARunningYearThatIsNamed) {
  auto request = ReportedYear::Asking(2028, kJson);
  request.set_as_of("2027-07-04");
  const auto response = year_.town().Call<v1::GenerateReportResponse>("dana", request);
  EXPECT_TRUE(response.frozen_now());
  EXPECT_EQ(TimeText(response.report().as_of_time()), "2027-07-05T06:59:59.999999Z");
  // Once.
  request.set_as_of("2027-07-03");
  EXPECT_EQ(year_.town().Refused<v1::GenerateReportResponse>("dana", request).reason(), Reason::WRONG_STATE);
  EXPECT_EQ(year_.Generate(2028, kJson).content(), response.content());
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
