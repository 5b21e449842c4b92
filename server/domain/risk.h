// Impact and likelihood, and what they come to (NIST SP 800-30 r1, table I-2).
#pragma once

#include <string>

#include "almanac/v1/risk.pb.h"

namespace almanac::domain {

// Unset where one of the two is.
v1::Risk::Level RiskOf(v1::Risk::Level impact, v1::Risk::Level likelihood);
// "very high"
std::string LevelWords(v1::Risk::Level level);

}  // namespace almanac::domain
