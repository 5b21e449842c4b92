// The plan carried out: departments made, datasets merged, created and adopted.
#pragma once

#include <functional>

#include "domain/importing.h"
#include "interchange/findings.h"
#include "interchange/import_departments.h"
#include "interchange/import_plan.h"
#include "store/tx.h"

namespace almanac::interchange {

struct ApplyContext {
  domain::ImportContext& inventory;
  DepartmentChoice& departments;
  const ImportFile& file;
  ImportPlan& plan;
  // What three-way merging finds, for the report once the commit stands.
  std::vector<v1::ImportProblem>& findings;
  // How many records are done; throws to give up.
  std::function<void(int64_t done)> progress;
};

// Merges one changed record with the dataset it belongs to, and notes in the
// plan which fields change; a record whose changes touch no field of the
// dataset becomes UNCHANGED. Writes only when `write` says so.
void MergeRecord(store::Tx& tx, const ApplyContext& context, size_t record, bool write);

// Everything, in the unit of work at hand.
void ApplyPlan(store::Tx& tx, const ApplyContext& context);

}  // namespace almanac::interchange
