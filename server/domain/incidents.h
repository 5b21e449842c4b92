// Incidents: something public should not have been. Opened by taking it down, closed once it is known what happened and
// what was changed (row C10). Their details are for the department and for those whose roles reach all.
#pragma once

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/incidents.pb.h"
#include "domain/taking_down.h"
#include "store/tx.h"

namespace almanac::domain {

v1::ListIncidentsResponse ListIncidents(store::Tx& tx, const v1::ListIncidentsRequest& request);
// Throws NOT_FOUND, also to whom it is not to be seen.
v1::Incident GetIncident(store::Tx& tx, const v1::GetIncidentRequest& request);
// Throws WRONG_STATE once it is closed, ETAG_MISMATCH.
v1::Incident UpdateIncident(store::Tx& tx, const v1::UpdateIncidentRequest& request);
// By somebody who did not write the set. Throws WRONG_STATE, MISSING_REQUIREMENTS, APPROVER_NOT_INDEPENDENT,
// ETAG_MISMATCH.
v1::Incident CloseIncident(store::Tx& tx, const v1::CloseIncidentRequest& request);

// Of the version that was taken down.
void OpenIncident(store::Tx& tx, const v1::Dataset& dataset, int version, const TakingDown& why);
// Throws WRONG_STATE, naming the one that is open.
void RequireNoOpenIncident(store::Tx& tx, const v1::Dataset& dataset);

}  // namespace almanac::domain
