// What a sheet would change or has changed, for a person who reads it once.
#pragma once

#include <string>

#include "almanac/v1/inventory.pb.h"
#include "cli/output.h"

namespace almanac::cli {

// A change that is the same on several datasets is one line with their number;
// then each dataset with what else changes; then the problems, by row.
std::string PlanText(const v1::InventoryPlan& plan, size_t width);
std::string UndoText(const v1::UndoInventoryResponse& undone, size_t width);

// "3 datasets would change, 1 would be new, 12 stay as they are."
std::string PlanCounts(const v1::InventoryPlan& plan, bool done);

// A row a change of a field, and a row a problem.
void ShowPlanRows(const OutputStyle& style, const v1::InventoryPlan& plan);

}  // namespace almanac::cli
