// Reviews: one question, "may this be published, and how", and its answer.
#pragma once

#include <optional>
#include <string_view>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/reviews.pb.h"
#include "store/tx.h"

namespace almanac::domain {

v1::ListReviewsResponse ListReviews(store::Tx& tx, const v1::ListReviewsRequest& request);
// Throws NOT_FOUND.
v1::Review GetReview(store::Tx& tx, const v1::GetReviewRequest& request);

// The one that waits for a decision.
std::optional<v1::Review> OpenReviewOf(store::Tx& tx, std::string_view dataset);
// The latest that was decided and is not void.
std::optional<v1::Review> DecisionOf(store::Tx& tx, std::string_view dataset);

// A new open review; its name is reviews/<id>-N.
v1::Review OpenReview(store::Tx& tx, const v1::Dataset& dataset, const std::string& note);
// Ends what is open, and every decision that was not yet used, because of `reason`.
void VoidReviews(store::Tx& tx, const v1::Dataset& dataset, std::string_view reason);

// release_with_controls, and for a reader "release with controls".
std::string OutcomeWords(v1::Outcome outcome);

}  // namespace almanac::domain
