#include "domain/departments.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/ids.h"
#include "domain/as_of.h"
#include "domain/grants.h"
#include "domain/masks.h"
#include "domain/naming.h"
#include "store/list.h"

namespace almanac::domain {
namespace {

// Walks up from the parent: meeting the department itself would be a ring.
void RefuseRing(store::Tx& tx, const v1::Department& department) {
  std::string above = department.parent();
  while (!above.empty()) {
    if (above == department.name()) {
      throw Error(Reason::INVALID_FIELD,
                  fmt::format("{} is {} itself or lies below it; choose a parent that lies above or beside it",
                              department.parent(), department.name()))
          .Field("department.parent", "would make a ring");
    }
    const auto parent = tx.Find<v1::Department>(above);
    above = parent ? parent->parent() : std::string();
  }
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

}  // namespace almanac::domain
