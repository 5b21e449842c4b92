// `almanac dataset fields import`: the data dictionary of a dataset from a file, which is a dictionary itself or data.
#include <fmt/format.h>

#include <filesystem>

#include "almanac/v1/datasets.pb.h"
#include "base/ids.h"
#include "cli/by_hand.h"
#include "cli/dictionary.h"
#include "cli/fields_plan.h"
#include "cli/files.h"
#include "cli/personal_names.h"
#include "cli/progress.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/usage.h"
#include "cli/verbs.h"

namespace almanac::cli {
namespace {

v1::Dataset ReadDataset(Session& session, const std::string& name) {
  v1::GetDatasetRequest request;
  request.set_name(name.find('/') == name.npos ? "datasets/" + name : name);
  v1::Dataset dataset;
  session.channel().Call(GetterOf("datasets")->method, request, &dataset);
  return dataset;
}

bool TakenAsDictionary(const Values& values, const DataFile& file) {
  const std::string as = values.Text("as");
  if (!as.empty() && as != "dictionary" && as != "data") {
    throw UsageError(fmt::format("--as is dictionary or data, not '{}'", OneLine(as)));
  }
  return as.empty() ? IsDictionary(file.headers) : as == "dictionary";
}

// Which of the two it is, and why.
void SayWhatItIs(const Session& session, const Values& values, bool dictionary, const DataFile& file) {
  if (values.Has("as")) return;
  const std::string name = std::filesystem::path(values.Text("file")).filename().string();
  std::vector<std::string> known;
  for (const std::string& header : file.headers) {
    if (!DictionaryColumn(header).empty()) known.push_back(OneLine(header));
  }
  session.Say(dictionary
                  ? fmt::format("{} is taken as a dictionary: it has the columns {}. --as data reads it otherwise.",
                                name, Join(known, ", "))
                  : fmt::format("{} is taken as data: {} columns, {} rows, {}; names and types are read from it, and "
                                "nothing else. --as dictionary reads it otherwise.",
                                name, file.columns.size(), file.rows, file.encoding));
}

FieldsPlan PlanOf(Session& session, const Values& values, const v1::Dataset& dataset) {
  const std::string path = values.Text("file");
  Progress progress;
  const DataFile file =
      ReadDataFile(path, [&](int64_t done, int64_t total) { progress.ShowBytes("Reading", done, total); });
  progress.Clear();
  const bool dictionary = TakenAsDictionary(values, file);
  SayWhatItIs(session, values, dictionary, file);
  if (!dictionary) {
    for (const std::string& note : file.notes) session.Say("Look at it: " + note + ".");
    return PlanFromData(dataset, file);
  }
  const Dictionary read = ReadDictionary(ReadRows(ReadWholeFile(path)), path);
  if (!read.ignored.empty()) session.Say(fmt::format("Columns that are left out: {}.", Join(read.ignored, ", ")));
  return PlanFromDictionary(dataset, read.fields);
}

}  // namespace

int RunFieldsImport(Session& session, const Command&, const Values& values) {
  if (values.Text("file") == "-") throw UsageError("the file is read twice, so it cannot be standard input");
  const v1::Dataset dataset = ReadDataset(session, values.Text("name"));
  FieldsPlan plan = PlanOf(session, values, dataset);
  for (const std::string& line : plan.lines) session.Say("  " + line);
  SuggestMarks(session, values, &plan.fields);
  v1::UpdateDatasetRequest request;
  request.mutable_dataset()->set_name(dataset.name());
  for (auto& field : plan.fields) *request.mutable_dataset()->add_fields() = field;
  const std::string id(IdOf(dataset.name()));
  bool same = plan.fields.size() == static_cast<size_t>(dataset.fields_size());
  for (int i = 0; same && i < dataset.fields_size(); ++i) {
    same = dataset.fields(i).SerializeAsString() == request.dataset().fields(i).SerializeAsString();
  }
  if (same) return session.Say(fmt::format("The dictionary of {} has all of it already; nothing was sent.", id)), 0;
  request.mutable_update_mask()->add_paths("fields");
  request.set_etag(dataset.etag());
  request.set_validate_only(values.Flag("dry-run"));
  const auto answer = CallVerb(session, *FindCommand("dataset", "update"), &request);
  if (session.style().asked) ShowMessage(session.style(), *answer);
  if (request.validate_only()) {
    return session.Say(
               fmt::format("Nothing was changed: --dry-run. {} to add, {} to change.", plan.added, plan.changed)),
           0;
  }
  session.Say(fmt::format("{} fields of {}: {} added, {} changed.", plan.fields.size(), id, plan.added, plan.changed));
  session.Say(Dim("next: ", stderr) + session.Copyable(fmt::format("almanac dataset check {}", id)));
  return 0;
}

}  // namespace almanac::cli
