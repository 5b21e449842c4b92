#include "domain/leaving.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/program.pb.h"
#include "almanac/v1/records.pb.h"
#include "almanac/v1/tokens.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "domain/duties.h"
#include "domain/grants.h"
#include "domain/handovers.h"
#include "domain/program.h"
#include "domain/succession.h"
#include "domain/times.h"
#include "sql/people.h"

namespace almanac::domain {
namespace {

// From when on nothing of theirs holds, and the last day of their roles.
struct End {
  Instant at;
  std::string last_day;
};

End EndOf(store::Tx& tx, const std::string& last_day) {
  const Day today = TodayAsDay(tx);
  // A role holds to the end of its last day; to end at once, that was yesterday.
  if (last_day.empty()) return {tx.instant(), ToText(today - std::chrono::days(1))};
  const Day day = *ParseDay(last_day);
  const auto zone = tx.Get<v1::Program>("program").time_zone();
  return {std::max(tx.instant(), StartOfDay(zone, day + std::chrono::days(1))), last_day};
}

// What is to be handed over, with who is named for it in the request.
class Estate {
 public:
  Estate(store::Tx& tx, const v1::Person& person, const v1::LeavePersonRequest& request)
      : tx_(tx), person_(person), request_(request), line_(tx, person.name()) {
    AddDatasets();
    AddRoles();
    AddOffers();
    RefuseUnusedShares();
  }

  const std::vector<v1::Handover>& handovers() const { return handovers_; }
  const std::vector<std::string>& gaps() const { return gaps_; }

  // Throws MISSING_REQUIREMENTS for all that nobody is in line for.
  void RequireSuccessors() const {
    std::vector<std::string> without;
    for (const auto& one : handovers_) {
      if (one.successor().empty()) without.emplace_back(IdOf(one.dataset()));
    }
    if (without.empty()) return;
    Error error(Reason::MISSING_REQUIREMENTS,
                fmt::format("{} cannot leave yet: nobody is in line for what is theirs", IdOf(person_.name())));
    for (const auto& id : without) {
      error.Missing(
          "successor",
          fmt::format("Nobody owns or coordinates data beside {}, to take over {}.", IdOf(person_.name()), id),
          fmt::format("almanac person leave {} --instead 'of={},to=PERSON'", IdOf(person_.name()), id));
    }
    throw error;
  }

 private:
  using Kind = v1::Handover::Duty;

  void AddDatasets() {
    for (const auto& dataset : DatasetsNaming(tx_, person_.name())) {
      if (dataset.owner() == person_.name()) AddDataset(dataset, v1::Handover::OWNER_OF_DATASET);
      if (dataset.coordinator() == person_.name()) AddDataset(dataset, v1::Handover::COORDINATOR_OF_DATASET);
    }
  }

  void AddDataset(const v1::Dataset& dataset, Kind kind) {
    v1::Handover handover;
    handover.set_duty(kind);
    handover.set_dataset(dataset.name());
    handover.set_department(dataset.department());
    handover.set_successor(Named({dataset.name(), dataset.department()}, request_.successor()));
    if (handover.successor().empty()) {
      handover.set_successor(line_.Next(kind, dataset.department()));
    }
    if (!handover.successor().empty()) RequireFit(handover.successor(), dataset);
    handovers_.push_back(std::move(handover));
  }

  // Of many datasets asked once, where nothing is marked.
  void RequireFit(const std::string& successor, const v1::Dataset& dataset) {
    const bool marked = dataset.marking() != v1::Dataset::MARKING_UNSPECIFIED;
    if (!marked && fit_.contains(successor)) return;
    RequireSuccessor(tx_, successor, person_.name(), &dataset);
    fit_.insert(successor);
  }

  void AddRoles() {
    for (const auto& grant : StandingGrants(person_, Today(tx_))) {
      grant.deputy() ? AddDeputy(grant) : AddRole(grant);
    }
  }

  // Those of a department go with its data; any other to who stands in for it already, unless somebody is named.
  void AddRole(const v1::RoleGrant& grant) {
    const Duty role{v1::Handover::HOLDER_OF_ROLE, grant.role(), grant.department(), person_.name()};
    const bool of_data = (grant.role() == v1::OWNER || grant.role() == v1::COORDINATOR) && !grant.department().empty();
    const auto others = OtherHolders(tx_, role);
    std::string successor = Named({RoleText(grant.role()), of_data ? grant.department() : std::string()},
                                  of_data ? request_.successor() : std::string());
    if (successor.empty() && others.empty()) successor = NextInLine(tx_, role);
    if (successor.empty() && others.empty()) return AddVacancy(grant);
    if (successor.empty() || std::find(others.begin(), others.end(), successor) != others.end()) return;
    RequireSuccessor(tx_, successor, person_.name(), nullptr);
    v1::Handover handover;
    handover.set_duty(v1::Handover::HOLDER_OF_ROLE);
    handover.set_role(grant.role());
    handover.set_department(grant.department());
    handover.set_successor(successor);
    handovers_.push_back(std::move(handover));
  }

  // A role that only stood in for somebody is nobody's to take over; that nobody stands in any more is told.
  void AddDeputy(const v1::RoleGrant& grant) {
    const Duty role{v1::Handover::HOLDER_OF_ROLE, grant.role(), grant.department(), person_.name()};
    if (OtherHolders(tx_, role).empty() && NextInLine(tx_, role).empty()) AddVacancy(grant);
  }

  void AddVacancy(const v1::RoleGrant& grant) {
    gaps_.push_back(
        fmt::format("nobody is {} from then on: almanac person grant NAME {}{}",
                    RoleWords(grant.role(), grant.department()), RoleText(grant.role()),
                    grant.department().empty() ? "" : fmt::format(" --department {}", IdOf(grant.department()))));
  }

  // What others left them, and they have not answered, goes on to who is next.
  void AddOffers() {
    for (auto handover : OfferedTo(tx_, person_.name())) {
      const auto dataset = tx_.Find<v1::Dataset>(handover.dataset());
      std::string successor = Named({handover.dataset(), handover.department()}, request_.successor());
      if (successor.empty() || successor == handover.leaver()) {
        successor = NextInLine(tx_, {handover.duty(), handover.role(), handover.department(), person_.name()});
      }
      if (successor.empty() || successor == handover.leaver()) {
        // Declined in their place: the administrators see to it.
        handover.set_state(v1::Handover::DECLINED);
        handover.set_reason(fmt::format("{} leaves too", IdOf(person_.name())));
      } else {
        RequireSuccessor(tx_, successor, handover.leaver(), dataset ? &*dataset : nullptr);
        handover.set_successor(successor);
      }
      handovers_.push_back(std::move(handover));
    }
  }

  // Whom a share names for one of these, the first that fits, else `otherwise`.
  std::string Named(const std::vector<std::string>& what, const std::string& otherwise) {
    for (const auto& one : what) {
      if (one.empty()) continue;
      for (const auto& share : request_.instead()) {
        if (share.of() != one && share.of() != IdOf(one)) continue;
        used_.insert(share.of());
        return share.to();
      }
    }
    return otherwise;
  }

  void RefuseUnusedShares() const {
    for (const auto& share : request_.instead()) {
      if (used_.contains(share.of())) continue;
      throw Error(Reason::INVALID_FIELD,
                  fmt::format("nothing of {} is called {}; almanac person duties {} lists what is theirs",
                              IdOf(person_.name()), share.of(), IdOf(person_.name())))
          .Field("instead.of", "is no dataset, department or role of theirs");
    }
  }

  store::Tx& tx_;
  const v1::Person& person_;
  const v1::LeavePersonRequest& request_;
  Line line_;
  std::set<std::string> fit_;
  std::vector<v1::Handover> handovers_;
  std::vector<std::string> gaps_;
  std::set<std::string> used_;
};

void EndRoles(const End& end, v1::Person* person) {
  google::protobuf::RepeatedPtrField<v1::RoleGrant> kept;
  for (auto grant : person->grants()) {
    // It never began; the history of the person has it.
    if (grant.start_date() > end.last_day) continue;
    if (grant.end_date().empty() || grant.end_date() > end.last_day) grant.set_end_date(end.last_day);
    *kept.Add() = std::move(grant);
  }
  *person->mutable_grants() = std::move(kept);
}

int EndTokens(store::Tx& tx, const std::string& person, Instant at) {
  int ended = 0;
  for (auto& token : tx.Select<v1::Token>(sql::people::kLiveTokens, {{"person", person}})) {
    const bool over = token.has_expire_time() && ToInstant(token.expire_time()) <= at;
    if (over) continue;
    *(at <= tx.instant() ? token.mutable_revoke_time() : token.mutable_expire_time()) = ToTimestamp(at);
    tx.Because("token.revoked", fmt::format("{} leaves", person));
    tx.Update(token);
    ++ended;
  }
  for (const auto& code : tx.Select<v1::EnrolmentCode>(sql::people::kOpenCodes, {{"person", person}})) {
    tx.Erase(v1::EnrolmentCode::descriptor(), code.code_hash());
  }
  return ended;
}

std::string NameOf(store::Tx& tx, const v1::Handover& handover) {
  std::string slug;
  switch (handover.duty()) {
    case v1::Handover::OWNER_OF_DATASET:
      slug = fmt::format("{}-owner", IdOf(handover.dataset()));
      break;
    case v1::Handover::COORDINATOR_OF_DATASET:
      slug = fmt::format("{}-coordinator", IdOf(handover.dataset()));
      break;
    default:
      slug = fmt::format("{}{}", RoleText(handover.role()),
                         handover.department().empty() ? "" : fmt::format("-of-{}", IdOf(handover.department())));
  }
  return tx.FreeName<v1::Handover>("handovers", Slug(slug));
}

v1::Handover Offer(store::Tx& tx, const std::string& leaver, v1::Handover handover) {
  const bool anew = !handover.name().empty();
  if (handover.state() == v1::Handover::DECLINED) {
    *handover.mutable_answer_time() = ToTimestamp(tx.instant());
    tx.Because("handover.declined", handover.reason());
    return tx.Update(handover);
  }
  handover.set_state(v1::Handover::OFFERED);
  handover.set_offered_by(tx.caller().principal);
  *handover.mutable_offer_time() = ToTimestamp(tx.instant());
  tx.Because("handover.offered", fmt::format("to {}", handover.successor()));
  if (anew) return tx.Update(handover);
  handover.set_leaver(leaver);
  handover.set_name(NameOf(tx, handover));
  return tx.Create(handover);
}

std::string CountWords(int count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

// "8 things are offered to sam-oyelaran, 1 to victor-salas; 1 role and 2 tokens end."
std::string SummaryOf(const std::map<std::string, int>& offered, int roles, int tokens) {
  std::vector<std::string> parts;
  for (const auto& [person, count] : offered) {
    parts.push_back(parts.empty() ? fmt::format("{} offered to {}", CountWords(count, "thing is", "things are"), person)
                                  : fmt::format("{} to {}", count, person));
  }
  const std::string ends =
      fmt::format("{} and {} end", CountWords(roles, "role", "roles"), CountWords(tokens, "token", "tokens"));
  return parts.empty() ? fmt::format("Nothing was theirs alone; {}.", ends)
                       : fmt::format("{}; {}.", fmt::join(parts, ", "), ends);
}

// Before the roles end, so that the person is still among those who could.
std::vector<std::string> ReviewsWithNobody(store::Tx& tx, const std::string& person) {
  std::vector<std::string> gaps;
  for (const auto& seat : SeatsToFill(tx, person)) {
    if (!seat.others.empty()) continue;
    gaps.push_back(
        fmt::format("nobody else could agree to {} as {}: almanac governance check", IdOf(seat.review), seat.seat));
  }
  return gaps;
}

// Over all departments: else there were things of theirs that nobody sees go.
void RequireMaySendAway(store::Tx& tx, const Caller& who, const v1::Person& person) {
  RequirePermission(who, v1::Permission::ADMINISTER, {});
  RequireStays(tx, person);
}

}  // namespace

void RequireMayLeave(store::Tx& tx, const Caller& who, const v1::Person& person) {
  RequireMaySendAway(tx, who, person);
  const v1::LeavePersonRequest plain;
  Estate(tx, person, plain).RequireSuccessors();
}

v1::LeavePersonResponse LeavePerson(store::Tx& tx, const v1::LeavePersonRequest& request) {
  auto person = tx.Get<v1::Person>(request.name());
  RequireMaySendAway(tx, tx.caller(), person);
  const Estate estate(tx, person, request);
  estate.RequireSuccessors();
  const End end = EndOf(tx, request.last_day());
  v1::LeavePersonResponse response;
  response.set_person(person.name());
  *response.mutable_leave_time() = ToTimestamp(end.at);
  for (const auto& gap : estate.gaps()) response.add_gaps(gap);
  for (auto& gap : ReviewsWithNobody(tx, person.name())) response.add_gaps(std::move(gap));
  const int roles = static_cast<int>(StandingGrants(person, Today(tx)).size());

  EndRoles(end, &person);
  *person.mutable_leave_time() = response.leave_time();
  tx.Because("person.left", request.reason());
  tx.Update(person);
  const int tokens = EndTokens(tx, person.name(), end.at);
  std::map<std::string, int> offered;
  for (const auto& one : estate.handovers()) {
    const auto handover = Offer(tx, person.name(), one);
    const std::string successor(IdOf(handover.successor()));
    if (handover.state() == v1::Handover::OFFERED) ++offered[successor];
    response.add_offered(fmt::format("{}: {}", HandoverWords(handover),
                                     handover.state() == v1::Handover::OFFERED ? successor : "nobody is in line"));
  }
  response.set_summary(SummaryOf(offered, roles, tokens));
  return response;
}

}  // namespace almanac::domain
