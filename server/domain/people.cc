#include "domain/people.h"

#include <fmt/format.h>

#include <algorithm>

#include "almanac/v1/records.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "domain/as_of.h"
#include "domain/grants.h"
#include "domain/masks.h"
#include "domain/naming.h"
#include "domain/program.h"
#include "domain/reorganising.h"
#include "domain/succession.h"
#include "domain/times.h"
#include "domain/tokens.h"
#include "sql/people.h"
#include "store/list.h"

namespace almanac::domain {
namespace {

constexpr int kDefaultHours = 72;
constexpr int kMostHours = 720;

std::string InWords(const v1::RoleGrant& grant) {
  return fmt::format("{}{}{}",
                     !grant.deputy()         ? ""
                     : grant.second_deputy() ? "second deputy, "
                                             : "deputy, ",
                     RoleTitle(RoleText(grant.role())),
                     grant.department().empty() ? "" : fmt::format(" of {}", grant.department()));
}

bool SameRole(const v1::RoleGrant& grant, v1::Role role, const std::string& department) {
  return grant.role() == role && grant.department() == department;
}

void CheckDays(const std::string& start, const std::string& end) {
  if (start.empty() || end.empty() || start <= end) return;
  throw Error(Reason::INVALID_FIELD, fmt::format("the role would end on {}, before it starts on {}", end, start))
      .Field("end_date", "is before the start");
}

v1::RoleGrant GrantOf(const v1::GrantRoleRequest& request) {
  v1::RoleGrant grant;
  grant.set_role(request.role());
  grant.set_department(request.department());
  grant.set_start_date(request.start_date());
  grant.set_end_date(request.end_date());
  grant.set_deputy(request.deputy() || request.second_deputy());
  grant.set_second_deputy(request.second_deputy());
  return grant;
}

int HoursOf(const v1::EnrolPersonRequest& request) {
  if (request.valid_hours() == 0) return kDefaultHours;
  if (request.valid_hours() > 0 && request.valid_hours() <= kMostHours) return request.valid_hours();
  throw Error(Reason::INVALID_FIELD, fmt::format("a code lasts from 1 to {} hours", kMostHours))
      .Field("valid_hours", fmt::format("1 to {}", kMostHours));
}

}  // namespace

v1::ListPeopleResponse ListPeople(store::Tx& tx, const v1::ListPeopleRequest& request) {
  v1::ListPeopleResponse response;
  store::List(tx, request, &response, ScopeAsOf(tx, request.as_of()));
  return response;
}

v1::Person GetPerson(store::Tx& tx, const v1::GetPersonRequest& request) {
  return GetAsOf<v1::Person>(tx, request.name(), request.as_of());
}

v1::Person CreatePerson(store::Tx& tx, const v1::CreatePersonRequest& request) {
  RequirePermission(tx.caller(), v1::Permission::ADMINISTER);
  v1::Person person = request.person();
  person.set_name(NewName<v1::Person>(tx, "people", request.person_id(), person.display_name()));
  person.clear_grants();
  tx.Because("person.created");
  return tx.Create(person);
}

v1::Person UpdatePerson(store::Tx& tx, const v1::UpdatePersonRequest& request) {
  RequirePermission(tx.caller(), v1::Permission::ADMINISTER);
  auto person = tx.Get<v1::Person>(request.person().name(), request.etag());
  ApplyMask(request.person(), request.update_mask(), &person);
  tx.Because("person.updated");
  return tx.Update(person);
}

v1::Person GrantRole(store::Tx& tx, const v1::GrantRoleRequest& request) {
  RequirePermission(tx.caller(), v1::Permission::ADMINISTER);
  CheckDays(request.start_date(), request.end_date());
  auto person = tx.Get<v1::Person>(request.name());
  RequireStays(tx, person);
  RequireStanding(tx, request.department());
  const v1::RoleGrant grant = GrantOf(request);
  const bool held = std::any_of(person.grants().begin(), person.grants().end(), [&](const v1::RoleGrant& other) {
    return other.SerializeAsString() == grant.SerializeAsString();
  });
  if (held) return person;
  *person.add_grants() = grant;
  tx.Because("person.role_granted", InWords(grant));
  return tx.Update(person);
}

v1::Person EndRole(store::Tx& tx, const v1::EndRoleRequest& request) {
  RequirePermission(tx.caller(), v1::Permission::ADMINISTER);
  auto person = tx.Get<v1::Person>(request.name());
  const std::string end = request.end_date().empty() ? Today(tx) : request.end_date();
  for (auto& grant : *person.mutable_grants()) {
    const bool over = !grant.end_date().empty() && grant.end_date() <= end;
    if (!SameRole(grant, request.role(), request.department()) || over) continue;
    CheckDays(grant.start_date(), end);
    grant.set_end_date(end);
    tx.Because("person.role_ended", fmt::format("{}, on {}", InWords(grant), end));
    return tx.Update(person);
  }
  throw Error(Reason::NOT_FOUND,
              fmt::format("{} holds no role {}{} that could end; `almanac person show {}` lists the roles",
                          person.name(), RoleText(request.role()),
                          request.department().empty() ? "" : fmt::format(" in {}", request.department()),
                          IdOf(person.name())));
}

v1::EnrolPersonResponse EnrolPerson(store::Tx& tx, const v1::EnrolPersonRequest& request) {
  RequirePermission(tx.caller(), v1::Permission::ENROL);
  auto person = tx.Get<v1::Person>(request.name());
  RequireStays(tx, person);
  const Instant expires = tx.instant() + std::chrono::hours(HoursOf(request));
  for (const auto& earlier : tx.Select<v1::EnrolmentCode>(sql::people::kOpenCodes, {{"person", person.name()}})) {
    tx.Erase(v1::EnrolmentCode::descriptor(), earlier.code_hash());
  }
  const std::string code = NewEnrolmentCode();
  v1::EnrolmentCode row;
  row.set_code_hash(HashOfCode(code));
  row.set_person(person.name());
  row.set_issued_by(tx.caller().principal);
  row.set_issued_with(tx.caller().token);
  *row.mutable_create_time() = ToTimestamp(tx.instant());
  *row.mutable_expire_time() = ToTimestamp(expires);
  tx.Insert(row);
  *person.mutable_enrol_time() = ToTimestamp(tx.instant());
  person.set_enrolled_by(tx.caller().principal);
  tx.Because("person.enrolled", fmt::format("a one-time code was shown to {}", tx.caller().principal));
  tx.Update(person);

  v1::EnrolPersonResponse response;
  response.set_person(person.name());
  response.set_code(code);
  *response.mutable_expire_time() = row.expire_time();
  return response;
}

}  // namespace almanac::domain
