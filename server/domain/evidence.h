// What the description of a dataset says about the people in it, and so how
// heavy its review is (domain A.2). Evidence is found, never asked for.
#pragma once

#include <string>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "domain/profile.h"

namespace almanac::domain {

struct Evidence {
  int tier = kNobody;
  // What was found, a line each, for whoever decides; the heaviest first.
  std::vector<std::string> lines;
  // Keys of the special categories among it.
  std::vector<std::string> categories;
};

// From marks of fields, dropped ones included, since whoever agrees looks at what was left out; from names of fields
// that look as if they named people and that nobody has cleared; from words of special categories and of critical
// infrastructure; from the class. Aggregates whose declared threshold is the body's or more are totals.
Evidence EvidenceOf(const v1::Dataset& dataset, const Profile& profile);

}  // namespace almanac::domain
