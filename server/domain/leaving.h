// Somebody's part in the program ends: their roles, their tokens, and what was theirs.
#pragma once

#include "almanac/v1/handovers.pb.h"
#include "almanac/v1/people.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// Ends every role and every credential, and offers each thing to a successor; with `last_day`, at the end of that day.
// Until it is accepted it stays in their name, so nothing is ever owned by nobody.
// Throws NOT_FOUND, WRONG_STATE for somebody who left, MISSING_REQUIREMENTS naming each thing that nobody is in line
// for, INVALID_FIELD for a successor who cannot take it, and for a share of what is not theirs.
v1::LeavePersonResponse LeavePerson(store::Tx& tx, const v1::LeavePersonRequest& request);
// What that asks where nobody is named as a successor. Throws PERMISSION_DENIED, WRONG_STATE, MISSING_REQUIREMENTS.
void RequireMayLeave(store::Tx& tx, const Caller& who, const v1::Person& person);

}  // namespace almanac::domain
