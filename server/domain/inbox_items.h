// Items of the inbox, and whose they are.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/inbox.pb.h"
#include "almanac/v1/options.pb.h"
#include "almanac/v1/reviews.pb.h"
#include "base/caller.h"
#include "store/tx.h"

namespace almanac::domain {

using Items = std::vector<v1::InboxItem>;

// Enough of each kind to know that there is more than is shown.
inline constexpr int kOfAKind = 200;

v1::InboxItem Item(std::string_view kind, const std::string& resource, const std::string& title);

// At most kOfAKind, whole.
std::vector<v1::Dataset> DatasetsWhere(store::Tx& tx, const std::string& filter, std::string_view order);

// Those of the reviews, whole, a few questions for all of them.
std::map<std::string, v1::Dataset> DatasetsOf(store::Tx& tx,
                                              const google::protobuf::RepeatedPtrField<v1::Review>& reviews);

// The departments that the caller's grants for this name; empty when it holds in all, or in none.
std::vector<std::string> DepartmentsFor(const Caller& caller, v1::Permission permission);
// A term that keeps the departments of a caller who works for some only.
std::string InTheirs(const Caller& caller, v1::Permission permission);

}  // namespace almanac::domain
