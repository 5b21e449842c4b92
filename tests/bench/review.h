// What a review costs: from submission to the answer, the inbox of somebody on whom much waits, a record with much
// history.
#pragma once

#include "bench/loads.h"

namespace almanac::bench {

void MeasureReview(store::Backend backend, const Sizes& sizes);

}  // namespace almanac::bench
