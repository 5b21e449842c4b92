// Open, or merely visible: a licence, no fee, no registration, an open format,
// bulk or API (domain A.1 no. 4; ob:G2.8 G2.9 G3.1).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "almanac/v1/datasets.pb.h"

namespace almanac::domain {

struct OpennessResult {
  v1::Dataset::Openness openness;
  // What keeps it from being open data, a line each.
  std::vector<std::string> notes;
};

OpennessResult OpennessOf(const v1::Dataset& dataset);

// By the Open Definition: re-use for any purpose, at most attribution and share-alike.
bool IsOpenLicence(std::string_view spdx);
// Approved by the Open Source Initiative (opensource.org/licenses), for software.
bool IsOpenSourceLicence(std::string_view spdx);
// Nonproprietary and machine-readable, by format or media type.
bool IsOpenFormat(const v1::Distribution& distribution);

}  // namespace almanac::domain
