// Systems: the register of what data comes from (ob:L6).
#pragma once

#include "almanac/v1/systems.pb.h"
#include "store/tx.h"

namespace almanac::domain {

v1::ListSystemsResponse ListSystems(store::Tx& tx, const v1::ListSystemsRequest& request);
// Throws NOT_FOUND.
v1::System GetSystem(store::Tx& tx, const v1::GetSystemRequest& request);
// Throws ALREADY_EXISTS, REFERENCE_NOT_FOUND, REASON_REQUIRED for a system that does not open its data by itself.
v1::System CreateSystem(store::Tx& tx, const v1::CreateSystemRequest& request);
// Throws NOT_FOUND, ETAG_MISMATCH and the same.
v1::System UpdateSystem(store::Tx& tx, const v1::UpdateSystemRequest& request);

}  // namespace almanac::domain
