// Reviews: how many people agree follows from what is at stake, and none of them twice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/inbox.pb.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Review : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  // What describes people, in a field by this name.
  static v1::Dataset OfPeople(const std::string& field = "keeper") {
    auto dataset = Trees::Described();
    auto* names = dataset.add_fields();
    names->set_name(field);
    names->set_type("text");
    names->set_definition("Who keeps it.");
    names->set_direct_identifier(true);
    names->set_release(v1::Field::DROPPED);
    return dataset;
  }
  v1::Review Opened(const v1::Dataset& dataset) {
    trees.Create(dataset);
    trees.Assess();
    trees.Submit();
    return trees.GetReview();
  }
  static std::vector<std::string> SeatsOf(const v1::Review& review) {
    std::vector<std::string> keys;
    for (const auto& seat : review.seats()) keys.push_back(seat.key());
    return keys;
  }
  Error RefusedTo(const std::string& who) { return town.Refused<v1::Review>(who, Trees::Agreeing()); }
  Error ReleaseRefusedTo(const std::string& who) {
    return town.Refused<v1::Dataset>(who, Trees::Deciding(v1::RELEASE));
  }
  v1::CheckDatasetResponse Check() {
    v1::CheckDatasetRequest request;
    request.set_name("datasets/trees");
    return town.Call<v1::CheckDatasetResponse>("sam", request);
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Review, BothDatabases(), NameOfDatabase);

TEST_P(Review, IsTheOwnersAloneWhereNobodyCanBeHurt) {
  const auto review = Opened(Trees::Described());
  EXPECT_EQ(review.tier(), 0);
  EXPECT_THAT(review.evidence(), IsEmpty());
  EXPECT_THAT(SeatsOf(review), ElementsAre("owner"));
}

TEST_P(Review, TakesThreePeopleForRecordsAboutPeople) {
  const auto review = Opened(OfPeople());
  EXPECT_EQ(review.tier(), 2);
  EXPECT_THAT(review.evidence(), ElementsAre("keeper names people by itself; it is dropped"));
  EXPECT_THAT(SeatsOf(review), ElementsAre("owner", "privacy", "leadership"));
  trees.Agree("grant");
  trees.Agree("helen");
  EXPECT_EQ(trees.Decide(v1::RELEASE, "lee").state(), v1::Dataset::APPROVED);
  const auto decided = trees.GetReview();
  ASSERT_EQ(decided.approvals_size(), 3);
  EXPECT_EQ(decided.approvals(1).person(), "people/helen");
  EXPECT_EQ(decided.approvals(1).role(), "privacy_officer");
  EXPECT_EQ(trees.Publish().state(), v1::Dataset::PUBLISHED);
}

TEST_P(Review, TakesTwoPeopleForTotalsOfPeople) {
  auto dataset = OfPeople();
  dataset.set_granularity(v1::Dataset::AGGREGATE);
  dataset.set_aggregation_threshold(11);
  EXPECT_THAT(SeatsOf(Opened(dataset)), ElementsAre("owner", "privacy"));
}

TEST_P(Review, TakesThreeForTotalsWithoutAThreshold) {
  auto dataset = OfPeople();
  dataset.set_granularity(v1::Dataset::AGGREGATE);
  EXPECT_EQ(Opened(dataset).tier(), 2);
}

TEST_P(Review, TakesFourPeopleWhereTheLawProtectsThem) {
  auto dataset = Trees::Described();
  dataset.set_title("Juvenile referrals to tree planting");
  const auto review = Opened(dataset);
  EXPECT_EQ(review.tier(), 3);
  EXPECT_THAT(SeatsOf(review), ElementsAre("owner", "privacy", "legal", "leadership"));
  EXPECT_THAT(review.evidence(0), HasSubstr("A.R.S. 8-208"));
}

TEST_P(Review, FindsAFieldThatLooksAsIfItNamedPeople) {
  auto dataset = Trees::Described();
  dataset.mutable_fields(0)->set_name("applicant_email");
  EXPECT_EQ(Opened(dataset).tier(), 2);
}

TEST_P(Review, BelievesWhoeverSaysThatAFieldNamesNobody) {
  auto dataset = Trees::Described();
  dataset.mutable_fields(0)->set_name("name");
  dataset.mutable_fields(0)->set_names_nobody(true);
  EXPECT_EQ(Opened(dataset).tier(), 0);
}

TEST_P(Review, ReleasesNothingBeforeEverybodyHasAgreed) {
  Opened(OfPeople());
  const auto error = ReleaseRefusedTo("lee");
  EXPECT_EQ(error.reason(), Reason::APPROVALS_MISSING);
  EXPECT_THAT(MissingRules(error), ElementsAre("owner", "privacy", "leadership"));
  EXPECT_THAT(error.missing()[1].message, HasSubstr("helen"));
}

TEST_P(Review, LetsWhoeverAgreesLastDecide) {
  Opened(OfPeople());
  trees.Agree("grant");
  trees.Agree("helen");
  EXPECT_EQ(RefusedTo("lee").reason(), Reason::WRONG_STATE);
}

TEST_P(Review, IsAgreedToByNobodyTwice) {
  v1::GrantRoleRequest both;
  both.set_name("people/grant");
  both.set_role(v1::LEADERSHIP);
  town.Call<v1::Person>("", both);
  Opened(OfPeople());
  trees.Agree("grant");
  EXPECT_EQ(RefusedTo("grant").reason(), Reason::APPROVER_NOT_INDEPENDENT);
  trees.Agree("helen");
  EXPECT_EQ(ReleaseRefusedTo("grant").reason(), Reason::APPROVER_NOT_INDEPENDENT);
}

TEST_P(Review, IsNotAgreedToByItsAuthor) {
  trees.Create(OfPeople());
  trees.Submit("grant");
  EXPECT_EQ(RefusedTo("grant").reason(), Reason::APPROVER_NOT_INDEPENDENT);
}

TEST_P(Review, IsAgreedToByOthersWhereTheOwnerWroteIt) {
  trees.Create(Trees::Described());
  trees.Submit("grant");
  EXPECT_EQ(trees.Decide(v1::RELEASE, "dana").state(), v1::Dataset::APPROVED);
}

TEST_P(Review, IsNotForOthersWhereTheOwnerIsIndependent) {
  Opened(Trees::Described());
  EXPECT_EQ(ReleaseRefusedTo("dana").reason(), Reason::SEAT_REQUIRED);
}

TEST_P(Review, IsNotAgreedToByWhoHoldsNoSeat) {
  Opened(OfPeople());
  const auto error = RefusedTo("ruben");
  EXPECT_EQ(error.reason(), Reason::SEAT_REQUIRED);
  EXPECT_THAT(error.message(), HasSubstr("the privacy officer (helen)"));
}

TEST_P(Review, RefusesACodeThatAnotherWhoAgreedWasShown) {
  Opened(OfPeople());
  trees.Agree("grant");
  town.EnrolledBy("helen", "people/grant");
  EXPECT_THAT(RefusedTo("helen").message(), HasSubstr("was shown to grant, who has agreed"));
}

TEST_P(Review, RefusesWhoWasShownTheCodeOfAnotherWhoAgreed) {
  Opened(OfPeople());
  town.EnrolledBy("helen", "people/lee");
  trees.Agree("helen");
  trees.Agree("grant");
  EXPECT_THAT(ReleaseRefusedTo("lee").message(), HasSubstr("was shown the enrolment code of helen"));
}

TEST_P(Review, IsRaisedByAnybodyAndKeepsWhatWasAgreed) {
  Opened(OfPeople());
  trees.Agree("grant");
  auto raise = Trees::OfReview<v1::RaiseReviewTierRequest>();
  raise.set_tier(3);
  raise.set_reason("Some keepers are children.");
  const auto raised = town.Call<v1::Review>("alan", raise);
  EXPECT_THAT(SeatsOf(raised), ElementsAre("owner", "privacy", "legal", "leadership"));
  EXPECT_EQ(raised.tier_set_by(), "people/alan");
  EXPECT_EQ(town.Refused<v1::Review>("alan", raise).reason(), Reason::WRONG_STATE);
  trees.Agree("helen");
  trees.Agree("ruben");
  EXPECT_EQ(trees.Decide(v1::RELEASE, "lee").state(), v1::Dataset::APPROVED);
}

TEST_P(Review, IsLoweredByThePrivacyOfficerAlone) {
  Opened(OfPeople());
  auto lower = Trees::OfReview<v1::LowerReviewTierRequest>();
  lower.set_tier(0);
  lower.set_reason("The keepers are firms.");
  EXPECT_EQ(town.Refused<v1::Review>("lee", lower).reason(), Reason::SEAT_REQUIRED);
  EXPECT_THAT(SeatsOf(town.Call<v1::Review>("helen", lower)), ElementsAre("owner"));
  trees.Decide();
  EXPECT_EQ(trees.Publish().state(), v1::Dataset::PUBLISHED);
}

// Else nobody would be left to decide: every seat that remains could be filled already.
TEST_P(Review, IsAgreedToAnewWhenItWasLowered) {
  Opened(OfPeople());
  trees.Agree("grant");
  auto lower = Trees::OfReview<v1::LowerReviewTierRequest>();
  lower.set_reason("The keepers are firms.");
  EXPECT_THAT(town.Call<v1::Review>("helen", lower).approvals(), IsEmpty());
  EXPECT_EQ(trees.Decide().state(), v1::Dataset::APPROVED);
}

TEST_P(Review, IsLoweredByNoAccountThatAnAuthorOrWhoAgreesCouldHaveUsed) {
  Opened(OfPeople());
  auto lower = Trees::OfReview<v1::LowerReviewTierRequest>();
  lower.set_reason("The keepers are firms.");
  town.EnrolledBy("helen", "people/sam");
  EXPECT_EQ(town.Refused<v1::Review>("helen", lower).reason(), Reason::APPROVER_NOT_INDEPENDENT);
  town.EnrolledBy("helen", "people/grant");
  town.Call<v1::Review>("helen", lower);
  EXPECT_THAT(ReleaseRefusedTo("grant").message(), HasSubstr("was shown the enrolment code of helen, who lowered"));
}

TEST_P(Review, IsNotAgreedToByAnAccountThatWhoLoweredItCouldHaveUsed) {
  Opened(OfPeople());
  auto lower = Trees::OfReview<v1::LowerReviewTierRequest>();
  lower.set_reason("The keepers are firms.");
  town.Call<v1::Review>("helen", lower);
  town.EnrolledBy("grant", "people/helen");
  EXPECT_THAT(ReleaseRefusedTo("grant").message(), HasSubstr("was shown to helen, who lowered the tier of"));
}

TEST_P(Review, IsTakenBackByThoseWhoPutItForward) {
  Opened(OfPeople());
  auto withdraw = Trees::OfReview<v1::WithdrawReviewRequest>();
  withdraw.set_reason("A better file comes next week.");
  EXPECT_EQ(town.Call<v1::Review>("sam", withdraw).state(), v1::Review::WITHDRAWN);
  EXPECT_EQ(trees.Get().state(), v1::Dataset::CLASSIFIED);
  EXPECT_EQ(RefusedTo("helen").reason(), Reason::WRONG_STATE);
}

TEST_P(Review, IsSentBackByWhoHoldsASeatAndClosedByNoOwnerAlone) {
  Opened(OfPeople());
  EXPECT_EQ(town.Refused<v1::Dataset>("grant", Trees::Deciding(v1::WITHHOLD)).reason(), Reason::SEAT_REQUIRED);
  EXPECT_EQ(trees.Decide(v1::DEFER, "grant").state(), v1::Dataset::INVENTORIED);
}

TEST_P(Review, IsClosedByNoOwnerWhoAlsoLeads) {
  v1::GrantRoleRequest both;
  both.set_name("people/grant");
  both.set_role(v1::LEADERSHIP);
  town.Call<v1::Person>("", both);
  Opened(OfPeople());
  EXPECT_EQ(town.Refused<v1::Dataset>("grant", Trees::Deciding(v1::WITHHOLD)).reason(), Reason::SEAT_REQUIRED);
  EXPECT_EQ(trees.Decide(v1::WITHHOLD, "lee").state(), v1::Dataset::CONCLUDED);
}

TEST_P(Review, IsVoidWithAllThatWasAgreedAfterAMaterialEdit) {
  Opened(OfPeople());
  trees.Agree("grant");
  trees.Change(Trees::Coarsen(5));
  EXPECT_EQ(trees.GetReview().state(), v1::Review::VOID);
  EXPECT_EQ(RefusedTo("helen").reason(), Reason::WRONG_STATE);
}

TEST_P(Review, LapsesAfterAYearInWhichNobodyUsedIt) {
  Opened(Trees::Described());
  trees.Decide();
  town.SetToday("2027-03-03");
  EXPECT_THAT(town.Refused<v1::Dataset>("dana", Trees::Publishing()).message(), HasSubstr("lapsed on 2027-03-02"));
  EXPECT_EQ(trees.Submit().state(), v1::Dataset::IN_REVIEW);
  EXPECT_EQ(trees.Decide().state(), v1::Dataset::APPROVED);
  EXPECT_EQ(trees.Publish().state(), v1::Dataset::PUBLISHED);
}

TEST_P(Review, RemembersWhoWroteWhatLapsed) {
  trees.Create(Trees::Described(), "grant");
  trees.Submit("sam");
  trees.Decide(v1::RELEASE, "dana");
  town.SetToday("2027-03-03");
  trees.Submit("sam");
  EXPECT_EQ(ReleaseRefusedTo("grant").reason(), Reason::APPROVER_NOT_INDEPENDENT);
}

TEST_P(Review, IsNotAskedForAgainWhileTheApprovalHolds) {
  Opened(Trees::Described());
  trees.Decide();
  EXPECT_EQ(town.Refused<v1::Dataset>("sam", Trees::Submitting()).reason(), Reason::WRONG_STATE);
}

// A title is not material: the approval binds, and yet what is known asks for more people.
TEST_P(Review, IsAskedForAgainWhereMoreIsKnownThanItWasAgreedOn) {
  Opened(Trees::Described());
  trees.Decide();
  auto request = Trees::Update("title");
  request.mutable_dataset()->set_title("Trees planted by juvenile offenders");
  trees.Change(request);
  const auto error = town.Refused<v1::Dataset>("dana", Trees::Publishing());
  EXPECT_EQ(error.reason(), Reason::DECISION_VOID);
  EXPECT_THAT(error.message(), HasSubstr("tier 3"));
  EXPECT_EQ(trees.Submit().state(), v1::Dataset::IN_REVIEW);
}

TEST_P(Review, ProposesADeputyWhereOnePersonWouldFillTwoSeats) {
  for (const auto role : {v1::PRIVACY_OFFICER, v1::LEADERSHIP}) {
    v1::GrantRoleRequest both;
    both.set_name("people/grant");
    both.set_role(role);
    town.Call<v1::Person>("", both);
  }
  trees.Create(OfPeople());
  const auto check = Check();
  EXPECT_EQ(check.evidence_tier(), 2);
  ASSERT_EQ(check.seats_size(), 3);
  EXPECT_EQ(check.seats(0).could_be_filled_by(0), "people/grant");
  EXPECT_EQ(check.seats(1).could_be_filled_by(0), "people/helen");
  EXPECT_EQ(check.seats(2).could_be_filled_by(0), "people/lee");
}

TEST_P(Review, NamesASeatThatNobodyCanFill) {
  v1::EndRoleRequest end;
  end.set_name("people/helen");
  end.set_role(v1::PRIVACY_OFFICER);
  end.set_end_date("2026-03-01");
  town.Call<v1::Person>("", end);
  trees.Create(OfPeople());
  EXPECT_EQ(Check().seats(1).gap(), "nobody independent holds the role of privacy_officer today");
}

TEST_P(Review, WaitsInTheInboxOfThoseWhoseSeatIsOpen) {
  Opened(OfPeople());
  const auto inbox = [&](const std::string& who) {
    std::vector<std::string> commands;
    const auto answer = town.Call<v1::GetInboxResponse>(who, v1::GetInboxRequest());
    for (const auto& item : answer.items()) commands.push_back(item.command());
    return commands;
  };
  EXPECT_THAT(inbox("helen"), ElementsAre("almanac review approve trees-1"));
  EXPECT_THAT(inbox("ruben"), IsEmpty());
  trees.Agree("grant");
  trees.Agree("helen");
  EXPECT_THAT(inbox("helen"), IsEmpty());
  EXPECT_THAT(inbox("lee"), Contains("almanac dataset decide trees release --reason '...'"));
}

TEST_P(Review, IsNotDecidedWhenMoreIsKnownThanItWasOpenedFor) {
  Opened(Trees::Described());
  auto request = Trees::Update("title");
  request.mutable_dataset()->set_title("Trees planted by juvenile offenders");
  trees.Change(request);
  EXPECT_THAT(ReleaseRefusedTo("grant").message(), HasSubstr("almanac review raise trees-1 3"));
}

TEST_P(Review, IsAgreedToAnewByWhoIsAskedMoreWhenItIsRaised) {
  auto dataset = OfPeople();
  dataset.set_granularity(v1::Dataset::AGGREGATE);
  dataset.set_aggregation_threshold(11);
  Opened(dataset);
  trees.Agree("helen");
  auto raise = Trees::OfReview<v1::RaiseReviewTierRequest>();
  raise.set_tier(2);
  raise.set_reason("Cells of two.");
  EXPECT_THAT(town.Call<v1::Review>("lee", raise).approvals(), IsEmpty());
}

TEST_P(Review, IsNotAgreedToByWhoLoweredItWhereTheirSeatIsGone) {
  v1::GrantRoleRequest both;
  both.set_name("people/helen");
  both.set_role(v1::OWNER);
  town.Call<v1::Person>("", both);
  Opened(OfPeople());
  auto lower = Trees::OfReview<v1::LowerReviewTierRequest>();
  lower.set_reason("The keepers are firms.");
  town.Call<v1::Review>("helen", lower);
  EXPECT_THAT(ReleaseRefusedTo("helen").message(), HasSubstr("lowered the tier"));
  EXPECT_EQ(trees.Decide().state(), v1::Dataset::APPROVED);
}

TEST_P(Review, ForgetsWhatWasAgreedWhereTheSetGoesToAnotherDepartment) {
  Opened(OfPeople());
  trees.Agree("grant");
  auto request = Trees::Update("department");
  request.mutable_dataset()->set_department("departments/police");
  town.Call<v1::Dataset>("dana", request);
  EXPECT_THAT(trees.GetReview().approvals(), IsEmpty());
}

}  // namespace
}  // namespace almanac::support
