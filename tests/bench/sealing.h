// What sealing costs those who write.
#pragma once

#include "bench/loads.h"

namespace almanac::bench {

// Updates and creates with the log sealed beside them, in turns with the same where nothing is sealed.
void MeasureSealing(store::Backend backend, const Sizes& sizes);

}  // namespace almanac::bench
