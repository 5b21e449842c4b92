#include "domain/risk.h"

#include <algorithm>
#include <array>

#include "base/json.h"

namespace almanac::domain {
namespace {

constexpr auto VL = v1::Risk::VERY_LOW, L = v1::Risk::LOW, M = v1::Risk::MODERATE, H = v1::Risk::HIGH,
               VH = v1::Risk::VERY_HIGH;

// A row a likelihood, a column an impact, both from very low to very high.
constexpr std::array<std::array<v1::Risk::Level, 5>, 5> kTable{{
    {VL, VL, VL, L, L},
    {VL, L, L, L, M},
    {VL, L, M, M, H},
    {VL, L, M, H, VH},
    {VL, L, M, H, VH},
}};

}  // namespace

v1::Risk::Level RiskOf(v1::Risk::Level impact, v1::Risk::Level likelihood) {
  if (impact == v1::Risk::LEVEL_UNSPECIFIED || likelihood == v1::Risk::LEVEL_UNSPECIFIED) {
    return v1::Risk::LEVEL_UNSPECIFIED;
  }
  return kTable.at(likelihood - 1).at(impact - 1);
}

std::string LevelWords(v1::Risk::Level level) {
  const auto* value = v1::Risk::Level_descriptor()->FindValueByNumber(level);
  std::string words = value == nullptr ? std::string() : EnumText(*value);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

}  // namespace almanac::domain
