// Once a year a department certifies that its list, its contacts and its roles are right.
#pragma once

#include <string>

#include "almanac/v1/attestations.pb.h"
#include "almanac/v1/departments.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// By somebody who describes data for it. Says what changed since the last time; records it, unless neither `unchanged`
// nor a note is given. Throws NOT_FOUND, PERMISSION_DENIED, INVALID_FIELD without either, WRONG_STATE for a department
// that ended.
v1::AttestDepartmentResponse AttestDepartment(store::Tx& tx, const v1::AttestDepartmentRequest& request);
v1::ListAttestationsResponse ListAttestations(store::Tx& tx, const v1::ListAttestationsRequest& request);
// Throws NOT_FOUND.
v1::Attestation GetAttestation(store::Tx& tx, const v1::GetAttestationRequest& request);

// Where a department stands, as of the instant of the Tx.
struct AttestationStanding {
  // Of the last one; empty: there was none.
  std::string last_date;
  // As many months later as the profile says; without a last one, than the department was entered.
  std::string due_date;
  bool overdue = false;
};
AttestationStanding StandingOfAttestation(store::Tx& tx, const v1::Department& department);

}  // namespace almanac::domain
