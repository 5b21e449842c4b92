// The plan as a calendar: who is in it, and that it stays the same.
#include "support/reported_year.h"

namespace almanac {
namespace {

using support::ReportedYear;
using testing::HasSubstr;
using testing::Not;

class ExportCalendar : public testing::TestWithParam<store::Backend> {
 protected:
  ExportCalendar() : year_(GetParam()) {}

  v1::ExportCalendarResponse Export(const v1::ExportCalendarRequest& request = {}) {
    return year_.town().Call<v1::ExportCalendarResponse>("sam", request);
  }
  // Its lines as they were before they were folded.
  std::string Text() {
    std::string text = Export().content();
    for (size_t at; (at = text.find("\r\n ")) != text.npos;) text.erase(at, 3);
    return text;
  }

  ReportedYear year_;
};

TEST_P(ExportCalendar, HasAnEventForEveryReleaseWithItsHistory) {
  const auto calendar = Export();
  EXPECT_EQ(calendar.events(), 3);
  EXPECT_EQ(calendar.media_type(), "text/calendar; charset=utf-8");
  EXPECT_THAT(calendar.content(), HasSubstr("SUMMARY:Published: Paths of the town"));
  EXPECT_THAT(calendar.content(), HasSubstr("SUMMARY:Cancelled: The permits"));
  EXPECT_THAT(calendar.content(), HasSubstr("DTSTART;VALUE=DATE:20270810\r\nDTEND;VALUE=DATE:20270811"));
  EXPECT_THAT(Text(), HasSubstr("Why it moved: The arborist changes systems."));
  EXPECT_THAT(Text(), HasSubstr("cancelled: The state publishes them now.\r\n"));
  EXPECT_THAT(calendar.content(), HasSubstr("UID:trees@almanac.invalid"));
}

TEST_P(ExportCalendar, IsTheSameTomorrowWhereNothingHappened) {
  const std::string today = Export().content();
  // Past the last day of one that is still open.
  year_.town().SetToday("2027-08-30");
  EXPECT_EQ(Export().content(), today);
}

TEST_P(ExportCalendar, OfADepartmentIsNamedAfterIt) {
  v1::ExportCalendarRequest request;
  request.set_department("departments/parks");
  EXPECT_EQ(Export(request).events(), 3);
  EXPECT_THAT(Export(request).content(), HasSubstr("Parks and Recreation"));
  request.set_department("departments/police");
  EXPECT_EQ(Export(request).events(), 0);
  request.set_department("departments/nobody");
  EXPECT_EQ(year_.town().Refused<v1::ExportCalendarResponse>("sam", request).reason(), Reason::REFERENCE_NOT_FOUND);
}

TEST_P(ExportCalendar, LeavesOutWhatNobodyPutOnThePublicList) {
  year_.Change("trees", [](v1::Dataset* dataset) {
    dataset->set_access(v1::Dataset::CLOSED);
    dataset->set_listed(false);
  });
  EXPECT_EQ(Export().events(), 2);
  EXPECT_THAT(Export().content(), Not(HasSubstr("trees")));
  year_.Change("trees", [](v1::Dataset* dataset) { dataset->set_listed(true); });
  EXPECT_EQ(Export().events(), 3);
}

TEST_P(ExportCalendar, TellsOfAnAliasedSetNoName) {
  year_.Change("trees", [](v1::Dataset* dataset) { dataset->set_public_alias("Something that grows"); });
  EXPECT_EQ(Export().events(), 3);
  EXPECT_THAT(Export().content(), HasSubstr("Something that grows"));
  EXPECT_THAT(Export().content(), Not(HasSubstr("trees")));
}

INSTANTIATE_TEST_SUITE_P(, ExportCalendar, support::BothDatabases(), support::NameOfDatabase);

}  // namespace
}  // namespace almanac
