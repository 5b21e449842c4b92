// `almanac signal import`: counts of requests from a table, or a log that is counted.
#include <fmt/format.h>

#include <filesystem>

#include "almanac/v1/signals.pb.h"
#include "base/ids.h"
#include "cli/by_hand.h"
#include "cli/field_text.h"
#include "cli/heads.h"
#include "cli/row_problems.h"
#include "cli/signal_file.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/usage.h"
#include "cli/verbs.h"

namespace almanac::cli {
namespace {

void FillRequest(const Values& values, SignalTable table, v1::ImportSignalsRequest* request) {
  for (auto& row : table.rows) *request->add_rows() = std::move(row);
  request->set_log(table.log);
  request->set_day_first(values.Flag("day-first"));
  request->set_source(values.Text("source"));
  request->set_file_name(std::filesystem::path(values.Text("file")).filename().string());
  request->set_validate_only(values.Flag("dry-run"));
  request->set_request_id(values.Has("request-id") ? values.Text("request-id") : RandomId(20));
  if (values.Has("kind")) {
    SetFieldText(request, v1::ImportSignalsRequest::descriptor()->FindFieldByName("kind"), values.Text("kind"),
                 "--kind");
  }
  RequireModest(*request);
}

}  // namespace

int RunSignalImport(Session& session, const Command& command, const Values& values) {
  SignalTable table =
      ReadSignalTable(RowsOfFile(values.Text("file")),
                      {values.Text("theme-column"), values.Text("date-column"), values.Text("count-column")});
  if (table.has_no_source && !values.Has("source")) {
    throw UsageError("no column says who counted", "Say so for all rows: --source \"Town Clerk's request log\".");
  }
  session.Say(fmt::format("{}: {}. Other columns are not sent.",
                          table.log ? "Taken as a log, a row a request" : "Taken as counts", table.taken));
  v1::ImportSignalsRequest request;
  FillRequest(values, std::move(table), &request);
  const auto called = CallVerb(session, command, &request);
  const auto& answer = static_cast<const v1::ImportSignalsResponse&>(*called);
  if (answer.problems_size() > 0) return ShowRowProblems(session, answer.problems(), answer.rows());
  if (session.style().asked) ShowMessage(session.style(), answer);
  session.Say(fmt::format("{}{} in {} rows: {} signals {}, {} changed, {} as they were.",
                          request.validate_only() ? "Nothing was recorded: --dry-run. " : "", answer.counted(),
                          answer.rows(), answer.created(), request.validate_only() ? "to record" : "recorded",
                          answer.updated(), answer.unchanged()));
  const std::vector<std::string> unknown(answer.themes_without_dataset().begin(),
                                         answer.themes_without_dataset().end());
  if (!unknown.empty()) {
    session.Say(
        OneLine(fmt::format("No dataset is about: {}. They are recorded, and count once a dataset has them "
                            "among its themes or keywords.",
                            Join(unknown, ", "))));
  }
  session.Say(Dim("next: ", stderr) + session.Copyable("almanac priority list"));
  return 0;
}

}  // namespace almanac::cli
