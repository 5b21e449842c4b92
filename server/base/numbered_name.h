// Names of several that would be called the same.
#pragma once

#include <string>
#include <string_view>

namespace almanac {

// `collection/slug`, with -2, -3 ... for a number above 1, cut to the length of a slug.
inline std::string NumberedName(std::string_view collection, std::string_view slug, int number) {
  constexpr size_t kLongest = 63;
  const std::string suffix = number > 1 ? "-" + std::to_string(number) : std::string();
  std::string name(collection);
  name += '/';
  name += suffix.empty() ? slug : slug.substr(0, kLongest - suffix.size());
  return name + suffix;
}

}  // namespace almanac
