// `almanac review approve-routine`, and the same from the inbox: many entries, one reason.
#include <fmt/format.h>

#include "almanac/v1/reviews.pb.h"
#include "base/ids.h"
#include "cli/by_hand.h"
#include "cli/output.h"
#include "cli/request.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/usage.h"
#include "cli/verbs.h"

namespace almanac::cli {
namespace {

template <class Names>
std::string Ids(const Names& names) {
  std::vector<std::string> ids;
  for (const auto& name : names) ids.emplace_back(IdOf(name));
  return Join(ids, ", ");
}

std::string RoutineText(const v1::ApproveRoutineReviewsResponse& done, size_t width) {
  std::string text;
  if (!done.released().empty()) text += Hanging("released: ", Ids(done.released()), width);
  if (!done.agreed().empty()) text += Hanging("agreed, and others follow: ", Ids(done.agreed()), width);
  for (const auto& left : done.left()) {
    text += Hanging(fmt::format("left, {}: ", IdOf(left.review())), OneLine(left.why()), width);
  }
  return text.empty() ? "Nothing routine waits on you.\n" : text;
}

}  // namespace

int RunApproveRoutine(Session& session, const Command& command, const Values& values) {
  const Command& verb = command.verb == "approve-routine" ? command : *FindCommand("review", "approve-routine");
  v1::ApproveRoutineReviewsRequest from_inbox;
  from_inbox.set_reason(values.Text("reason"));
  if (&verb != &command && from_inbox.reason().empty()) {
    throw UsageError("--approve-routine takes one reason for all of them, in public words: --reason '...'");
  }
  const auto request =
      &verb == &command ? BuildRequest(command, values) : std::unique_ptr<google::protobuf::Message>(from_inbox.New());
  if (&verb != &command) request->CopyFrom(from_inbox);
  const auto answer = CallVerb(session, verb, request.get());
  if (session.style().format != Format::kTable) {
    ShowMessage(session.style(), *answer);
    return 0;
  }
  WriteOut(RoutineText(static_cast<const v1::ApproveRoutineReviewsResponse&>(*answer), session.style().width));
  return 0;
}

}  // namespace almanac::cli
