// From when to when a grant holds.
#pragma once

#include <string_view>

#include "almanac/v1/people.pb.h"

namespace almanac::domain {

// From one day to another, both included; empty: without a beginning, without an end.
inline bool HoldsOn(std::string_view start_date, std::string_view end_date, std::string_view day) {
  return (start_date.empty() || start_date <= day) && (end_date.empty() || day <= end_date);
}

inline bool HoldsOn(const v1::RoleGrant& grant, std::string_view day) {
  return HoldsOn(grant.start_date(), grant.end_date(), day);
}

}  // namespace almanac::domain
