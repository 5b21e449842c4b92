// `almanac add FILE.csv`: a new dataset from a data file. The file is read here; its values stay here, and names and
// types of its columns are all that is sent.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "almanac/v1/datasets.pb.h"
#include "almanac/v1/departments.pb.h"
#include "almanac/v1/inbox.pb.h"
#include "base/ids.h"
#include "cli/ask.h"
#include "cli/by_hand.h"
#include "cli/data_file.h"
#include "cli/field_text.h"
#include "cli/fields_plan.h"
#include "cli/personal_names.h"
#include "cli/progress.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/usage.h"
#include "cli/verbs.h"

namespace almanac::cli {
namespace {

template <class Response, class Request>
Response Read(Session& session, const char* noun, const char* verb, const Request& request) {
  Response response;
  session.channel().Call(FindCommand(noun, verb)->method, request, &response);
  return response;
}

// "Tree_inventory-2026 (final).csv" is "Tree inventory 2026 final".
std::string TitleFrom(const std::string& path) {
  std::string title;
  for (const char c : RepairUtf8(std::filesystem::path(path).stem().string())) {
    const bool word = c != '_' && c != '-' && c != '.' && c != ' ' && c != '(' && c != ')';
    if (word) title += c;
    if (!word && !title.empty() && title.back() != ' ') title += ' ';
  }
  while (!title.empty() && title.back() == ' ') title.pop_back();
  if (!title.empty() && title[0] >= 'a' && title[0] <= 'z') title[0] = static_cast<char>(title[0] - 'a' + 'A');
  return OneLine(title);
}

std::vector<v1::Department> ListDepartments(Session& session) {
  v1::ListDepartmentsRequest all;
  all.set_page_size(1000);
  std::vector<v1::Department> departments;
  do {
    const auto page = Read<v1::ListDepartmentsResponse>(session, "department", "list", all);
    departments.insert(departments.end(), page.departments().begin(), page.departments().end());
    all.set_page_token(page.next_page_token());
  } while (!all.page_token().empty());
  return departments;
}

// The name of the department that is meant: by its name or its title, in any case. Empty when there is none.
std::string DepartmentMeant(const std::vector<v1::Department>& known, const std::string& typed) {
  const std::string word = Lower(typed.starts_with("departments/") ? typed.substr(12) : typed);
  std::string meant;
  for (const auto& one : known) {
    std::string id(IdOf(one.name()));
    if (id == word) return id;
    // Several may share a title; then their names tell them apart.
    if (Lower(one.title()) == word) meant = meant.empty() ? id : "?";
  }
  return meant == "?" ? "" : meant;
}

// The department that goes without saying: the one the caller works for, or the only one there is.
std::string OwnDepartment(Session& session, const std::vector<v1::Department>& known) {
  if (known.size() == 1) return std::string(IdOf(known.front().name()));
  const auto me = Read<v1::GetInboxResponse>(session, "inbox", "", v1::GetInboxRequest());
  std::string own;
  for (const auto& role : me.roles()) {
    if (role.department().empty() || role.department() == own) continue;
    if (!own.empty()) return {};
    own = role.department();
  }
  return std::string(IdOf(own));
}

// How most sets of the department are refreshed; empty where there are too few to tell.
std::string UsualFrequency(Session& session, const std::string& department) {
  v1::ListDatasetsRequest request;
  request.set_filter(fmt::format("department = \"departments/{}\" AND frequency:*", department));
  request.set_page_size(1000);
  std::map<std::string, int> counts;
  const auto page = Read<v1::ListDatasetsResponse>(session, "dataset", "list", request);
  for (const auto& dataset : page.datasets()) ++counts[dataset.frequency()];
  std::string usual;
  for (const auto& [frequency, count] : counts) {
    if (count * 2 > page.datasets_size() && page.datasets_size() > 1) usual = frequency;
  }
  return usual;
}

// What is asked for where it is not given; at a terminal with a proposal, elsewhere the proposal is taken.
class Proposal {
 public:
  Proposal(Session& session, const Values& values) : session_(session), values_(values) {}

  v1::CreateDatasetRequest Make(const DataFile& file) {
    v1::Dataset& dataset = *request_.mutable_dataset();
    const std::string path = values_.Text("file");
    dataset.set_title(Take("title", "Title", TitleFrom(path == "-" ? "" : path)));
    request_.set_dataset_id(Take("name", "Name, as commands will call it", Slug(dataset.title())));
    TakeDepartment();
    std::string frequency = values_.Text("frequency");
    if (frequency.empty() && missing_.empty()) frequency = Frequency(std::string(IdOf(dataset.department())));
    dataset.set_frequency(frequency);
    if (!missing_.empty()) {
      throw UsageError(fmt::format("{} {} missing", Join(missing_, " and "), missing_.size() == 1 ? "is" : "are"),
                       hint_);
    }
    FieldsPlan plan = PlanFromData(v1::Dataset(), file);
    for (v1::Field& field : plan.fields) dataset.add_fields()->Swap(&field);
    request_.set_validate_only(values_.Flag("dry-run"));
    return request_;
  }

 private:
  std::string Take(const char* option, const char* question, const std::string& proposal) {
    if (values_.Has(option)) return values_.Text(option);
    if (!SomebodyIsThere()) {
      if (proposal.empty()) missing_.push_back(fmt::format("--{}", option));
      return proposal;
    }
    const std::string shown = proposal.empty() ? "" : fmt::format(" [{}]", proposal);
    const auto answer = Ask(fmt::format("{}{}: ", question, shown));
    if (!answer) throw UsageError("nothing was created");
    if (answer->empty() && proposal.empty()) return Take(option, question, proposal);
    return answer->empty() ? proposal : *answer;
  }

  void TakeDepartment() {
    std::string department = values_.Text("department");
    if (department.empty()) {
      const auto known = ListDepartments(session_);
      if (known.empty()) {
        throw UsageError("there is no department yet", "almanac department create parks --title Parks");
      }
      std::vector<std::string> names;
      for (const auto& one : known) names.emplace_back(IdOf(one.name()));
      hint_ = fmt::format("Departments are {}.", Join(names, ", "));
      department = AskDepartment(known);
    }
    SetFieldText(request_.mutable_dataset(), v1::Dataset::descriptor()->FindFieldByName("department"), department,
                 "--department");
  }

  // At a terminal until there is one of that name, so that the other answers are not lost.
  std::string AskDepartment(const std::vector<v1::Department>& known) {
    const std::string own = OwnDepartment(session_, known);
    if (own.empty()) SayHint();
    while (true) {
      const std::string typed = Take("department", "Department", own);
      const std::string meant = DepartmentMeant(known, typed);
      if (!meant.empty() || !SomebodyIsThere()) return meant.empty() ? typed : meant;
      session_.Say(fmt::format("There is no department {}.", OneLine(typed)));
      SayHint();
    }
  }

  void SayHint() const {
    if (!SomebodyIsThere()) return;
    std::string text = Hanging("", hint_, TerminalWidth(stderr));
    text.pop_back();
    session_.Say(text);
  }

  // A frequency is a promise: it is proposed to somebody who can say no, and else left open.
  std::string Frequency(const std::string& department) {
    if (!SomebodyIsThere()) return {};
    const std::string usual = UsualFrequency(session_, department);
    const auto answer = Ask(fmt::format(
        "How often is it refreshed: R/P1D daily, R/P1M monthly, R/P1Y yearly, irregular{}: ",
        usual.empty() ? ", or nothing to leave it open" : fmt::format(" [{}, as most of {}]", usual, department)));
    return answer && !answer->empty() ? *answer : usual;
  }

  Session& session_;
  const Values& values_;
  v1::CreateDatasetRequest request_;
  std::vector<std::string> missing_;
  std::string hint_;
};

std::string SeparatorWord(char separator) {
  return separator == ',' ? "comma" : separator == ';' ? "semicolon" : separator == '\t' ? "tab" : "bar";
}

void ShowPlan(Session& session, const DataFile& file, const v1::CreateDatasetRequest& request) {
  const v1::Dataset& dataset = request.dataset();
  session.Say(
      fmt::format("{} rows, {} columns; {} between cells, {}. Names and types of the columns are recorded; the "
                  "data stays here.",
                  file.rows, file.columns.size(), SeparatorWord(file.separator), file.encoding));
  for (const std::string& note : file.notes) session.Say("Look at it: " + note + ".");
  std::vector<SheetEntry> entries{
      {"Name", {request.dataset_id()}},
      {"Title", {OneLine(dataset.title())}},
      {"Department", {std::string(IdOf(dataset.department())) + ", whose contact it takes"}}};
  if (!dataset.frequency().empty()) entries.push_back({"Frequency", {dataset.frequency()}});
  session.Say(Sheet(entries, TerminalWidth(stderr)));
  const std::vector<Column> heads{{"Field"}, {"Type", false, true}, {"Note"}};
  std::vector<std::vector<std::string>> rows;
  for (const DataColumn& column : file.columns) rows.push_back({OneLine(column.name), column.type, column.note});
  const auto widths = ColumnWidths(heads, rows, TerminalWidth(stderr));
  session.Say(Bold(TableLine(heads, {"Field", "Type", "Note"}, widths), stderr));
  constexpr size_t kShown = 60;
  for (size_t i = 0; i < std::min(rows.size(), kShown); ++i) session.Say(TableLine(heads, rows[i], widths));
  if (rows.size() > kShown) session.Say(fmt::format("... and {} more", rows.size() - kShown));
}

}  // namespace

int RunAdd(Session& session, const Command&, const Values& values) {
  const std::string path = values.Text("file");
  Progress progress;
  const DataFile file =
      ReadDataFile(path, [&](int64_t done, int64_t total) { progress.ShowBytes("Reading", done, total); });
  progress.Clear();
  auto request = Proposal(session, values).Make(file);
  ShowPlan(session, file, request);
  std::vector<v1::Field> fields(request.dataset().fields().begin(), request.dataset().fields().end());
  SuggestMarks(session, values, &fields);
  request.mutable_dataset()->mutable_fields()->Assign(fields.begin(), fields.end());
  const Command& create = *FindCommand("dataset", "create");
  if (!request.validate_only() && !values.Flag("yes") && SomebodyIsThere() && !AskYesNo("Create it?")) {
    return session.Say("Nothing was created."), 0;
  }
  const auto answer = CallVerb(session, create, &request);
  if (request.validate_only()) return ShowRehearsal(session, *answer), 0;
  if (session.style().asked) ShowMessage(session.style(), *answer);
  const Done done{*answer, request, session.caller()};
  session.Say(FillIn(create.cli().done(), done));
  const std::string id(IdOf(static_cast<const v1::Dataset&>(*answer).name()));
  session.Say(Dim("next: ", stderr) + session.Copyable(fmt::format("almanac dataset edit {}", id)) +
              "; what is missing: " + session.Copyable(fmt::format("almanac dataset check {}", id)));
  return 0;
}

}  // namespace almanac::cli
