// Reviews: one question, "may this be published, and how", and its answer.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "almanac/v1/assessments.pb.h"
#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/reviews.pb.h"
#include "domain/profile.h"
#include "store/tx.h"

namespace almanac::domain {

v1::ListReviewsResponse ListReviews(store::Tx& tx, const v1::ListReviewsRequest& request);
// Throws NOT_FOUND.
v1::Review GetReview(store::Tx& tx, const v1::GetReviewRequest& request);

// The one that waits for a decision.
std::optional<v1::Review> OpenReviewOf(store::Tx& tx, std::string_view dataset);
// The latest that was decided and is not void.
std::optional<v1::Review> DecisionOf(store::Tx& tx, std::string_view dataset);
// The decision that sent it back, where that was the latest and nobody has submitted it since.
std::optional<v1::Review> SentBackBy(store::Tx& tx, const v1::Dataset& dataset);
// A decision that something may be published.
bool IsRelease(v1::Outcome outcome);

// Decided, and about the material content as it stands; on another slice of its
// series, about what slices share.
bool BindsTo(const v1::Review& decision, const v1::Dataset& dataset);

// A new open review, named reviews/<id>-N, by the caller. Its tier and its seats follow from the evidence, by the
// rules in force, and are frozen with it.
// Throws MISSING_REQUIREMENTS while its author has not confirmed what is asked of authors.
v1::Review OpenReview(store::Tx& tx, const v1::Dataset& dataset, const v1::SubmitDatasetRequest& request);
// What its tier asks for, by these rules: the seats, the questions, and the working day by which it is answered.
void SeatReview(store::Tx& tx, const Profile& rules, const v1::Dataset& dataset, v1::Review* review);
// What remains at risk by the assessment; high asks for as many people as there are.
void TakeAssessment(const v1::Assessment& assessment, v1::Review* review);
// As OpenReview would make it; not written.
v1::Review ReviewOf(store::Tx& tx, const v1::Dataset& dataset);

// The day after which the dataset's own decision has lapsed, if nobody used it; empty for what is no decision to
// release, and for that of its series, which is in use.
std::string LapseDateOf(store::Tx& tx, const v1::Review& decision, const v1::Dataset& dataset);

// Voids what is open, and a decision to release that was not used yet: one
// that binds to something else than `public_hash`, the material hash of what
// the public sees (empty when it sees nothing).
void VoidReviews(store::Tx& tx, std::string_view dataset, std::string_view public_hash, std::string_view reason);
// Of a decision to release that VoidReviews would void: who wrote what was agreed to wrote what is decided on next,
// too.
void KeepAuthorsOfUnused(store::Tx& tx, std::string_view public_hash, v1::Dataset* dataset);
void AddAuthorsOf(const v1::Review& review, v1::Dataset* dataset);
// Voids the latest decision, whatever it was, if it is about the material content of `dataset`.
void VoidDecisionOn(store::Tx& tx, const v1::Dataset& dataset, std::string_view reason);

// What a decision by these rules is looked at again after: the day, empty for never.
std::string ReviewAgainDate(store::Tx& tx, const v1::Review& review);

// That day has come.
bool IsToBeLookedAtAgain(store::Tx& tx, const v1::Dataset& dataset);

// "withdrawn"
std::string ReviewStateWords(v1::Review::State state);
// "release with controls"
std::string OutcomeWords(v1::Outcome outcome);

}  // namespace almanac::domain
