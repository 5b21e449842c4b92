// Brings an inventory in from a file: reads it, plans against the record, and
// applies the plan as one commit, or not at all.
#pragma once

#include <functional>
#include <string>

#include "almanac/v1/inventory.pb.h"
#include "base/caller.h"
#include "store/work.h"

namespace almanac::interchange {

struct ImportJob {
  store::Work& work;
  Caller caller;
  v1::ImportOptions options;
  // The whole file. It does not change while the import runs.
  std::string path;
  store::Deadline deadline;
  std::function<bool()> cancelled;
};

// Emits progress and problems while it reads, then what happened to each
// record, then one summary. A record that cannot be taken is skipped and named;
// everything else is one commit. The same file again changes nothing.
// Throws IMPORT_UNREADABLE, IMPORT_TOO_LARGE, REFERENCE_NOT_FOUND (publishers
// that are no department, with the two ways out), PERMISSION_DENIED, CANCELLED.
void ImportInventory(const ImportJob& job, const std::function<void(const v1::ImportInventoryResponse&)>& emit);

}  // namespace almanac::interchange
