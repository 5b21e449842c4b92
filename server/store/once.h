// What is made of the record once in a unit of work that only reads, however often it is asked for.
#pragma once

#include <any>
#include <functional>
#include <string>

#include "store/tx.h"

namespace almanac::store {

// Where a unit keeps what was made under that key.
std::any& Kept(Tx& tx, const std::string& key);

// All of a unit that only reads sees one instant, so what was made stays right; in any other it is made anew each time.
template <class T>
T Once(Tx& tx, const std::string& key, const std::function<T()>& make) {
  if (tx.mode() != Mode::kRead) return make();
  std::any& kept = Kept(tx, key);
  if (!kept.has_value()) kept = make();
  return std::any_cast<const T&>(kept);
}

}  // namespace almanac::store
