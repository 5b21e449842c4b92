// From a token to who calls, and with which roles today.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "almanac/v1/records.pb.h"
#include "base/caller.h"
#include "base/clock.h"
#include "store/tx.h"

namespace almanac::domain {

// What is known of a token by the hash of its secret, in one statement: a row a grant. None for an unknown, expired or
// revoked token, all alike. It holds as long as its mark stands in caller_marks.
std::vector<v1::CallerRow> KnownOfToken(store::Tx& tx, std::string_view secret_hash);
// With the grants that hold at the instant; none when the token is over by then.
std::optional<Caller> CallerOf(const std::vector<v1::CallerRow>& known, Instant at);

// The person as a caller with the roles that hold today, for work done in
// process in somebody's name. Throws NOT_FOUND.
Caller CallerOfPerson(store::Tx& tx, std::string_view name);

}  // namespace almanac::domain
