// `almanac dataset show`: the record, and for a reader at a terminal where it stands and what waits.
#include <fmt/format.h>

#include "almanac/v1/datasets.pb.h"
#include "base/ids.h"
#include "cli/by_hand.h"
#include "cli/cell.h"
#include "cli/request.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace almanac::cli {
namespace {

// "Sent back by helen on 2026-03-02 09:30: which fields name people?"
std::string SentBackText(const v1::CheckDatasetResponse& check) {
  return OneLine(fmt::format("Sent back by {} on {}: {}", IdOf(check.sent_back_by()), LocalTime(check.sent_back_time()),
                             check.sent_back_because()));
}

}  // namespace

int RunDatasetShow(Session& session, const Command& command, const Values& values) {
  const int code = RunVerb(session, command, values);
  // Of the past, what waits today says nothing.
  if (session.style().format != Format::kTable || values.Has("as-of")) return code;
  v1::CheckDatasetRequest request;
  request.set_name(GetString(*BuildRequest(command, values), "name"));
  v1::CheckDatasetResponse check;
  session.channel().Call(FindCommand("dataset", "check")->method, request, &check);
  if (check.has_sent_back_time()) session.Say(SentBackText(check));
  session.Say(OneLine(check.standing()));
  session.Say(Dim("more: ", stderr) + session.Copyable(fmt::format("almanac dataset check {}", IdOf(check.dataset()))));
  return code;
}

}  // namespace almanac::cli
