// Assessments: what could happen to people if it were released as it is described, and what good it would do
// (ob:G4.5, domain 4). One a dataset; it binds to the data as it was described.
#pragma once

#include <optional>
#include <string>

#include "almanac/v1/assessments.pb.h"
#include "almanac/v1/datasets.pb.h"
#include "base/error.h"
#include "domain/profile.h"
#include "store/tx.h"

namespace almanac::domain {

v1::ListAssessmentsResponse ListAssessments(store::Tx& tx, const v1::ListAssessmentsRequest& request);
// Throws NOT_FOUND.
v1::Assessment GetAssessment(store::Tx& tx, const v1::GetAssessmentRequest& request);
// By who describes or decides for its department. In an open review it clears what was agreed, and asks for more people
// where what remains is high.
v1::Assessment AssessDataset(store::Tx& tx, const v1::AssessDatasetRequest& request);

// Throws PERMISSION_DENIED to who neither describes nor decides for its department.
void RequireMayAssess(const Caller& who, const v1::Dataset& dataset);

// The latest, if it is about the data as it is described now.
std::optional<v1::Assessment> AssessmentOf(store::Tx& tx, const v1::Dataset& dataset);

// What an assessment still has to say before something of this tier is released: that there is one, and that what
// remains is not very high. None where all is said, or the tier asks for none.
std::optional<Error::Requirement> MissingOfAssessment(store::Tx& tx, const v1::Dataset& dataset,
                                                      const ReviewRules& rules, int tier);

}  // namespace almanac::domain
