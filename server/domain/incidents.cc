#include "domain/incidents.h"

#include <fmt/format.h>

#include <algorithm>

#include "almanac/v1/records.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "domain/as_of.h"
#include "domain/grants.h"
#include "domain/masks.h"
#include "domain/requirements.h"
#include "domain/times.h"
#include "sql/incidents.h"
#include "store/list.h"

namespace almanac::domain {
namespace {

v1::Incident GetOpen(store::Tx& tx, const std::string& name, const std::string& etag) {
  auto incident = tx.Get<v1::Incident>(name, etag);
  if (incident.state() == v1::Incident::OPEN) return incident;
  throw Error(Reason::WRONG_STATE, fmt::format("{} is closed", IdOf(incident.name())));
}

// Whoever wrote what was exposed does not judge alone that all is well again.
void RequireNotItsAuthor(const Caller& caller, const v1::Dataset& dataset) {
  const auto& authors = dataset.authors();
  if (std::find(authors.begin(), authors.end(), caller.principal) == authors.end()) return;
  throw Error(Reason::APPROVER_NOT_INDEPENDENT, fmt::format("{} wrote {}, so somebody else closes its incident",
                                                            caller.display_name, IdOf(dataset.name())));
}

void RequireLearned(const v1::Incident& incident) {
  Requirements missing;
  const std::string command = fmt::format("almanac incident close {}", IdOf(incident.name()));
  if (incident.findings().empty()) {
    missing.push_back({"findings", "Nothing says how it came about.", command + " --findings '...'"});
  }
  if (incident.lesson().empty()) {
    missing.push_back(
        {"lesson", "Nothing says what was changed so that it does not happen again.", command + " --lesson '...'"});
  }
  RequireNothing(missing, fmt::format("{} cannot be closed yet", IdOf(incident.name())));
}

}  // namespace

v1::ListIncidentsResponse ListIncidents(store::Tx& tx, const v1::ListIncidentsRequest& request) {
  v1::ListIncidentsResponse response;
  store::List(tx, request, &response, ScopeAsOf(tx, request.as_of()));
  return response;
}

v1::Incident GetIncident(store::Tx& tx, const v1::GetIncidentRequest& request) {
  return GetAsOf<v1::Incident>(tx, request.name(), request.as_of());
}

v1::Incident UpdateIncident(store::Tx& tx, const v1::UpdateIncidentRequest& request) {
  auto incident = GetOpen(tx, request.incident().name(), request.etag());
  RequirePermission(tx.caller(), v1::Permission::EDIT, incident.department());
  ApplyMask(request.incident(), request.update_mask(), &incident);
  tx.Because("incident.updated");
  return tx.Update(incident);
}

v1::Incident CloseIncident(store::Tx& tx, const v1::CloseIncidentRequest& request) {
  auto incident = GetOpen(tx, request.name(), request.etag());
  RequirePermission(tx.caller(), v1::Permission::DECIDE, incident.department());
  RequireNotItsAuthor(tx.caller(), tx.Get<v1::Dataset>(incident.dataset()));
  if (!request.findings().empty()) incident.set_findings(request.findings());
  if (!request.lesson().empty()) incident.set_lesson(request.lesson());
  RequireLearned(incident);
  incident.set_state(v1::Incident::CLOSED);
  incident.set_closed_by(tx.caller().principal);
  *incident.mutable_close_time() = ToTimestamp(tx.instant());
  tx.Because("incident.closed");
  return tx.Update(incident);
}

void OpenIncident(store::Tx& tx, const v1::Dataset& dataset, int version, const TakingDown& why) {
  const auto there = tx.SelectOne<v1::Count>(sql::incidents::kCountOfDataset, {{"dataset", dataset.name()}});
  v1::Incident incident;
  incident.set_name(fmt::format("incidents/{}-{}", IdOf(dataset.name()), there ? there->count() + 1 : 1));
  incident.set_dataset(dataset.name());
  incident.set_department(dataset.department());
  incident.set_marking(v1::Dataset::RESTRICTED);
  incident.set_state(v1::Incident::OPEN);
  incident.set_cause(why.cause);
  incident.set_public_reason(why.reason);
  incident.set_details(why.details);
  incident.set_opened_by(tx.caller().principal);
  *incident.mutable_open_time() = ToTimestamp(tx.instant());
  incident.set_version(version);
  // The details are for the file alone, and the event is not.
  tx.Because("incident.opened", why.reason);
  tx.Create(incident);
}

void RequireNoOpenIncident(store::Tx& tx, const v1::Dataset& dataset) {
  const auto open = tx.SelectOne<v1::Incident>(sql::incidents::kOpenOfDataset, {{"dataset", dataset.name()}});
  if (!open) return;
  throw Error(Reason::WRONG_STATE,
              fmt::format("{} has an incident that is open. First: almanac incident close {} --findings '...' --lesson "
                          "'...'",
                          IdOf(dataset.name()), IdOf(open->name())));
}

}  // namespace almanac::domain
