// Who is away for some days, and who stands in.
#pragma once

#include "almanac/v1/people.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// Throws NOT_FOUND, PERMISSION_DENIED, INVALID_FIELD, WRONG_STATE.
v1::AwayPersonResponse AwayPerson(store::Tx& tx, const v1::AwayPersonRequest& request);

// Throws NOT_FOUND, PERMISSION_DENIED, WRONG_STATE.
v1::Person BackPerson(store::Tx& tx, const v1::BackPersonRequest& request);

// Anybody of themselves, administrators of everybody. Throws PERMISSION_DENIED.
void RequireMayTellAbsence(const Caller& who, const v1::Person& person);

}  // namespace almanac::domain
