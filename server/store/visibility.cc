#include "store/visibility.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace almanac::store {
namespace {

std::vector<std::string> DepartmentsOf(const Caller& caller) {
  std::vector<std::string> departments;
  for (const Grant& grant : caller.grants) departments.push_back(grant.department);
  std::sort(departments.begin(), departments.end());
  departments.erase(std::unique(departments.begin(), departments.end()), departments.end());
  return departments;
}

// A table under its alias, and the two columns that say who sees a row.
struct Marked {
  std::string_view alias;
  std::string_view marking;
  std::string_view department;
};

// The binds carry the number of departments, so that equal texts bind alike.
std::string Unmarked(const Marked& table, const Caller& caller, Binds* binds) {
  const auto& [alias, marking, department] = table;
  std::string condition = fmt::format("{}.{} = ''", alias, marking);
  std::string places;
  int number = 0;
  for (const std::string& own : DepartmentsOf(caller)) {
    const std::string name = fmt::format("own_{}", number++);
    places += places.empty() ? ":" + name : ", :" + name;
    binds->emplace_back(name, own);
  }
  if (!places.empty()) condition += fmt::format(" OR {}.{} IN ({})", alias, department, places);
  return "(" + condition + ")";
}

}  // namespace

std::string VisibleWhere(const TableInfo& table, const Caller& caller, std::string_view alias, Binds* binds) {
  if (!table.has_visibility || caller.SeesEverything()) return {};
  const auto& visibility = table.visibility;
  if (visibility.through().empty())
    return Unmarked({alias, visibility.marking(), visibility.department()}, caller, binds);
  // What hangs on a record is seen with it. Every table that others go through has these two columns.
  return fmt::format("({0}.{1} = '' OR EXISTS (SELECT 1 FROM {2} seen WHERE seen.name = {0}.{1} AND {3}))", alias,
                     visibility.through(), visibility.through_table(),
                     Unmarked({"seen", "marking", "department"}, caller, binds));
}

}  // namespace almanac::store
