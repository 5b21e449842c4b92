// Four eyes: who may have a say in a review. Nobody has one in what they wrote, none twice, and none by an account
// that somebody else in the same review could have used (domain A.2, design section 6).
#pragma once

#include <string>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/reviews.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// The submitter, or somebody who changed it in substance.
bool IsAuthor(const v1::Dataset& dataset, const v1::Review& review, std::string_view principal);

// Throws APPROVER_NOT_INDEPENDENT: the caller wrote it; has agreed to it already; the code of their account was made
// at the console and the rules refuse that; their code was shown to an author, to another who agreed or to who lowered
// the tier, or the code of one of these was shown to them.
void RequireIndependent(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review);

// The same of a say that is no agreement: it may be who agreed, or will.
void RequireNoPart(store::Tx& tx, const v1::Dataset& dataset, const v1::Review& review);
bool HasAgreed(const v1::Review& review, std::string_view person);

// All to whom the caller's code, or one from which it came, was shown; the console left out.
std::vector<std::string> CodeShownTo(store::Tx& tx);

}  // namespace almanac::domain
