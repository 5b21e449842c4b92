// What callers notice of each other: reads beside an import, reads beside slow exports, writers at the same records.
#pragma once

#include "bench/loads.h"

namespace almanac::bench {

void MeasureStrain(store::Backend backend, const Sizes& sizes);

}  // namespace almanac::bench
