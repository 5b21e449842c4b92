// Every part of the body that holds data, as a tree.
#pragma once

#include <string>

#include "almanac/v1/departments.pb.h"
#include "store/tx.h"

namespace almanac::domain {

v1::ListDepartmentsResponse ListDepartments(store::Tx& tx, const v1::ListDepartmentsRequest& request);
// Throws NOT_FOUND.
v1::Department GetDepartment(store::Tx& tx, const v1::GetDepartmentRequest& request);
// Throws ALREADY_EXISTS, REFERENCE_NOT_FOUND.
v1::Department CreateDepartment(store::Tx& tx, const v1::CreateDepartmentRequest& request);
// Throws NOT_FOUND, ETAG_MISMATCH, REFERENCE_NOT_FOUND, INVALID_FIELD when the parent would be a descendant.
v1::Department UpdateDepartment(store::Tx& tx, const v1::UpdateDepartmentRequest& request);

// At any level.
bool LiesBelow(store::Tx& tx, const std::string& department, const std::string& above);

}  // namespace almanac::domain
