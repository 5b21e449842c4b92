#include "domain/governance.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "almanac/v1/departments.pb.h"
#include "almanac/v1/reviews.pb.h"
#include "base/ids.h"
#include "domain/grants.h"
#include "domain/holders.h"
#include "domain/orphans.h"
#include "domain/profile.h"
#include "domain/review_rules.h"
#include "domain/seat_matching.h"
#include "domain/succession.h"
#include "domain/whole_list.h"

namespace almanac::domain {
namespace {

using People = std::vector<std::string>;

constexpr const char* kYes = "yes";

bool Among(const People& people, const std::string& one) {
  return std::find(people.begin(), people.end(), one) != people.end();
}

// Holders of one of the roles for the department, other than the author.
People HoldersBeside(store::Tx& tx, const google::protobuf::RepeatedPtrField<std::string>& roles,
                     const std::string& department, const std::string& author) {
  People people;
  for (const auto& role : roles) {
    for (auto& person : HoldersOf(tx, role, department)) {
      if (person != author && !Among(people, person)) people.push_back(std::move(person));
    }
  }
  return people;
}

// Who could put a dataset of the department forward, those first whose work it usually is.
People AuthorsIn(store::Tx& tx, const std::string& department) {
  People people;
  for (const v1::Role role : {v1::COORDINATOR, v1::OWNER, v1::ADMINISTRATOR}) {
    for (auto& person : HoldersOf(tx, RoleText(role), department)) {
      if (!Among(people, person)) people.push_back(std::move(person));
    }
  }
  return people;
}

// One place a person: a seat with a quorum is several.
struct Staffing {
  std::string author;
  std::vector<v1::Seat> places;
  std::vector<People> candidates;
  // Who would sit there; empty where nobody is left.
  People proposed;

  size_t Open() const { return static_cast<size_t>(std::count(proposed.begin(), proposed.end(), std::string())); }
};

Staffing StaffingBy(store::Tx& tx, const std::vector<v1::Seat>& seats, const std::string& department,
                    const std::string& author) {
  Staffing staffing;
  staffing.author = author;
  for (const auto& seat : seats) {
    People people = HoldersBeside(tx, seat.roles(), department, author);
    if (people.empty()) people = HoldersBeside(tx, seat.otherwise(), department, author);
    for (int i = 0; i < seat.people(); ++i) {
      staffing.places.push_back(seat);
      staffing.candidates.push_back(people);
    }
  }
  staffing.proposed = ProposeOneEach(staffing.candidates);
  return staffing;
}

// With the author that leaves the fewest places open.
Staffing BestStaffing(store::Tx& tx, const std::vector<v1::Seat>& seats, const std::string& department) {
  Staffing best;
  for (const auto& author : AuthorsIn(tx, department)) {
    auto staffing = StaffingBy(tx, seats, department, author);
    if (best.author.empty() || staffing.Open() < best.Open()) best = std::move(staffing);
    if (best.Open() == 0) break;
  }
  return best;
}

// The role that fills a seat: the first of those that do.
std::string GrantFor(const v1::Seat& seat, const std::string& department) {
  const std::string& role = seat.roles(0);
  const bool of_department = role == RoleText(v1::OWNER);
  return fmt::format("almanac person grant PERSON {}{}", role,
                     of_department ? fmt::format(" --department {}", IdOf(department)) : "");
}

std::string StaffedWords(const Staffing& staffing) {
  std::vector<std::string> words{fmt::format("{} writes", IdOf(staffing.author))};
  for (size_t i = 0; i < staffing.places.size(); ++i) {
    words.push_back(fmt::format("{} as {}", IdOf(staffing.proposed[i]), SeatTitle(staffing.places[i].key())));
  }
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string GapWords(const Staffing& staffing) {
  std::vector<std::string> words;
  for (size_t i = 0; i < staffing.places.size(); ++i) {
    if (!staffing.proposed[i].empty()) continue;
    words.push_back(fmt::format("{}: {}", SeatTitle(staffing.places[i].key()),
                                staffing.candidates[i].empty() ? "nobody but the author holds the role"
                                                               : "whoever could is needed in another seat"));
  }
  People busy = staffing.proposed;
  busy.push_back(staffing.author);
  busy.erase(std::remove(busy.begin(), busy.end(), std::string()), busy.end());
  return fmt::format("{}; PERSON is somebody other than {}", fmt::join(words, "; "), fmt::join(IdsOf(busy), ", "));
}

std::string ClosingCommands(const Staffing& staffing, const std::string& department) {
  std::vector<std::string> commands;
  for (size_t i = 0; i < staffing.places.size(); ++i) {
    if (staffing.proposed[i].empty()) commands.push_back(GrantFor(staffing.places[i], department));
  }
  return fmt::format("{}", fmt::join(commands, "; "));
}

v1::TierStaffing TierIn(store::Tx& tx, const TierRule& rule, const std::string& department) {
  const auto seats = SeatsOf(ProfileOf(tx).review, rule.number);
  const Staffing staffing = BestStaffing(tx, seats, department);
  v1::TierStaffing tier;
  tier.set_tier(std::to_string(rule.number));
  tier.set_about(rule.title);
  tier.set_department(department);
  tier.set_staffed(!staffing.author.empty() && staffing.Open() == 0 ? kYes : "no");
  if (staffing.author.empty()) {
    tier.set_why("nobody may put its data forward");
    tier.set_command(fmt::format("almanac person grant PERSON coordinator --department {}", IdOf(department)));
    return tier;
  }
  const bool staffed = tier.staffed() == kYes;
  tier.set_why(staffed ? StaffedWords(staffing) : GapWords(staffing));
  if (!staffed) tier.set_command(ClosingCommands(staffing, department));
  return tier;
}

// Those that can are told in a line; of the others those that lack the same, where it is every department.
void AddTogether(std::vector<v1::TierStaffing> tiers, v1::CheckGovernanceResponse* response) {
  std::vector<v1::TierStaffing> staffed, not_staffed;
  for (auto& tier : tiers) (tier.staffed() == kYes ? staffed : not_staffed).push_back(std::move(tier));
  const bool alike = std::all_of(not_staffed.begin(), not_staffed.end(), [&](const v1::TierStaffing& tier) {
    return tier.command() == not_staffed.front().command();
  });
  if (staffed.empty() && alike && not_staffed.size() > 1) {
    not_staffed.front().clear_department();
    not_staffed.resize(1);
  }
  if (!staffed.empty()) {
    const size_t count = staffed.size();
    if (count + not_staffed.size() > 1) {
      staffed.front().clear_department();
      staffed.front().set_why(not_staffed.empty()
                                  ? fmt::format("in each of {} departments", count)
                                  : fmt::format("in {} other {}", count, count == 1 ? "department" : "departments"));
    }
    staffed.resize(1);
  }
  for (auto& tier : not_staffed) *response->add_tiers() = std::move(tier);
  for (auto& tier : staffed) *response->add_tiers() = std::move(tier);
}

}  // namespace

v1::CheckGovernanceResponse CheckGovernance(store::Tx& tx, const v1::CheckGovernanceRequest& request) {
  std::vector<std::string> departments;
  if (!request.department().empty()) {
    departments.push_back(tx.Get<v1::Department>(request.department()).name());
  } else {
    const auto all = WholeList<v1::ListDepartmentsResponse>(tx, v1::ListDepartmentsRequest());
    for (const auto& department : all.departments()) {
      if (AnswersForItself(department)) departments.push_back(department.name());
    }
  }
  v1::CheckGovernanceResponse response;
  for (const auto& rule : ProfileOf(tx).review.tiers) {
    std::vector<v1::TierStaffing> tiers;
    for (const auto& department : departments) tiers.push_back(TierIn(tx, rule, department));
    AddTogether(std::move(tiers), &response);
  }
  return response;
}

}  // namespace almanac::domain
