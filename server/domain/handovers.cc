#include "domain/handovers.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/people.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "base/json.h"
#include "domain/as_of.h"
#include "domain/duties.h"
#include "domain/editing.h"
#include "domain/grants.h"
#include "domain/program.h"
#include "domain/succession.h"
#include "domain/times.h"
#include "domain/whole_list.h"

namespace almanac::domain {
namespace {

std::string StateWord(v1::Handover::State state) {
  return EnumText(*v1::Handover::State_descriptor()->FindValueByNumber(state));
}

[[noreturn]] void RefuseNone(const std::string& what) {
  throw Error(Reason::NOT_FOUND, fmt::format("{}; `almanac` shows what waits on you", what));
}

std::vector<v1::Handover> LeftBy(store::Tx& tx, const std::string& leaver) {
  std::vector<v1::Handover> left;
  for (auto& handover : OfferedTo(tx, tx.caller().principal)) {
    if (handover.leaver() == leaver) left.push_back(std::move(handover));
  }
  if (left.empty()) RefuseNone(fmt::format("nothing of {} is offered to you", IdOf(leaver)));
  return left;
}

v1::Handover OfferOfName(store::Tx& tx, const std::string& name) {
  auto handover = tx.Find<v1::Handover>(name);
  if (!handover) RefuseNone(fmt::format("nothing called {} is offered to you", IdOf(name)));
  RequireOffered(tx.caller(), *handover);
  return *std::move(handover);
}

// What a request speaks of: the one named, or all that somebody leaves.
template <class Request>
std::vector<v1::Handover> OffersOf(store::Tx& tx, const Request& request) {
  if (request.name().empty() != request.from().empty()) {
    return request.name().empty() ? LeftBy(tx, request.from()) : std::vector{OfferOfName(tx, request.name())};
  }
  throw Error(Reason::INVALID_FIELD, "name one handover, or say --from PERSON for all that somebody leaves you")
      .Field("name", "or from; one of the two");
}

bool Owns(const v1::Handover& offer) { return offer.duty() == v1::Handover::OWNER_OF_DATASET; }

// Why it is not the leaver's to hand over any more; empty while it is, or where the successor has it already.
std::string WhyOver(const v1::Dataset& dataset, const v1::Handover& offer) {
  const std::string& holder = Owns(offer) ? dataset.owner() : dataset.coordinator();
  if (holder == offer.leaver() || holder == offer.successor()) return {};
  return holder.empty() ? "nobody has it any more" : fmt::format("{} has it by now", IdOf(holder));
}

// What is offered of one dataset, as one change.
void TakeDataset(store::Tx& tx, const v1::Dataset& before, const std::vector<const v1::Handover*>& offers) {
  v1::Dataset after = before;
  for (const auto* offer : offers) {
    Owns(*offer) ? after.set_owner(offer->successor()) : after.set_coordinator(offer->successor());
  }
  if (after.owner() == before.owner() && after.coordinator() == before.coordinator()) return;
  WriteEdit(tx, before, std::move(after),
            {"dataset.handed_over",
             fmt::format("{} took it over from {}", offers.front()->successor(), offers.front()->leaver()),
             {},
             false});
}

void TakeRole(store::Tx& tx, const v1::Handover& handover) {
  auto person = tx.Get<v1::Person>(handover.successor());
  const auto standing = StandingGrants(person, Today(tx));
  const bool held = std::any_of(standing.begin(), standing.end(), [&](const v1::RoleGrant& grant) {
    return grant.role() == handover.role() && grant.department() == handover.department() && !grant.deputy();
  });
  if (held) return;
  auto* grant = person.add_grants();
  grant->set_role(handover.role());
  grant->set_department(handover.department());
  grant->set_start_date(Today(tx));
  tx.Because("person.role_granted",
             fmt::format("{}, handed over by {} and offered by {}", RoleWords(handover.role(), handover.department()),
                         handover.leaver(), handover.offered_by()));
  tx.Update(person);
}

// "8 datasets and 1 role"
std::string CountWords(const std::vector<v1::Handover>& handovers) {
  const auto roles = std::count_if(handovers.begin(), handovers.end(), [](const v1::Handover& handover) {
    return handover.duty() == v1::Handover::HOLDER_OF_ROLE;
  });
  const auto datasets = static_cast<std::ptrdiff_t>(handovers.size()) - roles;
  std::vector<std::string> parts;
  if (datasets > 0) parts.push_back(fmt::format("{} {}", datasets, datasets == 1 ? "dataset" : "datasets"));
  if (roles > 0) parts.push_back(fmt::format("{} {}", roles, roles == 1 ? "role" : "roles"));
  return fmt::format("{}", fmt::join(parts, " and "));
}

// "1 dataset of sam-oyelaran is yours now. Not yours: owner of trees: grant has it by now."
std::string SummaryOf(const std::vector<v1::Handover>& taken, const v1::AcceptHandoverResponse& response,
                      const std::string& leaver) {
  const std::string over =
      response.over().empty() ? std::string() : fmt::format("Not yours: {}.", fmt::join(response.over(), "; "));
  if (taken.empty()) return over;
  return fmt::format("{} of {} {} yours now.{}{}", CountWords(taken), IdOf(leaver), taken.size() == 1 ? "is" : "are",
                     over.empty() ? "" : " ", over);
}

void Answer(store::Tx& tx, v1::Handover* handover, v1::Handover::State state, const std::string& reason) {
  handover->set_state(state);
  handover->set_reason(reason);
  *handover->mutable_answer_time() = ToTimestamp(tx.instant());
  tx.Because(fmt::format("handover.{}", StateWord(state)), reason);
  *handover = tx.Update(*handover);
}

}  // namespace

v1::ListHandoversResponse ListHandovers(store::Tx& tx, const v1::ListHandoversRequest& request) {
  v1::ListHandoversResponse response;
  store::List(tx, request, &response, ScopeAsOf(tx, request.as_of()));
  return response;
}

v1::Handover GetHandover(store::Tx& tx, const v1::GetHandoverRequest& request) {
  return GetAsOf<v1::Handover>(tx, request.name(), request.as_of());
}

v1::AcceptHandoverResponse AcceptHandover(store::Tx& tx, const v1::AcceptHandoverRequest& request) {
  auto offers = OffersOf(tx, request);
  v1::AcceptHandoverResponse response;
  std::vector<v1::Handover> taken;
  std::map<std::string, std::vector<const v1::Handover*>> of_datasets;
  for (const auto& handover : offers) {
    if (!handover.dataset().empty()) of_datasets[handover.dataset()].push_back(&handover);
  }
  std::map<std::string, std::string> over;
  for (auto& [name, of_one] : of_datasets) {
    const auto dataset = tx.Get<v1::Dataset>(name);
    std::erase_if(of_one, [&](const v1::Handover* offer) {
      const std::string why = WhyOver(dataset, *offer);
      if (!why.empty()) over[offer->name()] = why;
      return !why.empty();
    });
    if (!of_one.empty()) TakeDataset(tx, dataset, of_one);
  }
  for (auto& handover : offers) {
    if (const auto why = over.find(handover.name()); why != over.end()) {
      Answer(tx, &handover, v1::Handover::OVER, why->second);
      response.add_over(fmt::format("{}: {}", HandoverWords(handover), why->second));
      continue;
    }
    if (handover.dataset().empty()) TakeRole(tx, handover);
    Answer(tx, &handover, v1::Handover::ACCEPTED, {});
    response.add_accepted(HandoverWords(handover));
    taken.push_back(handover);
  }
  response.set_summary(SummaryOf(taken, response, offers.front().leaver()));
  return response;
}

v1::DeclineHandoverResponse DeclineHandover(store::Tx& tx, const v1::DeclineHandoverRequest& request) {
  auto offers = OffersOf(tx, request);
  v1::DeclineHandoverResponse response;
  for (auto& handover : offers) {
    Answer(tx, &handover, v1::Handover::DECLINED, request.reason());
    response.add_declined(HandoverWords(handover));
  }
  response.set_summary(fmt::format("{} {} in the name of {} until somebody else accepts.", CountWords(offers),
                                   offers.size() == 1 ? "stays" : "stay", IdOf(offers.front().leaver())));
  return response;
}

void RequireOffered(const Caller& who, const v1::Handover& handover) {
  if (handover.successor() != who.principal) {
    RefuseNone(fmt::format("nothing called {} is offered to you", IdOf(handover.name())));
  }
  if (handover.state() == v1::Handover::OFFERED) return;
  throw Error(Reason::WRONG_STATE, fmt::format("{} is {} already; nothing waits for an answer", IdOf(handover.name()),
                                               StateWord(handover.state())));
}

void RequireMayOffer(const Caller& who, const v1::Handover& handover) {
  RequirePermission(who, v1::Permission::ADMINISTER, {});
  if (handover.state() == v1::Handover::OFFERED || handover.state() == v1::Handover::DECLINED) return;
  throw Error(Reason::WRONG_STATE, fmt::format("{} is {}; only what is offered or declined can be offered anew",
                                               IdOf(handover.name()), StateWord(handover.state())));
}

v1::Handover OfferHandover(store::Tx& tx, const v1::OfferHandoverRequest& request) {
  auto handover = tx.Get<v1::Handover>(request.name());
  RequireMayOffer(tx.caller(), handover);
  const auto dataset = tx.Find<v1::Dataset>(handover.dataset());
  RequireSuccessor(tx, request.successor(), handover.leaver(), dataset ? &*dataset : nullptr);
  handover.set_successor(request.successor());
  handover.set_state(v1::Handover::OFFERED);
  handover.set_offered_by(tx.caller().principal);
  handover.clear_reason();
  handover.clear_answer_time();
  *handover.mutable_offer_time() = ToTimestamp(tx.instant());
  tx.Because("handover.offered", fmt::format("to {}", handover.successor()));
  return tx.Update(handover);
}

std::string HandoverWords(const v1::Handover& handover) {
  if (handover.duty() == v1::Handover::HOLDER_OF_ROLE) return RoleWords(handover.role(), handover.department());
  return fmt::format("{} of {}", handover.duty() == v1::Handover::OWNER_OF_DATASET ? "owner" : "coordinator",
                     IdOf(handover.dataset()));
}

}  // namespace almanac::domain
