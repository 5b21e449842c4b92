// All checks of a record, for `almanacd doctor`.
#pragma once

#include <string>

#include "base/finding.h"

namespace almanac::api {

// Reads the whole record in one snapshot and changes nothing; almanacd may be
// running. Returns how much was found. Throws DATABASE_UNUSABLE.
int64_t ExamineRecord(const std::string& database, const Report& report);

// "check: resource: problem; what to do" for people.
std::string LineOf(const v1::Finding& finding);

}  // namespace almanac::api
