// What the caller of an import hears: progress, problems, changes, and the
// summary that counts them.
#pragma once

#include <functional>

#include "almanac/v1/inventory.pb.h"
#include "interchange/findings.h"

namespace almanac::interchange {

using EmitImport = std::function<void(const v1::ImportInventoryResponse&)>;

class ImportReport {
 public:
  explicit ImportReport(const EmitImport& emit) : emit_(emit) {}

  void Progress(v1::ImportProgress::Phase phase, int64_t done, int64_t total);
  void Problem(const v1::ImportProblem& problem);
  void Problems(const Findings& findings);
  void Change(const v1::ImportChange& change);
  // Sends the summary as it was counted.
  void Finish(bool applied);

  v1::ImportSummary& summary() { return summary_; }

 private:
  const EmitImport& emit_;
  v1::ImportSummary summary_;
};

}  // namespace almanac::interchange
