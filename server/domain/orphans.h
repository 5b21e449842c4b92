// What nobody active answers for.
#pragma once

#include "almanac/v1/departments.pb.h"
#include "almanac/v1/handovers.pb.h"
#include "store/tx.h"

namespace almanac::domain {

// Datasets without an owner, or whose owner or coordinator left or holds no role today, and departments in which nobody
// owns or coordinates data; in order of department and name. Of what the caller may see. Throws NOT_FOUND.
v1::ListOrphansResponse ListOrphans(store::Tx& tx, const v1::ListOrphansRequest& request);

// Has people of its own to answer for its data: a department or an office that has not ended.
bool AnswersForItself(const v1::Department& department);

}  // namespace almanac::domain
