// People, the roles they hold and when, and how they are enrolled.
#pragma once

#include "almanac/v1/people.pb.h"
#include "store/tx.h"

namespace almanac::domain {

v1::ListPeopleResponse ListPeople(store::Tx& tx, const v1::ListPeopleRequest& request);
// Throws NOT_FOUND.
v1::Person GetPerson(store::Tx& tx, const v1::GetPersonRequest& request);
// Throws ALREADY_EXISTS.
v1::Person CreatePerson(store::Tx& tx, const v1::CreatePersonRequest& request);
// Throws NOT_FOUND, ETAG_MISMATCH.
v1::Person UpdatePerson(store::Tx& tx, const v1::UpdatePersonRequest& request);
// Granting what is held already, for the same days, changes nothing.
// Throws NOT_FOUND, REFERENCE_NOT_FOUND, INVALID_FIELD for an end before the start, WRONG_STATE for who leaves or left.
v1::Person GrantRole(store::Tx& tx, const v1::GrantRoleRequest& request);
// The grant stays in the record. Throws NOT_FOUND when no such role is held.
v1::Person EndRole(store::Tx& tx, const v1::EndRoleRequest& request);
// A one-time code, shown to the caller alone and stored as a hash; an earlier
// unused one dies. Throws NOT_FOUND, INVALID_FIELD for hours below 0 or above 720,
// WRONG_STATE for who leaves or left.
v1::EnrolPersonResponse EnrolPerson(store::Tx& tx, const v1::EnrolPersonRequest& request);

}  // namespace almanac::domain
