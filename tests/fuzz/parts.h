// An input that stands for several files: a line `== NAME` begins each. Few changes of a packed file are whole
// files, so a fuzzer bends the parts.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace almanac {

using Parts = std::vector<std::pair<std::string, std::string>>;

// None when no such line is there.
inline Parts PartsOf(const std::string& text) {
  Parts parts;
  size_t at = text.starts_with("== ") ? 0 : text.find("\n== ");
  while (at != text.npos) {
    const size_t name = text.find("== ", at) + 3;
    const size_t body = text.find('\n', name);
    if (body == text.npos) break;
    at = text.find("\n== ", body);
    parts.emplace_back(text.substr(name, body - name), text.substr(body + 1, at == text.npos ? at : at - body - 1));
  }
  return parts;
}

}  // namespace almanac
