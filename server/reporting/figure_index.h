// Every figure of a snapshot by its path: promises.kept, quality.described,
// stock.departments.police.current, program_goals.P5.published.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "almanac/v1/annual.pb.h"

namespace almanac::reporting {

struct NamedFigure {
  std::string path;
  const v1::Figure* figure;
};

// In the order of the message. They point into the snapshot.
std::vector<NamedFigure> AllFigures(const v1::AnnualSnapshot& snapshot);

// By its path or the parts of it that tell it apart: `kept` is promises.kept, of
// this year.
// Throws INVALID_FIELD, naming those there are.
NamedFigure FigureNamed(const v1::AnnualSnapshot& snapshot, std::string_view asked);

}  // namespace almanac::reporting
