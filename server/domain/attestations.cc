#include "domain/attestations.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/people.pb.h"
#include "almanac/v1/program.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "base/json.h"
#include "domain/duties.h"
#include "domain/grant_terms.h"
#include "domain/grants.h"
#include "domain/lifecycle.h"
#include "domain/orphans.h"
#include "domain/profile.h"
#include "domain/program.h"
#include "domain/times.h"
#include "domain/whole_list.h"
#include "sql/attestations.h"

namespace almanac::domain {
namespace {

using Datasets = std::map<std::string, v1::Dataset>;

Day DayOf(store::Tx& tx, const google::protobuf::Timestamp& time) {
  return DayIn(tx.Get<v1::Program>("program").time_zone(), ToInstant(time));
}

std::optional<v1::Attestation> LastOf(store::Tx& tx, const std::string& department) {
  return tx.SelectOne<v1::Attestation>(sql::attestations::kLatest, {{"department", department}});
}

Datasets DatasetsNow(store::Tx& tx, const std::string& department) {
  Datasets datasets;
  const auto list = WholeList<v1::ListDatasetsResponse>(tx, v1::ListDatasetsRequest(),
                                                        fmt::format("department = \"{}\"", department));
  for (const auto& dataset : list.datasets()) datasets.emplace(dataset.name(), dataset);
  return datasets;
}

Datasets DatasetsThen(store::Tx& tx, const std::string& department, const std::string& time) {
  Datasets datasets;
  tx.EachAsOf(v1::Dataset::descriptor(), time, [&](const google::protobuf::Message& message) {
    const auto& dataset = static_cast<const v1::Dataset&>(message);
    if (dataset.department() == department) datasets.emplace(dataset.name(), dataset);
  });
  return datasets;
}

std::string AccessWord(v1::Dataset::Access access) {
  return EnumText(*v1::Dataset::Access_descriptor()->FindValueByNumber(access));
}

std::string Named(const std::string& person) { return person.empty() ? "nobody" : std::string(IdOf(person)); }

// "park-locations: coordinator lucia-fuentes, now sam-oyelaran": what an attestation is about.
std::string DifferenceOf(const v1::Dataset& then, const v1::Dataset& now) {
  std::vector<std::string> parts;
  const auto add = [&](std::string_view what, const std::string& before, const std::string& after) {
    if (before != after) parts.push_back(fmt::format("{} {}, now {}", what, before, after));
  };
  add("title", then.title(), now.title());
  add("owner", Named(then.owner()), Named(now.owner()));
  add("coordinator", Named(then.coordinator()), Named(now.coordinator()));
  add("contact", then.contact_email().empty() ? "the department's" : then.contact_email(),
      now.contact_email().empty() ? "the department's" : now.contact_email());
  add("access", AccessWord(then.access()), AccessWord(now.access()));
  add("state", StateWords(then.state()), StateWords(now.state()));
  return parts.empty() ? std::string() : fmt::format("{}: {}", IdOf(now.name()), fmt::join(parts, "; "));
}

void AddDatasetChanges(const Datasets& then, const Datasets& now, v1::AttestDepartmentResponse* response) {
  for (const auto& [name, dataset] : now) {
    const auto before = then.find(name);
    std::string line =
        before == then.end() ? fmt::format("{}: new here", IdOf(name)) : DifferenceOf(before->second, dataset);
    if (!line.empty()) response->add_changed(std::move(line));
  }
  for (const auto& [name, dataset] : then) {
    if (!now.contains(name)) response->add_changed(fmt::format("{}: belongs to another department now", IdOf(name)));
  }
}

// "coordinator: sam-oyelaran", of this department itself, on a day.
std::set<std::string> RolesOn(const std::vector<v1::Person>& people, const std::string& department,
                              const std::string& day) {
  std::set<std::string> roles;
  for (const auto& person : people) {
    for (const auto& grant : person.grants()) {
      if (!HoldsOn(grant, day) || grant.department() != department) continue;
      roles.insert(fmt::format("{}{}: {}", RoleTitle(RoleText(grant.role())), grant.deputy() ? " (deputy)" : "",
                               IdOf(person.name())));
    }
  }
  return roles;
}

void AddRoleChanges(const std::set<std::string>& then, const std::set<std::string>& now,
                    v1::AttestDepartmentResponse* response) {
  for (const auto& role : now) {
    if (!then.contains(role)) response->add_changed(fmt::format("{}, new", role));
  }
  for (const auto& role : then) {
    if (!now.contains(role)) response->add_changed(fmt::format("{}, no more", role));
  }
}

std::string ContactOf(const v1::Department& department) {
  std::vector<std::string_view> parts;
  for (const auto* part :
       {&department.contact_name(), &department.contact_email(), &department.contact_phone(), &department.website()}) {
    if (!part->empty()) parts.push_back(*part);
  }
  return parts.empty() ? "none" : fmt::format("{}", fmt::join(parts, ", "));
}

// "8 datasets: 6 open, 1 shared, 1 closed; 5 published"
std::string StockOf(const Datasets& datasets) {
  std::map<int, int> by_access;
  int published = 0;
  for (const auto& [name, dataset] : datasets) {
    ++by_access[dataset.access()];
    if (dataset.state() == v1::Dataset::PUBLISHED) ++published;
  }
  std::vector<std::string> parts;
  for (const auto& [access, count] : by_access) {
    parts.push_back(fmt::format("{} {}", count, AccessWord(static_cast<v1::Dataset::Access>(access))));
  }
  const std::string count = fmt::format("{} {}", datasets.size(), datasets.size() == 1 ? "dataset" : "datasets");
  return parts.empty() ? count : fmt::format("{}: {}; {} published", count, fmt::join(parts, ", "), published);
}

void AddOrphans(store::Tx& tx, const std::string& department, v1::AttestDepartmentResponse* response) {
  v1::ListOrphansRequest request;
  request.set_department(department);
  const int count = ListOrphans(tx, request).orphans_size();
  if (count == 0) return;
  response->add_certifies(fmt::format("{} {} nobody answers for: almanac person orphans --department {}", count,
                                      count == 1 ? "thing that" : "things that", IdOf(department)));
}

// What is certified, and what changed since the last time.
v1::AttestDepartmentResponse PictureOf(store::Tx& tx, const v1::Department& department, const Datasets& now,
                                       const std::optional<v1::Attestation>& last) {
  v1::AttestDepartmentResponse response;
  response.set_department(department.name());
  response.add_certifies(StockOf(now));
  response.add_certifies("contact: " + ContactOf(department));
  const auto people = WholeList<v1::ListPeopleResponse>(tx, v1::ListPeopleRequest());
  const auto roles = RolesOn({people.people().begin(), people.people().end()}, department.name(), Today(tx));
  for (const auto& role : roles) response.add_certifies(role);
  AddOrphans(tx, department.name(), &response);
  if (!last) return response;
  const std::string time = TimeText(last->attest_time());
  response.set_since_date(ToText(DayOf(tx, last->attest_time())));
  AddDatasetChanges(DatasetsThen(tx, department.name(), time), now, &response);
  if (const auto then = tx.FindAsOf<v1::Department>(department.name(), time)) {
    const std::string before = ContactOf(*then), after = ContactOf(department);
    if (before != after) response.add_changed(fmt::format("contact {}, now {}", before, after));
  }
  AddRoleChanges(RolesOn(tx.AllAsOf<v1::Person>(time), department.name(), response.since_date()), roles, &response);
  return response;
}

void RequireStatement(const v1::AttestDepartmentRequest& request) {
  if (request.unchanged() || !request.note().empty() || request.validate_only()) return;
  const auto id = IdOf(request.department());
  throw Error(
      Reason::INVALID_FIELD,
      fmt::format("look at what you certify first: almanac attest {} --dry-run. Then say --unchanged, or what is "
                  "not right yet with --note '...'",
                  id))
      .Field("unchanged", "or note; one of the two");
}

v1::Attestation AttestationOf(store::Tx& tx, const v1::AttestDepartmentRequest& request,
                              const AttestationStanding& standing) {
  const Day today = TodayAsDay(tx), due = *ParseDay(standing.due_date);
  v1::Attestation attestation;
  attestation.set_name(tx.FreeName<v1::Attestation>(
      "attestations", fmt::format("{}-{}", IdOf(request.department()), Today(tx).substr(0, 4))));
  attestation.set_department(request.department());
  attestation.set_person(tx.caller().principal);
  *attestation.mutable_attest_time() = ToTimestamp(tx.instant());
  attestation.set_due_date(standing.due_date);
  attestation.set_days_late(static_cast<int>(std::max<std::chrono::days::rep>((today - due).count(), 0)));
  attestation.set_unchanged(request.unchanged());
  attestation.set_note(request.note());
  return attestation;
}

}  // namespace

v1::AttestDepartmentResponse AttestDepartment(store::Tx& tx, const v1::AttestDepartmentRequest& request) {
  const auto department = tx.Get<v1::Department>(request.department());
  RequirePermission(tx.caller(), v1::Permission::EDIT, department.name());
  RequireStatement(request);
  if (!department.end_date().empty()) {
    throw Error(Reason::WRONG_STATE, fmt::format("{} ended on {}; what it held belongs to {}", IdOf(department.name()),
                                                 department.end_date(), IdOf(department.merged_into())));
  }
  const auto last = LastOf(tx, department.name());
  const auto now = DatasetsNow(tx, department.name());
  auto response = PictureOf(tx, department, now, last);
  auto attestation = AttestationOf(tx, request, StandingOfAttestation(tx, department));
  attestation.set_datasets(static_cast<int>(now.size()));
  attestation.set_changes(response.changed_size());
  tx.Because("department.attested", request.note());
  attestation = tx.Create(attestation);
  if (!request.validate_only()) response.set_attestation(attestation.name());
  response.set_next_due_date(ToText(AddMonths(TodayAsDay(tx), ProfileOf(tx).attestation_months)));
  return response;
}

v1::ListAttestationsResponse ListAttestations(store::Tx& tx, const v1::ListAttestationsRequest& request) {
  v1::ListAttestationsResponse response;
  store::List(tx, request, &response);
  return response;
}

v1::Attestation GetAttestation(store::Tx& tx, const v1::GetAttestationRequest& request) {
  return tx.Get<v1::Attestation>(request.name());
}

AttestationStanding StandingOfAttestation(store::Tx& tx, const v1::Department& department) {
  const auto last = LastOf(tx, department.name());
  AttestationStanding standing;
  if (last) standing.last_date = ToText(DayOf(tx, last->attest_time()));
  const Day from = DayOf(tx, last ? last->attest_time() : department.create_time());
  standing.due_date = ToText(AddMonths(from, ProfileOf(tx).attestation_months));
  standing.overdue = standing.due_date < Today(tx);
  return standing;
}

}  // namespace almanac::domain
