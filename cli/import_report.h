// What an import did, or would do: for people the counts, what changed, and
// the problems by rule; for programs every change and problem.
#pragma once

#include <string>
#include <vector>

#include "almanac/v1/inventory.pb.h"
#include "cli/output.h"

namespace almanac::cli {

class ImportReport {
 public:
  explicit ImportReport(const OutputStyle& style) : style_(style) {}

  // A change, a problem or the summary. JSON lines and CSV are written as they come.
  void Take(const v1::ImportInventoryResponse& part);
  void Finish();

  const v1::ImportSummary& summary() const { return summary_; }
  // For people. Public for tests.
  std::string Text() const;

 private:
  void WriteJsonLines(const v1::ImportInventoryResponse& part);
  void WriteCsv(const v1::ImportInventoryResponse& part);
  std::string Json() const;

  OutputStyle style_;
  bool headed_ = false;
  std::vector<v1::ImportChange> changes_;
  std::vector<v1::ImportProblem> problems_;
  v1::ImportSummary summary_;
};

}  // namespace almanac::cli
