// The distributions of a record, and the data dictionary that Andino keeps in them.
#pragma once

#include <string>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "interchange/findings.h"
#include "interchange/json_value.h"

namespace almanac::interchange {

// Where the distributions of a record go.
struct DistributionSink {
  v1::Dataset* dataset;
  Findings* findings;
  // Gathers keys that are not read.
  std::vector<std::string>* unread;
  // As in Place.
  bool plain = false;
};
// Adds distributions and fields to the dataset.
void ReadDistributions(const JsonValue& record, const DistributionSink& sink);

// Its media type, or what its format and address tell; without parameters, in lower case.
std::string MediaTypeOf(const v1::Distribution& distribution);

// Some distribution has an address.
bool HasAddress(const v1::Dataset& dataset);

}  // namespace almanac::interchange
