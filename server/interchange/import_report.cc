#include "interchange/import_report.h"

namespace almanac::interchange {

namespace {

constexpr size_t kMostBytes = size_t{32} << 10;

}  // namespace

v1::ImportInventoryResponse& ImportReport::Gathered(bool of_changes) {
  // They are told in the order in which they were found.
  if (bytes_ > kMostBytes || (of_changes ? gathered_.problems_size() : gathered_.changes_size()) > 0) Send();
  return gathered_;
}

void ImportReport::Send() {
  if (gathered_.changes_size() + gathered_.problems_size() == 0) return;
  emit_(gathered_);
  gathered_.Clear();
  bytes_ = 0;
}

void ImportReport::Progress(v1::ImportProgress::Phase phase, int64_t done, int64_t total) {
  Send();
  v1::ImportInventoryResponse response;
  response.mutable_progress()->set_phase(phase);
  response.mutable_progress()->set_done(done);
  response.mutable_progress()->set_total(total);
  emit_(response);
}

void ImportReport::Problem(const v1::ImportProblem& problem) {
  if (problem.severity() == v1::ImportProblem::ERROR) {
    summary_.set_errors(summary_.errors() + 1);
  } else {
    summary_.set_warnings(summary_.warnings() + 1);
  }
  *Gathered(false).add_problems() = problem;
  bytes_ += problem.ByteSizeLong();
}

void ImportReport::Problems(const Findings& findings) {
  for (const auto& problem : findings.all()) Problem(problem);
}

void ImportReport::Change(const v1::ImportChange& change) {
  switch (change.action()) {
    case v1::ImportChange::CREATED:
      summary_.set_created(summary_.created() + 1);
      break;
    case v1::ImportChange::UPDATED:
      summary_.set_updated(summary_.updated() + 1);
      break;
    case v1::ImportChange::UNCHANGED:
      summary_.set_unchanged(summary_.unchanged() + 1);
      break;
    case v1::ImportChange::COLLAPSED:
      summary_.set_collapsed(summary_.collapsed() + 1);
      break;
    default:
      summary_.set_skipped(summary_.skipped() + 1);
      break;
  }
  if (!change.previous_identifier().empty()) summary_.set_identifiers_changed(summary_.identifiers_changed() + 1);
  *Gathered(true).add_changes() = change;
  bytes_ += change.ByteSizeLong();
}

void ImportReport::Finish(bool applied) {
  summary_.set_applied(applied);
  Send();
  v1::ImportInventoryResponse response;
  *response.mutable_summary() = summary_;
  emit_(response);
}

}  // namespace almanac::interchange
