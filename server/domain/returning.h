// Somebody who left, or was going to, is back.
#pragma once

#include "almanac/v1/handovers.pb.h"
#include "almanac/v1/people.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// What nobody has accepted stays theirs. Roles and tokens that ended stay ended; before the last day is over, none has,
// and each goes on as it was before they said that they leave.
// Throws NOT_FOUND, WRONG_STATE for somebody who did not leave.
v1::Person ReturnPerson(store::Tx& tx, const v1::ReturnPersonRequest& request);

}  // namespace almanac::domain
