// The sheet that goes out to be edited: what a plan says of it, and what is not right in it.
#include "support/sheets.h"
#include "support/trees.h"

namespace almanac::support {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct PlanInventory : testing::TestWithParam<store::Backend> {
  Town town{GetParam()};
  Trees trees{town};

  Sheet Pulled() { return Sheet::Pull(town); }
  std::vector<std::string> Wrong(const std::string& column, const std::string& text) {
    return Rules(Pulled().Set("trees", column, text).Plan(town));
  }
  // field: before -> after
  static std::vector<std::string> Fields(const v1::InventoryPlan& plan) {
    std::vector<std::string> fields;
    for (const auto& change : plan.changes()) {
      for (const auto& one : change.changes())
        fields.push_back(one.field() + ": " + one.before() + " -> " + one.after());
    }
    return fields;
  }
  std::vector<std::string> Read(const std::string& column, const std::string& text) {
    const auto plan = Pulled().Set("trees", column, text).Plan(town);
    EXPECT_THAT(Rules(plan), IsEmpty());
    return Fields(plan);
  }
};
INSTANTIATE_TEST_SUITE_P(Both, PlanInventory, BothDatabases(), NameOfDatabase);

TEST_P(PlanInventory, SaysOfASheetThatNobodyEditedThatNothingChanges) {
  trees.Create();
  const auto plan = Pulled().Plan(town);
  EXPECT_EQ(plan.changes_size(), 0);
  EXPECT_EQ(plan.unchanged(), 1);
  EXPECT_THAT(Rules(plan), IsEmpty());
}

TEST_P(PlanInventory, BringsTheOfficesAlongAndNobodyElse) {
  trees.Create();
  v1::CreateDepartmentRequest office;
  office.set_department_id("gardens");
  office.mutable_department()->set_title("Gardens");
  office.mutable_department()->set_parent("departments/parks");
  town.Call<v1::Department>("", office);
  for (const auto& [id, department] : {std::pair{"beds", "gardens"}, std::pair{"stops", "police"}}) {
    v1::CreateDatasetRequest create;
    create.set_dataset_id(id);
    create.mutable_dataset()->set_title(id);
    create.mutable_dataset()->set_department("departments/" + std::string(department));
    town.Call<v1::Dataset>("", create);
  }
  auto sheet = Pulled();
  ASSERT_EQ(sheet.sheet().rows_size(), 2);
  EXPECT_EQ(sheet.sheet().rows(0).cells(0), "beds");
  EXPECT_EQ(sheet.sheet().rows(1).cells(0), "trees");
}

TEST_P(PlanInventory, ShowsEveryFieldWithBeforeAndAfter) {
  trees.Create();
  const auto plan = Pulled().Set("trees", "Licence", "CC0-1.0").Set("trees", "Source system", "").Plan(town);
  EXPECT_THAT(Fields(plan), ElementsAre("licence:  -> CC0-1.0", "source_system: TreeKeeper -> "));
  EXPECT_EQ(plan.changes(0).row(), 2);
  EXPECT_EQ(plan.changes(0).dataset(), "datasets/trees");
  EXPECT_EQ(trees.Get().licence(), "") << "a plan writes nothing";
}

TEST_P(PlanInventory, ReadsWhatASpreadsheetMakesOfACell) {
  auto dataset = Trees::Described();
  dataset.set_temporal_start("2020-01-01");
  dataset.set_row_identifier("tree");
  trees.Create(dataset);
  EXPECT_THAT(Read("Temporal start", "46143"), ElementsAre("temporal_start: 2020-01-01 -> 2026-05-01"));
  EXPECT_THAT(Read("Historical", "VRAI"), ElementsAre("historical: no -> yes"));
  EXPECT_THAT(Read("Historical", "FALSE"), IsEmpty());
  EXPECT_THAT(Read("Row identifier", "\xC2\xA0tree "), IsEmpty());
  EXPECT_THAT(Read("Keywords", "oak;\nelm; oak"), ElementsAre("keywords:  -> oak; elm"));
  EXPECT_THAT(Read("Access", "Open"), IsEmpty());
  EXPECT_THAT(Read("Owner", "people/grant"), IsEmpty());
  EXPECT_THAT(Read("Determinations: Open licence", "Not yet"), ElementsAre("determinations.open_licence:  -> not_yet"));
}

TEST_P(PlanInventory, NamesEveryProblemAtOnceByRowAndColumn) {
  trees.Create();
  const auto plan = Pulled()
                        .Set("trees", "Access", "opne")
                        .Set("trees", "Owner", "nobody")
                        .Set("trees", "Contact email", "x y")
                        .Set("trees", "Temporal end", "1/5/2026")
                        .Set("trees", "Aggregation threshold", "many")
                        .Set("trees", "Historical", "perhaps")
                        .Set("trees", "Title", "")
                        .Plan(town);
  EXPECT_THAT(Rules(plan), ElementsAre("row 2 Title: required", "row 2 Owner: not_there", "row 2 Access: not_a_choice",
                                       "row 2 Aggregation threshold: not_a_number", "row 2 Temporal end: not_a_day",
                                       "row 2 Historical: not_yes_or_no", "row 2 Contact email: not_in_form"));
  EXPECT_THAT(plan.problems(2).fix(), HasSubstr("Did you mean open?"));
  EXPECT_EQ(plan.changes_size(), 0);
}

TEST_P(PlanInventory, HoldsTheSheetToTheRulesOfAnUpdate) {
  trees.Create();
  EXPECT_THAT(Wrong("Access", "closed"),
              ElementsAre("row 2 Access reason: not_as_ruled", "row 2 Access basis: not_as_ruled"));
  EXPECT_THAT(Wrong("Department", "police"), ElementsAre("row 2 : not_allowed"));
  EXPECT_THAT(Rules(Pulled().Set("trees", "Licence", "CC0-1.0").Plan(town, "alan")),
              ElementsAre("row 2 : not_allowed"));
}

TEST_P(PlanInventory, SeesThatANumberLostItsZeros) {
  auto dataset = Trees::Described();
  dataset.set_row_identifier("007");
  trees.Create(dataset);
  const auto plan = Pulled().Set("trees", "Row identifier", "7").Plan(town);
  EXPECT_THAT(Rules(plan), ElementsAre("row 2 Row identifier: became_a_number"));
  EXPECT_THAT(plan.problems(0).fix(), HasSubstr("write 007 again"));
}

TEST_P(PlanInventory, TakesColumnsInAnyOrderAndLeavesWhatIsNotThere) {
  trees.Create();
  auto sheet = Pulled();
  auto& rows = *sheet.sheet().mutable_rows(0);
  v1::InventorySheet turned;
  turned.add_columns("  LICENCE ");
  turned.add_columns("name");
  turned.add_columns("Etag");
  auto* row = turned.add_rows();
  row->set_row(2);
  for (const auto& cell : {std::string("CC0-1.0"), rows.cells(0), rows.cells(1)}) row->add_cells(cell);
  sheet.sheet() = turned;
  EXPECT_THAT(Fields(sheet.Plan(town)), ElementsAre("licence:  -> CC0-1.0"));
}

TEST_P(PlanInventory, NamesAHeadThatIsNoColumnWithTheNearest) {
  trees.Create();
  auto sheet = Pulled();
  sheet.sheet().set_columns(2, "Titel");
  sheet.sheet().set_columns(4, "Public alias");
  const auto plan = sheet.Plan(town);
  EXPECT_THAT(Rules(plan), ElementsAre("row 0 Titel: column_unknown", "row 0 Public alias: column_twice"));
  EXPECT_THAT(plan.problems(0).fix(), HasSubstr("Did you mean 'Title'?"));
  sheet.sheet().set_columns(0, "Nom");
  EXPECT_THAT(Rules(sheet.Plan(town)).back(), "row 0 Name: column_missing");
}

TEST_P(PlanInventory, RefusesANameThatIsThereTwiceOrNotAtAll) {
  trees.Create();
  auto sheet = Pulled();
  *sheet.sheet().add_rows() = sheet.sheet().rows(0);
  sheet.sheet().mutable_rows(1)->set_row(3);
  *sheet.sheet().add_rows() = sheet.sheet().rows(0);
  sheet.sheet().mutable_rows(2)->set_row(4);
  sheet.sheet().mutable_rows(2)->set_cells(0, "bushes");
  EXPECT_THAT(Rules(sheet.Plan(town)), ElementsAre("row 3 Name: name_twice", "row 4 Name: name_unknown"));
}

TEST_P(PlanInventory, TakesARowThatIsNotThereForNoDeletion) {
  trees.Create();
  auto sheet = Pulled().Add({{"Title", "Benches"}, {"Department", "parks"}});
  sheet.Apply(town);
  auto fresh = Pulled();
  fresh.sheet().mutable_rows()->DeleteSubrange(0, 1);
  const auto plan = fresh.Plan(town);
  EXPECT_EQ(plan.absent(), 1);
  EXPECT_EQ(plan.changes_size(), 0);
}

TEST_P(PlanInventory, TakesARowWithoutANameForANewDataset) {
  trees.Create();
  auto sheet = Pulled();
  sheet.Add({{"Title", "Benches"}, {"Department", "parks"}}).Add({});
  const auto plan = sheet.Plan(town);
  ASSERT_EQ(plan.changes_size(), 1);
  EXPECT_EQ(plan.changes(0).action(), v1::InventoryChange::ADDED);
  EXPECT_EQ(plan.changes(0).title(), "Benches");
  EXPECT_THAT(Rules(Pulled().Add({{"Title", "Benches"}}).Plan(town)), ElementsAre("row 3 Department: required"));
  EXPECT_THAT(Rules(Pulled().Add({{"Title", "public tree INVENTORY"}, {"Department", "parks"}}).Plan(town)),
              ElementsAre("row 3 Title: title_taken"));
}

TEST_P(PlanInventory, LeavesWhatSomebodyElseChangedAndTheSheetDidNot) {
  trees.Create();
  auto sheet = Pulled();
  trees.Change(Trees::Describe("Every tree."), "grant");
  const auto plan = sheet.Plan(town);
  EXPECT_THAT(plan.moved(), ElementsAre("datasets/trees"));
  EXPECT_EQ(plan.changes_size(), 0);
  EXPECT_THAT(Rules(plan), IsEmpty());
}

TEST_P(PlanInventory, TellsWhatFollowsForThePublic) {
  trees.Published();
  const auto plan = Pulled().Set("trees", "Title", "Trees").Set("trees", "Aggregation threshold", "5").Plan(town);
  ASSERT_EQ(plan.changes_size(), 1);
  EXPECT_THAT(plan.changes(0).consequences(),
              ElementsAre(v1::InventoryChange::PUBLIC_AT_ONCE, v1::InventoryChange::WAITS_FOR_DECISION));
}

}  // namespace
}  // namespace almanac::support
