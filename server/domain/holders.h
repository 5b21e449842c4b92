// Who holds a role today, for a department: those who fill a seat, and those whom a message names.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "almanac/v1/records.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// Holders, then first deputies, then second ones, and who is away behind all of them; each person once.
std::vector<std::string> HoldersOf(store::Tx& tx, std::string_view role, std::string_view department);
// Every grant of the role that holds today, wherever it holds, in the same order.
std::vector<v1::Holder> GrantsOfRole(store::Tx& tx, std::string_view role);
// Those who are away today.
std::set<std::string> AwayToday(store::Tx& tx);

}  // namespace almanac::domain
