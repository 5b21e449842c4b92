// Data dictionaries as people keep them, and what becomes of what is described already.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/dictionary.h"
#include "cli/fields_plan.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Dictionary, IsToldByItsHeaderRow) {
  EXPECT_TRUE(IsDictionary({"Column Name", "Data Type", "Description", "Example"}));
  EXPECT_TRUE(IsDictionary({"field", "DESCRIPTION"}));
  EXPECT_FALSE(IsDictionary({"name", "species", "height", "description", "street"})) << "most columns are of data";
  EXPECT_FALSE(IsDictionary({"name", "title"})) << "says neither type nor meaning";
  EXPECT_FALSE(IsDictionary({"id", "type"}));
}

TEST(Dictionary, ReadsHeadersAndTypesAsPeopleWriteThem) {
  const auto read = ReadDictionary({{"Field Name", "Title", "DATATYPE", "Desc", "Units", "Sensitive", "Example"},
                                    {"height", "Height", "VARCHAR(20)", "To the top", "m", "x", "7"},
                                    {"planted", "", "Floating Timestamp", "", "", "no", ""},
                                    {"", "", "", "", "", "", ""}},
                                   "d.csv");
  EXPECT_THAT(read.ignored, ElementsAre("Example"));
  ASSERT_EQ(read.fields.size(), 2u);
  EXPECT_EQ(read.fields[0].label(), "Height");
  EXPECT_EQ(read.fields[0].type(), "text");
  EXPECT_EQ(read.fields[0].unit(), "m");
  EXPECT_TRUE(read.fields[0].sensitive());
  EXPECT_EQ(read.fields[1].type(), "datetime");
}

TEST(Dictionary, RefusesARowWithItsNumber) {
  const auto problem = [](const std::vector<std::vector<std::string>>& rows) -> std::string {
    try {
      ReadDictionary(rows, "d.csv");
    } catch (const UsageError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_THAT(problem({{"name", "release"}, {"a", "as_iss"}}), HasSubstr("d.csv row 2, release: 'as_iss'"));
  EXPECT_THAT(problem({{"name", "type"}, {"a", ""}, {"a", ""}}), HasSubstr("row 3: a stands there twice"));
  EXPECT_THAT(problem({{"name", "type"}, {"", "text"}}), HasSubstr("row 2 names no field"));
  EXPECT_THAT(problem({{"type"}}), HasSubstr("no column of names"));
}

v1::Dataset Described() {
  v1::Dataset trees;
  auto* species = trees.add_fields();
  species->set_name("Species");
  species->set_type("code");
  species->set_definition("Botanical name");
  species->set_direct_identifier(true);
  trees.add_fields()->set_name("height");
  trees.add_fields()->set_name("gone");
  return trees;
}

DataFile File(std::vector<DataColumn> columns) {
  DataFile file;
  file.columns = std::move(columns);
  return file;
}

TEST(FieldsPlan, DataNeverTakesADescriptionAway) {
  const auto plan =
      PlanFromData(Described(), File({{"species", "text", ""}, {"height", "number", ""}, {"new", "date", ""}}));
  ASSERT_EQ(plan.fields.size(), 4u);
  EXPECT_EQ(plan.fields[0].SerializeAsString(), Described().fields(0).SerializeAsString());
  EXPECT_EQ(plan.fields[1].type(), "number") << "what was not said is filled in";
  EXPECT_EQ(plan.fields[2].name(), "gone");
  EXPECT_EQ(plan.fields[3].name(), "new");
  EXPECT_THAT(plan.lines, ElementsAre("~ height: type number", "+ new  date", "not in the file, kept: gone"));
}

TEST(FieldsPlan, ATypeThatIsSaidIsNotGuessedAnew) {
  v1::Dataset trees;
  trees.add_fields()->set_name("id");
  trees.mutable_fields(0)->set_type("text");
  const auto plan = PlanFromData(trees, File({{"id", "integer", ""}}));
  EXPECT_EQ(plan.fields[0].type(), "text");
  EXPECT_THAT(plan.lines, ElementsAre(HasSubstr("type text is kept; the file looks like integer")));
}

TEST(FieldsPlan, ADictionarySaysWhatItSaysAndLeavesTheRest) {
  v1::Field species;
  species.set_name("SPECIES");
  species.set_label("Species");
  species.set_definition("Latin name");
  const auto plan = PlanFromDictionary(Described(), {species});
  EXPECT_EQ(plan.fields[0].name(), "Species") << "the record's spelling stays";
  EXPECT_EQ(plan.fields[0].definition(), "Latin name");
  EXPECT_EQ(plan.fields[0].type(), "code");
  EXPECT_TRUE(plan.fields[0].direct_identifier());
  EXPECT_THAT(plan.lines, ElementsAre("~ Species: label Species; definition Botanical name -> Latin name",
                                      "not in the file, kept: height, gone"));
  EXPECT_THAT(PlanFromDictionary(Described(), {Described().fields(0)}).changed, 0);
}

}  // namespace
}  // namespace almanac::cli
