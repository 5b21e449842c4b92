// From a token to who calls, and with which roles today.
#pragma once

#include <optional>
#include <string_view>

#include "base/caller.h"
#include "store/tx.h"

namespace almanac::domain {

// One statement, no cache: a revoked token or an ended role stops on the next
// call. None for an unknown, expired or revoked token, all alike.
std::optional<Caller> FindCaller(store::Tx& tx, std::string_view token_secret);

// The person as a caller with the roles that hold today, for work done in
// process in somebody's name. Throws NOT_FOUND.
Caller CallerOfPerson(store::Tx& tx, std::string_view name);

}  // namespace almanac::domain
