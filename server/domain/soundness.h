// Whether the public side of the record is what the rules leave: versions,
// listings and reviews against the datasets that they belong to.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "base/finding.h"
#include "store/tx.h"

namespace almanac::domain {

// A current version where a dataset is published, with that number, and none
// elsewhere; a listing where it is on the list and not published; at most one
// review open.
void InspectPublicStanding(store::Tx& tx, const Report& report);
// Every version reads, and is named by the hash of what it holds.
void InspectVersions(store::Tx& tx, const Report& report);
// The datasets as the public sees them, some at a time, in order of name.
void EachPublished(store::Tx& tx, const std::function<void(std::vector<v1::Dataset>)>& some);

}  // namespace almanac::domain
