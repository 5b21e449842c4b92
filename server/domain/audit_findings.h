// Findings of the security audit: what they hold up, and how they end (ob:G4.6).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "almanac/v1/audit.pb.h"
#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/systems.pb.h"
#include "base/error.h"
#include "domain/evidence.h"
#include "store/tx.h"

namespace almanac::domain {

v1::ListAuditFindingsResponse ListAuditFindings(store::Tx& tx, const v1::ListAuditFindingsRequest& request);
// Throws NOT_FOUND.
v1::AuditFinding GetAuditFinding(store::Tx& tx, const v1::GetAuditFindingRequest& request);
// Throws WRONG_STATE when it has ended, APPROVER_NOT_INDEPENDENT to an author who would accept, PERMISSION_DENIED,
// ETAG_MISMATCH.
v1::AuditFinding CloseAuditFinding(store::Tx& tx, const v1::CloseAuditFindingRequest& request);

// What closing a finding takes, by hand or by a table. Throws PERMISSION_DENIED, PERSON_REQUIRED to the console,
// WRONG_STATE when it has ended.
void RequireMayClose(const Caller& who, const v1::AuditFinding& finding);
// Who wrote what is at risk does not say that the risk is well. Throws APPROVER_NOT_INDEPENDENT.
void RequireMayAccept(store::Tx& tx, const Caller& who, const v1::AuditFinding& finding);

// Open ones about a dataset or the system that it comes from, seen by the caller or not.
std::vector<v1::AuditFinding> OpenFindingsAbout(store::Tx& tx, const v1::Dataset& dataset);
// Raises the evidence to what the profile says of the gravest. Says that there are findings, and not what they say.
void AddFindings(const std::vector<v1::AuditFinding>& findings, const Profile& profile, Evidence* evidence);
// What keeps it from being published; none where no finding is open.
std::optional<Error::Requirement> WaitsForAudit(store::Tx& tx, const v1::Dataset& dataset);

// What is about a system belongs where the system belongs. To be called after the system is written.
void MoveFindings(store::Tx& tx, const v1::System& system);

// The datasets that a finding is about, of those the caller sees.
std::vector<v1::Dataset> DatasetsOf(store::Tx& tx, const v1::AuditFinding& finding);

}  // namespace almanac::domain
