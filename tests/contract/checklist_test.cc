// The checklist: what no program can look into is confirmed by people before something is released.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Checklist : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  static v1::Dataset OfPeople() {
    auto dataset = Trees::Described();
    dataset.mutable_fields(0)->set_quasi_identifier(true);
    return dataset;
  }
  v1::CheckDatasetResponse Check() {
    v1::CheckDatasetRequest request;
    request.set_name("datasets/trees");
    return town.Call<v1::CheckDatasetResponse>("sam", request);
  }
  std::vector<v1::Transition> Transitions() {
    const auto check = Check();
    return {check.transitions().begin(), check.transitions().end()};
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Checklist, BothDatabases(), NameOfDatabase);

TEST_P(Checklist, AsksWhoSubmitsBeforeAnythingIsOpened) {
  trees.Create();
  const auto error = town.Refused<v1::Dataset>("sam", Trees::Named<v1::SubmitDatasetRequest>());
  EXPECT_EQ(error.reason(), Reason::MISSING_REQUIREMENTS);
  EXPECT_THAT(MissingRules(error), ElementsAre("check_as-described", "check_free-text", "check_rights"));
  EXPECT_EQ(error.missing()[1].command, "");
  EXPECT_EQ(error.missing()[2].command, "almanac dataset submit trees --confirm all");
  EXPECT_EQ(trees.Get().state(), v1::Dataset::IDENTIFIED);
}

TEST_P(Checklist, KeepsWhoConfirmedWhatAndWhen) {
  trees.Create();
  auto request = Trees::Named<v1::SubmitDatasetRequest>();
  for (const char* key : {"as-described", "free-text", "rights"}) request.add_confirm(key);
  town.Call<v1::Dataset>("sam", request);
  const auto review = trees.GetReview();
  ASSERT_EQ(review.checklist_size(), 3);
  EXPECT_EQ(review.checklist(1).confirmed_by(), "people/sam");
  EXPECT_TRUE(review.checklist(1).has_confirm_time());
}

TEST_P(Checklist, RefusesAnItemThatIsNotAskedOfThem) {
  trees.Create();
  auto request = Trees::Submitting();
  request.add_confirm("find-a-person");
  EXPECT_THAT(town.Refused<v1::Dataset>("sam", request).message(), HasSubstr("as-described, free-text, rights"));
}

TEST_P(Checklist, AsksThePrivacyOfficerBeforeTheyAgree) {
  trees.Create(OfPeople());
  trees.Submit();
  auto silent = Trees::OfReview<v1::ApproveReviewRequest>();
  EXPECT_THAT(MissingRules(town.Refused<v1::Review>("helen", silent)),
              ElementsAre("check_small-cells", "check_find-a-person"));
  // The owner is asked nothing.
  town.Call<v1::Review>("grant", silent);
  EXPECT_EQ(trees.Agree("helen").approvals_size(), 2);
}

TEST_P(Checklist, AsksWhoeverAgreesLastWhereTheTierHasNoSuchSeat) {
  trees.Create(OfPeople());
  trees.Submit();
  auto lower = Trees::OfReview<v1::LowerReviewTierRequest>();
  lower.set_tier(0);
  lower.set_reason("Species of trees.");
  EXPECT_EQ(town.Call<v1::Review>("helen", lower).checklist_size(), 3);
  auto raise = Trees::OfReview<v1::RaiseReviewTierRequest>();
  raise.set_tier(2);
  raise.set_reason("And yet.");
  EXPECT_EQ(town.Call<v1::Review>("lee", raise).checklist_size(), 5);
}

TEST_P(Checklist, AsksTheLawOfASpecialCategory) {
  trees.Create([] {
    auto dataset = Trees::Described();
    dataset.set_title("Juvenile referrals");
    return dataset;
  }());
  const auto check = Check();
  const auto& last = check.checklist(check.checklist_size() - 1);
  EXPECT_EQ(last.key(), "juveniles");
  EXPECT_EQ(last.seat(), "legal");
  EXPECT_EQ(last.law(), "A.R.S. 8-208");
}

TEST_P(Checklist, IsGoneWithTheReviewThatAMaterialEditEnds) {
  trees.Create();
  trees.Submit();
  trees.Change(Trees::Coarsen(5));
  EXPECT_EQ(trees.GetReview().state(), v1::Review::VOID);
  EXPECT_EQ(town.Refused<v1::Dataset>("sam", Trees::Named<v1::SubmitDatasetRequest>()).reason(),
            Reason::MISSING_REQUIREMENTS);
}

TEST_P(Checklist, StandsBesideWhatIsComputed) {
  trees.Create(OfPeople());
  const auto check = Check();
  ASSERT_EQ(check.checklist_size(), 5);
  EXPECT_EQ(check.checklist(0).confirmed_by(), "");
  EXPECT_EQ(check.checklist(4).seat(), "privacy");
}

TEST_P(Checklist, ShowsWhatAnEditWouldChangeForThePublicFieldByField) {
  trees.Published();
  trees.Change(Trees::Coarsen(5));
  const auto check = Check();
  ASSERT_EQ(check.pending_size(), 1);
  EXPECT_EQ(check.pending(0).field(), "aggregation_threshold");
  EXPECT_EQ(check.pending(0).after(), "5");
}

TEST_P(Checklist, NamesEveryVerbAndWhyItIsNotOpen) {
  trees.Create();
  std::map<std::string, v1::Transition> verbs;
  for (const auto& one : Transitions()) verbs[one.verb()] = one;
  EXPECT_TRUE(verbs.at("submit").open());
  EXPECT_THAT(verbs.at("publish").why_not(), HasSubstr("identified"));
  EXPECT_FALSE(verbs.at("suspend").open());
  trees.Submit();
  for (const auto& one : Transitions()) verbs[one.verb()] = one;
  EXPECT_THAT(verbs.at("submit").why_not(), HasSubstr("in review"));
  EXPECT_THAT(verbs.at("decide").why_not(), HasSubstr("may not decide in parks"));
}

}  // namespace
}  // namespace almanac::support
