// What a template is filled from: text, flags, lists and objects by name.
// Templates are checked against a specimen: data of the same shape in which
// every list has one element and every name that can occur does.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace almanac::reporting {

class Data {
 public:
  enum class Kind { kFlag, kText, kList, kObject };

  // False: what is absent.
  Data() = default;
  static Data Flag(bool value);
  // Empty text is a false flag, so that a section asks "is there any".
  static Data Text(std::string text);
  static Data List(std::vector<Data> items = {});
  static Data Object();

  Data& Set(std::string name, Data value);
  void Add(Data item) { items_.push_back(std::move(item)); }

  Kind kind() const { return kind_; }
  bool flag() const { return flag_; }
  const std::string& text() const { return text_; }
  const std::vector<Data>& items() const { return items_; }
  const std::vector<std::pair<std::string, Data>>& members() const { return members_; }
  // Null when this is no object or has no such member.
  const Data* Find(std::string_view name) const;
  // "promises.kept.words".
  const Data* FindPath(std::string_view path) const;

 private:
  Kind kind_ = Kind::kFlag;
  bool flag_ = false;
  std::string text_;
  std::vector<Data> items_;
  std::vector<std::pair<std::string, Data>> members_;
};

}  // namespace almanac::reporting
