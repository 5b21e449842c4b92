// `almanac dataset check` for programs and spreadsheets: a row for each thing
// that is missing and each command that is open.
#include "almanac/v1/datasets.pb.h"
#include "cli/by_hand.h"
#include "cli/request.h"
#include "cli/verbs.h"

namespace almanac::cli {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows RowsOfCheck(const v1::CheckDatasetResponse& check) {
  Rows rows;
  for (const auto& missing : check.missing_to_submit()) {
    rows.push_back({check.dataset(), "submit", missing.rule(), missing.message(), missing.command()});
  }
  for (const auto& missing : check.missing_to_publish()) {
    rows.push_back({check.dataset(), "publish", missing.rule(), missing.message(), missing.command()});
  }
  for (const auto& command : check.next_commands()) rows.push_back({check.dataset(), "next", "", "", command});
  return rows;
}

}  // namespace

int RunCheck(Session& session, const Command& command, const Values& values) {
  const OutputStyle& style = session.style();
  if (style.format != Format::kTabs && style.format != Format::kCsv) return RunVerb(session, command, values);
  const auto request = BuildRequest(command, values);
  const auto answer = CallVerb(session, command, request.get());
  ShowRows(style, {"dataset", "step", "rule", "message", "command"},
           RowsOfCheck(static_cast<const v1::CheckDatasetResponse&>(*answer)));
  return 0;
}

}  // namespace almanac::cli
