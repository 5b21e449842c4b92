#include "domain/conditions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "almanac/v1/assessments.pb.h"
#include "almanac/v1/audit.pb.h"
#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/handovers.pb.h"
#include "almanac/v1/mosaic.pb.h"
#include "almanac/v1/people.pb.h"
#include "base/error.h"
#include "domain/absence.h"
#include "domain/assessments.h"
#include "domain/audit_findings.h"
#include "domain/grants.h"
#include "domain/handovers.h"
#include "domain/leaving.h"
#include "domain/mosaic.h"
#include "domain/priorities.h"

namespace almanac::domain {
namespace {

using google::protobuf::Message;

// A record of another kind is none that the verb could be about.
template <class M>
const M& As(const Message& record) {
  if (const auto* found = dynamic_cast<const M*>(&record)) return *found;
  throw Error(Reason::INVALID_FIELD, fmt::format("that is no {}", M::descriptor()->name()))
      .Field("resource", "is another");
}

std::string InRole(const std::string& role) { return fmt::format("as {}", RoleTitle(role)); }

std::string LookAtOverride(store::Tx& tx, const Caller& who, const Message& record) {
  return InRole(RequireMayOverride(tx, who, As<v1::Dataset>(record)));
}

std::string LookAtEndOfOverride(store::Tx& tx, const Caller& who, const Message& record) {
  return InRole(RequireMayEndOverride(tx, who, As<v1::Dataset>(record)));
}

std::string LookAtAnswer(store::Tx&, const Caller& who, const Message& record) {
  RequireOffered(who, As<v1::Handover>(record));
  return "it is offered to them";
}

std::string LookAtOffer(store::Tx&, const Caller& who, const Message& record) {
  RequireMayOffer(who, As<v1::Handover>(record));
  return {};
}

std::string LookAtLeaving(store::Tx& tx, const Caller& who, const Message& record) {
  RequireMayLeave(tx, who, As<v1::Person>(record));
  return {};
}

std::string LookAtAbsence(store::Tx&, const Caller& who, const Message& record) {
  const auto& person = As<v1::Person>(record);
  RequireMayTellAbsence(who, person);
  return person.name() == who.principal ? "it is about themselves" : InRole("administrator");
}

std::string LookAtClosing(store::Tx& tx, const Caller& who, const Message& record) {
  const auto& finding = As<v1::AuditFinding>(record);
  RequireMayClose(who, finding);
  try {
    RequireMayAccept(tx, who, finding);
  } catch (const Error& error) {
    return fmt::format("not with --accept: {}", error.message());
  }
  return {};
}

std::string LookAtAssessment(store::Tx& tx, const Caller& who, const Message& record) {
  const auto* assessment = dynamic_cast<const v1::Assessment*>(&record);
  const auto dataset = assessment == nullptr ? As<v1::Dataset>(record) : tx.Get<v1::Dataset>(assessment->dataset());
  RequireMayAssess(who, dataset);
  return "they describe or decide there; a judgement below the scale is a privacy officer's, who did not write it";
}

std::string LookAtClearing(store::Tx& tx, const Caller& who, const Message& record) {
  RequireMayClear(tx, who, As<v1::MosaicCluster>(record).name());
  return {};
}

constexpr std::array kConditions{
    Condition{"OverridePriority",
              "the role of leadership, manager, board_member or administrator, and a dataset that waits in a queue",
              LookAtOverride},
    Condition{"EndPriorityOverride",
              "the role of leadership, manager, board_member or administrator, and a dataset that somebody moved",
              LookAtEndOfOverride},
    Condition{"AcceptHandover", "that it is offered to them, and not answered yet", LookAtAnswer},
    Condition{"DeclineHandover", "that it is offered to them, and not answered yet", LookAtAnswer},
    Condition{"OfferHandover", "the role of administrator over all departments, and that nobody accepted it",
              LookAtOffer},
    Condition{"LeavePerson", "the role of administrator over all departments, and a successor for what is theirs",
              LookAtLeaving},
    Condition{"AwayPerson", "to be that person, or the role of administrator", LookAtAbsence},
    Condition{"BackPerson", "to be that person, or the role of administrator", LookAtAbsence},
    Condition{"CloseAuditFinding", "that it is open; with --accept, that they wrote nothing of what it is about",
              LookAtClosing},
    Condition{"AssessDataset", "the right to describe or to decide in its department", LookAtAssessment},
    Condition{"ClearMosaicCluster",
              "the role of privacy officer where its sets wait, that they wrote none of those, and that they see all "
              "of its sets",
              LookAtClearing}};

}  // namespace

const Condition* ConditionOf(std::string_view rpc) {
  const auto found =
      std::find_if(kConditions.begin(), kConditions.end(), [&](const Condition& one) { return one.rpc == rpc; });
  return found == kConditions.end() ? nullptr : &*found;
}

}  // namespace almanac::domain
