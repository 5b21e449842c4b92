// Whether somebody may do something to a record, told before they are refused.
#pragma once

#include "almanac/v1/governance.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// Asks what the verb itself would ask: a person, the permission in the department of the record, its state, what is
// missing, and in a review an open seat and independence; the code behind an account counts where somebody asks for
// themselves. What else a verb asks is in conditions.h; without a record it is told and not looked into. Throws
// INVALID_FIELD for a verb that is none, NOT_FOUND.
v1::CanIResponse CanI(store::Tx& tx, const v1::CanIRequest& request);

}  // namespace almanac::domain
