// Every verb that there is for a dataset, whether the caller can do it now, and if not, why (row D8).
#pragma once

#include <vector>

#include "almanac/v1/dataset_check.pb.h"
#include "almanac/v1/datasets.pb.h"
#include "domain/requirements.h"
#include "store/tx.h"

namespace almanac::domain {

// In the order of the way to the public. The reasons are those that the verbs themselves would give.
// `to_publish` is what keeps it from being published (publishing.h).
std::vector<v1::Transition> TransitionsOf(store::Tx& tx, const v1::Dataset& dataset, const Requirements& to_publish);

}  // namespace almanac::domain
