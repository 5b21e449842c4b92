// What every description of a dataset is held to, whoever writes it and by
// whatever way it came.
#pragma once

#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "base/error.h"
#include "store/tx.h"

namespace almanac::domain {

// All the rules that `after` breaks, an error each: INVALID_FIELD,
// MISSING_REQUIREMENTS. `before` is null for a new dataset.
std::vector<Error> BrokenRules(store::Tx& tx, const v1::Dataset* before, const v1::Dataset& after);

// Throws the first of them.
void RequireRules(store::Tx& tx, const v1::Dataset* before, const v1::Dataset& after);

}  // namespace almanac::domain
