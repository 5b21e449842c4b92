// What is there and what is missing, of a set, a unit and the program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "almanac/v1/completeness.pb.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct Completeness : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  v1::Completeness Of(const std::string& name, const std::string& as_of = {}, const std::string& who = "dana") {
    v1::GetCompletenessRequest request;
    request.set_name(name);
    request.set_as_of(as_of);
    return town.Call<v1::Completeness>(who, request);
  }
  static const v1::CompletenessItem* Item(const v1::Completeness& completeness, const std::string& rule) {
    for (const auto& item : completeness.items()) {
      if (item.rule() == rule) return &item;
    }
    return nullptr;
  }
  static std::vector<std::string> Unmet(const v1::Completeness& completeness) {
    std::vector<std::string> rules;
    for (const auto& item : completeness.items()) {
      if (item.unmet_size() > 0) rules.push_back(item.rule());
    }
    return rules;
  }
};
INSTANTIATE_TEST_SUITE_P(Both, Completeness, BothDatabases(), NameOfDatabase);

TEST_P(Completeness, OfASetNamesWhatItLacksWithTheCommandThatMendsIt) {
  trees.Create();
  const auto completeness = Of("datasets/trees");
  EXPECT_EQ(completeness.datasets(), 1);
  EXPECT_THAT(Unmet(completeness),
              ElementsAre("kind", "creation_process", "row_identifier", "period", "retention", "licence"));
  EXPECT_EQ(Item(completeness, "kind")->command(), "almanac dataset update trees --kind operational");
  // What is not asked of it is not counted for it.
  EXPECT_EQ(Item(completeness, "access_grounds"), nullptr);
  EXPECT_EQ(Item(completeness, "up_to_date"), nullptr);
}

TEST_P(Completeness, OfAUnitCountsThoseBelowItAndNamesUnitsWithoutAnInventory) {
  trees.Create();
  for (const std::string id : {"library", "museum"}) {
    v1::CreateDepartmentRequest below;
    below.set_department_id(id);
    below.mutable_department()->set_title(id);
    below.mutable_department()->set_parent("departments/parks");
    town.Call<v1::Department>("", below);
  }
  v1::CreateDatasetRequest loans;
  loans.mutable_dataset()->set_title("Loans");
  loans.mutable_dataset()->set_department("departments/library");
  town.Call<v1::Dataset>("dana", loans);
  const auto parks = Of("departments/parks");
  EXPECT_EQ(parks.datasets(), 2);
  EXPECT_EQ(Item(parks, "description")->met(), 1);
  EXPECT_EQ(Item(parks, "description")->asked(), 2);
  EXPECT_THAT(Item(parks, "description")->unmet(), ElementsAre("datasets/loans"));
  EXPECT_THAT(parks.units_without_inventory(), ElementsAre("departments/museum"));
  EXPECT_THAT(Of("").units_without_inventory(), ElementsAre("departments/museum", "departments/police"));
  EXPECT_EQ(Of("program").datasets(), 2);
}

TEST_P(Completeness, TheLargestGapsComeFirst) {
  trees.Create();
  v1::CreateDatasetRequest loans;
  loans.mutable_dataset()->set_title("Loans");
  loans.mutable_dataset()->set_department("departments/parks");
  town.Call<v1::Dataset>("dana", loans);
  const auto of_all = Of("program");
  ASSERT_GT(of_all.items_size(), 2);
  EXPECT_GT(of_all.items(0).unmet_size(), of_all.items(of_all.items_size() - 1).unmet_size());
  for (int i = 1; i < of_all.items_size(); ++i) {
    EXPECT_GE(of_all.items(i - 1).unmet_size(), of_all.items(i).unmet_size());
  }
}

TEST_P(Completeness, SpeaksOfAnyDayThatIsOver) {
  trees.Create();
  town.SetToday("2026-03-10");
  auto request = Trees::Update("retention");
  request.mutable_dataset()->set_retention("Kept for ever.");
  trees.Change(request);
  EXPECT_THAT(Unmet(Of("datasets/trees")), Not(Contains("retention")));
  EXPECT_THAT(Unmet(Of("datasets/trees", "2026-03-09")), Contains("retention"));
  EXPECT_THAT(Of("program", "2026-03-01").items(), IsEmpty());
}

TEST_P(Completeness, AsksWhatIsPublicWhetherItsRefreshIsBehind) {
  trees.Published();
  EXPECT_THAT(Unmet(Of("datasets/trees")), Not(Contains("up_to_date")));
  town.SetToday("2027-06-01");
  EXPECT_THAT(Unmet(Of("datasets/trees")), Contains("up_to_date"));
  EXPECT_THAT(Unmet(Of("datasets/trees", "2027-03-01")), Not(Contains("up_to_date")));
}

TEST_P(Completeness, CountsNothingThatTheCallerMayNotSee) {
  auto dataset = Trees::Described();
  dataset.set_marking(v1::Dataset::RESTRICTED);
  trees.Create(dataset);
  EXPECT_EQ(Of("program").datasets(), 1);
  EXPECT_EQ(Of("program", {}, "alan").datasets(), 0);
  v1::GetCompletenessRequest request;
  request.set_name("datasets/trees");
  EXPECT_EQ(town.Refused<v1::Completeness>("alan", request).reason(), Reason::NOT_FOUND);
}

TEST_P(Completeness, TakesABareNameOfADatasetOrADepartment) {
  trees.Create();
  EXPECT_EQ(Of("trees").name(), "datasets/trees");
  EXPECT_EQ(Of("parks").name(), "departments/parks");
  v1::GetCompletenessRequest request;
  request.set_name("nobody");
  EXPECT_EQ(town.Refused<v1::Completeness>("dana", request).reason(), Reason::NOT_FOUND);
  v1::CreateDepartmentRequest same;
  same.set_department_id("trees");
  same.mutable_department()->set_title("Trees");
  town.Call<v1::Department>("", same);
  request.set_name("trees");
  EXPECT_THAT(town.Refused<v1::Completeness>("dana", request).message(),
              HasSubstr("say datasets/trees or departments/trees"));
}

TEST_P(Completeness, OfSeveralSetsPointsToTheListOfThoseThatLackAThing) {
  trees.Create();
  v1::CreateDatasetRequest loans;
  loans.mutable_dataset()->set_title("Loans");
  loans.mutable_dataset()->set_department("departments/parks");
  town.Call<v1::Dataset>("dana", loans);
  EXPECT_EQ(Item(Of(""), "owner")->command(), "almanac completeness show program --rule owner");
  v1::GetCompletenessRequest request;
  request.set_rule("owner");
  const auto owner = town.Call<v1::Completeness>("dana", request);
  ASSERT_EQ(owner.items_size(), 1);
  EXPECT_THAT(owner.items(0).unmet(), ElementsAre("datasets/loans"));
  EXPECT_EQ(owner.items(0).command(), "almanac dataset update loans --owner PERSON");
  request.set_rule("beauty");
  const auto refused = town.Refused<v1::Completeness>("dana", request);
  EXPECT_EQ(refused.reason(), Reason::INVALID_FIELD);
  EXPECT_THAT(refused.message(), HasSubstr("description, owner"));
}

TEST_P(Completeness, RefusesANameOfAnotherKind) {
  v1::GetCompletenessRequest request;
  request.set_name("people/dana");
  EXPECT_EQ(town.Refused<v1::Completeness>("dana", request).reason(), Reason::INVALID_FIELD);
}

}  // namespace
}  // namespace almanac::support
