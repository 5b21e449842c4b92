// How to cite a dataset (ob:G4P.5), in the order of DataCite: creator, year,
// title, version, publisher, type, identifier. A recommendation, never a condition.
#pragma once

#include <string>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/departments.pb.h"
#include "almanac/v1/program.pb.h"

namespace almanac::domain {

// What the record says, else one made from it.
std::string CitationOf(const v1::Dataset& dataset, const v1::Department& department, const v1::Program& program);

}  // namespace almanac::domain
