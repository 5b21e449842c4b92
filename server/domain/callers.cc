#include "domain/callers.h"

#include <vector>

#include "almanac/v1/people.pb.h"
#include "almanac/v1/records.pb.h"
#include "base/clock.h"
#include "base/ids.h"
#include "domain/grant_terms.h"
#include "domain/grants.h"
#include "domain/program.h"
#include "domain/times.h"
#include "sql/people.h"

namespace almanac::domain {

std::vector<v1::CallerRow> KnownOfToken(store::Tx& tx, std::string_view secret_hash) {
  return tx.Select<v1::CallerRow>(sql::people::kCallerOfToken,
                                  {{"secret_hash", std::string(secret_hash)}, {"now", tx.now()}});
}

std::optional<Caller> CallerOf(const std::vector<v1::CallerRow>& known, Instant at) {
  if (known.empty()) return std::nullopt;
  const auto& first = known.front();
  if (first.has_expire_time() && ToInstant(first.expire_time()) <= at) return std::nullopt;
  const std::string today = ToText(DayIn(first.time_zone(), at));
  Caller caller{first.person(), first.display_name(), first.token(), first.issued_by(), {}, {}};
  for (const auto& row : known) {
    if (row.role().empty() || !HoldsOn(row.start_date(), row.end_date(), today)) continue;
    caller.grants.push_back({row.role(), row.department()});
  }
  return caller;
}

Caller CallerOfPerson(store::Tx& tx, std::string_view name) {
  const auto person = tx.Get<v1::Person>(name);
  const std::string today = Today(tx);
  Caller caller{person.name(), person.display_name(), {}, {}, {}, {}};
  for (const auto& grant : person.grants()) {
    if (!HoldsOn(grant, today)) continue;
    caller.grants.push_back({RoleText(grant.role()), grant.department()});
  }
  return caller;
}

}  // namespace almanac::domain
