// `almanac report diff`: figures side by side, and the rows that made the difference.
#include <fmt/format.h>

#include "almanac/v1/reports.pb.h"
#include "cli/by_hand.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace almanac::cli {
namespace {

using Diff = v1::FigureDiff;

bool Differs(const Diff& diff) { return diff.before() != diff.after() || !diff.came().empty() || !diff.went().empty(); }

std::string ChangeWords(const Diff& diff) { return diff.change() == 0 ? "" : fmt::format("{:+}", diff.change()); }

std::string Joined(const google::protobuf::RepeatedPtrField<std::string>& rows) {
  return OneLine(Join({rows.begin(), rows.end()}, "; "));
}

// Those that are the same are counted and not shown.
void ShowForPeople(const Session& session, const v1::DiffReportsResponse& diffs) {
  const size_t width = session.style().width;
  std::string text;
  int same = 0;
  for (const Diff& diff : diffs.figures()) {
    if (!Differs(diff)) {
      ++same;
      continue;
    }
    text += Bold(OneLine(diff.title()), stdout) + " " + Dim(diff.figure(), stdout) + "\n";
    std::vector<SheetEntry> entries{{diffs.before(), {diff.before().empty() ? "no such figure" : diff.before()}},
                                    {diffs.after(), {diff.after().empty() ? "no such figure" : diff.after()}}};
    if (diff.change() != 0) entries.back().lines[0] += fmt::format(", {}", ChangeWords(diff));
    if (!diff.came().empty()) entries.push_back({"counts now", {Joined(diff.came())}});
    if (!diff.went().empty()) entries.push_back({"counts no more", {Joined(diff.went())}});
    text += Sheet(entries, width, 2) + "\n";
  }
  WriteOut(text);
  session.Say(fmt::format("{} of {} figures differ.", diffs.figures_size() - same, diffs.figures_size()));
}

std::string FullReportName(const std::string& name) {
  return name.empty() || name.find('/') != name.npos ? name : "reports/" + name;
}

}  // namespace

int RunReportDiff(Session& session, const Command& command, const Values& values) {
  v1::DiffReportsRequest request;
  request.set_name(FullReportName(values.Text("name")));
  request.set_other(FullReportName(values.Text("other")));
  const auto answer = CallVerb(session, command, &request);
  const auto& diffs = static_cast<const v1::DiffReportsResponse&>(*answer);
  const OutputStyle& style = session.style();
  if (style.format == Format::kTable && style.columns.empty()) {
    ShowForPeople(session, diffs);
    return 0;
  }
  std::vector<std::vector<std::string>> rows;
  for (const Diff& diff : diffs.figures()) {
    rows.push_back({diff.figure(), diff.title(), diff.before(), diff.after(), std::to_string(diff.change()),
                    Joined(diff.came()), Joined(diff.went())});
  }
  ShowRows(style, {"figure", "title", "before", "after", "change", "came", "went"}, rows);
  return 0;
}

}  // namespace almanac::cli
