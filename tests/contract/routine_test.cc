// What is routine is decided lightly, and watched: by lot, by the week, by whoever sees that it should not have been.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/inbox.pb.h"
#include "almanac/v1/incidents.pb.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct Routine : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  // The kinds of what waits on somebody.
  std::vector<std::string> Inbox(const std::string& who) {
    std::vector<std::string> kinds;
    for (const auto& item : Items(who)) kinds.push_back(item.kind());
    return kinds;
  }
  std::vector<v1::InboxItem> Items(const std::string& who) {
    const auto inbox = town.Call<v1::GetInboxResponse>(who, v1::GetInboxRequest());
    return {inbox.items().begin(), inbox.items().end()};
  }
  // Another routine set, submitted.
  void Another(const std::string& id, bool of_people = false) {
    v1::CreateDatasetRequest request;
    request.set_dataset_id(id);
    *request.mutable_dataset() = Trees::Described();
    request.mutable_dataset()->mutable_fields(0)->set_quasi_identifier(of_people);
    town.Call<v1::Dataset>("sam", request);
    auto submit = Trees::Submitting();
    submit.set_name("datasets/" + id);
    town.Call<v1::Dataset>("sam", submit);
  }
  v1::Review Reread(const std::string& who) {
    auto request = Trees::OfReview<v1::RereadReviewRequest>();
    request.set_note("Opened it: species and heights.");
    return town.Call<v1::Review>(who, request);
  }
  static v1::PullBackReviewRequest PullingBack() {
    auto request = Trees::OfReview<v1::PullBackReviewRequest>();
    request.set_reason("One row names a caretaker.");
    return request;
  }
  static v1::ApproveRoutineReviewsRequest Approving() {
    v1::ApproveRoutineReviewsRequest request;
    request.set_reason("Places and things.");
    return request;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Routine, BothDatabases(), NameOfDatabase);

TEST_P(Routine, HasItsFirstDecisionOfAQuarterReadAgain) {
  trees.Published();
  EXPECT_TRUE(trees.GetReview().sampled());
  EXPECT_THAT(Inbox("helen"), Contains("reread"));
  EXPECT_EQ(Reread("helen").reread_by(), "people/helen");
  EXPECT_THAT(Inbox("helen"), Not(Contains("reread")));
}

TEST_P(Routine, IsReadAgainByAPrivacyOfficerWhoDidNotAgreeToIt) {
  trees.Published();
  auto request = Trees::OfReview<v1::RereadReviewRequest>();
  request.set_note("Fine.");
  EXPECT_EQ(town.Refused<v1::Review>("lee", request).reason(), Reason::SEAT_REQUIRED);
  v1::GrantRoleRequest both;
  both.set_name("people/grant");
  both.set_role(v1::PRIVACY_OFFICER);
  town.Call<v1::Person>("", both);
  EXPECT_EQ(town.Refused<v1::Review>("grant", request).reason(), Reason::APPROVER_NOT_INDEPENDENT);
}

TEST_P(Routine, IsShownToTheLeadershipTeamForAWeek) {
  trees.Published();
  EXPECT_THAT(Inbox("lee"), ElementsAre("digest"));
  EXPECT_THAT(Items("lee")[0].why(), HasSubstr("trees"));
  town.SetToday("2026-03-12");
  EXPECT_THAT(Inbox("lee"), IsEmpty());
}

TEST_P(Routine, IsPulledBackByOnePersonAtOnce) {
  trees.Published();
  const auto review = town.Call<v1::Review>("lee", PullingBack());
  EXPECT_EQ(review.pulled_back_by(), "people/lee");
  EXPECT_EQ(trees.Get().state(), v1::Dataset::SUSPENDED);
  const auto incidents = town.Call<v1::ListIncidentsResponse>("lee", v1::ListIncidentsRequest());
  EXPECT_EQ(incidents.incidents_size(), 1);
  EXPECT_EQ(town.Refused<v1::Review>("lee", PullingBack()).reason(), Reason::WRONG_STATE);
}

TEST_P(Routine, IsPulledBackBeforeItIsPublishedToo) {
  trees.Create();
  trees.Submit();
  trees.Decide();
  town.Call<v1::Review>("helen", PullingBack());
  EXPECT_EQ(trees.Get().state(), v1::Dataset::CLASSIFIED);
  EXPECT_EQ(town.Refused<v1::Dataset>("dana", Trees::Publishing()).reason(), Reason::WRONG_STATE);
}

TEST_P(Routine, IsStillItsAuthorsWhenItWasPulledBack) {
  trees.Create(Trees::Described(), "grant");
  trees.Submit("sam");
  trees.Decide(v1::RELEASE, "dana");
  town.Call<v1::Review>("helen", PullingBack());
  trees.Submit("sam");
  auto decide = Trees::Deciding(v1::RELEASE);
  EXPECT_EQ(town.Refused<v1::Dataset>("grant", decide).reason(), Reason::APPROVER_NOT_INDEPENDENT);
}

TEST_P(Routine, IsNotWhatManyAgreedTo) {
  auto dataset = Trees::Described();
  dataset.mutable_fields(0)->set_quasi_identifier(true);
  trees.Create(dataset);
  trees.Assess();
  trees.Submit();
  trees.Agree("grant");
  trees.Agree("helen");
  trees.Decide(v1::RELEASE, "lee");
  EXPECT_THAT(town.Refused<v1::Review>("ruben", PullingBack()).message(), HasSubstr("dataset suspend"));
}

TEST_P(Routine, IsAgreedToInOneGo) {
  Another("oaks");
  Another("elms");
  const auto done = town.Call<v1::ApproveRoutineReviewsResponse>("grant", Approving());
  EXPECT_THAT(done.released(), testing::UnorderedElementsAre("datasets/oaks", "datasets/elms"));
  EXPECT_THAT(done.left(), IsEmpty());
  EXPECT_EQ(trees.GetReview("reviews/oaks-1").public_reason(), "Places and things.");
}

TEST_P(Routine, LeavesWhatIsNotAndSaysWhy) {
  Another("oaks");
  Another("keepers", true);
  auto request = Approving();
  request.add_names("reviews/oaks-1");
  request.add_names("reviews/keepers-1");
  const auto done = town.Call<v1::ApproveRoutineReviewsResponse>("grant", request);
  EXPECT_THAT(done.released(), ElementsAre("datasets/oaks"));
  ASSERT_EQ(done.left_size(), 1);
  EXPECT_EQ(done.left(0).review(), "reviews/keepers-1");
  EXPECT_EQ(done.left(0).why(), "it is of tier 2");
}

TEST_P(Routine, LeavesWhatAsksSomethingOfTheSeat) {
  v1::CreateDatasetRequest create;
  create.set_dataset_id("totals");
  *create.mutable_dataset() = Trees::Described();
  create.mutable_dataset()->set_granularity(v1::Dataset::AGGREGATE);
  create.mutable_dataset()->set_aggregation_threshold(11);
  create.mutable_dataset()->mutable_fields(0)->set_quasi_identifier(true);
  town.Call<v1::Dataset>("sam", create);
  auto submit = Trees::Submitting();
  submit.set_name("datasets/totals");
  town.Call<v1::Dataset>("sam", submit);
  EXPECT_THAT(town.Call<v1::ApproveRoutineReviewsResponse>("helen", Approving()).left(0).why(),
              HasSubstr("asks something of you"));
  EXPECT_THAT(town.Call<v1::ApproveRoutineReviewsResponse>("grant", Approving()).agreed(),
              ElementsAre("reviews/totals-1"));
}

TEST_P(Routine, IsNotAgreedToByWhoWroteIt) {
  trees.Create(Trees::Described(), "grant");
  trees.Submit("grant");
  auto request = Approving();
  request.add_names("reviews/trees-1");
  EXPECT_EQ(town.Call<v1::ApproveRoutineReviewsResponse>("grant", request).released_size(), 0);
}

struct InTime : Routine {};
INSTANTIATE_TEST_SUITE_P(Both, InTime, BothDatabases(), NameOfDatabase);

TEST_P(InTime, IsWithinSoManyWorkingDaysOfItsTier) {
  trees.Create();
  trees.Submit();
  EXPECT_EQ(trees.GetReview().due_date(), "2026-03-09");
  EXPECT_EQ(Items("grant")[0].until(), "2026-03-09");
}

TEST_P(InTime, IsLaterWhenTheTierIsRaised) {
  trees.Create();
  trees.Submit();
  auto raise = Trees::OfReview<v1::RaiseReviewTierRequest>();
  raise.set_tier(2);
  raise.set_reason("Every tree is a home.");
  EXPECT_EQ(town.Call<v1::Review>("alan", raise).due_date(), "2026-03-23");
}

TEST_P(InTime, IsToldToTheManagerWhenItIsNot) {
  trees.Create();
  trees.Submit();
  EXPECT_THAT(Inbox("ruben"), IsEmpty());
  town.SetToday("2026-03-10");
  const auto items = Items("ruben");
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].kind(), "late");
  EXPECT_THAT(items[0].why(), HasSubstr("the owner of the data (grant)"));
}

TEST_P(InTime, IsWithinHoursWhereItIsUrgentAndByAsManyPeople) {
  trees.Create();
  auto submit = Trees::Submitting();
  submit.set_urgent("The storm is on Thursday.");
  town.Call<v1::Dataset>("sam", submit);
  const auto review = trees.GetReview();
  EXPECT_EQ(ToText(Instant(std::chrono::seconds(review.urgent_until().seconds()))), "2026-03-02T21:00:00.000000Z");
  EXPECT_EQ(review.seats_size(), 1);
  EXPECT_THAT(Items("grant")[0].why(), HasSubstr("urgent, The storm is on Thursday."));
  town.clock().Advance(std::chrono::hours(5));
  EXPECT_THAT(Inbox("ruben"), ElementsAre("late"));
}

TEST_P(InTime, IsCountedInWorkingDays) {
  trees.Create();
  trees.Submit();
  town.SetToday("2026-03-10");
  trees.Decide();
  EXPECT_EQ(trees.GetReview().working_days_taken(), 6);
}

TEST_P(InTime, SentBackSaysWhatHasToChangeAndHowOften) {
  trees.Create();
  trees.Submit();
  auto defer = Trees::Deciding(v1::DEFER);
  defer.clear_confirm();
  defer.add_changes(v1::Rework::FIELDS);
  town.Call<v1::Dataset>("grant", defer);
  EXPECT_THAT(trees.GetReview().changes(), ElementsAre(v1::Rework::FIELDS));
  trees.Submit();
  EXPECT_EQ(trees.GetReview("reviews/trees-2").rework(), 1);
  auto release = Trees::Deciding(v1::RELEASE);
  release.add_changes(v1::Rework::FIELDS);
  EXPECT_EQ(town.Refused<v1::Dataset>("grant", release).reason(), Reason::INVALID_FIELD);
}

struct LookedAtAgain : Routine {
  void PublishOfPeople() {
    auto dataset = Trees::Described();
    dataset.mutable_fields(0)->set_quasi_identifier(true);
    trees.Create(dataset);
    trees.Assess();
    trees.Submit();
    trees.Agree("grant");
    trees.Agree("helen");
    trees.Decide(v1::RELEASE, "lee");
    trees.Publish();
  }
};
INSTANTIATE_TEST_SUITE_P(Both, LookedAtAgain, BothDatabases(), NameOfDatabase);

TEST_P(LookedAtAgain, AtThePaceOfItsTier) {
  PublishOfPeople();
  EXPECT_EQ(trees.Get().review_again_date(), "2028-03-02");
}

TEST_P(LookedAtAgain, NeverWhereNobodyCanBeHurt) {
  trees.Published();
  EXPECT_EQ(trees.Get().review_again_date(), "");
  EXPECT_EQ(town.Refused<v1::Dataset>("sam", Trees::Submitting()).reason(), Reason::WRONG_STATE);
}

TEST_P(LookedAtAgain, StaysPublicWhileItIsOverdueAndWaitsInTheInbox) {
  PublishOfPeople();
  town.SetToday("2028-03-03");
  EXPECT_EQ(trees.Get().state(), v1::Dataset::PUBLISHED);
  EXPECT_THAT(Inbox("sam"), Contains("review-again"));
  trees.Submit();
  EXPECT_THAT(Inbox("sam"), Not(Contains("review-again")));
  const auto agree = [&](const char* who) {
    auto request = Trees::Agreeing();
    request.set_name("reviews/trees-2");
    town.Call<v1::Review>(who, request);
  };
  agree("grant");
  agree("helen");
  EXPECT_EQ(trees.Decide(v1::RELEASE, "lee").state(), v1::Dataset::PUBLISHED);
  EXPECT_EQ(trees.Get().review_again_date(), "2030-03-03");
}

TEST_P(LookedAtAgain, StillWaitsWhenItWasSentBack) {
  PublishOfPeople();
  town.SetToday("2028-03-03");
  trees.Submit();
  auto defer = Trees::Deciding(v1::DEFER);
  defer.clear_confirm();
  town.Call<v1::Dataset>("lee", defer);
  EXPECT_EQ(trees.Get().review_again_date(), "2028-03-02");
  EXPECT_THAT(Inbox("sam"), Contains("returned"));
  trees.Submit();
  EXPECT_EQ(trees.GetReview("reviews/trees-3").state(), v1::Review::OPEN);
}

TEST_P(LookedAtAgain, ComesDownWhenItShouldNotBePublic) {
  PublishOfPeople();
  town.SetToday("2028-03-03");
  trees.Submit();
  EXPECT_EQ(trees.Decide(v1::WITHHOLD, "lee").state(), v1::Dataset::SUSPENDED);
}

// A title is no material edit, and yet it can tell what nobody knew.
TEST_P(LookedAtAgain, WhenMoreIsKnownThanWasAgreedToAndNotRefreshedBefore) {
  trees.Published();
  auto title = Trees::Update("title");
  title.mutable_dataset()->set_title("Trees planted by juvenile offenders");
  trees.Change(title);
  const auto error = town.Refused<v1::Dataset>("sam", Trees::Named<v1::MarkDatasetRefreshedRequest>());
  EXPECT_EQ(error.reason(), Reason::DECISION_VOID);
  EXPECT_THAT(error.message(), HasSubstr("tier 3"));
  trees.Submit();
  EXPECT_EQ(trees.GetReview("reviews/trees-2").tier(), 3);
}

}  // namespace
}  // namespace almanac::support
