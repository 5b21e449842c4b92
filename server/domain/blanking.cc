#include "domain/blanking.h"

#include "domain/collections.h"
#include "domain/grants.h"
#include "store/blanking.h"

namespace almanac::domain {
namespace {

// What is blanked is gone for every department.
void RequireEverywhere(store::Tx& tx) { RequirePermission(tx.caller(), v1::ADMINISTER, ""); }

}  // namespace

v1::BlankEventResponse BlankEvent(store::Tx& tx, const v1::BlankEventRequest& request) {
  RequireEverywhere(tx);
  store::BlankEvent(tx, request.event(), request.part(), request.reason());
  v1::BlankEventResponse response;
  response.set_event(request.event());
  response.set_part(request.part());
  return response;
}

v1::BlankRevisionResponse BlankRevision(store::Tx& tx, const v1::BlankRevisionRequest& request) {
  RequireEverywhere(tx);
  const std::string name = FullName(tx, request.name());
  RequireSeen(tx, name);
  store::BlankRevision(tx, name, request.revision(), request.reason());
  v1::BlankRevisionResponse response;
  response.set_name(name);
  response.set_revision(request.revision());
  return response;
}

}  // namespace almanac::domain
