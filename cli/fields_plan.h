// What a file would make of the data dictionary of a dataset. Nothing that is described there is ever lost.
#pragma once

#include <string>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "cli/data_file.h"

namespace almanac::cli {

struct FieldsPlan {
  // All of them, as they would be.
  std::vector<v1::Field> fields;
  // A line each for what is added, changed, or to be looked at.
  std::vector<std::string> lines;
  int added = 0;
  int changed = 0;
};

// Fields that the record has keep all they say; what is unset there is filled from the file.
FieldsPlan PlanFromData(const v1::Dataset& dataset, const DataFile& file);

// What the dictionary says counts, what it leaves empty stays; fields that it does not name stay too.
FieldsPlan PlanFromDictionary(const v1::Dataset& dataset, const std::vector<v1::Field>& dictionary);

}  // namespace almanac::cli
