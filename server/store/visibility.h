// Which rows a caller sees: as a condition that lists, Get, search and history
// all append (design: default deny on marked rows), and of a row that is read already.
#pragma once

#include <google/protobuf/repeated_field.h>

#include <string>
#include <string_view>

#include "base/caller.h"
#include "store/row.h"

namespace almanac::store {

// A condition on the table under that alias, with its binds appended; empty
// when the caller sees every row.
std::string VisibleWhere(const TableInfo& table, const Caller& caller, std::string_view alias, Binds* binds);

// The marks of a row, as their columns spell them.
struct Marks {
  std::string_view marking;
  std::string_view department;
  const google::protobuf::RepeatedPtrField<std::string>& readers;
};

// Says the same of one row as the condition does.
bool IsVisible(const Marks& row, const Caller& caller);

}  // namespace almanac::store
