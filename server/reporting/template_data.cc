#include "reporting/template_data.h"

#include <algorithm>

namespace almanac::reporting {

Data Data::Flag(bool value) {
  Data data;
  data.flag_ = value;
  return data;
}

Data Data::Text(std::string text) {
  Data data;
  if (text.empty()) return data;
  data.kind_ = Kind::kText;
  data.text_ = std::move(text);
  return data;
}

Data Data::List(std::vector<Data> items) {
  Data data;
  data.kind_ = Kind::kList;
  data.items_ = std::move(items);
  return data;
}

Data Data::Object() {
  Data data;
  data.kind_ = Kind::kObject;
  return data;
}

Data& Data::Set(std::string name, Data value) {
  const auto at = std::find_if(members_.begin(), members_.end(), [&](const auto& m) { return m.first == name; });
  if (at != members_.end()) {
    at->second = std::move(value);
  } else {
    members_.emplace_back(std::move(name), std::move(value));
  }
  return *this;
}

const Data* Data::Find(std::string_view name) const {
  const auto at = std::find_if(members_.begin(), members_.end(), [&](const auto& m) { return m.first == name; });
  return at == members_.end() ? nullptr : &at->second;
}

const Data* Data::FindPath(std::string_view path) const {
  const Data* data = this;
  while (data != nullptr) {
    const size_t dot = path.find('.');
    data = data->Find(path.substr(0, dot));
    if (dot == std::string_view::npos) return data;
    path.remove_prefix(dot + 1);
  }
  return nullptr;
}

}  // namespace almanac::reporting
