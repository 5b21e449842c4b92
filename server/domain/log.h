// The log over all that happened, read only. What it hands out are salted
// hashes: it tells how much happened and nothing of what, so whoever may read
// at all may have it.
#pragma once

#include "almanac/v1/log.pb.h"
#include "store/tx.h"

namespace almanac::domain {

v1::LogStanding GetLog(store::Tx& tx, const v1::GetLogRequest& request);
// Throws NOT_FOUND when nothing is sealed yet, INVALID_PAGE_TOKEN.
v1::ExportLogResponse ExportLog(store::Tx& tx, const v1::ExportLogRequest& request);
// Throws NOT_FOUND when there is no such event or it is not the caller's to see, WRONG_STATE when it is not sealed yet.
v1::EventProof ProveEvent(store::Tx& tx, const v1::ProveEventRequest& request);
// Throws INVALID_FIELD when the log is not that long, NOT_FOUND when nothing is sealed yet.
v1::ExtensionProof ProveExtension(store::Tx& tx, const v1::ProveExtensionRequest& request);

}  // namespace almanac::domain
