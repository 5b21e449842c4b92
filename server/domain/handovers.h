// What was left to successors: they accept it or decline it, and somebody else is found.
#pragma once

#include "almanac/v1/handovers.pb.h"
#include "store/tx.h"

namespace almanac::domain {

v1::ListHandoversResponse ListHandovers(store::Tx& tx, const v1::ListHandoversRequest& request);
// Throws NOT_FOUND.
v1::Handover GetHandover(store::Tx& tx, const v1::GetHandoverRequest& request);
// Of what is offered to the caller: a dataset is theirs at once, a role from today on. What somebody else has by now is
// left to them; the offer is over.
// Throws NOT_FOUND when nothing is, WRONG_STATE when it was answered, INVALID_FIELD unless one of name and from is
// given.
v1::AcceptHandoverResponse AcceptHandover(store::Tx& tx, const v1::AcceptHandoverRequest& request);
// It stays in the name of who left, and waits for an administrator. Throws as AcceptHandover does.
v1::DeclineHandoverResponse DeclineHandover(store::Tx& tx, const v1::DeclineHandoverRequest& request);
// To somebody else, from offered or declined. Throws NOT_FOUND, WRONG_STATE, INVALID_FIELD for a successor who cannot.
v1::Handover OfferHandover(store::Tx& tx, const v1::OfferHandoverRequest& request);

// What answering it asks of somebody: NOT_FOUND where it is not offered to them, WRONG_STATE when it was answered.
void RequireOffered(const Caller& who, const v1::Handover& handover);
// What offering it to somebody else asks: PERMISSION_DENIED, WRONG_STATE.
void RequireMayOffer(const Caller& who, const v1::Handover& handover);

// "owner of tree-inventory", "coordinator of parks".
std::string HandoverWords(const v1::Handover& handover);

}  // namespace almanac::domain
