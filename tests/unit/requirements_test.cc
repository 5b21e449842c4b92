#include "domain/requirements.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/versions.h"

namespace almanac::domain {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

std::vector<std::string> Rules(const Requirements& missing) {
  std::vector<std::string> rules;
  for (const auto& one : missing) rules.push_back(one.rule);
  return rules;
}

v1::Dataset CompleteTrees() {
  v1::Dataset dataset;
  dataset.set_name("datasets/trees");
  dataset.set_department("departments/parks");
  dataset.set_title("Trees");
  dataset.set_owner("people/grant");
  dataset.set_description("Every public tree.");
  dataset.set_frequency("R/P1Y");
  dataset.set_source_system("TreeKeeper");
  dataset.set_classification(v1::Dataset::PUBLISHABLE);
  dataset.set_access(v1::Dataset::OPEN);
  dataset.set_licence("CC0-1.0");
  auto* field = dataset.add_fields();
  field->set_name("species");
  field->set_definition("Botanical name.");
  field->set_release(v1::Field::AS_IS);
  auto* file = dataset.add_distributions();
  file->set_media_type("text/csv");
  file->set_download_url("https://data.example.gov/trees.csv");
  return dataset;
}

Requirements ToPublish(const v1::Dataset& dataset, const std::optional<v1::Review>& decision) {
  Profile profile;
  profile.name = "gilbert";
  profile.licences = {"CC0-1.0", "PDDL-1.0"};
  v1::Department department;
  department.set_contact_email("parks@example.gov");
  return MissingToPublish(dataset, {profile, department, decision, std::nullopt, "2026-03-02", {}});
}

v1::Review DecisionOn(const v1::Dataset& dataset) {
  v1::Review review;
  review.set_name("reviews/trees-1");
  review.set_dataset(dataset.name());
  review.set_state(v1::Review::DECIDED);
  review.set_outcome(v1::RELEASE);
  review.set_material_hash(MaterialHash(dataset));
  review.add_seats()->set_key("owner");
  review.mutable_seats(0)->set_people(1);
  review.add_approvals()->set_seat("owner");
  review.mutable_approvals(0)->set_person("people/grant");
  return review;
}

TEST(MissingToSubmit, NamesEverythingAtOnceWithTheCommandThatMendsIt) {
  v1::Dataset dataset;
  dataset.set_name("datasets/trees");
  dataset.set_access(v1::Dataset::CLOSED);
  const auto missing = MissingToSubmit(dataset);
  EXPECT_THAT(Rules(missing), ElementsAre("owner", "description", "frequency", "source_system", "fields",
                                          "classification", "access_reason", "access_basis"));
  for (const auto& one : missing) {
    EXPECT_THAT(one.command, StartsWith(one.rule == "fields" ? "almanac dataset fields import trees "
                                                             : "almanac dataset update trees --"));
  }
}

TEST(MissingToSubmit, AsksNoFieldsOfHistoricalOrAdoptedSets) {
  auto dataset = CompleteTrees();
  dataset.clear_fields();
  EXPECT_THAT(Rules(MissingToSubmit(dataset)), ElementsAre("fields"));
  dataset.set_historical(true);
  EXPECT_THAT(MissingToSubmit(dataset), IsEmpty());
  dataset.set_historical(false);
  dataset.mutable_adopted_time()->set_seconds(1);
  EXPECT_THAT(MissingToSubmit(dataset), IsEmpty());
}

TEST(MissingToSubmit, AsksABasisForWhatIsProtectedThoughOpen) {
  auto dataset = CompleteTrees();
  dataset.set_classification(v1::Dataset::PROTECTED);
  EXPECT_THAT(Rules(MissingToSubmit(dataset)), ElementsAre("access_basis"));
}

TEST(MissingToPublish, IsNothingOfACompleteSetWithADecision) {
  const auto dataset = CompleteTrees();
  EXPECT_THAT(Rules(ToPublish(dataset, DecisionOn(dataset))), IsEmpty());
}

TEST(MissingToPublish, NamesEverythingAtOnce) {
  v1::Dataset dataset;
  dataset.set_name("datasets/trees");
  EXPECT_THAT(Rules(ToPublish(dataset, {})), ElementsAre("licence", "fields", "distribution", "decision"));
}

TEST(MissingToPublish, RefusesALicenceThatTheProfileDoesNotAllow) {
  auto dataset = CompleteTrees();
  dataset.set_licence("CC-BY-4.0");
  const auto missing = ToPublish(dataset, DecisionOn(dataset));
  ASSERT_THAT(Rules(missing), ElementsAre("licence_allowed"));
  EXPECT_THAT(missing.front().message, HasSubstr("it allows CC0-1.0, PDDL-1.0"));
  EXPECT_EQ(missing.front().command, "almanac dataset update trees --licence CC0-1.0");
}

TEST(MissingToPublish, AsksADefinitionOfReleasedFieldsAlone) {
  auto dataset = CompleteTrees();
  auto* dropped = dataset.add_fields();
  dropped->set_name("crew");
  dropped->set_release(v1::Field::DROPPED);
  auto* treated = dataset.add_fields();
  treated->set_name("block");
  treated->set_release(v1::Field::TREATED);
  const auto missing = ToPublish(dataset, DecisionOn(dataset));
  EXPECT_THAT(Rules(missing), ElementsAre("fields_defined", "fields_treated"));
  // What is known of the other fields, such as their types, must survive the mending.
  for (const auto& one : missing) EXPECT_EQ(one.command, "almanac dataset fields import trees dictionary.csv");
}

TEST(MissingToPublish, FindsThatADecisionWasAboutSomethingElse) {
  auto dataset = CompleteTrees();
  const auto decision = DecisionOn(dataset);
  dataset.set_description("Every public tree, and its height.");
  EXPECT_THAT(ToPublish(dataset, decision), IsEmpty());
  dataset.mutable_fields(0)->set_release(v1::Field::TREATED);
  dataset.mutable_fields(0)->set_treatment("genus only");
  EXPECT_THAT(Rules(ToPublish(dataset, decision)), ElementsAre(kDecisionBinds));
}

TEST(MissingToPublish, TakesNoDecisionToWithholdForOneToRelease) {
  const auto dataset = CompleteTrees();
  auto decision = DecisionOn(dataset);
  decision.set_outcome(v1::WITHHOLD);
  EXPECT_THAT(Rules(ToPublish(dataset, decision)), ElementsAre("decision"));
}

}  // namespace
}  // namespace almanac::domain
