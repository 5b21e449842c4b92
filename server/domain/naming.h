// Names of new resources: chosen once, never changed or used again.
#pragma once

#include <string>
#include <string_view>

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

}  // namespace almanac::domain
