#include "store/visibility.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

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

const TableInfo& TableNamed(std::string_view name) {
  const auto& all = AllTables();
  return **std::find_if(all.begin(), all.end(), [&](const TableInfo* table) { return table->table == name; });
}

// The conditions of one statement, whose binds are shared by all of them.
class Sight {
 public:
  Sight(const Caller& caller, Binds* binds) : caller_(caller), binds_(binds) {}

  std::string Of(const TableInfo& table, std::string_view alias) {
    if (!table.has_visibility || caller_.SeesEverything()) return {};
    std::string own = OwnMarks(table.visibility, alias);
    const std::string through = Through(table.visibility, alias);
    if (own.empty() || through.empty()) return own + through;
    return fmt::format("({} AND {})", own, through);
  }

 private:
  std::string OwnMarks(const v1::Visibility& visibility, std::string_view alias) {
    if (visibility.marking().empty()) return {};
    const std::string marking = fmt::format("{}.{}", alias, visibility.marking());
    const std::string by_role = fmt::format("{} <> '{}'", marking, kNamedMarking);
    if (caller_.SeesMarked()) return fmt::format("({}{})", by_role, OrNamed(visibility, alias));
    std::string condition = fmt::format("({} = ''", marking);
    if (const std::string places = OwnDepartments(); !places.empty()) {
      condition += fmt::format(" OR ({}.{} IN ({}) AND {})", alias, visibility.department(), places, by_role);
    }
    return condition + OrNamed(visibility, alias) + ")";
  }

  // Readers are stored as a JSON array of names. Whether one is in it is not asked by LIKE: a bound pattern could
  // change SQLite's plan, so it would prepare the statement anew for each call.
  std::string OrNamed(const v1::Visibility& visibility, std::string_view alias) {
    if (visibility.readers().empty() || !caller_.IsPerson()) return {};
    Bind("reader", fmt::format("\"{}\"", caller_.principal));
    const std::string readers = fmt::format("{}.{}", alias, visibility.readers());
    return fmt::format(" OR REPLACE({0}, :reader, '') <> {0}", readers);
  }

  // What hangs on a record is seen with it. Of a record that is there no more only those see what is left who see every
  // department.
  std::string Through(const v1::Visibility& visibility, std::string_view alias) {
    if (visibility.through().empty()) return {};
    const std::string column = fmt::format("{}.{}", alias, visibility.through());
    const bool marked = caller_.SeesMarked();
    std::vector<std::string> parts;
    for (const auto& name : visibility.through_table()) {
      const TableInfo& table = TableNamed(name);
      const std::string seen = fmt::format("seen{}", ++depth_);
      const std::string visible = Of(table, seen);
      if (marked && visible.empty()) continue;
      parts.push_back(fmt::format("{}EXISTS (SELECT 1 FROM {} {} WHERE {}.{} = {} AND {}({}))", marked ? "NOT " : "",
                                  name, seen, seen, table.key, column, marked ? "NOT " : "",
                                  visible.empty() ? "1 = 1" : visible));
    }
    if (marked) return parts.empty() ? std::string() : fmt::format("({})", fmt::join(parts, " AND "));
    return fmt::format("({} = '' OR {})", column, fmt::join(parts, " OR "));
  }

  // The binds carry the number of departments, so that equal texts bind alike.
  std::string OwnDepartments() {
    std::vector<std::string> places;
    for (const std::string& own : DepartmentsOf(caller_)) {
      places.push_back(fmt::format(":own_{}", places.size()));
      Bind(places.back().substr(1), own);
    }
    return fmt::format("{}", fmt::join(places, ", "));
  }

  void Bind(const std::string& name, const std::string& value) {
    const bool there =
        std::any_of(binds_->begin(), binds_->end(), [&](const auto& bind) { return bind.first == name; });
    if (!there) binds_->emplace_back(name, value);
  }

  const Caller& caller_;
  Binds* binds_;
  int depth_ = 0;
};

}  // namespace

std::string VisibleWhere(const TableInfo& table, const Caller& caller, std::string_view alias, Binds* binds) {
  return Sight(caller, binds).Of(table, alias);
}

}  // namespace almanac::store
