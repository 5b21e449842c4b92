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
  // Nothing was taken, since the source does not speak to the public and the set here does.
  bool held_back = false;
};

// Starts from `here`. What the source changed since `base` is taken over where
// nobody changed it here; where somebody did, the edit here wins and is
// reported. The day of the last refresh is the later of both. Nothing is taken
// over to what the public sees from a source that does not say that it is public.
Merged MergeDatasets(const v1::Dataset& here, const v1::Dataset& base, const v1::Dataset& source, Findings* findings);

}  // namespace almanac::interchange
