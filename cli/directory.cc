// `almanac directory`: who coordinates open data where, on the screen or as a file for other programs.
#include <fmt/format.h>

#include "almanac/v1/leadership.pb.h"
#include "cli/by_hand.h"
#include "cli/file_format.h"
#include "cli/files.h"
#include "cli/request.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace almanac::cli {
namespace {

using Request = v1::GetDirectoryRequest;

void ShowEntries(const OutputStyle& style, const v1::GetDirectoryResponse& directory) {
  static const auto& all =
      *new std::vector<std::string>{"department", "standing", "coordinator", "contact_email", "attestation_overdue"};
  ListOutput list(style, ResolveColumns(v1::DirectoryEntry::descriptor(), style.columns.empty() ? all : style.columns));
  for (const auto& entry : directory.entries()) list.Add(entry);
  list.Finish();
}

}  // namespace

int RunDirectory(Session& session, const Command& command, const Values& values) {
  const auto built = BuildRequest(command, values);
  auto* request = static_cast<Request*>(built.get());
  const bool as_file = values.Has("to") || request->format() != Request::FORMAT_UNSPECIFIED;
  if (as_file) {
    const std::string asked =
        request->format() == Request::FORMAT_UNSPECIFIED ? "" : Lower(Request::Format_Name(request->format()));
    Request::Format format = Request::VCARD;
    Request::Format_Parse(Upper(FormatFor(asked, values, {{"vcard", ".vcf"}, {"csv", ".csv"}, {"json", ".json"}})),
                          &format);
    request->set_format(format);
  }
  const auto answer = CallVerb(session, command, request);
  const auto& directory = static_cast<const v1::GetDirectoryResponse&>(*answer);
  if (!as_file) {
    ShowEntries(session.style(), directory);
    return 0;
  }
  OutputFile file(values.Has("to") ? values.Text("to") : "-");
  file.Write(directory.content());
  file.Finish();
  if (!file.IsStandardOutput()) {
    session.Say(fmt::format("Wrote {}: {} {}.", values.Text("to"), directory.entries_size(),
                            directory.entries_size() == 1 ? "department" : "departments"));
  }
  return 0;
}

}  // namespace almanac::cli
