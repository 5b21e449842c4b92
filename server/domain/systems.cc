#include "domain/systems.h"

#include "base/error.h"
#include "domain/as_of.h"
#include "domain/audit_findings.h"
#include "domain/grants.h"
#include "domain/masks.h"
#include "domain/naming.h"
#include "domain/reorganising.h"
#include "store/list.h"

namespace almanac::domain {
namespace {

// A new system is asked whether it opens its data by itself, and a no or a later says why (ob:L6).
void RequireOpensReason(const v1::System& system) {
  const auto opens = system.opens_automatically();
  const bool asks = opens == v1::System::PLANNED || opens == v1::System::DOES_NOT;
  if (!asks || !system.opens_reason().empty()) return;
  throw Error(Reason::REASON_REQUIRED,
              "a system that does not open its data by itself yet says why, or by when: --opens-reason '...'")
      .Field("system.opens_reason", "required unless it opens its data");
}

}  // namespace

v1::ListSystemsResponse ListSystems(store::Tx& tx, const v1::ListSystemsRequest& request) {
  v1::ListSystemsResponse response;
  store::List(tx, request, &response, ScopeAsOf(tx, request.as_of()));
  return response;
}

v1::System GetSystem(store::Tx& tx, const v1::GetSystemRequest& request) {
  return GetAsOf<v1::System>(tx, request.name(), request.as_of());
}

v1::System CreateSystem(store::Tx& tx, const v1::CreateSystemRequest& request) {
  v1::System system = request.system();
  RequireStanding(tx, system.department());
  RequirePermission(tx.caller(), v1::Permission::EDIT, system.department());
  RequireOpensReason(system);
  system.set_name(NewName<v1::System>(tx, "systems", request.system_id(), system.title()));
  tx.Because("system.created");
  return tx.Create(system);
}

v1::System UpdateSystem(store::Tx& tx, const v1::UpdateSystemRequest& request) {
  const auto before = tx.Get<v1::System>(request.system().name(), request.etag());
  v1::System system = before;
  ApplyMask(request.system(), request.update_mask(), &system);
  RequirePermission(tx.caller(), v1::Permission::EDIT, before.department());
  if (system.department() != before.department())
    RequirePermission(tx.caller(), v1::Permission::EDIT, system.department());
  RequireOpensReason(system);
  tx.Because("system.updated");
  system = tx.Update(system);
  if (system.department() != before.department()) MoveFindings(tx, system);
  return system;
}

}  // namespace almanac::domain
