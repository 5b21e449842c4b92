#include "domain/absence.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/ids.h"
#include "domain/duties.h"
#include "domain/grants.h"
#include "domain/holders.h"
#include "domain/program.h"
#include "domain/succession.h"
#include "domain/times.h"

namespace almanac::domain {
namespace {

void RequireDays(const std::string& start, const std::string& end, const std::string& today) {
  if (end < start) {
    throw Error(Reason::INVALID_FIELD, fmt::format("the absence would end on {}, before it starts on {}", end, start))
        .Field("end_date", "is before the start");
  }
  if (end < today) {
    throw Error(Reason::INVALID_FIELD, fmt::format("the absence would be over: today is {}", today))
        .Field("end_date", "is in the past");
  }
}

// On some day of the other's absence.
bool IsAwayToo(const v1::Person& one, const v1::Person& other) {
  return one.away_start_date() <= other.away_end_date() && one.away_end_date() >= other.away_start_date();
}

// Before the other is back.
bool IsGoneBy(store::Tx& tx, const v1::Person& one, const v1::Person& other) {
  return one.has_leave_time() && ToText(DayHere(tx, ToInstant(one.leave_time()))) <= other.away_end_date();
}

v1::Cover CoverFor(store::Tx& tx, const v1::RoleGrant& grant, const v1::Person& away) {
  v1::Cover cover;
  cover.set_role(grant.role());
  cover.set_department(grant.department());
  for (const auto& holder : GrantsOfRole(tx, RoleText(grant.role()))) {
    const bool there = holder.department() == grant.department() || holder.department().empty();
    const auto& known = cover.stand_ins();
    const bool fresh = std::find(known.begin(), known.end(), holder.person()) == known.end();
    if (!there || !fresh || holder.person() == away.name()) continue;
    const auto person = tx.Get<v1::Person>(holder.person());
    if (!IsAwayToo(person, away) && !IsGoneBy(tx, person, away)) cover.add_stand_ins(holder.person());
  }
  if (cover.stand_ins().empty()) {
    cover.set_gap(fmt::format("nobody stands in: almanac person grant PERSON {}{}{} --deputy", RoleText(grant.role()),
                              grant.department().empty() ? "" : " --department ",
                              grant.department().empty() ? "" : IdOf(grant.department())));
  }
  return cover;
}

// Who goes on a later day may be away until then.
void RequireHere(store::Tx& tx, const v1::Person& person) {
  if (!person.has_leave_time() || ToInstant(person.leave_time()) > tx.instant()) return;
  RequireStays(tx, person);
}

}  // namespace

void RequireMayTellAbsence(const Caller& who, const v1::Person& person) {
  if (who.principal != person.name()) RequirePermission(who, v1::Permission::ADMINISTER);
}

v1::AwayPersonResponse AwayPerson(store::Tx& tx, const v1::AwayPersonRequest& request) {
  auto person = tx.Get<v1::Person>(request.name());
  RequireMayTellAbsence(tx.caller(), person);
  RequireHere(tx, person);
  const std::string today = Today(tx);
  const std::string& start = request.start_date().empty() ? today : request.start_date();
  RequireDays(start, request.end_date(), today);
  person.set_away_start_date(start);
  person.set_away_end_date(request.end_date());
  tx.Because("person.away");
  tx.Update(person);
  v1::AwayPersonResponse response;
  response.set_person(person.name());
  response.set_start_date(start);
  response.set_end_date(request.end_date());
  for (const auto& grant : StandingGrants(person, today)) {
    if (!grant.deputy()) *response.add_covers() = CoverFor(tx, grant, person);
  }
  return response;
}

v1::Person BackPerson(store::Tx& tx, const v1::BackPersonRequest& request) {
  auto person = tx.Get<v1::Person>(request.name());
  RequireMayTellAbsence(tx.caller(), person);
  if (person.away_end_date() < Today(tx)) {
    throw Error(Reason::WRONG_STATE, fmt::format("{} is not away; nothing needs to be done", IdOf(person.name())));
  }
  person.clear_away_start_date();
  person.clear_away_end_date();
  tx.Because("person.back");
  return tx.Update(person);
}

}  // namespace almanac::domain
