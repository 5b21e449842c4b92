// What is still missing before a dataset can be submitted, listed or
// published: each with a stable rule, a sentence, and the command that mends it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/departments.pb.h"
#include "almanac/v1/reviews.pb.h"
#include "almanac/v1/risk.pb.h"
#include "base/error.h"
#include "domain/profile.h"

namespace almanac::domain {

using Requirements = std::vector<Error::Requirement>;

// To be inventoried: owner, description, frequency, source system, fields
// (ob:G2.1 G2.2; not of historical or adopted sets); to be classified: a class,
// and reason and basis where access is to be refused (ob:L2 G2.10).
Requirements MissingToSubmit(const v1::Dataset& dataset);

// A reason for whatever is not open.
Requirements MissingToList(const v1::Dataset& dataset);

// Around a dataset, what its publication also depends on.
struct PublicationContext {
  const Profile& profile;
  const v1::Department& department;
  // The latest decided review; none when nobody decided.
  const std::optional<v1::Review>& decision;
  // What the public sees of it now.
  const std::optional<v1::Dataset>& shown;
  // Today, and the day after which the decision lapses when nobody uses it; empty: it does not.
  std::string today;
  std::string lapse_date;
  // What remains at risk, as it is assessed now; unset where nobody has.
  v1::Risk::Level residual = v1::Risk::LEVEL_UNSPECIFIED;
};

// Licence allowed (ob:G4P.2), contact (ob:G4P.3), every released field defined
// (ob:G4P.4; not of software), a distribution with media type and address
// (ob:G4.17), an archive where the rules ask for one and files go (ob:G3.3), a
// decision that binds.
Requirements MissingToPublish(const v1::Dataset& dataset, const PublicationContext& context);

// What keeps the decision from being one to publish by: there is none, it is about something else, lapsed, asked for
// fewer people than the evidence does now, or had fewer than it asked for. None where it can be published by.
std::optional<Error::Requirement> MissingOfDecision(const v1::Dataset& dataset, const PublicationContext& context);

// Where superseded files are kept, when some that the public has now would go
// (ob:G3.3).
Requirements MissingToReplaceFiles(const v1::Dataset& dataset, const std::optional<v1::Dataset>& shown);

// Rules of a decision that does not hold any more begin so; of one that is about something else, this is all.
inline constexpr const char* kDecisionNoMore = "decision_";
inline constexpr const char* kDecisionBinds = "decision_binds";
// More is known than when it was made.
inline constexpr const char* kDecisionTier = "decision_tier";
inline constexpr const char* kDecisionResidual = "decision_residual";

// Throws MISSING_REQUIREMENTS with all of them, unless there are none.
void RequireNothing(const Requirements& missing, const std::string& what);

}  // namespace almanac::domain
