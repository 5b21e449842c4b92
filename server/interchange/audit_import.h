// Findings of the security audit from a table: what its cells mean, and what is not right in them.
#pragma once

#include "almanac/v1/audit.pb.h"
#include "store/tx.h"

namespace almanac::interchange {

// All or nothing: with any problem nothing is written. Throws INVALID_FIELD for no rows; PERMISSION_DENIED or
// PERSON_REQUIRED for a table that closes an open finding, to who may not close it by hand.
v1::ImportAuditFindingsResponse ImportAuditFindings(store::Tx& tx, const v1::ImportAuditFindingsRequest& request);

}  // namespace almanac::interchange
