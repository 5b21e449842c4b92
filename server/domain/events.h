// What happened, read only.
#pragma once

#include "almanac/v1/events.pb.h"
#include "store/tx.h"

namespace almanac::domain {

v1::ListEventsResponse ListEvents(store::Tx& tx, const v1::ListEventsRequest& request);
// Newest first, each with the revision it left. A name without its collection
// is that of a dataset, else release, review, department, person or report.
// Throws NOT_FOUND when the resource is not there or not the caller's to see, INVALID_PAGE_TOKEN.
v1::GetHistoryResponse GetHistory(store::Tx& tx, const v1::GetHistoryRequest& request);

}  // namespace almanac::domain
