#include "domain/holders.h"

#include <fmt/format.h>

#include <algorithm>

#include "domain/grants.h"
#include "domain/program.h"
#include "sql/people.h"
#include "store/once.h"

namespace almanac::domain {

std::vector<std::string> HoldersOf(store::Tx& tx, std::string_view role, std::string_view department) {
  std::vector<std::string> people;
  for (const auto& holder : GrantsOfRole(tx, role)) {
    if (!Reaches({holder.role(), holder.department()}, department)) continue;
    if (std::find(people.begin(), people.end(), holder.person()) == people.end()) people.push_back(holder.person());
  }
  return people;
}

std::vector<v1::Holder> GrantsOfRole(store::Tx& tx, std::string_view role) {
  return store::Once<std::vector<v1::Holder>>(tx, fmt::format("holders of {}", role), [&] {
    return tx.Select<v1::Holder>(sql::people::kHolders, {{"role", std::string(role)}, {"today", Today(tx)}});
  });
}

std::set<std::string> AwayToday(store::Tx& tx) {
  std::set<std::string> people;
  for (const auto& person : tx.Select<v1::ResourceName>(sql::people::kAway, {{"today", Today(tx)}})) {
    people.insert(person.name());
  }
  return people;
}

}  // namespace almanac::domain
