// The first pass over the file: every record mapped once, told of its
// problems, and noted for the plan.
#pragma once

#include <functional>
#include <string>

#include "interchange/import_departments.h"
#include "interchange/import_plan.h"
#include "interchange/import_report.h"

namespace almanac::interchange {

struct ReadingContext {
  // In the body's zone.
  std::string today;
  DepartmentChoice& departments;
  ImportReport& report;
  std::function<bool()> cancelled;
};

// Fills the plan's records; those refused are SKIPPED already. Sets format and
// count in the summary. Throws IMPORT_UNREADABLE, IMPORT_TOO_LARGE, CANCELLED.
void ReadInventory(const ImportFile& file, const ReadingContext& context, ImportPlan* plan);

}  // namespace almanac::interchange
