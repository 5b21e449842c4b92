#include "interchange/spatial.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "interchange/import_rules.h"
#include "interchange/plain_text.h"
#include "interchange/pod_values.h"

namespace almanac::interchange {
namespace {

constexpr size_t kShortGeometry = 2000;
constexpr size_t kMaxSpatial = 10'000;

// Reads a number after blanks; `*at` moves behind it.
bool TakeNumber(std::string_view text, size_t* at, double* number) {
  size_t i = *at;
  while (i < text.size() && (text[i] == ' ' || text[i] == '\n' || text[i] == '\r' || text[i] == '\t')) ++i;
  const auto read = std::from_chars(text.data() + i, text.data() + text.size(), *number);
  if (read.ec != std::errc() || !std::isfinite(*number)) return false;
  *at = static_cast<size_t>(read.ptr - text.data());
  return true;
}

// Positions are what begins with a bracket and two numbers. Empty when there is none.
std::string BoundingBox(std::string_view geometry) {
  double west = std::numeric_limits<double>::infinity(), south = west;
  double east = -west, north = -west;
  for (size_t i = 0; i < geometry.size(); ++i) {
    if (geometry[i] != '[') continue;
    size_t at = i + 1;
    double x = 0, y = 0;
    if (!TakeNumber(geometry, &at, &x)) continue;
    while (at < geometry.size() && geometry[at] == ' ') ++at;
    if (at == geometry.size() || geometry[at] != ',' || !TakeNumber(geometry, &++at, &y)) continue;
    west = std::min(west, x);
    east = std::max(east, x);
    south = std::min(south, y);
    north = std::max(north, y);
    i = at - 1;
  }
  return std::isfinite(west) ? fmt::format("{},{},{},{}", west, south, east, north) : std::string();
}

}  // namespace

std::string NormalSpatial(std::string text) {
  const bool geometry = !text.empty() && (text[0] == '{' || text[0] == '[');
  if (!geometry) text = OneLine(text);
  if (text.size() <= (geometry ? kShortGeometry : kMaxSpatial)) return text;
  return geometry ? BoundingBox(text) : std::string();
}

std::string ReadSpatial(const JsonValue* value, const Place& place) {
  if (value == nullptr || value->IsNull()) return {};
  const std::string text = value->IsObject() || value->IsArray() ? Compact(*value) : ReadRaw(value, place);
  if (!place.plain && IsPlaceholder(text)) return {};
  auto normal = NormalSpatial(text);
  if (text.size() > kShortGeometry && normal.size() < text.size() / 2) {
    place.findings.Warn(rules::kSpatialSimplified, place.field, fmt::format("It is {} characters long.", text.size()),
                        normal.empty() ? "Left empty." : fmt::format("Read as its bounding box, {}.", normal));
  }
  return normal;
}

}  // namespace almanac::interchange
