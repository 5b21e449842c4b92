// Commands that are more than one question and one answer. Each takes what
// the rpc's own options are not enough for, and returns the exit code.
#pragma once

#include <vector>

#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/session.h"

namespace almanac::cli {

int RunImport(Session& session, const Command& command, const Values& values);
int RunCheck(Session& session, const Command& command, const Values& values);
int RunDatasetShow(Session& session, const Command& command, const Values& values);
int RunDatasetEdit(Session& session, const Command& command, const Values& values);
int RunFieldsImport(Session& session, const Command& command, const Values& values);
int RunAdd(Session& session, const Command& command, const Values& values);
int RunInventoryPull(Session& session, const Command& command, const Values& values);
int RunInventoryPlan(Session& session, const Command& command, const Values& values);
int RunInventoryApply(Session& session, const Command& command, const Values& values);
int RunInventoryUndo(Session& session, const Command& command, const Values& values);
int RunExport(Session& session, const Command& command, const Values& values);
int RunCalendarExport(Session& session, const Command& command, const Values& values);
int RunCompleteness(Session& session, const Command& command, const Values& values);
int RunHistoryDiff(Session& session, const Command& command, const Values& values);
int RunTimeline(Session& session, const Command& command, const Values& values);
int RunReportGenerate(Session& session, const Command& command, const Values& values);
int RunReportEdit(Session& session, const Command& command, const Values& values);
int RunReportDiff(Session& session, const Command& command, const Values& values);
int RunReportTrace(Session& session, const Command& command, const Values& values);
int RunLogin(Session& session, const Command& command, const Values& values);
int RunLogout(Session& session, const Command& command, const Values& values);
int RunAccountList(Session& session, const Command& command, const Values& values);
int RunMonth(Session& session, const Command& command, const Values& values);
int RunFind(Session& session, const Command& command, const Values& values);
int RunCompletion(Session& session, const Command& command, const Values& values);
int RunMan(Session& session, const Command& command, const Values& values);
int RunLogExport(Session& session, const Command& command, const Values& values);
int RunLogVerify(Session& session, const Command& command, const Values& values);
int RunApproveRoutine(Session& session, const Command& command, const Values& values);
int RunDirectory(Session& session, const Command& command, const Values& values);
int RunAuditImport(Session& session, const Command& command, const Values& values);
int RunSignalImport(Session& session, const Command& command, const Values& values);
int RunPriorityList(Session& session, const Command& command, const Values& values);
int RunPriorityShow(Session& session, const Command& command, const Values& values);
int RunPriorityWhatIf(Session& session, const Command& command, const Values& values);
int RunInbox(Session& session, const Command& command, const Values& values);

struct ByHand {
  const char* noun;
  const char* verb;
  int (*run)(Session&, const Command&, const Values&);
  // Instead of, or besides, the fields of the request.
  std::vector<Argument> arguments;
  // The request's own fields are options too.
  bool with_request;
};

// Null for commands that verbs.cc runs.
const ByHand* FindByHand(const Command& command);

// All that a command takes, what every command takes included.
std::vector<Argument> ArgumentsFor(const Command& command);

}  // namespace almanac::cli
