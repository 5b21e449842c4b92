// Tokens: made from a one-time code, stored as a hash, ended at once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "almanac/v1/tokens.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// Throws CODE_INVALID for an unknown, used or expired code, all alike.
v1::RedeemCodeResponse RedeemCode(store::Tx& tx, const v1::RedeemCodeRequest& request);
// One's own; everybody's for who may enrol.
v1::ListTokensResponse ListTokens(store::Tx& tx, const v1::ListTokensRequest& request);
// One's own, or anybody's for who may enrol. Throws NOT_FOUND, WRONG_STATE when it is revoked already.
v1::Token RevokeToken(store::Tx& tx, const v1::RevokeTokenRequest& request);

// To whom the code of the caller's token was shown, the code of the token that
// asked for that one, and so on to the first. Whoever was shown a code may hold
// all that came of it.
std::vector<std::string> IssuersOf(store::Tx& tx, const Caller& caller);

// How a code is stored; dashes, spaces and case do not count.
std::string HashOfCode(std::string_view code);

}  // namespace almanac::domain
