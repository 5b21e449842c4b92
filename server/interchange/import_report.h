// What the caller of an import hears: progress, problems, changes, and the
// summary that counts them. Problems and changes are gathered, so that each is
// not a message of its own.
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
  // Sends what was gathered; whoever gives up calls it, so that the reasons are told.
  void Send();
  // Sends the summary as it was counted.
  void Finish(bool applied);

  v1::ImportSummary& summary() { return summary_; }

 private:
  // Room for one more.
  v1::ImportInventoryResponse& Gathered(bool of_changes);

  const EmitImport& emit_;
  v1::ImportInventoryResponse gathered_;
  size_t bytes_ = 0;
  v1::ImportSummary summary_;
};

}  // namespace almanac::interchange
