// `almanac inventory pull`, `plan`, `apply` and `undo`: a sheet goes out,
// comes back, and can be taken back.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "almanac/v1/inventory.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "cli/by_hand.h"
#include "cli/file_format.h"
#include "cli/files.h"
#include "cli/inventory_report.h"
#include "cli/inventory_sheet.h"
#include "cli/request.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/usage.h"
#include "cli/verbs.h"

namespace almanac::cli {
namespace {

// What the server takes at once, with room for what surrounds it.
constexpr size_t kLargestSheet = (size_t{4} << 20) - (64 << 10);

v1::InventorySheet SheetFrom(const Values& values) {
  auto sheet = ReadSheet(values.Text("file"));
  if (sheet.ByteSizeLong() > kLargestSheet) {
    throw UsageError("the sheet holds more than 4 MiB of text, more than the server takes at once",
                     "Make two files of it, each with the head and some of the rows.");
  }
  return sheet;
}

// 0: well. A conflict alone is one of time, all else is in the sheet.
int ExitOfPlan(const v1::InventoryPlan& plan) {
  if (plan.problems().empty()) return 0;
  const auto& problems = plan.problems();
  return std::all_of(problems.begin(), problems.end(), [](const auto& one) { return one.rule() == "changed_since"; })
             ? ExitOf(Reason::ETAG_MISMATCH)
             : ExitOf(Reason::INVALID_FIELD);
}

void Show(const Session& session, const v1::InventoryPlan& plan) {
  const OutputStyle& style = session.style();
  if (style.asked || !style.columns.empty()) return ShowPlanRows(style, plan);
  WriteOut(PlanText(plan, style.width));
}

void SayProblems(const Session& session) {
  session.Say("Nothing was written. Mend the sheet, save it, and plan again; everything else in it is kept.");
}

void Next(const Session& session, const std::string& command) {
  session.Say(Dim("next: ", stderr) + session.Copyable(command));
}

int SayPlanned(const Session& session, const Values& values, const v1::InventoryPlan& plan) {
  Show(session, plan);
  session.Say(PlanCounts(plan, false));
  if (!plan.problems().empty()) {
    SayProblems(session);
  } else if (!plan.changes().empty()) {
    session.Say("Nothing was written.");
    Next(session, "almanac inventory apply " + values.Text("file"));
  }
  return ExitOfPlan(plan);
}

void SetRequestId(const Values& values, google::protobuf::Message* request) {
  SetString(request, "request_id", values.Has("request-id") ? values.Text("request-id") : RandomId(10));
}

}  // namespace

int RunInventoryPull(Session& session, const Command& command, const Values& values) {
  const std::string to = values.Text("to");
  if (to.empty()) throw UsageError("say where the sheet goes", "Such as --to sheet.xlsx, or --to sheet.csv.");
  const std::string format = FormatFor("", values, {{"xlsx", ".xlsx"}, {"csv", ".csv"}});
  if (to != "-" && std::filesystem::is_regular_file(to)) {
    throw UsageError(fmt::format("{} is there already, and may hold changes of yours", to),
                     "Give another name, or delete it first.");
  }
  const auto request = BuildRequest(command, values);
  const auto answer = CallVerb(session, command, request.get());
  const auto& pulled = static_cast<const v1::PullInventoryResponse&>(*answer);
  OutputFile file(to);
  file.Write(format == "csv" ? SheetAsCsv(pulled) : SheetAsXlsx(pulled));
  file.Finish();
  session.Say(fmt::format("Wrote {} with {} dataset{}.{}", to == "-" ? "the sheet" : to, pulled.rows_size(),
                          pulled.rows_size() == 1 ? "" : "s",
                          format == "xlsx" ? " Its sheet 'How to' says how it is filled in." : ""));
  if (to != "-") Next(session, fmt::format("edit it, save it, then: almanac inventory plan {}", to));
  return 0;
}

int RunInventoryPlan(Session& session, const Command& command, const Values& values) {
  v1::PlanInventoryRequest request;
  *request.mutable_sheet() = SheetFrom(values);
  const auto answer = CallVerb(session, command, &request);
  return SayPlanned(session, values, static_cast<const v1::PlanInventoryResponse&>(*answer).plan());
}

int RunInventoryApply(Session& session, const Command& command, const Values& values) {
  v1::ApplyInventoryRequest request;
  *request.mutable_sheet() = SheetFrom(values);
  request.set_validate_only(values.Flag("dry-run"));
  SetRequestId(values, &request);
  const auto answer = CallVerb(session, command, &request);
  const auto& applied = static_cast<const v1::ApplyInventoryResponse&>(*answer);
  if (request.validate_only()) return SayPlanned(session, values, applied.plan());
  Show(session, applied.plan());
  if (!applied.plan().problems().empty()) {
    SayProblems(session);
    return ExitOfPlan(applied.plan());
  }
  session.Say(PlanCounts(applied.plan(), true));
  if (applied.applied()) {
    session.Say("This file is used up: pull a new one for the next changes.");
    session.Say("to take it back: " + session.Copyable("almanac inventory undo " + applied.apply()));
  }
  return 0;
}

int RunInventoryUndo(Session& session, const Command& command, const Values& values) {
  v1::UndoInventoryRequest request;
  request.set_apply(values.Text("apply"));
  request.set_validate_only(values.Flag("dry-run"));
  SetRequestId(values, &request);
  const auto answer = CallVerb(session, command, &request);
  const auto& undone = static_cast<const v1::UndoInventoryResponse&>(*answer);
  const OutputStyle& style = session.style();
  if (style.asked || !style.columns.empty()) {
    v1::InventoryPlan plan;
    *plan.mutable_changes() = undone.changes();
    ShowPlanRows(style, plan);
  } else {
    WriteOut(UndoText(undone, style.width));
  }
  const int count = undone.changes_size();
  const char* has = request.validate_only() ? "would have" : count == 1 ? "has" : "have";
  session.Say(fmt::format("{} apply {}: {} dataset{} {} the values of before.",
                          request.validate_only() ? "Would take back" : "Took back", undone.apply(), count,
                          count == 1 ? "" : "s", has));
  return 0;
}

}  // namespace almanac::cli
