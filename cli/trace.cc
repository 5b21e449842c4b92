// `almanac report trace`: a figure, and the rows behind it.
#include <fmt/format.h>

#include <algorithm>

#include "almanac/v1/reports.pb.h"
#include "base/ids.h"
#include "cli/by_hand.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace almanac::cli {
namespace {

using Rows = std::vector<std::vector<std::string>>;

// "almanac dataset show trails"; empty for a row that may not be named.
std::string CommandFor(const std::string& name) {
  const size_t slash = name.find('/');
  const Command* getter = slash == name.npos ? nullptr : GetterOf(name.substr(0, slash));
  return getter == nullptr ? "" : fmt::format("almanac {} {}", getter->Path(), IdOf(name));
}

std::string WrappedText(const std::string& text, size_t width) {
  std::string lines;
  for (const std::string& line : Wrap(OneLine(text), width)) lines += line + "\n";
  return lines;
}

void ShowForPeople(const Session& session, const v1::TraceReportResponse& trace) {
  const size_t width = session.style().width;
  std::string text = Bold(fmt::format("{}: {}", trace.title(), trace.words()), stdout) + "\n";
  text += WrappedText(trace.definition(), width);
  text += fmt::format("{} of {}\n", trace.figure(), IdOf(trace.report()));
  for (const bool counted : {true, false}) {
    std::vector<SheetEntry> entries;
    for (const auto& row : trace.rows()) {
      if (row.counted() == counted) entries.push_back({OneLine(row.title()), {OneLine(row.why())}});
    }
    if (entries.empty()) continue;
    std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.label < b.label; });
    text += "\n" + Bold(counted ? "Counted" : "Not counted", stdout) + "\n" + Sheet(entries, width, 2);
  }
  WriteOut(text);
  for (const auto& row : trace.rows()) {
    const std::string look = CommandFor(row.name());
    if (look.empty()) continue;
    session.Say(Dim("a row: ", stderr) + session.Copyable(look));
    return;
  }
}

void ShowFigures(const Session& session, const v1::TraceReportResponse& trace) {
  Rows rows;
  for (const auto& figure : trace.figures()) rows.push_back({figure.figure(), figure.words(), figure.title()});
  ShowRows(session.style(), {"figure", "words", "title"}, rows);
  session.Say(Dim("next: ", stderr) + session.Copyable("almanac report trace FIGURE"));
}

}  // namespace

int RunReportTrace(Session& session, const Command& command, const Values& values) {
  v1::TraceReportRequest request;
  const std::string report = values.Text("report");
  if (!report.empty()) request.set_report(report.find('/') == report.npos ? "reports/" + report : report);
  request.set_figure(values.Text("figure"));
  const auto answer = CallVerb(session, command, &request);
  const auto& trace = static_cast<const v1::TraceReportResponse&>(*answer);
  if (request.figure().empty()) {
    ShowFigures(session, trace);
    return 0;
  }
  const OutputStyle& style = session.style();
  if (style.format == Format::kTable && style.columns.empty()) {
    ShowForPeople(session, trace);
    return 0;
  }
  Rows rows;
  for (const auto& row : trace.rows()) {
    rows.push_back({trace.report(), trace.figure(), row.name(), row.title(), row.counted() ? "true" : "false",
                    row.why(), CommandFor(row.name())});
  }
  ShowRows(style, {"report", "figure", "row", "title", "counted", "why", "command"}, rows);
  return 0;
}

}  // namespace almanac::cli
