// Deciding: nobody approves what they wrote, and a decision is about what it saw.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "almanac/v1/tokens.pb.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

struct DecideDataset : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  Error Refusal(const std::string& who, v1::Outcome outcome = v1::RELEASE) {
    return town.Refused<v1::Dataset>(who, Trees::Deciding(outcome));
  }
};
INSTANTIATE_TEST_SUITE_P(Both, DecideDataset, BothDatabases(), NameOfDatabase);

TEST_P(DecideDataset, ApprovesByRelease) {
  trees.Create();
  trees.Submit();
  const auto dataset = trees.Decide();
  EXPECT_EQ(dataset.state(), v1::Dataset::APPROVED);
  EXPECT_THAT(dataset.authors(), IsEmpty());
  const auto review = trees.GetReview();
  EXPECT_EQ(review.state(), v1::Review::DECIDED);
  EXPECT_EQ(review.decider(), "people/grant");
  EXPECT_EQ(review.public_reason(), "Nothing about people.");
}

TEST_P(DecideDataset, ConcludesAndSetsTheAccessThatFollows) {
  const std::map<v1::Outcome, v1::Dataset::Access> follows{{v1::LIMITED_ACCESS, v1::Dataset::SHARED},
                                                           {v1::AGGREGATE_ONLY, v1::Dataset::CLOSED},
                                                           {v1::WITHHOLD, v1::Dataset::CLOSED}};
  auto described = Trees::Described();
  described.set_access_basis("A.R.S. 39-121");
  trees.Create(described);
  for (const auto& [outcome, access] : follows) {
    trees.Submit();
    const auto dataset = trees.Decide(outcome);
    EXPECT_EQ(dataset.state(), v1::Dataset::CONCLUDED);
    EXPECT_EQ(dataset.access(), access);
    EXPECT_EQ(dataset.access_reason(), "Nothing about people.");
    town.Call<v1::Dataset>("sam", Trees::For<v1::ReopenDatasetRequest>("New facts."));
  }
}

TEST_P(DecideDataset, SendsBackToInventoriedByDefer) {
  trees.Create();
  trees.Submit();
  EXPECT_EQ(trees.Decide(v1::DEFER).state(), v1::Dataset::INVENTORIED);
  EXPECT_EQ(trees.Submit().state(), v1::Dataset::IN_REVIEW);
}

TEST_P(DecideDataset, KeepsItsAuthorsWhenNothingWasReleased) {
  trees.Create(Trees::Described(), "grant");
  trees.Submit("sam");
  trees.Decide(v1::DEFER, "dana");
  trees.Submit("sam");
  EXPECT_EQ(Refusal("grant").reason(), Reason::APPROVER_NOT_INDEPENDENT);
}

TEST_P(DecideDataset, RefusesTheSubmitter) {
  trees.Create();
  trees.Submit("grant");
  EXPECT_EQ(Refusal("grant").reason(), Reason::APPROVER_NOT_INDEPENDENT);
}

TEST_P(DecideDataset, RefusesWhoeverChangedItInSubstance) {
  trees.Create();
  trees.Change(Trees::Coarsen(5), "grant");
  trees.Submit("sam");
  EXPECT_EQ(Refusal("grant").reason(), Reason::APPROVER_NOT_INDEPENDENT);
}

TEST_P(DecideDataset, AllowsWhoMendedATypo) {
  trees.Create();
  trees.Change(Trees::Describe("A typo mended."), "grant");
  trees.Submit();
  EXPECT_EQ(trees.Decide().state(), v1::Dataset::APPROVED);
}

TEST_P(DecideDataset, RefusesAnAuthorWhoDecidesInAnotherRole) {
  v1::GrantRoleRequest both;
  both.set_name("people/sam");
  both.set_role(v1::LEADERSHIP);
  town.Call<v1::Person>("", both);
  trees.Create();
  trees.Submit();
  EXPECT_EQ(Refusal("sam").reason(), Reason::APPROVER_NOT_INDEPENDENT);
}

TEST_P(DecideDataset, RefusesWhoseCodeAnAuthorWasShown) {
  trees.Create();
  trees.Submit();
  town.EnrolledBy("grant", "people/sam");
  const auto error = Refusal("grant");
  EXPECT_EQ(error.reason(), Reason::APPROVER_NOT_INDEPENDENT);
  EXPECT_THAT(error.message(), HasSubstr("was shown to sam"));
  town.EnrolledBy("grant", "people/dana");
  EXPECT_EQ(trees.Decide().state(), v1::Dataset::APPROVED);
}

// Dana was shown the code of lee's account, and with it asked for that of grant: she may hold both.
TEST_P(DecideDataset, RefusesACodeThatAnAuthorCouldHaveMadeThroughOthers) {
  const auto token_for = [&](const std::string& person, const std::string& issuer_token) {
    v1::EnrolPersonRequest enrol;
    enrol.set_name("people/" + person);
    v1::EnrolPersonResponse code;
    if (issuer_token.empty()) {
      code = town.Call<v1::EnrolPersonResponse>("", enrol);
    } else {
      EXPECT_FALSE(town.CallWithToken(issuer_token, enrol, &code).has_value());
    }
    v1::RedeemCodeRequest redeem;
    redeem.set_code(code.code());
    return town.Call<v1::RedeemCodeResponse>("", redeem).secret_token();
  };
  v1::GrantRoleRequest administers;
  administers.set_name("people/lee");
  administers.set_role(v1::ADMINISTRATOR);
  town.Call<v1::Person>("", administers);
  trees.Create(Trees::Described(), "dana");
  trees.Submit("sam");
  const auto dana = token_for("dana", "");
  const auto lee = token_for("lee", dana);
  v1::Dataset decided;
  const auto error = town.CallWithToken(token_for("grant", lee), Trees::Deciding(v1::RELEASE), &decided)
                         .value_or(Error(Reason::INTERNAL, ""));
  EXPECT_EQ(error.reason(), Reason::APPROVER_NOT_INDEPENDENT);
  EXPECT_THAT(error.message(), HasSubstr("was shown to dana"));
  EXPECT_FALSE(town.CallWithToken(token_for("grant", ""), Trees::Deciding(v1::RELEASE), &decided).has_value());
  EXPECT_EQ(decided.state(), v1::Dataset::APPROVED);
}

TEST_P(DecideDataset, MakesWhatItReleasesPublishable) {
  auto dataset = Trees::Described();
  dataset.set_classification(v1::Dataset::POTENTIALLY_SENSITIVE);
  trees.Create(dataset);
  trees.Assess();
  trees.Submit();
  trees.Agree("grant");
  trees.Agree("helen");
  EXPECT_EQ(trees.Decide(v1::RELEASE_WITH_CONTROLS, "lee").classification(), v1::Dataset::PUBLISHABLE);
  EXPECT_EQ(trees.Publish().state(), v1::Dataset::PUBLISHED);
}

TEST_P(DecideDataset, AsksWhyFieldsThatNamePeopleMayBeReleasedAsTheyAre) {
  auto dataset = Trees::Described();
  dataset.mutable_fields(0)->set_name("arborist");
  dataset.mutable_fields(0)->set_direct_identifier(true);
  trees.Create(dataset);
  trees.Assess();
  trees.Submit();
  trees.Agree("grant");
  trees.Agree("helen");
  const auto error = town.Refused<v1::Dataset>("lee", Trees::Deciding(v1::RELEASE));
  EXPECT_EQ(error.reason(), Reason::REASON_REQUIRED);
  EXPECT_THAT(error.message(), HasSubstr("arborist"));
  auto request = Trees::Deciding(v1::RELEASE);
  request.set_rationale("The arborist holds a public office.");
  EXPECT_EQ(town.Call<v1::Dataset>("lee", request).state(), v1::Dataset::APPROVED);
}

TEST_P(DecideDataset, DoesNotReleaseUnderALicenceThatCannotBePublished) {
  auto dataset = Trees::Described();
  dataset.set_licence("CC-BY-4.0");
  trees.Create(dataset);
  trees.Submit();
  const auto error = town.Refused<v1::Dataset>("grant", Trees::Deciding(v1::RELEASE));
  EXPECT_EQ(error.reason(), Reason::INVALID_FIELD);
  EXPECT_THAT(error.message(), HasSubstr("--licence CC0-1.0"));
  EXPECT_EQ(trees.Decide(v1::WITHHOLD).state(), v1::Dataset::CONCLUDED);
}

TEST_P(DecideDataset, NamesACodeMadeAtTheConsoleOnTheDecision) {
  trees.Create();
  trees.Submit();
  town.EnrolledBy("grant", "local/administrator");
  trees.Decide();
  EXPECT_EQ(trees.GetReview().decider_enrolled_by(), "local/administrator");
}

TEST_P(DecideDataset, IsForOwnersInTheirOwnDepartmentAlone) {
  trees.Create();
  trees.Submit();
  EXPECT_EQ(Refusal("alan").reason(), Reason::PERMISSION_DENIED);
  EXPECT_EQ(trees.Decide(v1::RELEASE, "grant").state(), v1::Dataset::APPROVED);
}

TEST_P(DecideDataset, IsNotForCoordinatorsOrTheConsole) {
  trees.Create();
  trees.Submit("grant");
  EXPECT_EQ(Refusal("sam").reason(), Reason::PERMISSION_DENIED);
  EXPECT_EQ(Refusal("").reason(), Reason::PERSON_REQUIRED);
}

TEST_P(DecideDataset, NeedsAReason) {
  trees.Create();
  trees.Submit();
  auto request = Trees::Deciding(v1::RELEASE);
  request.clear_reason();
  EXPECT_EQ(town.Refused<v1::Dataset>("grant", request).reason(), Reason::REASON_REQUIRED);
}

TEST_P(DecideDataset, DecidesWhatWasSubmittedAlone) {
  trees.Create();
  const auto error = Refusal("grant");
  EXPECT_EQ(error.reason(), Reason::WRONG_STATE);
  EXPECT_THAT(error.message(), HasSubstr("almanac dataset submit trees"));
}

TEST_P(DecideDataset, ReleasesNothingThatIsClassifiedProtected) {
  auto dataset = Trees::Described();
  dataset.set_classification(v1::Dataset::PROTECTED);
  dataset.set_access_basis("A.R.S. 39-121");
  trees.Create(dataset);
  trees.Submit();
  EXPECT_EQ(Refusal("grant").reason(), Reason::INVALID_FIELD);
  EXPECT_EQ(trees.Decide(v1::WITHHOLD, "lee").state(), v1::Dataset::CONCLUDED);
}

TEST_P(DecideDataset, IsVoidAfterAMaterialEditInReview) {
  trees.Create();
  trees.Submit();
  EXPECT_EQ(trees.Change(Trees::Coarsen(5)).state(), v1::Dataset::CLASSIFIED);
  EXPECT_EQ(trees.GetReview().state(), v1::Review::VOID);
  EXPECT_EQ(Refusal("grant").reason(), Reason::WRONG_STATE);
}

TEST_P(DecideDataset, IsVoidAfterAMaterialEditOfWhatIsApproved) {
  trees.Create();
  trees.Submit();
  trees.Decide();
  EXPECT_EQ(trees.Change(Trees::Coarsen(5)).state(), v1::Dataset::CLASSIFIED);
  EXPECT_EQ(trees.GetReview().state(), v1::Review::VOID);
}

TEST_P(DecideDataset, StandsAfterAnyOtherEdit) {
  trees.Create();
  trees.Submit();
  trees.Decide();
  EXPECT_EQ(trees.Change(Trees::Describe("A typo mended.")).state(), v1::Dataset::APPROVED);
  EXPECT_EQ(trees.Publish().state(), v1::Dataset::PUBLISHED);
}

TEST_P(DecideDataset, SchedulesAtOnceWhereAReleaseIsConfirmed) {
  trees.Create();
  trees.Plan("2026-06");
  trees.Confirm();
  trees.Submit();
  EXPECT_EQ(trees.Decide().state(), v1::Dataset::SCHEDULED);
}

TEST_P(DecideDataset, RecordsWhatStandsInAndWhenToLookAgain) {
  trees.Create();
  v1::CreateDatasetRequest other;
  *other.mutable_dataset() = Trees::Described();
  other.mutable_dataset()->set_title("Trees by park");
  town.Call<v1::Dataset>("sam", other);
  trees.Submit();
  auto request = Trees::Deciding(v1::WITHHOLD);
  request.set_stand_in("datasets/trees-by-park");
  request.set_review_again_date("2027-09-01");
  const auto dataset = town.Call<v1::Dataset>("grant", request);
  EXPECT_EQ(dataset.stand_in(), "datasets/trees-by-park");
  EXPECT_EQ(dataset.review_again_date(), "2027-09-01");
}

struct StrictRules : testing::TestWithParam<store::Backend> {
  Town town{GetParam(), "uk-statistics"};
  Trees trees{town};
};
INSTANTIATE_TEST_SUITE_P(Both, StrictRules, BothDatabases(), NameOfDatabase);

TEST_P(StrictRules, RefuseDecisionsByCodesMadeAtTheConsole) {
  trees.Create();
  trees.Submit();
  town.EnrolledBy("grant", "local/administrator");
  EXPECT_EQ(town.Refused<v1::Dataset>("grant", Trees::Deciding(v1::RELEASE)).reason(),
            Reason::APPROVER_NOT_INDEPENDENT);
}

}  // namespace
}  // namespace almanac::support
