#include "interchange/inventory_apply.h"

#include <fmt/format.h>

#include "base/ids.h"
#include "domain/datasets.h"
#include "domain/editing.h"
#include "interchange/inventory_plan.h"

namespace almanac::interchange {
namespace {

// By this verb the undo finds what an apply wrote.
constexpr const char* kApplied = "dataset.sheet_applied";

void Write(store::Tx& tx, const PlannedRow& row, const std::string& source, v1::InventoryChange* told) {
  if (row.before) {
    domain::WriteEdit(tx, *row.before, row.after, {kApplied, source, "The description was corrected."});
    return;
  }
  tx.Because(kApplied, source);
  v1::CreateDatasetRequest request;
  request.set_dataset_id(row.id);
  *request.mutable_dataset() = row.after;
  told->set_dataset(domain::CreateDataset(tx, request).name());
}

}  // namespace

v1::ApplyInventoryResponse ApplyInventory(store::Tx& tx, const v1::ApplyInventoryRequest& request) {
  auto plan = MakePlan(tx, request.sheet());
  v1::ApplyInventoryResponse response;
  if (plan.told.problems().empty()) {
    const std::string apply = request.request_id().empty() ? RandomId(10) : request.request_id();
    tx.ForRequest(apply);
    const std::string& file = request.sheet().file_name();
    const std::string source = file.empty() ? "from a sheet" : fmt::format("from {}", file);
    for (size_t i = 0; i < plan.rows.size(); ++i) {
      Write(tx, plan.rows[i], source, plan.told.mutable_changes(static_cast<int>(i)));
    }
    response.set_applied(!request.validate_only() && !plan.rows.empty());
    if (response.applied()) response.set_apply(apply);
  }
  *response.mutable_plan() = std::move(plan.told);
  return response;
}

}  // namespace almanac::interchange
