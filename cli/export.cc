// `almanac inventory export`: the stream goes straight to the file.
#include <fmt/format.h>

#include "almanac/v1/inventory.pb.h"
#include "cli/by_hand.h"
#include "cli/files.h"
#include "cli/request.h"

namespace almanac::cli {

int RunExport(Session& session, const Command& command, const Values& values) {
  auto request = BuildRequest(command, values);
  OutputFile file(values.Has("to") ? values.Text("to") : "-");
  size_t bytes = 0;
  bool asked = false;
  session.channel().Stream(
      command.method,
      [&](google::protobuf::Message* next) {
        if (asked) return false;
        next->CopyFrom(*request);
        return asked = true;
      },
      [&](const google::protobuf::Message& answer) {
        const auto& chunk = static_cast<const v1::ExportInventoryResponse&>(answer).chunk();
        file.Write(chunk);
        bytes += chunk.size();
      });
  file.Finish();
  if (!file.IsStandardOutput()) session.Say(fmt::format("Wrote {}, {} bytes.", values.Text("to"), bytes));
  return 0;
}

}  // namespace almanac::cli
