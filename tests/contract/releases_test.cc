// Promises: made, moved, kept, given up, and never forgotten.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/page.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::HasSubstr;

struct Releases : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  static v1::MoveReleaseRequest Moving(const std::string& when, const std::string& reason = {}) {
    v1::MoveReleaseRequest request;
    request.set_name("releases/trees");
    request.set_etag("*");
    request.set_when(when);
    request.set_reason(reason);
    return request;
  }
  static v1::CancelReleaseRequest Cancelling() {
    v1::CancelReleaseRequest request;
    request.set_name("releases/trees");
    request.set_etag("*");
    request.set_reason("The old system was switched off.");
    return request;
  }
  static v1::ConfirmReleaseRequest Confirming() {
    v1::ConfirmReleaseRequest request;
    request.set_name("releases/trees");
    request.set_etag("*");
    return request;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Releases, BothDatabases(), NameOfDatabase);

TEST_P(Releases, ArePlannedBeforeAnythingIsDecided) {
  trees.Create();
  const auto release = trees.Plan("2026-Q4");
  EXPECT_EQ(release.name(), "releases/trees");
  EXPECT_EQ(release.state(), v1::Release::PROVISIONAL);
  EXPECT_EQ(release.precision(), v1::Release::QUARTER);
  EXPECT_EQ(release.first_day(), "2026-10-01");
  EXPECT_EQ(release.promised_last_day(), "2026-12-31");
  EXPECT_EQ(release.department(), "departments/parks");
}

TEST_P(Releases, AreNotPlannedForThePastOrForNoDay) {
  trees.Create();
  v1::PlanReleaseRequest request;
  request.set_dataset("datasets/trees");
  for (const auto* when : {"2026-03-01", "2025", "soon"}) {
    request.set_when(when);
    EXPECT_EQ(town.Refused<v1::Release>("sam", request).reason(), Reason::INVALID_FIELD) << when;
  }
  request.set_when("2026-03-02");
  EXPECT_EQ(town.Call<v1::Release>("sam", request).last_day(), "2026-03-02");
}

TEST_P(Releases, AreNotPlannedOfAWithdrawnSet) {
  trees.Published();
  town.Call<v1::Dataset>("dana", Trees::For<v1::WithdrawDatasetRequest>("Wrong days."));
  v1::PlanReleaseRequest request;
  request.set_dataset("datasets/trees");
  request.set_when("2026-Q4");
  EXPECT_EQ(town.Refused<v1::Release>("sam", request).reason(), Reason::WRONG_STATE);
}

TEST_P(Releases, ArePromisedByAdministratorsAndScheduleWhatIsApproved) {
  trees.Create();
  trees.Plan("2026-06");
  trees.Submit();
  trees.Decide();
  EXPECT_EQ(town.Refused<v1::Release>("grant", Confirming()).reason(), Reason::PERMISSION_DENIED);
  EXPECT_EQ(trees.Confirm().state(), v1::Release::CONFIRMED);
  EXPECT_EQ(trees.Get().state(), v1::Dataset::SCHEDULED);
  EXPECT_EQ(town.Refused<v1::Release>("dana", Confirming()).reason(), Reason::WRONG_STATE);
}

TEST_P(Releases, AreNotPromisedForDaysThatAreOver) {
  trees.Create();
  trees.Plan("2026-03-05");
  town.SetToday("2026-03-06");
  EXPECT_EQ(town.Refused<v1::Release>("dana", Confirming()).reason(), Reason::INVALID_FIELD);
}

TEST_P(Releases, MoveFreelyWhileTheyArePlans) {
  trees.Create();
  trees.Plan("2026-06");
  const auto release = town.Call<v1::Release>("sam", Moving("2026-07"));
  EXPECT_EQ(release.changes_size(), 1);
  EXPECT_EQ(release.changes(0).old_last_day(), "2026-06-30");
  EXPECT_EQ(release.changes(0).actor(), "people/sam");
  EXPECT_EQ(release.promised_last_day(), "2026-06-30");
}

TEST_P(Releases, MoveOnceTheyArePromisedWithAReasonAlone) {
  trees.Create();
  trees.Plan("2026-06");
  trees.Confirm();
  EXPECT_EQ(town.Refused<v1::Release>("dana", Moving("2026-07")).reason(), Reason::REASON_REQUIRED);
  EXPECT_EQ(town.Refused<v1::Release>("sam", Moving("2026-07", "Late.")).reason(), Reason::PERMISSION_DENIED);
  EXPECT_EQ(town.Call<v1::Release>("dana", Moving("2026-07", "The survey is late.")).last_day(), "2026-07-31");
}

TEST_P(Releases, NeedAReasonForAPromiseThatComesEarlierToo) {
  trees.Create();
  trees.Plan("2026-06");
  trees.Confirm();
  EXPECT_EQ(town.Refused<v1::Release>("dana", Moving("2026-05")).reason(), Reason::REASON_REQUIRED);
}

TEST_P(Releases, KeepTheFirstPromiseAndEveryDateTheyHad) {
  trees.Create();
  trees.Plan("2026-06-10");
  trees.Confirm();
  town.Call<v1::Release>("dana", Moving("2026-07-10", "One."));
  town.SetToday("2026-04-01");
  const auto release = town.Call<v1::Release>("dana", Moving("2026-08-10", "Two."));
  EXPECT_EQ(release.promised_first_day(), "2026-06-10");
  ASSERT_EQ(release.changes_size(), 2);
  EXPECT_EQ(release.changes(0).reason(), "One.");
  EXPECT_EQ(release.changes(1).old_last_day(), "2026-07-10");
}

TEST_P(Releases, DoNotMoveToWhereTheyAre) {
  trees.Create();
  const auto planned = trees.Plan("2026-06");
  const auto refused = town.Refused<v1::Release>("sam", Moving("2026-06", "The survey is late."));
  EXPECT_EQ(refused.reason(), Reason::INVALID_FIELD);
  EXPECT_THAT(refused.message(), HasSubstr("trees is planned for Jun 2026 already"));
  EXPECT_EQ(trees.GetRelease().etag(), planned.etag());
  trees.Confirm();
  EXPECT_EQ(town.Refused<v1::Release>("dana", Moving("2026-06-01..2026-06-30")).reason(), Reason::INVALID_FIELD)
      << "before it asks for a reason";
}

TEST_P(Releases, AreCancelledWithAReasonAndStay) {
  trees.Create();
  trees.Plan("2026-06");
  trees.Confirm();
  trees.Submit();
  trees.Decide();
  const auto release = town.Call<v1::Release>("dana", Cancelling());
  EXPECT_EQ(release.state(), v1::Release::CANCELLED);
  EXPECT_EQ(release.cancel_reason(), "The old system was switched off.");
  EXPECT_EQ(trees.Get().state(), v1::Dataset::APPROVED);
  EXPECT_EQ(town.Refused<v1::Release>("dana", Cancelling()).reason(), Reason::WRONG_STATE);
  EXPECT_THAT(town.Refused<v1::Release>("sam", Moving("2026-09")).message(), HasSubstr("almanac release plan trees"));
}

TEST_P(Releases, DoNotMoveOnceTheyAreOut) {
  trees.Create();
  trees.Plan("2026-06");
  trees.Submit();
  trees.Decide();
  trees.Publish();
  EXPECT_EQ(town.Refused<v1::Release>("sam", Moving("2026-07")).reason(), Reason::WRONG_STATE);
}

TEST_P(Releases, OfWhatIsPublicAlreadySayWhatNewComes) {
  trees.Published();
  v1::PlanReleaseRequest plan;
  plan.set_dataset("datasets/trees");
  plan.set_when("2026-12");
  const auto error = town.Refused<v1::Release>("sam", plan);
  EXPECT_EQ(error.reason(), Reason::INVALID_FIELD);
  EXPECT_THAT(error.message(), HasSubstr("trees is public already"));
  plan.set_label("the year 2027");
  EXPECT_EQ(town.Call<v1::Release>("sam", plan).label(), "the year 2027");
}

struct Timeline : Releases {
  v1::ListTimelineResponse List(const std::function<void(v1::ListTimelineRequest&)>& adjust = {}) {
    v1::ListTimelineRequest request;
    if (adjust) adjust(request);
    return town.Call<v1::ListTimelineResponse>("alan", request);
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Timeline, BothDatabases(), NameOfDatabase);

TEST_P(Timeline, SpeaksOfDatasetsByTitleAndDepartment) {
  trees.Create();
  trees.Plan("2026-06");
  const auto entries = List().entries();
  ASSERT_EQ(entries.size(), 1);
  EXPECT_EQ(entries[0].title(), "Public Tree Inventory");
  EXPECT_EQ(entries[0].department_title(), "Parks and Recreation");
  EXPECT_EQ(entries[0].when(), "Jun 2026");
  EXPECT_EQ(entries[0].standing(), "planned");
}

TEST_P(Timeline, ShowsWhatShouldBeOutAndIsNot) {
  trees.Create();
  trees.Plan("2026-03-10");
  trees.Plan("2026-06");
  town.SetToday("2026-03-12");
  const auto overdue = List([](auto& request) { request.set_overdue(true); });
  ASSERT_EQ(overdue.entries_size(), 1);
  EXPECT_EQ(overdue.entries(0).standing(), "overdue by 2 days");
}

TEST_P(Timeline, IsAsItStoodOnADayThatIsAskedFor) {
  trees.Create();
  trees.Plan("2026-03-10");
  trees.Confirm();
  town.SetToday("2026-03-12");
  town.Call<v1::Release>("dana", Moving("2026-07-10", "The survey is late."));
  auto renamed = trees.Update("title");
  renamed.mutable_dataset()->set_title("Trees of the Streets");
  trees.Change(renamed);
  town.SetToday("2026-03-20");
  const auto then = List([](auto& r) { r.set_as_of("2026-03-11"); });
  ASSERT_EQ(then.entries_size(), 1);
  EXPECT_EQ(then.entries(0).last_day(), "2026-03-10");
  EXPECT_EQ(then.entries(0).standing(), "overdue by 1 day") << "as of that day";
  EXPECT_EQ(then.entries(0).title(), "Public Tree Inventory");
  EXPECT_EQ(then.entries(0).department_title(), "Parks and Recreation");
  EXPECT_EQ(List().entries(0).title(), "Trees of the Streets");
  EXPECT_EQ(List([](auto& r) { r.set_overdue(true); }).entries_size(), 0);
  const auto was_overdue = List([](auto& r) {
    r.set_overdue(true);
    r.set_as_of("2026-03-11");
  });
  EXPECT_EQ(was_overdue.entries_size(), 1) << "what was overdue on that day";
  EXPECT_EQ(List([](auto& r) { r.set_as_of("2026-01-01"); }).entries_size(), 0) << "nothing was planned yet";
  v1::ListTimelineRequest to_come;
  to_come.set_as_of("2027-01-01");
  EXPECT_EQ(town.Refused<v1::ListTimelineResponse>("alan", to_come).reason(), Reason::INVALID_FIELD);
}

TEST_P(Timeline, IsInOrderOfTheDaysItShows) {
  trees.Create();
  trees.Plan("2026-12");
  trees.Confirm();
  town.Call<v1::Release>("dana", Moving("2026-11", "The survey is early."));
  trees.Submit();
  trees.Decide();
  town.SetToday("2026-04-20");
  trees.Publish();
  auto other = Trees::Described();
  other.set_title("Benches");
  v1::CreateDatasetRequest create;
  create.set_dataset_id("benches");
  *create.mutable_dataset() = other;
  town.Call<v1::Dataset>("sam", create);
  v1::PlanReleaseRequest plan;
  plan.set_dataset("datasets/benches");
  plan.set_when("2026-05");
  town.Call<v1::Release>("sam", plan);
  const auto entries = List().entries();
  ASSERT_EQ(entries.size(), 2);
  EXPECT_EQ(entries[0].when(), "20 Apr 2026");
  EXPECT_EQ(entries[0].standing(), "published");
  EXPECT_EQ(entries[0].reason(), "") << "what came early is not explained by a move";
  EXPECT_EQ(entries[1].when(), "May 2026");
  // A stretch is one of the days shown, too.
  EXPECT_EQ(List([](auto& r) { r.set_from("2026-05-01"); }).entries_size(), 1);
  EXPECT_EQ(List([](auto& r) { r.set_to("2026-04-30"); }).entries(0).dataset(), "datasets/trees");
}

TEST_P(Timeline, RefusesATokenThatItDidNotWrite) {
  v1::ListTimelineRequest request;
  for (const auto& token : {std::string("noise"), store::MakePageToken("timeline\n\n\n\nfalse\n", {int64_t{1}, "x"})}) {
    request.set_page_token(token);
    EXPECT_EQ(town.Refused<v1::ListTimelineResponse>("alan", request).reason(), Reason::INVALID_PAGE_TOKEN) << token;
  }
}

TEST_P(Timeline, ShowsAStretchAndADepartment) {
  trees.Create();
  trees.Plan("2026-04");
  trees.Plan("2026-06..2026-08");
  EXPECT_EQ(List([](auto& r) { r.set_from("2026-07-01"); }).entries_size(), 1);
  EXPECT_EQ(List([](auto& r) { r.set_to("2026-04-15"); }).entries_size(), 1);
  EXPECT_EQ(List([](auto& r) { r.set_department("departments/police"); }).entries_size(), 0);
  v1::ListTimelineRequest nowhere;
  nowhere.set_department("departments/forests");
  EXPECT_EQ(town.Refused<v1::ListTimelineResponse>("alan", nowhere).reason(), Reason::REFERENCE_NOT_FOUND);
  v1::ListTimelineRequest wrong;
  wrong.set_from("2026-07-01");
  wrong.set_to("2026-06-01");
  EXPECT_EQ(town.Refused<v1::ListTimelineResponse>("alan", wrong).reason(), Reason::INVALID_FIELD);
}

TEST_P(Timeline, HidesTheReleasesOfWhatTheCallerMayNotSee) {
  auto dataset = Trees::Described();
  dataset.set_marking(v1::Dataset::RESTRICTED);
  trees.Create(dataset);
  trees.Plan("2026-04");
  EXPECT_EQ(List().entries_size(), 0);
}

TEST_P(Timeline, ComesInPages) {
  trees.Create();
  for (const auto* when : {"2026-04", "2026-05", "2026-06"}) trees.Plan(when);
  const auto first = List([](auto& request) { request.set_page_size(2); });
  EXPECT_EQ(first.entries_size(), 2);
  const auto rest = List([&](auto& request) {
    request.set_page_size(2);
    request.set_page_token(first.next_page_token());
  });
  ASSERT_EQ(rest.entries_size(), 1);
  EXPECT_EQ(rest.entries(0).when(), "Jun 2026");
  EXPECT_EQ(rest.next_page_token(), "");
}

}  // namespace
}  // namespace almanac::support
