// Names of new resources: chosen once, never changed or used again.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "store/tx.h"

namespace almanac::domain {

struct WantedName {
  std::string_view collection;
  // As asked for; empty: to be made from the title.
  std::string_view id;
  std::string_view title;
};

// The name asked for, or one made from the title. Throws INVALID_FIELD when
// nothing of the title can stand in a name.
std::string NewName(store::Tx& tx, const google::protobuf::Descriptor* message, const WantedName& wanted);

template <class M>
std::string NewName(store::Tx& tx, std::string_view collection, std::string_view id, std::string_view title) {
  return NewName(tx, M::descriptor(), {collection, id, title});
}

// Names for many new resources of one collection, beside those that are taken: without a statement each.
class ManyNewNames {
 public:
  ManyNewNames(std::string collection, std::unordered_set<std::string> taken)
      : collection_(std::move(collection)), taken_(std::move(taken)) {}
  // One made from the title, and taken from now on. Throws INVALID_FIELD when nothing of the title can stand in a name.
  std::string Next(std::string_view title);

 private:
  const std::string collection_;
  std::unordered_set<std::string> taken_;
  // The last number that was tried, by slug: a thousand of one title do not begin at 2 each time.
  std::unordered_map<std::string, int> numbers_;
};

}  // namespace almanac::domain
