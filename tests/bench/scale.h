// The same calls on a record a hundred times as large.
#pragma once

#include "bench/loads.h"

namespace almanac::bench {

// Get, list and search beside 10,000 datasets, a page far in beside the first, a word that nearly all have, and what a
// dataset takes on disk. A quarter of an hour.
void MeasureScale(store::Backend backend, const Sizes& sizes);

}  // namespace almanac::bench
