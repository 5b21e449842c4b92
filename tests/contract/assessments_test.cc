// Assessments: what could happen to people is judged, on one scale, before something about them is released.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Assessment : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  static v1::Dataset OfPeople() {
    auto dataset = Trees::Described();
    dataset.mutable_fields(0)->set_quasi_identifier(true);
    return dataset;
  }
  void Submitted(const v1::Dataset& dataset = OfPeople()) {
    trees.Create(dataset);
    trees.Submit();
  }
  static std::vector<std::string> SeatsOf(const v1::Review& review) {
    std::vector<std::string> keys;
    for (const auto& seat : review.seats()) keys.push_back(seat.key());
    return keys;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Assessment, BothDatabases(), NameOfDatabase);

TEST_P(Assessment, ComesBeforeReleasingRecordsAboutPeople) {
  Submitted();
  trees.Agree("grant");
  trees.Agree("helen");
  EXPECT_THAT(MissingRules(town.Refused<v1::Dataset>("lee", Trees::Deciding(v1::RELEASE))), ElementsAre("assessment"));
}

TEST_P(Assessment, IsNotAskedForWhereNobodyCanBeHurt) {
  Submitted(Trees::Described());
  EXPECT_EQ(trees.Decide().state(), v1::Dataset::APPROVED);
}

TEST_P(Assessment, StandsOnTheDecision) {
  Submitted();
  trees.Assess();
  trees.Agree("grant");
  trees.Agree("helen");
  trees.Decide(v1::RELEASE, "lee");
  EXPECT_EQ(trees.GetReview().residual(), v1::Risk::LOW);
  EXPECT_EQ(trees.Publish().state(), v1::Dataset::PUBLISHED);
}

TEST_P(Assessment, OfAHighRemainderAsksTheManagerToo) {
  Submitted();
  trees.Assess(v1::Risk::VERY_HIGH, v1::Risk::MODERATE);
  const auto review = trees.GetReview();
  EXPECT_EQ(review.tier(), 3);
  EXPECT_THAT(SeatsOf(review), ElementsAre("owner", "privacy", "legal", "leadership", "manager"));
}

TEST_P(Assessment, MadeBeforeSubmittingCountsToo) {
  trees.Create(OfPeople());
  trees.Assess(v1::Risk::VERY_HIGH, v1::Risk::MODERATE);
  trees.Submit();
  EXPECT_EQ(trees.GetReview().evidence_tier(), 3);
}

TEST_P(Assessment, OfAVeryHighRemainderIsNeverReleased) {
  Submitted();
  trees.Assess(v1::Risk::VERY_HIGH, v1::Risk::VERY_HIGH);
  town.AddPerson("lena", "Lena Law", v1::LEGAL);
  town.AddPerson("mo", "Mo Manager", v1::MANAGER);
  for (const char* who : {"grant", "helen", "lena"}) trees.Agree(who);
  const auto review = trees.GetReview();
  ASSERT_THAT(SeatsOf(review), ElementsAre("owner", "privacy", "legal", "leadership"));
  EXPECT_THAT(MissingRules(town.Refused<v1::Dataset>("lee", Trees::Deciding(v1::RELEASE))), ElementsAre("residual"));
}

TEST_P(Assessment, ClearsWhatWasAgreedBeforeIt) {
  Submitted();
  trees.Assess();
  trees.Agree("grant");
  trees.Assess(v1::Risk::LOW, v1::Risk::VERY_LOW);
  EXPECT_EQ(trees.GetReview().approvals_size(), 0);
}

TEST_P(Assessment, IsOfTheDataAsItIs) {
  trees.Create(OfPeople());
  trees.Assess();
  trees.Change(Trees::Coarsen(5));
  trees.Submit();
  trees.Agree("grant");
  trees.Agree("helen");
  const auto error = town.Refused<v1::Dataset>("lee", Trees::Deciding(v1::RELEASE));
  EXPECT_THAT(MissingRules(error), ElementsAre("assessment"));
  EXPECT_THAT(error.missing()[0].message, HasSubstr("before its last change"));
}

TEST_P(Assessment, IsNotUndoneByALicenceOrAClass) {
  trees.Create(OfPeople());
  trees.Assess();
  auto licence = Trees::Update("licence");
  licence.mutable_dataset()->set_licence("CC0-1.0");
  trees.Change(licence);
  trees.Submit();
  trees.Agree("grant");
  trees.Agree("helen");
  EXPECT_EQ(trees.Decide(v1::RELEASE, "lee").state(), v1::Dataset::APPROVED);
}

TEST_P(Assessment, ThatFindsMoreAfterTheDecisionStopsThePublication) {
  Submitted();
  trees.Assess();
  trees.Agree("grant");
  trees.Agree("helen");
  trees.Decide(v1::RELEASE, "lee");
  trees.Assess(v1::Risk::VERY_HIGH, v1::Risk::MODERATE);
  const auto error = town.Refused<v1::Dataset>("dana", Trees::Publishing());
  EXPECT_EQ(error.reason(), Reason::DECISION_VOID);
  EXPECT_THAT(error.message(), HasSubstr("assessed as high"));
}

TEST_P(Assessment, ScoresTotalsByTheSheet) {
  auto dataset = OfPeople();
  dataset.set_granularity(v1::Dataset::AGGREGATE);
  trees.Create(dataset);
  auto request = Trees::Assessing(v1::Risk::LOW, v1::Risk::LOW);
  auto* sheet = request.mutable_assessment()->mutable_scoring();
  sheet->set_smallest_cell(11);
  sheet->set_period(v1::ScoringSheet::QUARTER);
  sheet->set_residents(38'400);
  sheet->set_sex(true);
  const auto assessment = town.Call<v1::Assessment>("sam", request);
  EXPECT_EQ(assessment.score(), 15);
  EXPECT_THAT(assessment.advice(), HasSubstr("15 is over 12"));
  // Filled in anew, without sex.
  sheet->clear_sex();
  EXPECT_EQ(town.Call<v1::Assessment>("sam", request).score(), 8);
}

TEST_P(Assessment, RefusesTheSheetForRecords) {
  trees.Create(OfPeople());
  auto request = Trees::Assessing(v1::Risk::LOW, v1::Risk::LOW);
  request.mutable_assessment()->mutable_scoring()->set_smallest_cell(11);
  request.mutable_assessment()->mutable_scoring()->set_period(v1::ScoringSheet::YEAR);
  EXPECT_THAT(town.Refused<v1::Assessment>("sam", request).message(), HasSubstr("one of totals"));
}

TEST_P(Assessment, IsJudgedBelowTheScaleByThePrivacyOfficerAlone) {
  trees.Create(OfPeople());
  trees.Assess(v1::Risk::HIGH, v1::Risk::HIGH);
  v1::AssessDatasetRequest request;
  request.mutable_assessment()->set_name("assessments/trees");
  request.mutable_assessment()->set_override_level(v1::Risk::MODERATE);
  EXPECT_EQ(town.Refused<v1::Assessment>("helen", request).reason(), Reason::REASON_REQUIRED);
  request.mutable_assessment()->set_override_reason("The keepers agreed to it.");
  EXPECT_EQ(town.Refused<v1::Assessment>("sam", request).reason(), Reason::SEAT_REQUIRED);
  EXPECT_EQ(town.Call<v1::Assessment>("helen", request).residual(), v1::Risk::MODERATE);
}

TEST_P(Assessment, IsNotJudgedBelowTheScaleByWhoWroteTheSet) {
  trees.Create(OfPeople());
  trees.Assess(v1::Risk::HIGH, v1::Risk::HIGH);
  v1::GrantRoleRequest both;
  both.set_name("people/sam");
  both.set_role(v1::PRIVACY_OFFICER);
  town.Call<v1::Person>("", both);
  v1::AssessDatasetRequest request;
  request.mutable_assessment()->set_name("assessments/trees");
  request.mutable_assessment()->set_override_level(v1::Risk::LOW);
  request.mutable_assessment()->set_override_reason("I know them.");
  EXPECT_EQ(town.Refused<v1::Assessment>("sam", request).reason(), Reason::APPROVER_NOT_INDEPENDENT);
}

TEST_P(Assessment, SaysWhenTheRiskOutweighsTheBenefit) {
  trees.Create(OfPeople());
  auto request = Trees::Assessing(v1::Risk::MODERATE, v1::Risk::MODERATE);
  request.mutable_assessment()->set_benefit(v1::Risk::LOW);
  request.mutable_assessment()->set_benefit_likelihood(v1::Risk::LOW);
  EXPECT_THAT(town.Call<v1::Assessment>("sam", request).advice(), HasSubstr("outweighs the benefit"));
}

TEST_P(Assessment, IsNotForThoseOfOtherDepartments) {
  trees.Create(OfPeople());
  EXPECT_EQ(town.Refused<v1::Assessment>("alan", Trees::Assessing(v1::Risk::LOW, v1::Risk::LOW)).reason(),
            Reason::PERMISSION_DENIED);
}

}  // namespace
}  // namespace almanac::support
