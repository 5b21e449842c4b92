#include "domain/facts.h"

#include "base/json.h"

namespace almanac::domain {

std::string Facts(std::initializer_list<std::pair<std::string_view, std::string_view>> facts) {
  std::string text = "{";
  for (const auto& [name, value] : facts) {
    if (value.empty()) continue;
    if (text.size() > 1) text += ',';
    AppendJsonString(name, &text);
    text += ':';
    AppendJsonString(value, &text);
  }
  return text + '}';
}

}  // namespace almanac::domain
