#include "domain/seating.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/ids.h"
#include "domain/grants.h"
#include "domain/holders.h"
#include "domain/independence.h"
#include "domain/review_rules.h"
#include "domain/seat_matching.h"
#include "domain/sight.h"

namespace almanac::domain {
namespace {

using People = std::vector<std::string>;
using Texts = google::protobuf::RepeatedPtrField<std::string>;

template <class List>
bool Among(const List& list, std::string_view one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

// Independent holders of one of the roles, who have not agreed in another seat.
People IndependentHolders(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review, const Texts& roles) {
  People people;
  for (const auto& role : roles) {
    for (auto& person : HoldersOf(tx, role, dataset.department())) {
      if (IsAuthor(dataset, review, person) || HasAgreed(review, person) || Among(people, person)) continue;
      if (!Sees(tx, person, dataset)) continue;
      people.push_back(std::move(person));
    }
  }
  return people;
}

// Those who fill a seat where its own people wrote what they would agree to.
bool NeedsOthers(const v1::Dataset& dataset, const v1::Review& review, const People& independent) {
  return independent.empty() || (!dataset.owner().empty() && IsAuthor(dataset, review, dataset.owner()));
}

People CandidatesFor(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review, const v1::Seat& seat) {
  People people = IndependentHolders(tx, dataset, review, seat.roles());
  if (seat.otherwise().empty() || !NeedsOthers(dataset, review, people)) return people;
  for (auto& person : IndependentHolders(tx, dataset, review, seat.otherwise())) {
    if (!Among(people, person)) people.push_back(std::move(person));
  }
  return people;
}

// The caller's role that reaches the department, of those named; empty for none.
std::string RoleAmong(const Caller& caller, const Texts& roles, std::string_view department) {
  for (const auto& grant : caller.grants) {
    if (Among(roles, grant.role) && Reaches(grant, department)) return grant.role;
  }
  return {};
}

// The role by which the caller may sit there; empty when none does.
std::string RoleFor(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review, const v1::Seat& seat) {
  auto role = RoleAmong(tx.caller(), seat.roles(), dataset.department());
  if (!role.empty()) return role;
  role = RoleAmong(tx.caller(), seat.otherwise(), dataset.department());
  if (role.empty()) return {};
  const People independent = IndependentHolders(tx, dataset, review, seat.roles());
  return NeedsOthers(dataset, review, independent) ? role : std::string();
}

// "helen, priya, ruben and 4 more": those asked first.
std::string PeopleWords(const People& people) {
  constexpr size_t kNamed = 3;
  People ids;
  for (size_t i = 0; i < people.size() && i < kNamed; ++i) ids.emplace_back(IdOf(people[i]));
  const std::string more = people.size() > kNamed ? fmt::format(" and {} more", people.size() - kNamed) : "";
  return fmt::format("{}{}", fmt::join(ids, ", "), more);
}

[[noreturn]] void RefuseSeat(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review,
                             std::string_view what) {
  throw Error(Reason::SEAT_REQUIRED, fmt::format("{} {}. It waits for {}", tx.caller().display_name, what,
                                                 OpenSeatsWords(tx, dataset, review)));
}

std::string GapOf(const v1::Dataset& dataset, const v1::SeatStanding& standing, const std::string& proposed,
                  const v1::Seat& seat) {
  if (standing.filled_by_size() >= seat.people() || !proposed.empty()) return {};
  if (standing.could_be_filled_by().empty()) {
    return fmt::format("nobody independent {}holds the role of {} today",
                       dataset.marking() == v1::Dataset::NAMED ? "among its readers " : "",
                       fmt::join(seat.roles(), " or "));
  }
  return "whoever could is needed in another seat of this review";
}

}  // namespace

bool IsFilled(const v1::Review& review, const v1::Seat& seat) {
  const auto agreed = std::count_if(review.approvals().begin(), review.approvals().end(),
                                    [&](const v1::Approval& approval) { return approval.seat() == seat.key(); });
  return agreed >= seat.people();
}

int MissingApprovals(const v1::Review& review) {
  int missing = 0;
  for (const auto& seat : review.seats()) {
    const auto agreed = std::count_if(review.approvals().begin(), review.approvals().end(),
                                      [&](const v1::Approval& approval) { return approval.seat() == seat.key(); });
    missing += std::max(0, seat.people() - static_cast<int>(agreed));
  }
  return missing;
}

std::vector<Place> OpenPlaces(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review) {
  std::vector<Place> places;
  for (const auto& seat : review.seats()) {
    if (IsFilled(review, seat)) continue;
    if (auto role = RoleFor(tx, dataset, review, seat); !role.empty()) places.push_back({seat.key(), std::move(role)});
  }
  return places;
}

Place RequirePlace(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review, const std::string& seat) {
  const auto places = OpenPlaces(tx, dataset, review);
  if (seat.empty() && !places.empty()) return places.front();
  for (const auto& place : places) {
    if (place.seat == seat) return place;
  }
  RefuseSeat(tx, dataset, review,
             seat.empty() ? fmt::format("has no open seat in {}", IdOf(review.name()))
                          : fmt::format("has no open seat '{}' in {}", seat, IdOf(review.name())));
}

void RequireSeat(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review) {
  for (const auto& seat : review.seats()) {
    if (!RoleFor(tx, dataset, review, seat).empty()) return;
  }
  RefuseSeat(tx, dataset, review, fmt::format("has no seat in {}", IdOf(review.name())));
}

void RequireSayAgainst(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review) {
  constexpr std::string_view kOwner = "owner";
  const bool others = review.seats_size() > 1;
  // A second role does not make the owner another person.
  bool owns = false;
  for (const auto& seat : review.seats()) {
    owns = owns || (seat.key() == kOwner && !RoleAmong(tx.caller(), seat.roles(), dataset.department()).empty());
  }
  for (const auto& seat : review.seats()) {
    if (others && (owns || seat.key() == kOwner)) continue;
    if (!RoleFor(tx, dataset, review, seat).empty()) return;
  }
  RefuseSeat(tx, dataset, review,
             fmt::format("may send {} back, but does not close it to the public alone", IdOf(dataset.name())));
}

std::vector<v1::SeatStanding> StandingOf(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review) {
  std::vector<v1::SeatStanding> standings;
  std::vector<People> candidates;
  for (const auto& seat : review.seats()) {
    v1::SeatStanding standing;
    standing.set_seat(seat.key());
    standing.set_title(SeatTitle(seat.key()));
    standing.set_people(seat.people());
    for (const auto& approval : review.approvals()) {
      if (approval.seat() == seat.key()) standing.add_filled_by(approval.person());
    }
    candidates.push_back(IsFilled(review, seat) ? People() : CandidatesFor(tx, dataset, review, seat));
    standings.push_back(std::move(standing));
  }
  const People proposed = ProposeOneEach(candidates);
  const std::set<std::string> away = AwayToday(tx);
  for (size_t i = 0; i < standings.size(); ++i) {
    // The one proposed first.
    std::stable_partition(candidates[i].begin(), candidates[i].end(),
                          [&](const std::string& person) { return person == proposed[i]; });
    for (const auto& person : candidates[i]) {
      standings[i].add_could_be_filled_by(person);
      if (away.contains(person)) standings[i].add_away(person);
    }
    standings[i].set_gap(GapOf(dataset, standings[i], proposed[i], review.seats(static_cast<int>(i))));
  }
  return standings;
}

std::string WaitsForWords(const v1::SeatStanding& standing) {
  People people;
  for (const auto& person : standing.could_be_filled_by()) {
    people.push_back(fmt::format("{}{}", IdOf(person), Among(standing.away(), person) ? " (away)" : ""));
  }
  if (!standing.gap().empty()) return fmt::format("It waits for {}: {}.", standing.title(), standing.gap());
  return fmt::format("It waits for {}: {}.", standing.title(), fmt::join(people, " or "));
}

std::string OpenSeatsWords(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review) {
  std::vector<std::string> words;
  for (const auto& seat : review.seats()) {
    if (IsFilled(review, seat)) continue;
    const People people = CandidatesFor(tx, dataset, review, seat);
    words.push_back(
        fmt::format("{} ({})", SeatTitle(seat.key()), people.empty() ? "nobody today" : PeopleWords(people)));
  }
  if (review.seats().empty()) {
    return fmt::format(
        "nobody, since it was opened before reviews had seats: take it back, almanac review withdraw {} "
        "--reason '...', and submit it again",
        IdOf(review.name()));
  }
  return words.empty() ? "nobody: all have agreed" : fmt::format("{}", fmt::join(words, "; "));
}

std::string ApproveCommand(const v1::Review& review) {
  return fmt::format("almanac review approve {}", IdOf(review.name()));
}

bool IsAgreed(const v1::Review& review) {
  People people;
  for (const auto& approval : review.approvals()) {
    if (Among(people, approval.person()) || approval.person() == review.submitter() ||
        Among(review.authors(), approval.person())) {
      return false;
    }
    people.push_back(approval.person());
  }
  return !review.seats().empty() && MissingApprovals(review) == 0;
}

}  // namespace almanac::domain
