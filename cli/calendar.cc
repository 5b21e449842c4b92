// `almanac calendar export`: the plan as a file that calendars subscribe to.
#include <fmt/format.h>

#include "almanac/v1/releases.pb.h"
#include "cli/by_hand.h"
#include "cli/files.h"
#include "cli/request.h"
#include "cli/verbs.h"

namespace almanac::cli {

int RunCalendarExport(Session& session, const Command& command, const Values& values) {
  const auto request = BuildRequest(command, values);
  OutputFile file(values.Has("to") ? values.Text("to") : "-");
  const auto answer = CallVerb(session, command, request.get());
  const auto& calendar = static_cast<const v1::ExportCalendarResponse&>(*answer);
  file.Write(calendar.content());
  file.Finish();
  if (!file.IsStandardOutput()) {
    session.Say(fmt::format("Wrote {}: {} {}.", values.Text("to"), calendar.events(),
                            calendar.events() == 1 ? "release" : "releases"));
  }
  return 0;
}

}  // namespace almanac::cli
