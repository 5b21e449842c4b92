#include "store/row.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/events.pb.h"
#include "almanac/v1/people.pb.h"
#include "almanac/v1/releases.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "store/json.h"

namespace almanac::store {
namespace {

// The tables that the rows of this one may be seen through.
std::set<std::string> ThroughTables(const TableInfo& table) {
  return {table.visibility.through_table().begin(), table.visibility.through_table().end()};
}

TEST(Row, IsSeenThroughTablesThatThereAreWithTheColumnsThatAreNamed) {
  std::set<std::string> known;
  for (const auto* table : AllTables()) known.insert(table->table);
  for (const auto* table : AllTables()) {
    for (const auto& name : ThroughTables(*table)) EXPECT_TRUE(known.contains(name)) << table->table << ": " << name;
    const auto& visibility = table->visibility;
    for (const auto& column :
         {visibility.marking(), visibility.department(), visibility.readers(), visibility.through()}) {
      EXPECT_TRUE(column.empty() || table->Find(column) != nullptr) << table->table << ": " << column;
    }
  }
}

TEST(Row, ThatIsMarkedHidesItsEvents) {
  const auto through = ThroughTables(TableOf(v1::Event::descriptor()));
  for (const auto* table : AllTables()) {
    EXPECT_TRUE(table->visibility.marking().empty() || through.contains(table->table)) << table->table;
  }
}

TEST(Row, NamesOfStatesAreLowerCaseWithoutPrefix) {
  v1::Dataset dataset;
  dataset.set_state(v1::Dataset::IN_REVIEW);
  EXPECT_EQ(std::get<std::string>(ToValue(dataset, *TableOf(dataset.GetDescriptor()).Find("state"))), "in_review");
  dataset.clear_state();
  EXPECT_EQ(std::get<std::string>(ToValue(dataset, *TableOf(dataset.GetDescriptor()).Find("state"))), "");
}

TEST(Row, AStateThatTheProgramDoesNotKnowIsRefused) {
  v1::Dataset dataset;
  dataset.set_state(static_cast<v1::Dataset::State>(99));
  EXPECT_THROW(ToValue(dataset, *TableOf(dataset.GetDescriptor()).Find("state")), Error);
  EXPECT_THROW(FromValue(*TableOf(dataset.GetDescriptor()).Find("state"), std::string("prioritised"), &dataset), Error);
}

TEST(Row, AnUnsetDayThatSortsIsFarAwayAndComesBackUnset) {
  v1::Release release;
  const Column& column = *TableOf(release.GetDescriptor()).Find("last_day");
  EXPECT_EQ(std::get<std::string>(ToValue(release, column)), "9999-12-31");
  FromValue(column, std::string("9999-12-31"), &release);
  EXPECT_EQ(release.last_day(), "");
}

TEST(Row, AListIsJsonAndAnEmptyOneIsNotNull) {
  v1::Dataset dataset;
  const Column& column = *TableOf(dataset.GetDescriptor()).Find("fields");
  EXPECT_EQ(std::get<std::string>(ToValue(dataset, column)), "[]");
  auto* field = dataset.add_fields();
  field->set_name("a\"b");
  field->set_release(v1::Field::AS_IS);
  const Value value = ToValue(dataset, column);
  EXPECT_EQ(std::get<std::string>(value), R"([{"name":"a\"b","release":"as_is"}])");
  v1::Dataset back;
  FromValue(column, value, &back);
  EXPECT_EQ(back.fields(0).name(), "a\"b");
}

TEST(Row, TheEtagComesWithEveryView) {
  const TableInfo& table = TableOf(v1::Dataset::descriptor());
  bool found = false;
  for (const int i : table.basic) found = found || table.columns[static_cast<size_t>(i)].name == "etag";
  EXPECT_TRUE(found);
}

TEST(MaterialJson, HoldsOnlyWhatAnApprovalBindsTo) {
  v1::Dataset dataset;
  dataset.set_title("A title is no matter of substance");
  dataset.set_licence("CC0-1.0");
  auto* field = dataset.add_fields();
  field->set_name("species");
  field->set_definition("Words that may be mended");
  auto* distribution = dataset.add_distributions();
  distribution->set_title("A file");
  distribution->set_host("data.example.gov");
  EXPECT_EQ(MaterialJson(dataset),
            R"({"licence":"CC0-1.0","fields":[{"name":"species"}],"distributions":[{"host":"data.example.gov"}]})");
}

// Whatever comes to be added, these never reach the public.
TEST(PublicJson, NamesNoPersonAndNoInnerReason) {
  v1::Dataset dataset;
  for (int i = 0; i < dataset.GetDescriptor()->field_count(); ++i) {
    const auto* field = dataset.GetDescriptor()->field(i);
    const bool of_a_person = field->options().GetExtension(v1::reference) == "people";
    const bool inner = field->name() == "public_alias" || field->name() == "marking" || field->name() == "authors";
    if (of_a_person || inner) {
      EXPECT_FALSE(field->options().GetExtension(v1::public_output)) << field->name();
    }
  }
}

}  // namespace
}  // namespace almanac::store
