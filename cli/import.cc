// `almanac inventory import`: sends the file, shows how far it is, and hands
// what comes back to the report.
#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "almanac/v1/inventory.pb.h"
#include "base/ids.h"
#include "cli/by_hand.h"
#include "cli/files.h"
#include "cli/import_report.h"
#include "cli/progress.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/usage.h"

namespace almanac::cli {
namespace {

constexpr size_t kChunk = 256 << 10;

v1::ImportOptions OptionsFrom(const Values& values) {
  v1::ImportOptions options;
  options.set_catalogue(values.Text("catalogue"));
  options.set_validate_only(values.Flag("dry-run"));
  options.set_create_departments(values.Flag("create-departments"));
  const std::string department = values.Text("department");
  options.set_department(department.empty() || department.find('/') != department.npos ? department
                                                                                       : "departments/" + department);
  const std::string file = values.Text("file");
  options.set_file_name(file == "-" ? "" : std::filesystem::path(file).filename().string());
  options.set_request_id(values.Has("request-id") ? values.Text("request-id") : RandomId(20));
  for (const auto& text : {options.catalogue(), options.department(), options.file_name()}) {
    if (!IsUtf8(text)) throw UsageError("names are UTF-8");
  }
  return options;
}

// The options first, then the file piece by piece; false at its end.
class Upload {
 public:
  Upload(InputFile file, v1::ImportOptions options) : file_(std::move(file)), options_(std::move(options)) {}

  bool Next(v1::ImportInventoryRequest* request) {
    if (!greeted_) {
      *request->mutable_options() = options_;
      return greeted_ = true;
    }
    std::string* chunk = request->mutable_chunk();
    chunk->resize(kChunk);
    chunk->resize(std::fread(chunk->data(), 1, kChunk, file_.get()));
    if (std::ferror(file_.get()) != 0) throw UsageError(fmt::format("reading the file: {}", std::strerror(errno)));
    return !chunk->empty();
  }

 private:
  InputFile file_;
  v1::ImportOptions options_;
  bool greeted_ = false;
};

std::string PhaseText(v1::ImportProgress::Phase phase) {
  return phase == v1::ImportProgress::PHASE_UNSPECIFIED ? "Working"
                                                        : Label(Lower(v1::ImportProgress::Phase_Name(phase)));
}

void SayWhatComesNext(const Session& session, const v1::ImportSummary& summary, bool dry_run) {
  if (dry_run) return session.Say("Nothing was changed: --dry-run. Without it, this is what happens.");
  if (!summary.applied()) return session.Say("Nothing was changed.");
  if (summary.created() + summary.updated() == 0)
    return session.Say("Everything was as it is in the file; nothing changed.");
  session.Say(Dim("next: ", stderr) + session.Copyable("almanac") +
              "; what the records lack: " + session.Copyable("almanac completeness show program"));
}

}  // namespace

int RunImport(Session& session, const Command& command, const Values& values) {
  const v1::ImportOptions options = OptionsFrom(values);
  Upload upload(OpenInput(values.Text("file")), options);
  ImportReport report(session.style());
  {
    Progress progress;
    session.channel().Stream(
        command.method,
        [&](google::protobuf::Message* next) { return upload.Next(static_cast<v1::ImportInventoryRequest*>(next)); },
        [&](const google::protobuf::Message& answer) {
          const auto& part = static_cast<const v1::ImportInventoryResponse&>(answer);
          if (part.has_progress()) {
            progress.Show(PhaseText(part.progress().phase()), part.progress().done(), part.progress().total());
          } else {
            report.Take(part);
          }
        });
  }
  report.Finish();
  SayWhatComesNext(session, report.summary(), options.validate_only());
  return 0;
}

}  // namespace almanac::cli
