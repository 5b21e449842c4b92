// What it takes to see what can be put together.
#pragma once

#include "bench/loads.h"

namespace almanac::bench {

// Clusters over 10,000 published sets of 30 fields, half of them marked, as a call sees them.
void MeasureMosaic(store::Backend backend, const Sizes& sizes);

}  // namespace almanac::bench
