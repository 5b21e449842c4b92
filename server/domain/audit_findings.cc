#include "domain/audit_findings.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ids.h"
#include "base/json.h"
#include "domain/as_of.h"
#include "domain/grants.h"
#include "domain/profile.h"
#include "domain/program.h"
#include "domain/whole_list.h"
#include "sql/audit.h"
#include "store/list.h"

namespace almanac::domain {
namespace {

std::string SeverityText(v1::AuditFinding::Severity severity) {
  return EnumText(*v1::AuditFinding::Severity_descriptor()->FindValueByNumber(severity));
}

v1::AuditFinding::Severity Gravest(const std::vector<v1::AuditFinding>& findings) {
  auto gravest = v1::AuditFinding::LOW;
  for (const auto& finding : findings) gravest = std::max(gravest, finding.severity());
  return gravest;
}

// "an open finding of the security audit (high)"; never what it says, since more people read this than the finding.
std::string FindingsWords(const std::vector<v1::AuditFinding>& findings) {
  if (findings.size() == 1)
    return fmt::format("an open finding of the security audit ({})", SeverityText(findings.front().severity()));
  return fmt::format("{} open findings of the security audit (the gravest {})", findings.size(),
                     SeverityText(Gravest(findings)));
}

}  // namespace

v1::ListAuditFindingsResponse ListAuditFindings(store::Tx& tx, const v1::ListAuditFindingsRequest& request) {
  v1::ListAuditFindingsResponse response;
  store::List(tx, request, &response, ScopeAsOf(tx, request.as_of()));
  return response;
}

v1::AuditFinding GetAuditFinding(store::Tx& tx, const v1::GetAuditFindingRequest& request) {
  return GetAsOf<v1::AuditFinding>(tx, request.name(), request.as_of());
}

v1::AuditFinding CloseAuditFinding(store::Tx& tx, const v1::CloseAuditFindingRequest& request) {
  auto finding = tx.Get<v1::AuditFinding>(request.name(), request.etag());
  RequireMayClose(tx.caller(), finding);
  if (request.accept()) RequireMayAccept(tx, tx.caller(), finding);
  finding.set_state(request.accept() ? v1::AuditFinding::ACCEPTED : v1::AuditFinding::CLOSED);
  finding.set_closed_date(Today(tx));
  finding.set_close_reason(request.reason());
  finding.set_closed_by(tx.caller().principal);
  // The reason stays in the finding, which fewer people read than the list of events.
  tx.Because(request.accept() ? "audit_finding.accepted" : "audit_finding.closed");
  return tx.Update(finding);
}

void RequireMayClose(const Caller& who, const v1::AuditFinding& finding) {
  RequirePermission(who, v1::Permission::PUBLISH, finding.department());
  if (finding.state() == v1::AuditFinding::OPEN) return;
  throw Error(Reason::WRONG_STATE, fmt::format("{} has ended on {}: {}", IdOf(finding.name()), finding.closed_date(),
                                               finding.close_reason()));
}

void RequireMayAccept(store::Tx& tx, const Caller& who, const v1::AuditFinding& finding) {
  for (const auto& dataset : DatasetsOf(tx, finding)) {
    const auto& authors = dataset.authors();
    if (std::find(authors.begin(), authors.end(), who.principal) == authors.end()) continue;
    throw Error(Reason::APPROVER_NOT_INDEPENDENT,
                fmt::format("{} wrote {}, which it is about, and does not accept its risk", who.display_name,
                            IdOf(dataset.name())));
  }
}

std::vector<v1::AuditFinding> OpenFindingsAbout(store::Tx& tx, const v1::Dataset& dataset) {
  return tx.Select<v1::AuditFinding>(sql::audit::kOpenAbout,
                                     {{"dataset", dataset.name()}, {"system", dataset.system()}});
}

void AddFindings(const std::vector<v1::AuditFinding>& findings, const Profile& profile, Evidence* evidence) {
  if (findings.empty()) return;
  const int tier = profile.audit.TierOf(Gravest(findings));
  // The heaviest come first.
  evidence->lines.insert(tier >= evidence->tier ? evidence->lines.begin() : evidence->lines.end(),
                         FindingsWords(findings));
  evidence->tier = std::max(evidence->tier, tier);
}

std::optional<Error::Requirement> WaitsForAudit(store::Tx& tx, const v1::Dataset& dataset) {
  const auto findings = OpenFindingsAbout(tx, dataset);
  if (findings.empty()) return std::nullopt;
  return Error::Requirement{"audit_findings",
                            fmt::format("There {} {} about it or the system that it comes from.",
                                        findings.size() == 1 ? "is" : "are", FindingsWords(findings)),
                            "almanac audit-finding list --filter 'state = open'"};
}

void MoveFindings(store::Tx& tx, const v1::System& system) {
  for (auto& finding : tx.Select<v1::AuditFinding>(sql::audit::kOfSystem, {{"system", system.name()}})) {
    if (finding.department() == system.department()) continue;
    finding.set_department(system.department());
    tx.Because("system.department_changed", fmt::format("{} went to {}", system.name(), system.department()));
    tx.Update(finding);
  }
}

std::vector<v1::Dataset> DatasetsOf(store::Tx& tx, const v1::AuditFinding& finding) {
  if (!finding.dataset().empty()) {
    auto dataset = tx.Find<v1::Dataset>(finding.dataset());
    return dataset ? std::vector<v1::Dataset>{*std::move(dataset)} : std::vector<v1::Dataset>();
  }
  const auto found = WholeList<v1::ListDatasetsResponse>(tx, v1::ListDatasetsRequest(),
                                                         fmt::format("system = \"{}\"", finding.system()));
  return {found.datasets().begin(), found.datasets().end()};
}

}  // namespace almanac::domain
