// `almanac log export`: the files of the log, a page at a time, into a folder.
#include <fmt/format.h>

#include <filesystem>

#include "almanac/v1/log.pb.h"
#include "base/note.h"
#include "base/tiles.h"
#include "cli/by_hand.h"
#include "cli/files.h"
#include "cli/progress.h"
#include "cli/usage.h"
#include "cli/verbs.h"

namespace almanac::cli {
namespace {

namespace fs = std::filesystem;

// A server is not to say where on this machine something is written.
bool IsOfALog(const std::string& path) {
  if (path == "checkpoint" || path == "keys") return true;
  return path.starts_with("tile/") && path.find("..") == path.npos && path.find('\\') == path.npos;
}

void WriteFile(const fs::path& folder, const v1::LogFile& file) {
  if (!IsOfALog(file.path()))
    throw UsageError(fmt::format("the server names a file that is of no log: {}", file.path()));
  const fs::path path = folder / file.path();
  std::error_code problem;
  fs::create_directories(path.parent_path(), problem);
  if (problem)
    throw UsageError(fmt::format("cannot make the folder {}: {}", path.parent_path().string(), problem.message()));
  OutputFile out(path.string());
  out.Write(file.content());
  out.Finish();
}

// Into an older export the newer one is written: what is whole stays the same, and what was a part becomes more. In
// another folder it would be lost among other things.
void RequireFolder(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::exists(folder, ignored) || fs::exists(folder / "checkpoint", ignored)) return;
  if (fs::is_directory(folder, ignored) && fs::is_empty(folder, ignored)) return;
  throw UsageError(fmt::format("{} is there already, and holds no log", folder.string()),
                   "Name a folder that is not there yet, or one that an export was written to.");
}

}  // namespace

int RunLogExport(Session& session, const Command& command, const Values& values) {
  if (!values.Has("to")) throw UsageError("--to is missing", "The folder to write the log to, such as --to log.");
  const fs::path folder = values.Text("to");
  RequireFolder(folder);
  v1::ExportLogRequest request;
  int64_t files = 0;
  Progress progress;
  do {
    const auto answer = CallVerb(session, command, &request);
    const auto& page = static_cast<const v1::ExportLogResponse&>(*answer);
    for (const auto& file : page.files()) WriteFile(folder, file);
    files += page.files_size();
    progress.Show("Writing", files, 0);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  progress.Clear();
  session.Say(fmt::format("Wrote {} files to {}.", files, folder.string()));
  session.Say("next: " + session.Copyable(fmt::format("almanac log verify {}", folder.string())));
  return 0;
}

}  // namespace almanac::cli
