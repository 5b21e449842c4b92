// What was left to successors: they accept it or decline it, and somebody else is found.
#pragma once

#include "almanac/v1/handovers.pb.h"
#include "store/tx.h"

namespace almanac::domain {

v1::ListHandoversResponse ListHandovers(store::Tx& tx, const v1::ListHandoversRequest& request);
// Throws NOT_FOUND.
v1::Handover GetHandover(store::Tx& tx, const v1::GetHandoverRequest& request);
// Of what is offered to the caller: a dataset is theirs at once, a role from today on.
// Throws NOT_FOUND when nothing is, WRONG_STATE when it was answered, INVALID_FIELD unless one of name and from is
// given.
v1::AcceptHandoverResponse AcceptHandover(store::Tx& tx, const v1::AcceptHandoverRequest& request);
// It stays in the name of who left, and waits for an administrator. Throws as AcceptHandover does.
v1::DeclineHandoverResponse DeclineHandover(store::Tx& tx, const v1::DeclineHandoverRequest& request);
// To somebody else, from offered or declined. Throws NOT_FOUND, WRONG_STATE, INVALID_FIELD for a successor who cannot.
v1::Handover OfferHandover(store::Tx& tx, const v1::OfferHandoverRequest& request);

// "owner of tree-inventory", "coordinator of parks".
std::string HandoverWords(const v1::Handover& handover);

}  // namespace almanac::domain
