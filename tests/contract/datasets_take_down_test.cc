// Taking down, bringing back, listing, refreshing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/records.pb.h"
#include "domain/versions.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct TakenDown : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  bool IsShown() {
    bool shown = false;
    town.Read([&](store::Tx& tx) { shown = domain::CurrentVersion(tx, "datasets/trees").has_value(); });
    return shown;
  }
  v1::Dataset Suspend() {
    return town.Call<v1::Dataset>("dana", Trees::For<v1::SuspendDatasetRequest>("A name in a notes column."));
  }
  v1::Dataset Withdraw() {
    return town.Call<v1::Dataset>("dana", Trees::For<v1::WithdrawDatasetRequest>("The days shown were wrong."));
  }
  v1::Dataset Reopen() {
    return town.Call<v1::Dataset>("sam", Trees::For<v1::ReopenDatasetRequest>("The column is dropped."));
  }
};
INSTANTIATE_TEST_SUITE_P(Both, TakenDown, BothDatabases(), NameOfDatabase);

TEST_P(TakenDown, IsNotSeenWhileSuspendedAndKeepsItsVersions) {
  trees.Published();
  EXPECT_TRUE(IsShown());
  const auto dataset = Suspend();
  EXPECT_EQ(dataset.state(), v1::Dataset::SUSPENDED);
  EXPECT_EQ(dataset.state_reason(), "A name in a notes column.");
  EXPECT_EQ(dataset.published_version(), 0);
  EXPECT_EQ(dataset.openness(), v1::Dataset::NOT_PUBLIC);
  EXPECT_FALSE(IsShown());
}

TEST_P(TakenDown, ComesBackThroughANewReviewAsTheNextVersion) {
  trees.Published();
  Suspend();
  EXPECT_EQ(Reopen().state(), v1::Dataset::CLASSIFIED);
  EXPECT_EQ(trees.Submit().state(), v1::Dataset::IN_REVIEW);
  trees.Decide();
  town.SetToday("2026-03-20");
  const auto dataset = trees.Publish();
  EXPECT_EQ(dataset.published_version(), 2);
  EXPECT_EQ(dataset.first_published_date(), "2026-03-02");
  EXPECT_EQ(dataset.last_published_date(), "2026-03-20");
  EXPECT_EQ(dataset.state_reason(), "");
  EXPECT_TRUE(IsShown());
}

TEST_P(TakenDown, LeavesTheDecisionByWhichItWasPublicAsItWas) {
  trees.Published();
  Withdraw();
  EXPECT_EQ(trees.GetReview().state(), v1::Review::DECIDED);
}

TEST_P(TakenDown, EndsAReviewOfItsPendingEdit) {
  trees.Published();
  trees.Change(Trees::Coarsen(5));
  trees.Submit();
  EXPECT_FALSE(Withdraw().pending_edit());
  EXPECT_EQ(trees.GetReview("reviews/trees-2").state(), v1::Review::VOID);
}

TEST_P(TakenDown, IsWithdrawnFromPublishedOrSuspendedAlone) {
  trees.Create();
  const auto error = town.Refused<v1::Dataset>("dana", Trees::For<v1::WithdrawDatasetRequest>("It was never there."));
  EXPECT_EQ(error.reason(), Reason::WRONG_STATE);
  EXPECT_THAT(error.message(), HasSubstr("published or suspended"));
}

TEST_P(TakenDown, StaysOnThePublicListWithTheReasonUntilItIsBack) {
  const auto listing = [&] {
    std::optional<v1::Listing> row;
    town.Read([&](store::Tx& tx) { row = tx.Find<v1::Listing>("datasets/trees"); });
    return row;
  };
  trees.Published();
  EXPECT_FALSE(listing());
  EXPECT_TRUE(Suspend().listed());
  ASSERT_TRUE(listing());
  EXPECT_EQ(listing()->title(), "Public Tree Inventory");
  EXPECT_EQ(listing()->public_reason(), "A name in a notes column.");
  Withdraw();
  EXPECT_EQ(listing()->public_reason(), "The days shown were wrong.");
  Reopen();
  EXPECT_EQ(listing()->public_reason(), "");
  trees.Submit();
  trees.Decide();
  EXPECT_FALSE(trees.Publish().listed());
  EXPECT_FALSE(listing());
}

TEST_P(TakenDown, IsDoneByAdministratorsAlone) {
  trees.Published();
  EXPECT_EQ(town.Refused<v1::Dataset>("grant", Trees::For<v1::SuspendDatasetRequest>("No.")).reason(),
            Reason::PERMISSION_DENIED);
}

struct Listed : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  v1::Dataset List() { return town.Call<v1::Dataset>("dana", Trees::Named<v1::ListDatasetPubliclyRequest>()); }
  std::optional<v1::Listing> Row() {
    std::optional<v1::Listing> row;
    town.Read([&](store::Tx& tx) { row = tx.Find<v1::Listing>("datasets/trees"); });
    return row;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Listed, BothDatabases(), NameOfDatabase);

TEST_P(Listed, ShowsTheAliasWhereTheTitleReveals) {
  auto dataset = Trees::Described();
  dataset.set_public_alias("Sensitive Incident Reports A");
  trees.Create(dataset);
  EXPECT_TRUE(List().listed());
  EXPECT_EQ(Row()->title(), "Sensitive Incident Reports A");
  EXPECT_EQ(Row()->access(), "open");
}

TEST_P(Listed, NeedsAPublicReasonForWhatIsNotOpen) {
  auto dataset = Trees::Described();
  dataset.set_access(v1::Dataset::CLOSED);
  trees.Import(dataset);
  const auto error = town.Refused<v1::Dataset>("dana", Trees::Named<v1::ListDatasetPubliclyRequest>());
  EXPECT_EQ(error.reason(), Reason::MISSING_REQUIREMENTS);
  EXPECT_THAT(MissingRules(error), ElementsAre("access_reason"));
}

TEST_P(Listed, IsNeverChangedByAnEdit) {
  trees.Create();
  List();
  auto request = Trees::Update("title");
  request.mutable_dataset()->set_title("A title that nobody has looked at");
  trees.Change(request);
  EXPECT_EQ(Row()->title(), "Public Tree Inventory");
}

TEST_P(Listed, FollowsADecision) {
  trees.Create();
  List();
  trees.Submit();
  trees.Decide(v1::WITHHOLD);
  EXPECT_EQ(Row()->access(), "closed");
  EXPECT_EQ(Row()->public_reason(), "Nothing about people.");
}

TEST_P(Listed, IsThereOnceAReleaseIsConfirmedAndTellsWhen) {
  trees.Create();
  trees.Plan("2026-Q4");
  EXPECT_FALSE(Row());
  trees.Confirm();
  EXPECT_EQ(Row()->planned_release(), "Oct-Dec 2026");
  EXPECT_TRUE(trees.Get().listed());
}

TEST_P(Listed, TakesAReasonBeforeAPromiseOfWhatIsNotOpen) {
  auto dataset = Trees::Described();
  dataset.set_access(v1::Dataset::CLOSED);
  trees.Import(dataset);
  trees.Plan("2026-Q4");
  v1::ConfirmReleaseRequest confirm;
  confirm.set_name("releases/trees");
  confirm.set_etag("*");
  const auto error = town.Refused<v1::Release>("dana", confirm);
  EXPECT_EQ(error.reason(), Reason::MISSING_REQUIREMENTS);
  EXPECT_THAT(MissingRules(error), ElementsAre("access_reason"));
  EXPECT_FALSE(Row());
}

TEST_P(Listed, IsNotThereByAPromiseWhereTheTitleMayNotBeRead) {
  auto dataset = Trees::Described();
  dataset.set_marking(v1::Dataset::RESTRICTED);
  trees.Create(dataset);
  trees.Plan("2026-Q4");
  trees.Confirm();
  EXPECT_FALSE(Row());
}

TEST_P(Listed, EndsWithPublication) {
  trees.Create();
  List();
  trees.Submit();
  trees.Decide();
  EXPECT_FALSE(trees.Publish().listed());
  EXPECT_FALSE(Row());
  EXPECT_EQ(town.Refused<v1::Dataset>("dana", Trees::Named<v1::ListDatasetPubliclyRequest>()).reason(),
            Reason::WRONG_STATE);
}

struct Refreshed : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  static v1::MarkDatasetRefreshedRequest AsOf(const std::string& day) {
    auto request = Trees::Named<v1::MarkDatasetRefreshedRequest>();
    request.set_as_of(day);
    return request;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Refreshed, BothDatabases(), NameOfDatabase);

TEST_P(Refreshed, MovesTheDueDateAndTellsThePublic) {
  trees.Published();
  town.SetToday("2026-06-30");
  const auto dataset = town.Call<v1::Dataset>("sam", AsOf(""));
  EXPECT_EQ(dataset.refreshed_date(), "2026-06-30");
  EXPECT_EQ(dataset.next_due_date(), "2027-06-30");
  EXPECT_EQ(dataset.stale_after_date(), "2027-07-30");
  EXPECT_EQ(dataset.published_version(), 2);
  EXPECT_EQ(dataset.last_published_date(), "2026-03-02");
}

TEST_P(Refreshed, RefusesADayToComeAndOneBeforeTheLast) {
  trees.Published();
  EXPECT_EQ(town.Refused<v1::Dataset>("sam", AsOf("2026-03-03")).reason(), Reason::INVALID_FIELD);
  EXPECT_EQ(town.Refused<v1::Dataset>("sam", AsOf("2026-03-01")).reason(), Reason::INVALID_FIELD);
}

TEST_P(Refreshed, LateIsToldToThePublicUntilTheRefreshComes) {
  trees.Published();
  v1::DelayDatasetRefreshRequest delay;
  delay.set_name("datasets/trees");
  delay.set_etag("*");
  delay.set_until("2026-03-02");
  delay.set_reason("The arborist is away.");
  EXPECT_EQ(town.Refused<v1::Dataset>("sam", delay).reason(), Reason::INVALID_FIELD);
  // It is due on 2 March 2027: nothing is late before that.
  delay.set_until("2027-03-02");
  EXPECT_THAT(town.Refused<v1::Dataset>("sam", delay).message(), testing::HasSubstr("is due on 2 Mar 2027"));
  delay.set_until("2027-04-15");
  const auto delayed = town.Call<v1::Dataset>("sam", delay);
  EXPECT_EQ(delayed.refresh_expected_date(), "2027-04-15");
  EXPECT_EQ(delayed.published_version(), 2);
  // What is due stays due.
  EXPECT_EQ(delayed.next_due_date(), trees.Get().next_due_date());
  EXPECT_EQ(delayed.stale_after_date(), trees.Get().stale_after_date());
  v1::MarkDatasetRefreshedRequest refreshed;
  refreshed.set_name("datasets/trees");
  refreshed.set_etag("*");
  const auto fresh = town.Call<v1::Dataset>("sam", refreshed);
  EXPECT_EQ(fresh.refresh_expected_date() + fresh.delay_reason(), "");
  EXPECT_EQ(fresh.published_version(), 3);
}

TEST_P(Refreshed, IsForPublishedSetsAlone) {
  trees.Create();
  EXPECT_EQ(town.Refused<v1::Dataset>("sam", AsOf("")).reason(), Reason::WRONG_STATE);
}

TEST_P(Refreshed, CountsDaysInTheZoneOfTheBody) {
  trees.Published();
  // One in the morning in London, six in the evening of the day before in Phoenix.
  town.clock().Set(*ParseInstant("2026-07-01T01:00:00Z"));
  EXPECT_EQ(town.Call<v1::Dataset>("sam", AsOf("")).refreshed_date(), "2026-06-30");
}

}  // namespace
}  // namespace almanac::support
