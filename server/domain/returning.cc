#include "domain/returning.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "almanac/v1/program.pb.h"
#include "almanac/v1/records.pb.h"
#include "almanac/v1/tokens.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "base/json.h"
#include "domain/grants.h"
#include "domain/times.h"
#include "domain/whole_list.h"
#include "sql/events.h"
#include "sql/people.h"

namespace almanac::domain {
namespace {

// As the record was before it was last written for this reason; none where that is blanked.
template <class M>
std::optional<M> Before(store::Tx& tx, const std::string& name, const std::string& verb) {
  const auto revision = tx.SelectOne<v1::Revision>(sql::events::kRevisionBefore, {{"resource", name}, {"verb", verb}});
  M before;
  if (!revision || revision->body().empty() || !FromJson(revision->body(), &before)) return std::nullopt;
  return before;
}

bool IsSameRole(const v1::RoleGrant& one, const v1::RoleGrant& other) {
  return one.role() == other.role() && one.department() == other.department() &&
         one.start_date() == other.start_date() && one.deputy() == other.deputy() &&
         one.second_deputy() == other.second_deputy();
}

// What was to end with the last day ends when it would have. A role that somebody ended meanwhile has another day.
void KeepRoles(const v1::Person& before, const std::string& last_day, v1::Person* person) {
  for (const auto& former : before.grants()) {
    auto* grants = person->mutable_grants();
    const auto found = std::find_if(grants->begin(), grants->end(),
                                    [&](const v1::RoleGrant& grant) { return IsSameRole(grant, former); });
    if (found != grants->end()) {
      if (found->end_date() == last_day) found->set_end_date(former.end_date());
    } else if (former.start_date() > last_day) {
      *person->add_grants() = former;
    }
  }
}

void KeepTokens(store::Tx& tx, const v1::Person& person, const std::string& why) {
  for (auto& token : tx.Select<v1::Token>(sql::people::kLiveTokens, {{"person", person.name()}})) {
    if (!token.has_expire_time() || ToInstant(token.expire_time()) != ToInstant(person.leave_time())) continue;
    const auto before = Before<v1::Token>(tx, token.name(), "token.revoked");
    if (!before) continue;
    token.clear_expire_time();
    if (before->has_expire_time()) *token.mutable_expire_time() = before->expire_time();
    tx.Because("token.kept", why);
    tx.Update(token);
  }
}

void EndOffers(store::Tx& tx, const std::string& leaver, const std::string& why) {
  const auto open = WholeList<v1::ListHandoversResponse>(
      tx, v1::ListHandoversRequest(), fmt::format("leaver = \"{}\" AND (state = offered OR state = declined)", leaver));
  for (auto handover : open.handovers()) {
    handover.set_state(v1::Handover::OVER);
    tx.Because("handover.over", why);
    tx.Update(handover);
  }
}

}  // namespace

v1::Person ReturnPerson(store::Tx& tx, const v1::ReturnPersonRequest& request) {
  RequirePermission(tx.caller(), v1::Permission::ADMINISTER, {});
  auto person = tx.Get<v1::Person>(request.name());
  if (!person.has_leave_time()) {
    throw Error(Reason::WRONG_STATE, fmt::format("{} did not leave; nothing needs to be done", IdOf(person.name())));
  }
  const Instant leaves = ToInstant(person.leave_time());
  if (leaves > tx.instant()) {
    const Day last = DayIn(tx.Get<v1::Program>("program").time_zone(), leaves) - std::chrono::days(1);
    if (const auto before = Before<v1::Person>(tx, person.name(), "person.left")) {
      KeepRoles(*before, ToText(last), &person);
    }
    KeepTokens(tx, person, fmt::format("{} stays", person.name()));
  }
  EndOffers(tx, person.name(), fmt::format("{} came back", person.name()));
  person.clear_leave_time();
  tx.Because("person.returned");
  return tx.Update(person);
}

}  // namespace almanac::domain
