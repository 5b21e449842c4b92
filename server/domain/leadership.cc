#include "domain/leadership.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "almanac/v1/program.pb.h"
#include "base/ids.h"
#include "domain/attestations.h"
#include "domain/grants.h"
#include "domain/holders.h"
#include "domain/orphans.h"
#include "domain/profile.h"
#include "domain/when.h"
#include "domain/whole_list.h"

namespace almanac::domain {
namespace {

std::vector<v1::Department> OnesWithSeats(store::Tx& tx) {
  auto all = WholeList<v1::ListDepartmentsResponse>(tx, v1::ListDepartmentsRequest());
  std::vector<v1::Department> departments;
  for (auto& department : *all.mutable_departments()) {
    if (AnswersForItself(department)) departments.push_back(std::move(department));
  }
  return departments;
}

std::string GapOf(const Held& held) {
  if (held.holders.empty() && held.deputies.empty()) return "nobody speaks for it";
  if (held.holders.empty()) return "vacant; a deputy stands in";
  if (held.holders.size() == 1 && !held.away_until.empty()) {
    return fmt::format("away until {}; {}", DayWords(held.away_until),
                       held.deputies.empty() ? "nobody stands in" : "a deputy stands in");
  }
  if (held.holders.size() == 1) return {};
  std::vector<std::string_view> others;
  for (size_t i = 1; i < held.holders.size(); ++i) others.push_back(IdOf(held.holders[i].name()));
  return fmt::format("one too many: also {}", fmt::join(others, ", "));
}

v1::LeadershipSeat SeatFor(store::Tx& tx, const v1::Department& department) {
  const Held held = HeldIn(tx, v1::LEADERSHIP, department.name());
  v1::LeadershipSeat seat;
  seat.set_department(department.name());
  seat.set_title(department.title());
  if (!held.holders.empty()) {
    seat.set_representative(held.holders.front().name());
    seat.set_display_name(held.holders.front().display_name());
    seat.set_start_date(held.start_date);
  }
  for (const auto& deputy : held.deputies) seat.add_deputies(deputy.name());
  const auto standing = StandingOfAttestation(tx, department);
  seat.set_attest_by(standing.due_date);
  seat.set_overdue(standing.overdue);
  seat.set_gap(GapOf(held));
  const auto id = IdOf(department.name());
  if (held.holders.empty()) seat.set_command(fmt::format("almanac person grant PERSON leadership --department {}", id));
  if (held.holders.size() == 1 && !held.away_until.empty() && held.deputies.empty()) {
    seat.set_command(fmt::format("almanac person grant PERSON leadership --department {} --deputy", id));
  }
  if (held.holders.size() > 1) {
    seat.set_command(
        fmt::format("almanac person end {} leadership --department {}", IdOf(held.holders.back().name()), id));
  }
  return seat;
}

void OpenChannels(const Directory& open, const Held& held, v1::DirectoryEntry* entry) {
  if (!held.holders.empty()) {
    const auto& coordinator = held.holders.front();
    if (open.names) entry->set_coordinator(coordinator.display_name());
    if (open.emails) entry->set_coordinator_email(coordinator.email());
    if (open.phones) entry->set_coordinator_phone(coordinator.phone());
  }
  if (open.names && !held.deputies.empty()) entry->set_deputy(held.deputies.front().display_name());
}

}  // namespace

Held HeldIn(store::Tx& tx, v1::Role role, const std::string& department) {
  Held held;
  for (const auto& holder : GrantsOfRole(tx, RoleText(role))) {
    if (holder.department() != department) continue;
    const auto person = tx.Find<v1::Person>(holder.person());
    if (!person) continue;
    if (!holder.deputy() && held.holders.empty()) {
      held.start_date = holder.start_date();
      held.away_until = holder.away_until();
    }
    (holder.deputy() ? held.deputies : held.holders).push_back(*person);
  }
  return held;
}

v1::ListLeadershipResponse ListLeadership(store::Tx& tx, const v1::ListLeadershipRequest&) {
  v1::ListLeadershipResponse response;
  for (const auto& department : OnesWithSeats(tx)) *response.add_seats() = SeatFor(tx, department);
  return response;
}

std::vector<v1::DirectoryEntry> DirectoryOf(store::Tx& tx) {
  const auto program = tx.Get<v1::Program>("program");
  const Profile& profile = ProfileOf(tx);
  std::vector<v1::DirectoryEntry> entries;
  for (const auto& department : OnesWithSeats(tx)) {
    const Held held = HeldIn(tx, v1::COORDINATOR, department.name());
    const bool own = !department.contact_email().empty();
    v1::DirectoryEntry entry;
    entry.set_department(department.name());
    entry.set_title(department.title());
    entry.set_role(profile.RoleTitle(RoleText(v1::COORDINATOR)));
    const bool there = !held.holders.empty() && held.away_until.empty();
    // Of somebody who is away for a week and whom nobody stands in for the public is told nothing.
    entry.set_standing(!held.deputies.empty() && !there ? "deputy" : held.holders.empty() ? "vacant" : "filled");
    entry.set_contact_email(own ? department.contact_email() : program.contact_email());
    entry.set_contact_phone(own ? department.contact_phone() : program.contact_phone());
    entry.set_website(department.website());
    const auto standing = StandingOfAttestation(tx, department);
    entry.set_attested_date(standing.last_date);
    entry.set_attestation_overdue(standing.overdue);
    OpenChannels(profile.directory, held, &entry);
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace almanac::domain
