// Reading the record as it stood: an instant in the past, from what a caller wrote.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "base/error.h"
#include "base/ids.h"
#include "store/list.h"
#include "store/tx.h"

namespace almanac::domain {

// A time (RFC 3339), or a day, at whose end in the body's zone; as the record
// writes times. Empty for empty. Throws INVALID_FIELD for anything else and for
// what is still to come.
std::string AsOf(store::Tx& tx, std::string_view text);

// The scope of a list that a request asks for as of a time, or now.
store::Scope ScopeAsOf(store::Tx& tx, std::string_view as_of);

// A resource as it stood then, or as it stands. Throws NOT_FOUND also for what
// was not there yet. What the caller may not see today was not theirs to see
// then.
template <class M>
M GetAsOf(store::Tx& tx, const std::string& name, const std::string& as_of) {
  auto now = tx.Get<M>(name);
  const std::string time = AsOf(tx, as_of);
  if (time.empty()) return now;
  auto then = tx.FindAsOf<M>(name, time);
  if (!then) throw Error(Reason::NOT_FOUND, fmt::format("{} was not there yet on {}", IdOf(name), as_of));
  return *std::move(then);
}

}  // namespace almanac::domain
