// `almanac audit-finding import`: the findings of the security audit from a table.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "almanac/v1/audit.pb.h"
#include "base/ids.h"
#include "cli/by_hand.h"
#include "cli/heads.h"
#include "cli/row_problems.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/usage.h"
#include "cli/verbs.h"

namespace almanac::cli {
namespace {

using Rows = std::vector<std::vector<std::string>>;

void AddRows(const Rows& rows, v1::ImportAuditFindingsRequest* request) {
  const auto& heads = rows.front();
  const size_t finding = ColumnHeaded(heads, {"findingid", "finding", "id", "ref", "reference", "number"});
  const size_t dataset = ColumnHeaded(heads, {"dataset"});
  const size_t system = ColumnHeaded(heads, {"system", "asset", "application"});
  const size_t severity = ColumnHeaded(heads, {"severity", "rating", "risk", "level"});
  const size_t found = ColumnHeaded(heads, {"date", "founddate", "found", "datefound", "reported"});
  const size_t text = ColumnHeaded(heads, {"text", "description", "summary", "details", "title"});
  const size_t closed = ColumnHeaded(heads, {"closed", "closeddate", "dateclosed", "status", "resolved"});
  std::vector<std::string> missing;
  const auto need = [&](size_t column, const char* name) {
    if (column == kNoColumn) missing.emplace_back(name);
  };
  need(finding, "Finding id");
  if (system == kNoColumn) need(dataset, "Dataset or System");
  need(severity, "Severity");
  need(found, "Date");
  need(text, "Text");
  if (!missing.empty()) {
    throw UsageError(fmt::format("columns are missing: {}; the table has {}", Join(missing, ", "), HeadsWords(heads)),
                     "Its head is: Finding id, Dataset, System, Severity, Date, Text, Closed.");
  }
  for (size_t i = 1; i < rows.size(); ++i) {
    const auto& cells = rows[i];
    if (std::all_of(cells.begin(), cells.end(), [](const auto& cell) { return OneLine(cell).empty(); })) continue;
    auto* row = request->add_rows();
    row->set_row(static_cast<int>(i) + 1);
    row->set_finding(CellAt(cells, finding));
    row->set_dataset(CellAt(cells, dataset));
    row->set_system(CellAt(cells, system));
    row->set_severity(CellAt(cells, severity));
    row->set_found(CellAt(cells, found));
    row->set_text(CellAt(cells, text));
    row->set_closed(CellAt(cells, closed));
  }
}

}  // namespace

int RunAuditImport(Session& session, const Command& command, const Values& values) {
  v1::ImportAuditFindingsRequest request;
  AddRows(RowsOfFile(values.Text("file")), &request);
  request.set_day_first(values.Flag("day-first"));
  request.set_file_name(std::filesystem::path(values.Text("file")).filename().string());
  request.set_validate_only(values.Flag("dry-run"));
  request.set_request_id(values.Has("request-id") ? values.Text("request-id") : RandomId(20));
  RequireModest(request);
  const auto called = CallVerb(session, command, &request);
  const auto& answer = static_cast<const v1::ImportAuditFindingsResponse&>(*called);
  if (answer.problems_size() > 0) return ShowRowProblems(session, answer.problems(), answer.rows());
  if (session.style().asked) ShowMessage(session.style(), answer);
  session.Say(fmt::format("{}{} findings: {} new, {} changed, {} as they were; {} open.",
                          request.validate_only() ? "Nothing was recorded: --dry-run. " : "", answer.rows(),
                          answer.created(), answer.updated(), answer.unchanged(), answer.open()));
  for (const auto& change : answer.changes()) session.Say(OneLine(change.words() + "."));
  if (answer.open() > 0) session.Say("While one is open, nothing that it is about is published.");
  for (const auto& name : answer.public_datasets()) {
    session.Say(OneLine(fmt::format("{} is public already, and an open finding is about it.", IdOf(name))));
  }
  session.Say(Dim("next: ", stderr) + session.Copyable("almanac audit-finding list --filter 'state = open'"));
  return 0;
}

}  // namespace almanac::cli
