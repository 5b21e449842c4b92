// How grave a finding of the security audit has to be to ask for how many people.
#pragma once

#include <algorithm>
#include <array>

namespace almanac::domain {

// Tiers by severity: low, medium, high, critical. A finding never leaves a set in tier 0 (domain A.2).
struct AuditRules {
  std::array<int, 4> tiers{1, 1, 2, 3};

  // Of a severity, 1 to 4.
  int TierOf(int severity) const { return tiers.at(static_cast<size_t>(std::clamp(severity, 1, 4)) - 1); }
};

}  // namespace almanac::domain
