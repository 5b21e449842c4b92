// `almanac timeline`: the plan and what became of it, as people read it.
#include <fmt/format.h>

#include "almanac/v1/releases.pb.h"
#include "base/ids.h"
#include "cli/by_hand.h"
#include "cli/request.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace almanac::cli {
namespace {

std::vector<std::string> CellsOf(const v1::TimelineEntry& entry) {
  std::string title = entry.title().empty() ? std::string(IdOf(entry.dataset())) : entry.title();
  if (!entry.label().empty()) title += " (" + entry.label() + ")";
  const std::string department =
      entry.department_title().empty() ? std::string(IdOf(entry.department())) : entry.department_title();
  return {OneLine(entry.when()), OneLine(title), OneLine(department), Lower(v1::Release::State_Name(entry.state())),
          OneLine(entry.standing())};
}

std::string TableOf(const std::vector<v1::TimelineEntry>& entries, size_t width) {
  static const auto& heads = *new std::vector<Column>{{"When"}, {"Dataset"}, {"Department"}, {"State"}, {"Standing"}};
  std::vector<std::vector<std::string>> rows;
  for (const auto& entry : entries) rows.push_back(CellsOf(entry));
  const auto widths = ColumnWidths(heads, rows, width);
  std::string text =
      Bold(TableLine(heads, {"When", "Dataset", "Department", "State", "Standing"}, widths), stdout) + "\n";
  for (size_t i = 0; i < rows.size(); ++i) {
    text += TableLine(heads, rows[i], widths) + "\n";
    if (entries[i].reason().empty()) continue;
    // The reason stands under its dataset, where there is room for a sentence.
    const size_t indent = widths[0] + 4;
    for (const std::string& line : Wrap(OneLine(entries[i].reason()), width - indent)) {
      text += std::string(indent, ' ') + Dim(line, stdout) + "\n";
    }
  }
  return text;
}

}  // namespace

int RunTimeline(Session& session, const Command& command, const Values& values) {
  // A plan with a hidden end is none: all of it unless --limit says otherwise.
  Values asked = values;
  if (!values.Has("limit") && !values.Has("all")) asked.Add("all", "true");
  const bool people = session.style().format == Format::kTable && session.style().columns.empty();
  if (!people || values.Has("limit")) return RunVerb(session, command, asked);

  const auto request = BuildRequest(command, asked);
  std::vector<v1::TimelineEntry> entries;
  std::string next;
  do {
    SetString(request.get(), "page_token", next);
    const auto answer = CallVerb(session, command, request.get());
    const auto& page = static_cast<const v1::ListTimelineResponse&>(*answer);
    entries.insert(entries.end(), page.entries().begin(), page.entries().end());
    next = page.next_page_token();
  } while (!next.empty());
  if (entries.empty()) {
    session.Say(values.Flag("overdue") ? "Nothing is overdue." : "Nothing is planned there.");
    return 0;
  }
  WriteOut(TableOf(entries, session.style().width));
  return 0;
}

}  // namespace almanac::cli
