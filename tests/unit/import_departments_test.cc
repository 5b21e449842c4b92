#include "interchange/import_departments.h"

#include <gtest/gtest.h>

namespace almanac::interchange {
namespace {

v1::Department Department(const std::string& id, const std::string& parent, const std::string& merged_into) {
  v1::Department department;
  department.set_name("departments/" + id);
  department.set_title(id);
  if (!parent.empty()) department.set_parent("departments/" + parent);
  if (!merged_into.empty()) department.set_merged_into("departments/" + merged_into);
  return department;
}

Departments Known(std::initializer_list<v1::Department> all) {
  Departments known;
  for (const auto& department : all) known.emplace(department.name(), department);
  return known;
}

std::string NameFor(const Departments& known, const std::string& title) {
  const v1::ImportOptions options;
  DepartmentChoice choice(known, options, "Town");
  Findings findings;
  const std::vector<std::string> titles{title};
  const auto chosen = choice.For({titles, false}, &findings);
  choice.Need(chosen);
  return choice.NameOf(chosen);
}

TEST(ImportDepartments, ThatAreMergedNameWhoGoesOn) {
  EXPECT_EQ(
      NameFor(Known({Department("parks", "", ""), Department("trees", "", "parks"), Department("hedges", "", "trees")}),
              "hedges"),
      "departments/parks");
}

// No command makes one any more, yet one may be there.
TEST(ImportDepartments, EndOnARingOfUnits) {
  EXPECT_EQ(NameFor(Known({Department("parks", "trees", ""), Department("trees", "parks", "")}), "parks"),
            "departments/parks");
}

TEST(ImportDepartments, EndOnARingOfMergedUnits) {
  EXPECT_EQ(
      NameFor(Known({Department("parks", "", "trees"), Department("trees", "", "parks"), Department("water", "", "")}),
              "water"),
      "departments/water");
}

}  // namespace
}  // namespace almanac::interchange
