// Sharing agreements: who gets what is shared and not open, by which law, for what and until when; and the queue of
// what might be opened instead (ob:MS1, ob:M7).
#pragma once

#include "almanac/v1/agreements.pb.h"
#include "store/tx.h"

namespace almanac::domain {

v1::ListAgreementsResponse ListAgreements(store::Tx& tx, const v1::ListAgreementsRequest& request);
// Throws NOT_FOUND.
v1::Agreement GetAgreement(store::Tx& tx, const v1::GetAgreementRequest& request);
// Throws ALREADY_EXISTS, REFERENCE_NOT_FOUND, INVALID_FIELD for days the wrong way round.
v1::Agreement CreateAgreement(store::Tx& tx, const v1::CreateAgreementRequest& request);
v1::Agreement UpdateAgreement(store::Tx& tx, const v1::UpdateAgreementRequest& request);

// What is shared or closed and might be opened, whole or in totals, a dataset at most once.
v1::ListOpeningsResponse ListOpenings(store::Tx& tx, const v1::ListOpeningsRequest& request);

}  // namespace almanac::domain
