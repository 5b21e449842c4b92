// Making public what was approved.
#pragma once

#include <optional>

#include "almanac/v1/datasets.pb.h"
#include "domain/lifecycle.h"
#include "domain/requirements.h"
#include "store/tx.h"

namespace almanac::domain {

// From approved or scheduled, or published with a pending edit that was
// decided. Makes a version, marks the release published, sets the dates.
// Throws MISSING_REQUIREMENTS naming all of them, DECISION_VOID, WRONG_STATE,
// ETAG_MISMATCH, PERMISSION_DENIED.
v1::Dataset PublishDataset(store::Tx& tx, const v1::PublishDatasetRequest& request);

// The next version, for the public, by this verb; asks for nothing. Throws WRONG_STATE.
v1::Dataset MakePublic(store::Tx& tx, v1::Dataset dataset, DatasetVerb verb, const std::string& note);

// What keeps it from being published as it stands.
Requirements WhatKeepsFromPublishing(store::Tx& tx, const v1::Dataset& dataset);
// What keeps its decision from being one to publish by; none where it can be published by.
std::optional<Error::Requirement> WhatKeepsFromItsDecision(store::Tx& tx, const v1::Dataset& dataset);
// What is known now and was not when it was decided that what is public may be: more people in it, or a higher risk.
// None where the decision still is about what it was, or nobody here has decided.
std::optional<Error::Requirement> WhatOutgrewItsDecision(store::Tx& tx, const v1::Dataset& dataset);

}  // namespace almanac::domain
