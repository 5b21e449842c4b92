#include "domain/callers.h"

#include <vector>

#include "almanac/v1/people.pb.h"
#include "almanac/v1/records.pb.h"
#include "base/clock.h"
#include "base/ids.h"
#include "domain/grants.h"
#include "domain/program.h"
#include "sql/people.h"

namespace almanac::domain {
namespace {

bool Holds(std::string_view start, std::string_view end, std::string_view today) {
  return (start.empty() || start <= today) && (end.empty() || today <= end);
}

}  // namespace

std::optional<Caller> FindCaller(store::Tx& tx, std::string_view token_secret) {
  const auto rows = tx.Select<v1::CallerRow>(sql::people::kCallerOfToken,
                                             {{"secret_hash", Sha256Hex(token_secret)}, {"now", tx.now()}});
  if (rows.empty()) return std::nullopt;
  const auto& first = rows.front();
  const std::string today = ToText(DayIn(first.time_zone(), tx.instant()));
  Caller caller{first.person(), first.display_name(), first.token(), first.issued_by(), {}};
  for (const auto& row : rows) {
    if (row.role().empty() || !Holds(row.start_date(), row.end_date(), today)) continue;
    caller.grants.push_back({row.role(), row.department()});
  }
  return caller;
}

Caller CallerOfPerson(store::Tx& tx, std::string_view name) {
  const auto person = tx.Get<v1::Person>(name);
  const std::string today = Today(tx);
  Caller caller{person.name(), person.display_name(), {}, {}, {}};
  for (const auto& grant : person.grants()) {
    if (!Holds(grant.start_date(), grant.end_date(), today)) continue;
    caller.grants.push_back({RoleText(grant.role()), grant.department()});
  }
  return caller;
}

}  // namespace almanac::domain
