#include "domain/departments.h"

#include <fmt/format.h>

#include <set>

#include "base/error.h"
#include "base/ids.h"
#include "domain/as_of.h"
#include "domain/grants.h"
#include "domain/masks.h"
#include "domain/naming.h"
#include "store/list.h"

namespace almanac::domain {
namespace {

void RefuseRing(store::Tx& tx, const v1::Department& department) {
  const std::string& parent = department.parent();
  if (parent != department.name() && !LiesBelow(tx, parent, department.name())) return;
  throw Error(Reason::INVALID_FIELD,
              fmt::format("{} is {} itself or lies below it; choose a parent that lies above or beside it", parent,
                          department.name()))
      .Field("department.parent", "would make a ring");
}

}  // namespace

v1::ListDepartmentsResponse ListDepartments(store::Tx& tx, const v1::ListDepartmentsRequest& request) {
  v1::ListDepartmentsResponse response;
  store::List(tx, request, &response, ScopeAsOf(tx, request.as_of()));
  return response;
}

v1::Department GetDepartment(store::Tx& tx, const v1::GetDepartmentRequest& request) {
  return GetAsOf<v1::Department>(tx, request.name(), request.as_of());
}

v1::Department CreateDepartment(store::Tx& tx, const v1::CreateDepartmentRequest& request) {
  RequirePermission(tx.caller(), v1::Permission::ADMINISTER);
  v1::Department department = request.department();
  department.set_name(NewName<v1::Department>(tx, "departments", request.department_id(), department.title()));
  if (department.kind() == v1::Department::KIND_UNSPECIFIED) department.set_kind(v1::Department::DEPARTMENT);
  tx.Because("department.created");
  return tx.Create(department);
}

v1::Department UpdateDepartment(store::Tx& tx, const v1::UpdateDepartmentRequest& request) {
  RequirePermission(tx.caller(), v1::Permission::ADMINISTER);
  auto department = tx.Get<v1::Department>(request.department().name(), request.etag());
  const std::string parent = department.parent();
  ApplyMask(request.department(), request.update_mask(), &department);
  if (department.parent() != parent) RefuseRing(tx, department);
  tx.Because("department.updated");
  return tx.Update(department);
}

bool LiesBelow(store::Tx& tx, const std::string& department, const std::string& above) {
  // A ring that came in with old data is walked once.
  std::set<std::string> met;
  auto at = tx.Find<v1::Department>(department);
  while (at && !at->parent().empty() && met.insert(at->parent()).second) {
    if (at->parent() == above) return true;
    at = tx.Find<v1::Department>(at->parent());
  }
  return false;
}

}  // namespace almanac::domain
