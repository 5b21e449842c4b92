// One person a seat.
#pragma once

#include <string>
#include <vector>

namespace almanac::domain {

// The person proposed to each seat, of its candidates, so that as many seats as possible are filled and nobody fills
// two; empty where nobody is left for it. Earlier candidates are preferred.
std::vector<std::string> ProposeOneEach(const std::vector<std::vector<std::string>>& candidates);

}  // namespace almanac::domain
