// Which rows a caller sees, as a condition that lists, Get, search and history
// all append (design: default deny on marked rows). Of a row that was read Caller::Sees says the same.
#pragma once

#include <string>
#include <string_view>

#include "base/caller.h"
#include "store/row.h"

namespace almanac::store {

// A condition on the table under that alias, with its binds appended; empty
// when the caller sees every row.
std::string VisibleWhere(const TableInfo& table, const Caller& caller, std::string_view alias, Binds* binds);

}  // namespace almanac::store
