#include "domain/orphans.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/people.pb.h"
#include "base/ids.h"
#include "domain/grant_terms.h"
#include "domain/grants.h"
#include "domain/holders.h"
#include "domain/program.h"
#include "domain/times.h"
#include "domain/whole_list.h"

namespace almanac::domain {
namespace {

// Few enough that a filter on owner and coordinator has room for them.
constexpr size_t kAtOnce = 20;

using HandoverKey = std::pair<std::string, v1::Handover::Duty>;

class Search {
 public:
  Search(store::Tx& tx, const std::string& department) : tx_(tx), department_(department) {
    FindInactive();
    FindOffers();
  }

  std::vector<v1::Orphan> Find() {
    AddUnowned();
    for (size_t first = 0; first < names_.size(); first += kAtOnce) {
      AddOf({names_.begin() + static_cast<std::ptrdiff_t>(first),
             names_.begin() + static_cast<std::ptrdiff_t>(std::min(first + kAtOnce, names_.size()))});
    }
    AddVacancies();
    std::sort(orphans_.begin(), orphans_.end(), [](const v1::Orphan& one, const v1::Orphan& other) {
      return std::tuple(one.department(), one.resource(), one.duty()) <
             std::tuple(other.department(), other.resource(), other.duty());
    });
    return std::move(orphans_);
  }

 private:
  using Kind = v1::Handover::Duty;

  // Why somebody is not active, by name.
  void FindInactive() {
    const std::string today = Today(tx_);
    const auto people = WholeList<v1::ListPeopleResponse>(tx_, v1::ListPeopleRequest());
    for (const auto& person : people.people()) {
      const bool holds = std::any_of(person.grants().begin(), person.grants().end(),
                                     [&](const v1::RoleGrant& grant) { return HoldsOn(grant, today); });
      if (!person.has_leave_time() && holds) continue;
      const bool left = person.has_leave_time() && ToInstant(person.leave_time()) <= tx_.instant();
      inactive_[person.name()] = left ? "left" : person.has_leave_time() ? "leaves" : "holds no role today";
      names_.push_back(person.name());
    }
  }

  void FindOffers() {
    const auto open =
        WholeList<v1::ListHandoversResponse>(tx_, v1::ListHandoversRequest(), "state = offered OR state = declined");
    for (const auto& handover : open.handovers()) {
      if (!handover.dataset().empty()) offers_[{handover.dataset(), handover.duty()}] = handover;
    }
  }

  v1::ListDatasetsResponse Datasets(const std::string& filter) const {
    return WholeList<v1::ListDatasetsResponse>(
        tx_, v1::ListDatasetsRequest(),
        department_.empty() ? filter : fmt::format("department = \"{}\" AND ({})", department_, filter));
  }

  void AddUnowned() {
    const auto found = Datasets("owner = \"\"");
    for (const auto& dataset : found.datasets()) Add(dataset, v1::Handover::OWNER_OF_DATASET);
  }

  void AddOf(const std::vector<std::string>& people) {
    std::vector<std::string> terms;
    for (const auto& one : people) terms.push_back(fmt::format("owner = \"{0}\" OR coordinator = \"{0}\"", one));
    const auto found = Datasets(fmt::format("{}", fmt::join(terms, " OR ")));
    for (const auto& dataset : found.datasets()) {
      const auto among = [&](const std::string& name) {
        return std::find(people.begin(), people.end(), name) != people.end();
      };
      if (among(dataset.owner())) Add(dataset, v1::Handover::OWNER_OF_DATASET);
      if (among(dataset.coordinator())) Add(dataset, v1::Handover::COORDINATOR_OF_DATASET);
    }
  }

  void Add(const v1::Dataset& dataset, Kind kind) {
    const bool owns = kind == v1::Handover::OWNER_OF_DATASET;
    v1::Orphan orphan;
    orphan.set_department(dataset.department());
    orphan.set_duty(owns ? "owner" : "coordinator");
    orphan.set_resource(dataset.name());
    orphan.set_title(dataset.title());
    orphan.set_person(owns ? dataset.owner() : dataset.coordinator());
    const auto offer = offers_.find({dataset.name(), kind});
    orphan.set_why(WhyOf(orphan.person(), offer == offers_.end() ? nullptr : &offer->second));
    orphan.set_command(
        offer == offers_.end()
            ? fmt::format("almanac dataset update {} --{} PERSON", IdOf(dataset.name()), owns ? "owner" : "coordinator")
            : fmt::format("almanac handover offer {} PERSON", IdOf(offer->second.name())));
    orphans_.push_back(std::move(orphan));
  }

  std::string WhyOf(const std::string& person, const v1::Handover* offer) const {
    if (person.empty()) return "nobody is named";
    const std::string& why = inactive_.at(person);
    if (offer == nullptr) return why;
    if (offer->state() == v1::Handover::OFFERED) return fmt::format("{}; {} is asked", why, IdOf(offer->successor()));
    return fmt::format("{}; {} declined: {}", why, IdOf(offer->successor()), offer->reason());
  }

  void AddVacancies() {
    const auto departments = WholeList<v1::ListDepartmentsResponse>(tx_, v1::ListDepartmentsRequest());
    for (const auto& department : departments.departments()) {
      if (!AnswersForItself(department) || (!department_.empty() && department.name() != department_)) continue;
      for (const v1::Role role : {v1::OWNER, v1::COORDINATOR}) {
        if (!HoldersOf(tx_, RoleText(role), department.name()).empty()) continue;
        v1::Orphan orphan;
        orphan.set_department(department.name());
        orphan.set_duty(RoleText(role));
        orphan.set_resource(department.name());
        orphan.set_title(department.title());
        orphan.set_why(fmt::format("nobody holds the role of {} there", RoleTitle(RoleText(role))));
        orphan.set_command(
            fmt::format("almanac person grant PERSON {} --department {}", RoleText(role), IdOf(department.name())));
        orphans_.push_back(std::move(orphan));
      }
    }
  }

  store::Tx& tx_;
  const std::string department_;
  std::map<std::string, std::string> inactive_;
  std::vector<std::string> names_;
  std::map<HandoverKey, v1::Handover> offers_;
  std::vector<v1::Orphan> orphans_;
};

}  // namespace

v1::ListOrphansResponse ListOrphans(store::Tx& tx, const v1::ListOrphansRequest& request) {
  if (!request.department().empty()) tx.Get<v1::Department>(request.department());
  v1::ListOrphansResponse response;
  for (auto& orphan : Search(tx, request.department()).Find()) *response.add_orphans() = std::move(orphan);
  return response;
}

bool AnswersForItself(const v1::Department& department) {
  return department.end_date().empty() &&
         (department.kind() == v1::Department::DEPARTMENT || department.kind() == v1::Department::OFFICE);
}

}  // namespace almanac::domain
