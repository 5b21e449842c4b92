// Agreeing to what another person put forward, and how many have to (domain A.2).
#pragma once

#include "almanac/v1/assessments.pb.h"
#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/reviews.pb.h"
#include "domain/seating.h"
#include "store/tx.h"

namespace almanac::domain {

// One person's agreement, in a seat that is open. Throws WRONG_STATE when the
// review is not open, or when this is the last agreement, which decides;
// MISSING_REQUIREMENTS while what the seat is asked is not confirmed;
// SEAT_REQUIRED, APPROVER_NOT_INDEPENDENT, ETAG_MISMATCH, PERMISSION_DENIED.
v1::Review ApproveReview(store::Tx& tx, const v1::ApproveReviewRequest& request);

// Anybody may ask for more people; what was agreed to stands. Throws
// WRONG_STATE, INVALID_FIELD for a tier that is none, PERSON_REQUIRED.
v1::Review RaiseReviewTier(store::Tx& tx, const v1::RaiseReviewTierRequest& request);
// The privacy officer alone, who did not write it; what was agreed to is
// agreed to anew. Throws SEAT_REQUIRED,
// APPROVER_NOT_INDEPENDENT, WRONG_STATE, INVALID_FIELD.
v1::Review LowerReviewTier(store::Tx& tx, const v1::LowerReviewTierRequest& request);

// Ends an open review without an answer. Throws WRONG_STATE.
v1::Review WithdrawReview(store::Tx& tx, const v1::WithdrawReviewRequest& request);

// What is assessed anew while a review is open is agreed to anew, and asks for more people where what remains is high.
void ReassessReview(store::Tx& tx, const v1::Dataset& dataset, const v1::Assessment& assessment);

// Adds the caller's agreement to a review that is about to be written.
void AddApproval(store::Tx& tx, const Place& place, const std::string& note, v1::Review* review);

}  // namespace almanac::domain
