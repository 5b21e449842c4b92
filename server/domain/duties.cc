#include "domain/duties.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "almanac/v1/reviews.pb.h"
#include "base/ids.h"
#include "domain/callers.h"
#include "domain/grants.h"
#include "domain/program.h"
#include "domain/seating.h"
#include "domain/succession.h"
#include "domain/whole_list.h"

namespace almanac::domain {
namespace {

v1::PersonDuty DutyOf(std::string_view kind, const std::string& resource, const std::string& title) {
  v1::PersonDuty duty;
  duty.set_kind(std::string(kind));
  duty.set_resource(resource);
  duty.set_title(title);
  return duty;
}

std::string GoesTo(const std::string& successor) {
  return successor.empty() ? "nobody is in line: name somebody with --successor"
                           : fmt::format("goes to {}", IdOf(successor));
}

void AddDatasets(store::Tx& tx, const v1::Person& person, v1::ListDutiesResponse* response) {
  Line line(tx, person.name());
  for (const auto& dataset : DatasetsNaming(tx, person.name())) {
    for (const auto duty : {v1::Handover::OWNER_OF_DATASET, v1::Handover::COORDINATOR_OF_DATASET}) {
      const bool owns = duty == v1::Handover::OWNER_OF_DATASET;
      if ((owns ? dataset.owner() : dataset.coordinator()) != person.name()) continue;
      auto one = DutyOf(owns ? "owner" : "coordinator", dataset.name(), dataset.title());
      one.set_department(dataset.department());
      one.set_next(GoesTo(line.Next(duty, dataset.department())));
      *response->add_duties() = std::move(one);
    }
  }
}

void AddRoles(store::Tx& tx, const v1::Person& person, v1::ListDutiesResponse* response) {
  for (const auto& grant : StandingGrants(person, Today(tx))) {
    auto one =
        DutyOf(grant.deputy() ? "deputy" : "role", RoleText(grant.role()), RoleWords(grant.role(), grant.department()));
    one.set_department(grant.department());
    if (!grant.deputy()) {
      const Duty role{v1::Handover::HOLDER_OF_ROLE, grant.role(), grant.department(), person.name()};
      const auto others = OtherHolders(tx, role);
      one.set_next(others.empty() ? GoesTo(NextInLine(tx, role))
                                  : fmt::format("stays with {}", fmt::join(IdsOf(others), ", ")));
    }
    *response->add_duties() = std::move(one);
  }
}

void AddReviews(store::Tx& tx, const v1::Person& person, v1::ListDutiesResponse* response) {
  for (const auto& seat : SeatsToFill(tx, person.name())) {
    auto one = DutyOf("review", seat.review, fmt::format("may agree as {}", seat.seat));
    one.set_next(seat.others.empty() ? "nobody else could"
                                     : fmt::format("waits for {}", fmt::join(IdsOf(seat.others), " or ")));
    *response->add_duties() = std::move(one);
  }
}

}  // namespace

std::vector<v1::Dataset> DatasetsNaming(store::Tx& tx, const std::string& person) {
  const auto found = WholeList<v1::ListDatasetsResponse>(
      tx, v1::ListDatasetsRequest(), fmt::format("owner = \"{0}\" OR coordinator = \"{0}\"", person));
  return {found.datasets().begin(), found.datasets().end()};
}

std::vector<v1::RoleGrant> StandingGrants(const v1::Person& person, const std::string& today) {
  std::vector<v1::RoleGrant> standing;
  for (const auto& grant : person.grants()) {
    if (grant.end_date().empty() || grant.end_date() >= today) standing.push_back(grant);
  }
  return standing;
}

std::vector<v1::Handover> OfferedTo(store::Tx& tx, const std::string& person) {
  const auto found = WholeList<v1::ListHandoversResponse>(
      tx, v1::ListHandoversRequest(), fmt::format("successor = \"{}\" AND state = offered", person));
  return {found.handovers().begin(), found.handovers().end()};
}

std::vector<SeatToFill> SeatsToFill(store::Tx& tx, const std::string& person) {
  std::vector<SeatToFill> seats;
  const Caller caller = CallerOfPerson(tx, person);
  if (!Allows(caller, v1::Permission::DECIDE)) return seats;
  const auto open = WholeList<v1::ListReviewsResponse>(tx, v1::ListReviewsRequest(), "state = open");
  for (const auto& review : open.reviews()) {
    if (!Allows(caller, v1::Permission::DECIDE, review.department())) continue;
    const auto dataset = tx.Find<v1::Dataset>(review.dataset());
    if (!dataset) continue;
    for (const auto& standing : StandingOf(tx, *dataset, review)) {
      std::vector<std::string> others(standing.could_be_filled_by().begin(), standing.could_be_filled_by().end());
      const auto found = std::find(others.begin(), others.end(), person);
      if (found == others.end()) continue;
      others.erase(found);
      seats.push_back({review.name(), review.dataset(), standing.title(), std::move(others)});
    }
  }
  return seats;
}

std::string RoleWords(v1::Role role, const std::string& department) {
  return fmt::format("{}{}", RoleTitle(RoleText(role)),
                     department.empty() ? "" : fmt::format(" of {}", IdOf(department)));
}

v1::ListDutiesResponse ListDuties(store::Tx& tx, const v1::ListDutiesRequest& request) {
  const auto person = tx.Get<v1::Person>(request.name());
  v1::ListDutiesResponse response;
  AddDatasets(tx, person, &response);
  AddRoles(tx, person, &response);
  AddReviews(tx, person, &response);
  for (const auto& handover : OfferedTo(tx, person.name())) {
    auto one = DutyOf("handover", handover.name(), fmt::format("offered by {}", IdOf(handover.leaver())));
    one.set_department(handover.department());
    one.set_next("waits for an answer");
    *response.add_duties() = std::move(one);
  }
  return response;
}

}  // namespace almanac::domain
