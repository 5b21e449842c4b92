#include "domain/succession.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/ids.h"
#include "domain/grants.h"
#include "domain/holders.h"
#include "domain/program.h"
#include "domain/sight.h"
#include "domain/times.h"

namespace almanac::domain {
namespace {

bool Stays(store::Tx& tx, const std::string& name) {
  const auto person = tx.Find<v1::Person>(name);
  return person && !person->has_leave_time();
}

std::vector<v1::Role> RolesInLine(const Duty& duty) {
  if (duty.kind == v1::Handover::OWNER_OF_DATASET) return {v1::OWNER, v1::COORDINATOR, v1::ADMINISTRATOR};
  return {v1::COORDINATOR, v1::OWNER, v1::ADMINISTRATOR};
}

// Of this department itself: a seat on the leadership team is no other department's to fill.
std::string DeputyFor(store::Tx& tx, const Duty& duty) {
  for (const auto& holder : GrantsOfRole(tx, RoleText(duty.role))) {
    const bool there = holder.department() == duty.department || holder.department().empty();
    if (holder.deputy() && there && holder.person() != duty.leaver && Stays(tx, holder.person())) {
      return holder.person();
    }
  }
  return {};
}

}  // namespace

std::string NextInLine(store::Tx& tx, const Duty& duty) {
  if (duty.kind == v1::Handover::HOLDER_OF_ROLE) return DeputyFor(tx, duty);
  for (const v1::Role role : RolesInLine(duty)) {
    for (const auto& person : HoldersOf(tx, RoleText(role), duty.department)) {
      if (person != duty.leaver && Stays(tx, person)) return person;
    }
  }
  return {};
}

const std::string& Line::Next(v1::Handover::Duty kind, const std::string& department) {
  const auto [found, fresh] = next_.try_emplace({kind, department});
  if (fresh) found->second = NextInLine(tx_, {kind, v1::ROLE_UNSPECIFIED, department, leaver_});
  return found->second;
}

std::vector<std::string> OtherHolders(store::Tx& tx, const Duty& role) {
  std::vector<std::string> others;
  for (const auto& holder : GrantsOfRole(tx, RoleText(role.role))) {
    const bool there = holder.department() == role.department || holder.department().empty();
    if (holder.deputy() || !there || holder.person() == role.leaver || !Stays(tx, holder.person())) continue;
    if (std::find(others.begin(), others.end(), holder.person()) == others.end()) others.push_back(holder.person());
  }
  return others;
}

void RequireStays(store::Tx& tx, const v1::Person& person) {
  if (!person.has_leave_time()) return;
  const Instant at = ToInstant(person.leave_time());
  throw Error(Reason::WRONG_STATE,
              fmt::format("{} {} {}; if that is over: almanac person return {}", IdOf(person.name()),
                          at <= tx.instant() ? "left" : "leaves", TimeHere(tx, at), IdOf(person.name())));
}

void RequireSuccessor(store::Tx& tx, const std::string& successor, const std::string& leaver,
                      const v1::Dataset* dataset) {
  const auto person = tx.Get<v1::Person>(successor);
  const auto refuse = [&](const std::string& why) {
    throw Error(Reason::INVALID_FIELD, why).Field("successor", "cannot take it over");
  };
  if (successor == leaver) refuse(fmt::format("{} cannot hand over to themselves; name somebody else", IdOf(leaver)));
  if (person.has_leave_time()) refuse(fmt::format("{} leaves too; name somebody who stays", IdOf(successor)));
  if (dataset == nullptr || Sees(tx, successor, *dataset)) return;
  refuse(fmt::format("{} is marked, and {} may not see it. {}", IdOf(dataset->name()), IdOf(successor),
                     HowToSee(successor, *dataset)));
}

std::vector<std::string> IdsOf(const std::vector<std::string>& names) {
  std::vector<std::string> ids;
  for (const auto& name : names) ids.emplace_back(IdOf(name));
  return ids;
}

}  // namespace almanac::domain
