// All checks of a record, for `almanacd doctor`.
#pragma once

#include <string>

#include "base/finding.h"

namespace almanac::api {

// Reads the whole record in one snapshot and changes nothing; almanacd may be
// running. Throws DATABASE_UNUSABLE.
struct Examined {
  int64_t found = 0;
  // Events that are not sealed yet, which is nothing wrong.
  int64_t unsealed = 0;
};
Examined ExamineRecord(const std::string& database, const Report& report);

// "check: resource: problem; what to do" for people.
std::string LineOf(const v1::Finding& finding);

}  // namespace almanac::api
