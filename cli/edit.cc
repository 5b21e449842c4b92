// `almanac dataset edit`: a record in the reader's own editor. What was typed is never lost: what is refused is
// opened again, or stays in a file that --from takes up.
#include <fmt/format.h>
#include <google/protobuf/field_mask.pb.h>

#include <algorithm>
#include <optional>

#include "almanac/v1/datasets.pb.h"
#include "base/error.h"
#include "base/ids.h"
#include "base/json.h"
#include "cli/ask.h"
#include "cli/by_hand.h"
#include "cli/cell.h"
#include "cli/editor.h"
#include "cli/failure.h"
#include "cli/files.h"
#include "cli/record_toml.h"
#include "cli/request.h"
#include "cli/stale_edit.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/usage.h"
#include "cli/verbs.h"

namespace almanac::cli {
namespace {

// Lines of ours at the top, which are taken off again.
constexpr std::string_view kProblem = "#! ";
constexpr std::string_view kReadAt = "# Read at ";
constexpr std::string_view kEtag = ", etag ";

v1::Dataset ReadDataset(Session& session, const std::string& name, const std::string& as_of) {
  v1::GetDatasetRequest request;
  request.set_name(name);
  request.set_as_of(as_of);
  v1::Dataset dataset;
  session.channel().Call(GetterOf("datasets")->method, request, &dataset);
  return dataset;
}

// Says what is missing at the fields whose option the mending command has.
void NoteMissing(const google::protobuf::RepeatedPtrField<v1::Requirement>& missing, const char* what,
                 FieldNotes* notes) {
  for (const auto& one : missing) {
    if (one.command().find("dataset update") == std::string::npos) continue;
    for (const std::string& word : Split(one.command(), ' ')) {
      if (!word.starts_with("--")) continue;
      auto& told = (*notes)[Underscored(word.substr(2, word.find('=') - 2))];
      const std::string note = fmt::format("MISSING to {}: {}", what, one.message());
      if (told.empty() || std::find(told.begin(), told.end(), note) == told.end()) told.push_back(note);
    }
  }
}

FieldNotes MissingNotes(Session& session, const std::string& name) {
  v1::CheckDatasetRequest request;
  request.set_name(name);
  v1::CheckDatasetResponse check;
  session.channel().Call(FindCommand("dataset", "check")->method, request, &check);
  FieldNotes notes;
  NoteMissing(check.missing_to_submit(), "submit", &notes);
  NoteMissing(check.missing_to_publish(), "publish", &notes);
  return notes;
}

std::string FileTextOf(const v1::Dataset& dataset, const FieldNotes& notes, const v1::Dataset& read) {
  return fmt::format(
             "# {}: {}\n{}{}{}{}\n"
             "# Save and close to send what you changed; change nothing, and nothing is sent. An empty value clears.\n"
             "# A line that you take out leaves its field as it is. Prose of several lines stands between ''' and "
             "'''.\n",
             IdOf(dataset.name()), OneLine(dataset.title()), kReadAt, TimeText(read.update_time()), kEtag,
             read.etag()) +
         RecordToml(dataset, notes);
}

std::string WithoutProblems(const std::string& text) {
  std::string kept;
  for (const std::string& line : Split(text, '\n')) {
    if (!line.starts_with(kProblem)) kept += line + "\n";
  }
  if (!kept.empty()) kept.pop_back();
  return kept;
}

// When the file was made and of which state; empty where somebody took that line out.
struct ReadAt {
  std::string time;
  std::string etag;
};

ReadAt ReadAtOf(const std::string& text) {
  for (std::string line : Split(text, '\n')) {
    const size_t etag = line.find(kEtag);
    if (!line.starts_with(kReadAt) || etag == line.npos) continue;
    if (line.back() == '\r') line.pop_back();
    return {line.substr(kReadAt.size(), etag - kReadAt.size()), line.substr(etag + kEtag.size())};
  }
  return {};
}

// What the server refused, for the top of the file.
std::vector<TomlProblem> ProblemsOf(const Error& error) {
  std::vector<TomlProblem> problems{{0, error.message()}};
  for (const auto& field : error.fields()) {
    if (error.message().find(field.description) == std::string::npos) {
      problems.push_back({0, field.field + " " + field.description});
    }
  }
  for (const auto& missing : error.missing()) problems.push_back({0, missing.message});
  return problems;
}

class Editing {
 public:
  Editing(Session& session, const Values& values, const std::string& name)
      : session_(session), values_(values), name_(name) {}

  int Run() {
    std::string text = Begin();
    while (true) {
      text = WithoutProblems(text);
      mine_ = base_;
      const auto problems = ReadRecordToml(text, &mine_);
      if (!problems.empty()) {
        text = Again(text, problems, Reason::INVALID_FIELD);
        continue;
      }
      const auto changed = ChangedFields(base_, mine_);
      if (changed.empty()) return session_.Say("Nothing was changed; nothing was sent."), 0;
      try {
        return Send(changed), 0;
      } catch (const Error& error) {
        text = AfterRefusal(text, error);
      }
    }
  }

 private:
  // The text of the first round: from the editor, or of a file that was kept.
  std::string Begin() {
    if (!values_.Has("from")) {
      base_ = ReadDataset(session_, name_, "");
      file_.emplace(FileTextOf(base_, MissingNotes(session_, name_), base_), ".toml");
      return Ask();
    }
    std::string text = ReadWholeFile(values_.Text("from"));
    const ReadAt read = ReadAtOf(text);
    base_ = ReadDataset(session_, name_, read.time);
    if (!read.etag.empty()) base_.set_etag(read.etag);
    file_.emplace(text, ".toml");
    return text;
  }

  std::string Ask() { return file_->Ask("give what changes: almanac dataset update NAME --..."); }

  // Opens the file again with the problems on top. Where nobody is there to ask, or says no, it stays.
  std::string Again(const std::string& text, const std::vector<TomlProblem>& problems, Reason reason) {
    const int shift = static_cast<int>(problems.size());
    std::string top, told;
    for (const TomlProblem& problem : problems) {
      const std::string where = problem.line > 0 ? fmt::format("line {}: ", problem.line + shift) : "";
      const std::string line = where + OneLine(problem.text);
      top += std::string(kProblem) + line + "\n";
      told += (told.empty() ? "" : "; ") + line;
    }
    file_->Rewrite(top + text);
    if (SomebodyIsThere()) {
      session_.Say(told);
      if (AskYesNo("Open it again?")) return Ask();
    }
    throw ErrorWithRemedy(reason, told, WayOut());
  }

  std::string WayOut() {
    const std::string& path = file_->Keep();
    return fmt::format("Nothing was sent. What you typed is kept in {}; when it is mended: {}", path,
                       session_.Copyable(fmt::format("almanac dataset edit {} --from {}", IdOf(name_), path)));
  }

  void Send(const std::vector<std::string>& changed) {
    const Command& update = *FindCommand("dataset", "update");
    v1::UpdateDatasetRequest request;
    *request.mutable_dataset() = mine_;
    for (const std::string& field : changed) request.mutable_update_mask()->add_paths(field);
    request.set_etag(base_.etag());
    request.set_reason(values_.Text("reason"));
    request.set_validate_only(values_.Flag("dry-run"));
    const auto answer = CallVerb(session_, update, &request);
    if (request.validate_only()) {
      ShowRehearsal(session_, *answer);
      return session_.Say(fmt::format("Your text is kept in {}", file_->Keep()));
    }
    if (session_.style().asked) ShowMessage(session_.style(), *answer);
    session_.Say(fmt::format("Updated {}: {}.", IdOf(name_), Join(changed, ", ")));
    SayWhoSees(session_, base_, *answer);
    session_.Say(Dim("next: ", stderr) + session_.Copyable(fmt::format("almanac dataset check {}", IdOf(name_))));
  }

  std::string AfterRefusal(const std::string& text, const Error& error) {
    if (error.reason() == Reason::ETAG_MISMATCH) return AfterOthers();
    // What no other text would mend.
    const int exit = ExitOf(error.reason());
    if (exit != ExitOf(Reason::INVALID_FIELD) && exit != ExitOf(Reason::WRONG_STATE)) {
      session_.Say(WayOut());
      throw;
    }
    return Again(text, ProblemsOf(error), error.reason());
  }

  // Somebody was faster: the edit goes on top of what is there now, if the reader wants it so.
  std::string AfterOthers() {
    v1::Dataset theirs = ReadDataset(session_, name_, "");
    const StaleEdit stale = CompareStale(session_, base_, mine_, theirs);
    const std::string id(IdOf(name_));
    session_.Say(stale.both.empty() ? fmt::format("Somebody changed {} while you edited, in other fields than you.", id)
                                    : fmt::format("Somebody changed {} while you edited:", id));
    for (const std::string& line : stale.lines) session_.Say(line);
    base_ = std::move(theirs);
    std::string text = FileTextOf(static_cast<const v1::Dataset&>(*stale.merged), stale.notes, base_);
    file_->Rewrite(text);
    if (SomebodyIsThere()) {
      if (stale.both.empty() && AskYesNo("Save yours on top?")) return text;
      if (!stale.both.empty() && AskYesNo("Open it again, yours on what is there now?")) return Ask();
    }
    throw ErrorWithRemedy(Reason::ETAG_MISMATCH, fmt::format("{} was changed by others while you edited", id),
                          WayOut());
  }

  Session& session_;
  const Values& values_;
  const std::string name_;
  v1::Dataset base_, mine_;
  std::optional<EditorFile> file_;
};

}  // namespace

int RunDatasetEdit(Session& session, const Command&, const Values& values) {
  const std::string name = values.Text("name");
  return Editing(session, values, name.find('/') == name.npos ? "datasets/" + name : name).Run();
}

}  // namespace almanac::cli
