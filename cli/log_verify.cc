// `almanac log verify`: without a server, from what an export wrote.
#include <fmt/format.h>

#include "cli/by_hand.h"
#include "cli/exported_log.h"
#include "cli/files.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

std::vector<NoteVerifier> KeysFrom(const Values& values) {
  if (!values.Has("key")) return {};
  const auto key = NoteVerifier::Parse(values.Text("key"));
  if (!key)
    throw UsageError(fmt::format("'{}' is no key of a log", values.Text("key")),
                     "It has three parts, <name>+<hash>+<base64>, as `almanac log show` tells it.");
  return {*key};
}

}  // namespace

int RunLogVerify(Session& session, const Command&, const Values& values) {
  const std::string folder = values.Has("path") ? values.Text("path") : "log";
  std::optional<std::string> older;
  if (values.Has("from")) older = ReadWholeFile(values.Text("from"), 1u << 20);
  ExportedLog log(folder, KeysFrom(values));
  const auto problems = log.Check(older);
  for (const auto& problem : problems) session.Say(problem);
  if (!problems.empty()) {
    session.Say(
        "The log is not what was signed. Keep it as it is, export it again beside it, and have `almanacd doctor` look "
        "at "
        "the record.");
    return 1;
  }
  const Checkpoint& checkpoint = log.checkpoint();
  fmt::print("{} events of {} are as they were sealed; root {}\n", checkpoint.head.size, checkpoint.origin,
             ToBase64(checkpoint.head.root));
  if (older) fmt::print("Nothing that the checkpoint at {} covers was changed since.\n", log.older_size());
  if (!values.Has("key"))
    session.Say(
        "The key came with the log. To be sure that it is theirs, give the one that they tell elsewhere: --key KEY");
  return 0;
}

}  // namespace almanac::cli
