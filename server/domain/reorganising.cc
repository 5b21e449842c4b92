#include "domain/reorganising.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "almanac/v1/agreements.pb.h"
#include "almanac/v1/code_lists.pb.h"
#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/definitions.pb.h"
#include "almanac/v1/handovers.pb.h"
#include "almanac/v1/people.pb.h"
#include "almanac/v1/records.pb.h"
#include "almanac/v1/series.pb.h"
#include "almanac/v1/systems.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "domain/audit_findings.h"
#include "domain/departments.h"
#include "domain/duties.h"
#include "domain/editing.h"
#include "domain/grants.h"
#include "domain/naming.h"
#include "domain/program.h"
#include "domain/whole_list.h"

namespace almanac::domain {
namespace {

// The first day of the new order, and the last one of the old.
struct Turn {
  std::string first;
  std::string until;
};

Turn TurnOn(store::Tx& tx, const std::string& effective_date) {
  const Day today = TodayAsDay(tx);
  const Day first = effective_date.empty() ? today : *ParseDay(effective_date);
  if (first > today) {
    throw Error(Reason::INVALID_FIELD,
                fmt::format("{} is still to come; the record is changed on that day, or afterwards", effective_date))
        .Field("effective_date", "is to come");
  }
  return {ToText(first), ToText(first - std::chrono::days(1))};
}

v1::Department GetStanding(store::Tx& tx, const std::string& name) {
  auto department = tx.Get<v1::Department>(name);
  if (department.end_date().empty()) return department;
  throw Error(Reason::WRONG_STATE, fmt::format("{} ended on {}; {} goes on in its place", IdOf(name),
                                               department.end_date(), IdOf(department.merged_into())));
}

// Puts what belongs to one department into another, and keeps what moved.
class Moving {
 public:
  Moving(store::Tx& tx, std::string from, std::string to, std::string reason)
      : tx_(tx), from_(std::move(from)), to_(std::move(to)), reason_(std::move(reason)) {}

  void Dataset(const v1::Dataset& before) {
    v1::Dataset after = before;
    if (after.department() == from_) after.set_department(to_);
    if (after.held_by_department() == from_) after.set_held_by_department(to_);
    WriteEdit(tx_, before, std::move(after),
              {"dataset.department_changed", reason_, "Another department is responsible for it.", false});
    if (auto listing = tx_.Find<v1::Listing>(before.name()); listing && listing->department() == from_) {
      listing->set_department(to_);
      tx_.Put(*listing);
    }
    moved_.push_back(before.name());
  }

  void System(v1::System system) {
    if (system.held_by_department() == from_) system.set_held_by_department(to_);
    if (system.department() == from_) system.set_department(to_);
    tx_.Because("department.reorganised", reason_);
    moved_.push_back(system.name());
    MoveFindings(tx_, tx_.Update(system));
  }

  // Of what has nothing but its department to change.
  template <class Record>
  void One(Record record) {
    record.set_department(to_);
    tx_.Because("department.reorganised", reason_);
    moved_.push_back(record.name());
    tx_.Update(record);
  }
  template <class Records>
  void Each(const Records& records) {
    for (const auto& record : records) One(record);
  }

  std::string OfFrom() const { return fmt::format("department = \"{}\"", from_); }
  const std::vector<std::string>& moved() const { return moved_; }

 private:
  store::Tx& tx_;
  const std::string from_;
  const std::string to_;
  const std::string reason_;
  std::vector<std::string> moved_;
};

void MoveHoldings(store::Tx& tx, const v1::MergeDepartmentRequest& request, Moving* moving) {
  const auto datasets = WholeList<v1::ListDatasetsResponse>(
      tx, v1::ListDatasetsRequest(),
      fmt::format("department = \"{0}\" OR held_by_department = \"{0}\"", request.name()));
  for (const auto& dataset : datasets.datasets()) moving->Dataset(dataset);
  const auto systems = WholeList<v1::ListSystemsResponse>(
      tx, v1::ListSystemsRequest(),
      fmt::format("department = \"{0}\" OR held_by_department = \"{0}\"", request.name()));
  for (const auto& system : systems.systems()) moving->System(system);
  moving->Each(WholeList<v1::ListAgreementsResponse>(tx, v1::ListAgreementsRequest(), moving->OfFrom()).agreements());
  moving->Each(WholeList<v1::ListAllSeriesResponse>(tx, v1::ListAllSeriesRequest(), moving->OfFrom()).series());
  moving->Each(
      WholeList<v1::ListDefinitionsResponse>(tx, v1::ListDefinitionsRequest(), moving->OfFrom()).definitions());
  moving->Each(WholeList<v1::ListCodeListsResponse>(tx, v1::ListCodeListsRequest(), moving->OfFrom()).code_lists());
  moving->Each(
      WholeList<v1::ListHandoversResponse>(
          tx, v1::ListHandoversRequest(), fmt::format("{} AND (state = offered OR state = declined)", moving->OfFrom()))
          .handovers());
}

void PutBelow(store::Tx& tx, v1::Department department, const std::string& parent, const std::string& reason) {
  department.set_parent(parent);
  tx.Because("department.reorganised", reason);
  tx.Update(department);
}

// What lay below the one that ends lies below the one that goes on, which itself moves up when it lay there, however
// deep: else what lies between the two would lie below itself.
void MoveBelow(store::Tx& tx, const v1::Department& ended, const v1::MergeDepartmentRequest& request) {
  if (LiesBelow(tx, request.into(), ended.name())) {
    // Each below the other, as old data may have it: then nothing lies above.
    const std::string above = LiesBelow(tx, ended.name(), request.into()) ? std::string() : ended.parent();
    PutBelow(tx, tx.Get<v1::Department>(request.into()), above, request.reason());
  }
  const auto below = WholeList<v1::ListDepartmentsResponse>(tx, v1::ListDepartmentsRequest(),
                                                            fmt::format("parent = \"{}\"", ended.name()));
  for (const auto& department : below.departments()) PutBelow(tx, department, request.into(), request.reason());
}

bool HoldsIn(const v1::Person& person, const v1::RoleGrant& like, const std::string& department,
             const std::string& day) {
  const auto standing = StandingGrants(person, day);
  return std::any_of(standing.begin(), standing.end(), [&](const v1::RoleGrant& grant) {
    return grant.role() == like.role() && grant.department() == department && grant.deputy() == like.deputy();
  });
}

// A role in the one ends with it and begins in the other. Returns how many people that concerns.
int MoveRoles(store::Tx& tx, const v1::MergeDepartmentRequest& request, const Turn& turn) {
  int moved = 0;
  const auto people = WholeList<v1::ListPeopleResponse>(tx, v1::ListPeopleRequest());
  for (v1::Person person : people.people()) {
    std::vector<v1::RoleGrant> grants;
    bool touched = false;
    for (const auto& grant : person.grants()) {
      const bool ends =
          grant.department() == request.name() && (grant.end_date().empty() || grant.end_date() > turn.until);
      if (!ends) {
        grants.push_back(grant);
        continue;
      }
      touched = true;
      v1::RoleGrant here = grant, there = grant;
      here.set_end_date(turn.until);
      if (grant.start_date() <= turn.until) grants.push_back(here);
      there.set_department(request.into());
      there.set_start_date(std::max(grant.start_date(), turn.first));
      // A department has one seat on the leadership team.
      if (grant.role() != v1::LEADERSHIP && !HoldsIn(person, grant, request.into(), turn.first))
        grants.push_back(there);
    }
    if (!touched) continue;
    person.mutable_grants()->Assign(grants.begin(), grants.end());
    tx.Because("person.role_moved", request.reason());
    tx.Update(person);
    ++moved;
  }
  return moved;
}

std::string CountWords(size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

v1::Reorganisation Told(const std::string& department, const Moving& moving, std::string summary) {
  v1::Reorganisation told;
  told.set_department(department);
  told.set_summary(std::move(summary));
  for (const auto& name : moving.moved()) told.add_moved(name);
  return told;
}

[[noreturn]] void RefuseForeign(const std::string& what, const std::string& department, const char* field) {
  throw Error(Reason::INVALID_FIELD,
              fmt::format("{} is not of {}, so it cannot go out of it", IdOf(what), IdOf(department)))
      .Field(field, "is of another department");
}

}  // namespace

v1::Department RenameDepartment(store::Tx& tx, const v1::RenameDepartmentRequest& request) {
  RequirePermission(tx.caller(), v1::Permission::ADMINISTER, {});
  auto department = GetStanding(tx, request.name());
  const Turn turn = TurnOn(tx, request.effective_date());
  if (department.title() == request.title()) return department;
  auto* former = department.add_former_titles();
  former->set_title(department.title());
  former->set_until_date(turn.until);
  std::vector<std::string_view> titles;
  for (const auto& one : department.former_titles()) titles.push_back(one.title());
  department.set_formerly(fmt::format("{}", fmt::join(titles, "; ")));
  department.set_title(request.title());
  tx.Because("department.renamed", request.reason());
  return tx.Update(department);
}

v1::Reorganisation MergeDepartment(store::Tx& tx, const v1::MergeDepartmentRequest& request) {
  RequirePermission(tx.caller(), v1::Permission::ADMINISTER, {});
  auto ended = GetStanding(tx, request.name());
  const auto into = GetStanding(tx, request.into());
  if (ended.name() == into.name()) {
    throw Error(Reason::INVALID_FIELD, fmt::format("{} cannot be merged into itself", IdOf(ended.name())))
        .Field("into", "is the department that ends");
  }
  const Turn turn = TurnOn(tx, request.effective_date());
  Moving moving(tx, ended.name(), into.name(), request.reason());
  MoveHoldings(tx, request, &moving);
  MoveBelow(tx, ended, request);
  const int people = MoveRoles(tx, request, turn);
  ended = tx.Get<v1::Department>(ended.name());
  ended.set_end_date(turn.until);
  ended.set_merged_into(into.name());
  tx.Because("department.merged", request.reason());
  tx.Update(ended);
  return Told(into.name(), moving,
              fmt::format("{} ended on {}; {} and the roles of {} went to {}.", IdOf(ended.name()), turn.until,
                          CountWords(moving.moved().size(), "record", "records"),
                          CountWords(people, "person", "people"), IdOf(into.name())));
}

v1::Reorganisation SplitDepartment(store::Tx& tx, const v1::SplitDepartmentRequest& request) {
  RequirePermission(tx.caller(), v1::Permission::ADMINISTER, {});
  const auto from = GetStanding(tx, request.name());
  TurnOn(tx, request.effective_date());
  v1::Department made;
  made.set_name(NewName<v1::Department>(tx, "departments", request.department_id(), request.title()));
  made.set_title(request.title());
  made.set_kind(from.kind());
  made.set_parent(from.parent());
  made.set_contact_email(request.contact_email());
  made.set_split_from(from.name());
  tx.Because("department.split", request.reason());
  made = tx.Create(made);
  Moving moving(tx, from.name(), made.name(), request.reason());
  for (const auto& name : request.datasets()) {
    const auto dataset = tx.Get<v1::Dataset>(name);
    if (dataset.department() != from.name()) RefuseForeign(name, from.name(), "datasets");
    moving.Dataset(dataset);
  }
  for (const auto& name : request.systems()) {
    const auto system = tx.Get<v1::System>(name);
    if (system.department() != from.name()) RefuseForeign(name, from.name(), "systems");
    moving.System(system);
  }
  return Told(made.name(), moving,
              fmt::format("{} went to {}. Nobody holds a role there yet.",
                          CountWords(moving.moved().size(), "record", "records"), IdOf(made.name())));
}

void RequireStanding(store::Tx& tx, const std::string& department) {
  const auto found = tx.Find<v1::Department>(department);
  if (!found || found->end_date().empty()) return;
  throw Error(Reason::INVALID_FIELD, fmt::format("{} ended on {}; use {} in its place", IdOf(department),
                                                 found->end_date(), IdOf(found->merged_into())))
      .Field("department", "has ended");
}

}  // namespace almanac::domain
