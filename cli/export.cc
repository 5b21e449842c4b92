// `almanac inventory export`: the stream goes straight to the file.
#include <fmt/format.h>

#include "almanac/v1/inventory.pb.h"
#include "cli/by_hand.h"
#include "cli/file_format.h"
#include "cli/files.h"
#include "cli/progress.h"
#include "cli/request.h"
#include "cli/text.h"

namespace almanac::cli {

namespace {

using Request = v1::ExportInventoryRequest;

std::string NameOf(Request::Format format) { return Lower(Request::Format_Name(format)); }

Request::Format FormatOf(const Request& request, const Values& values) {
  const std::string asked = request.format() == Request::FORMAT_UNSPECIFIED ? "" : NameOf(request.format());
  const std::string chosen = FormatFor(
      asked, values,
      {{NameOf(Request::DATA_JSON), ".json"}, {NameOf(Request::CSV), ".csv"}, {NameOf(Request::JSONL), ".jsonl"}});
  Request::Format format = Request::DATA_JSON;
  Request::Format_Parse(Upper(chosen), &format);
  return format;
}

}  // namespace

int RunExport(Session& session, const Command& command, const Values& values) {
  const auto built = BuildRequest(command, values);
  auto* request = static_cast<Request*>(built.get());
  request->set_format(FormatOf(*request, values));
  OutputFile file(values.Has("to") ? values.Text("to") : "-");
  size_t bytes = 0;
  bool asked = false;
  Progress progress;
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
        // At a terminal the data itself shows how far it is.
        if (!file.IsStandardOutput()) progress.ShowBytes("Writing", static_cast<int64_t>(bytes), 0);
      });
  progress.Clear();
  file.Finish();
  if (!file.IsStandardOutput()) session.Say(fmt::format("Wrote {}, {} bytes.", values.Text("to"), bytes));
  return 0;
}

}  // namespace almanac::cli
