// Whether the people there are suffice for the reviews that the rules ask for.
#pragma once

#include "almanac/v1/governance.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// A tier can be staffed in a department when somebody there may put a dataset forward and as many others as the tier
// asks for could agree, each in another seat. Departments that fare alike are told together. Throws NOT_FOUND.
v1::CheckGovernanceResponse CheckGovernance(store::Tx& tx, const v1::CheckGovernanceRequest& request);

}  // namespace almanac::domain
