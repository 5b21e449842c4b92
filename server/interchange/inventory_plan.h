// What an edited sheet would change, and everything that is not right in it.
// Reads alone, so that plan and apply say the same.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/inventory.pb.h"
#include "base/error.h"
#include "store/tx.h"

namespace almanac::interchange {

// A row that changes something.
struct PlannedRow {
  v1::InventoryChange change;
  // None: a new dataset.
  std::optional<v1::Dataset> before;
  v1::Dataset after;
  // Of a new one, as asked for; empty: from its title.
  std::string id;
};

struct SheetPlan {
  v1::InventoryPlan told;
  std::vector<PlannedRow> rows;
};

// Throws INVALID_FIELD when there are too many rows, or none.
SheetPlan MakePlan(store::Tx& tx, const v1::InventorySheet& sheet);

v1::PlanInventoryResponse PlanInventory(store::Tx& tx, const v1::PlanInventoryRequest& request);

// What follows for reviews and for the public when `after` takes the place of `before`.
void AddConsequences(const v1::Dataset& before, const v1::Dataset& after, v1::InventoryChange* change);

// One refusal of the record as problems of a row: one a field or requirement that it names.
void AddProblems(const Error& error, const v1::InventoryProblem& of_row, std::vector<v1::InventoryProblem>* problems);

}  // namespace almanac::interchange
