// Three versions of one dataset: as it was imported last, as the source has it
// now, and as it stands here.
#pragma once

#include <string>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "interchange/findings.h"

namespace almanac::interchange {

struct Merged {
  v1::Dataset dataset;
  // Those the source changed, by name.
  std::vector<std::string> fields;
};

// Starts from `here`. What the source changed since `base` is taken over where
// nobody changed it here; where somebody did, the edit here wins and is
// reported. The day of the last refresh is the later of both. A set that the
// public sees does not become less than public by import.
Merged MergeDatasets(const v1::Dataset& here, const v1::Dataset& base, const v1::Dataset& source, Findings* findings);

}  // namespace almanac::interchange
