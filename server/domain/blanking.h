// Takes personal values out of history (store/blanking.h). For administrators
// of the whole body, and never from the console: it has a face.
#pragma once

#include "almanac/v1/log.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// Throws PERMISSION_DENIED, NOT_FOUND, INVALID_FIELD for a part that cannot be blanked, WRONG_STATE when it is not
// sealed yet or blanked already.
v1::BlankEventResponse BlankEvent(store::Tx& tx, const v1::BlankEventRequest& request);
// Throws PERMISSION_DENIED, NOT_FOUND, WRONG_STATE when it stands still, is not sealed yet, or blanked already.
v1::BlankRevisionResponse BlankRevision(store::Tx& tx, const v1::BlankRevisionRequest& request);

}  // namespace almanac::domain
