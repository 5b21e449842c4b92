// Departments are renamed, merged and split, and what they held goes with them; the record of before stays as it was.
#pragma once

#include "almanac/v1/departments.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// The name of the record stays, and the title of before is found by `formerly`.
// Throws NOT_FOUND, WRONG_STATE for one that ended, INVALID_FIELD for a day to come.
v1::Department RenameDepartment(store::Tx& tx, const v1::RenameDepartmentRequest& request);

// All that the one held goes to the other: datasets with their releases and reviews, systems, series, definitions, code
// lists, departments below it, and roles other than the seat on the leadership team, which ends. The one ends; it stays
// in the record. Throws NOT_FOUND, WRONG_STATE for one that ended, INVALID_FIELD for a merge with itself and a day to
// come.
v1::Reorganisation MergeDepartment(store::Tx& tx, const v1::MergeDepartmentRequest& request);

// A new department out of a part of one. Nobody holds a role there yet.
// Throws NOT_FOUND, ALREADY_EXISTS, WRONG_STATE for one that ended, INVALID_FIELD for what is not of it, and for a day
// to come.
v1::Reorganisation SplitDepartment(store::Tx& tx, const v1::SplitDepartmentRequest& request);

// Throws INVALID_FIELD for a department that ended, naming the one that goes on.
void RequireStanding(store::Tx& tx, const std::string& department);

}  // namespace almanac::domain
