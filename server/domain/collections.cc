#include "domain/collections.h"

#include <fmt/format.h>

#include <array>

#include "almanac/v1/agreements.pb.h"
#include "almanac/v1/assessments.pb.h"
#include "almanac/v1/attestations.pb.h"
#include "almanac/v1/audit.pb.h"
#include "almanac/v1/code_lists.pb.h"
#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/definitions.pb.h"
#include "almanac/v1/departments.pb.h"
#include "almanac/v1/handovers.pb.h"
#include "almanac/v1/incidents.pb.h"
#include "almanac/v1/mosaic.pb.h"
#include "almanac/v1/people.pb.h"
#include "almanac/v1/priority.pb.h"
#include "almanac/v1/program.pb.h"
#include "almanac/v1/releases.pb.h"
#include "almanac/v1/removals.pb.h"
#include "almanac/v1/reports.pb.h"
#include "almanac/v1/reviews.pb.h"
#include "almanac/v1/series.pb.h"
#include "almanac/v1/signals.pb.h"
#include "almanac/v1/systems.pb.h"
#include "almanac/v1/tokens.pb.h"
#include "base/error.h"
#include "domain/grants.h"

namespace almanac::domain {
namespace {

struct Collection {
  std::string_view prefix;
  const google::protobuf::Message& (*prototype)();
};

template <class M>
const google::protobuf::Message& PrototypeOf() {
  return M::default_instance();
}

constexpr std::string_view kTokens = "tokens/";

// In the order in which a short name is looked for.
constexpr std::array kCollections{
    Collection{"datasets/", PrototypeOf<v1::Dataset>},
    Collection{"releases/", PrototypeOf<v1::Release>},
    Collection{"reviews/", PrototypeOf<v1::Review>},
    Collection{"departments/", PrototypeOf<v1::Department>},
    Collection{"people/", PrototypeOf<v1::Person>},
    Collection{"reports/", PrototypeOf<v1::Report>},
    Collection{"assessments/", PrototypeOf<v1::Assessment>},
    Collection{"incidents/", PrototypeOf<v1::Incident>},
    Collection{"removals/", PrototypeOf<v1::Removal>},
    Collection{"agreements/", PrototypeOf<v1::Agreement>},
    Collection{"systems/", PrototypeOf<v1::System>},
    Collection{"series/", PrototypeOf<v1::Series>},
    Collection{"definitions/", PrototypeOf<v1::Definition>},
    Collection{"code_lists/", PrototypeOf<v1::CodeList>},
    Collection{"attestations/", PrototypeOf<v1::Attestation>},
    Collection{"handovers/", PrototypeOf<v1::Handover>},
    Collection{"signals/", PrototypeOf<v1::Signal>},
    Collection{"priority_overrides/", PrototypeOf<v1::PriorityOverride>},
    Collection{"mosaic_clearings/", PrototypeOf<v1::MosaicClearing>},
    Collection{"audit_findings/", PrototypeOf<v1::AuditFinding>},
    Collection{kTokens, PrototypeOf<v1::Token>},
};

bool IsThere(store::Tx& tx, const std::string& full_name) {
  const auto message = NewOfName(full_name);
  return message != nullptr && tx.Find(full_name, message.get());
}

[[noreturn]] void RefuseName(const std::string& name) {
  throw Error(Reason::NOT_FOUND,
              fmt::format("there is no {}. Give a full name, such as datasets/calls-for-service", name));
}

}  // namespace

std::unique_ptr<google::protobuf::Message> NewOfName(std::string_view name) {
  if (name == "program") return std::make_unique<v1::Program>();
  for (const auto& collection : kCollections) {
    if (name.starts_with(collection.prefix)) {
      return std::unique_ptr<google::protobuf::Message>(collection.prototype().New());
    }
  }
  return nullptr;
}

std::string FullName(store::Tx& tx, const std::string& name) {
  if (name.find('/') != std::string::npos || name == "program") return name;
  for (const auto& collection : kCollections) {
    std::string full = fmt::format("{}{}", collection.prefix, name);
    if (collection.prefix != kTokens && IsThere(tx, full)) return full;
  }
  throw Error(
      Reason::NOT_FOUND,
      fmt::format("there is no {}: no dataset, release, review, department, person, report, system, series, "
                  "definition, code list or signal has this name. `almanac dataset search WORDS` finds datasets; a "
                  "full name looks like datasets/calls-for-service",
                  name));
}

void RequireSeen(store::Tx& tx, const std::string& name) {
  if (name == "program") return;
  if (!IsThere(tx, name)) RefuseName(name);
  if (!name.starts_with(kTokens)) return;
  const auto token = tx.Get<v1::Token>(name);
  if (token.person() != tx.caller().principal && !Allows(tx.caller(), v1::Permission::ENROL)) RefuseName(name);
}

}  // namespace almanac::domain
