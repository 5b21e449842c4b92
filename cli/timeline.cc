// `almanac timeline`: the plan and what became of it, as people read it.
#include <fmt/format.h>

#include <ctime>

#include "almanac/v1/releases.pb.h"
#include "base/ids.h"
#include "cli/by_hand.h"
#include "cli/plan_chart.h"
#include "cli/request.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace almanac::cli {
namespace {

enum { kWhen, kDataset, kDepartment, kState, kStanding };

const std::vector<Column>& Heads() {
  static const auto& heads = *new std::vector<Column>{
      {"When", false, true}, {"Dataset"}, {"Department"}, {"State", false, true}, {"Standing"}};
  return heads;
}

// "published, late by 21 days" stands beside the state, so its first word is
// said; and the reason stands below.
std::string StandingOf(const v1::TimelineEntry& entry, const std::string& state) {
  std::string standing = OneLine(entry.standing());
  // The domain's own words for confirmed and provisional.
  const std::string same = state == "confirmed" ? "promised" : state == "provisional" ? "planned" : state;
  if (standing.starts_with(same)) {
    const size_t rest = standing.find_first_not_of(",: ", same.size());
    standing = rest == standing.npos ? "" : standing.substr(rest);
  }
  return standing == OneLine(entry.reason()) ? "" : standing;
}

std::vector<std::string> CellsOf(const v1::TimelineEntry& entry) {
  std::string title = entry.title().empty() ? std::string(IdOf(entry.dataset())) : entry.title();
  if (!entry.label().empty()) title += " (" + entry.label() + ")";
  const std::string state = Lower(v1::Release::State_Name(entry.state()));
  const std::string department =
      entry.department_title().empty() ? std::string(IdOf(entry.department())) : entry.department_title();
  return {OneLine(entry.when()), OneLine(title), OneLine(department), state, StandingOf(entry, state)};
}

// Cells take a second line rather than lose their end. Departments give way
// first: they are the best known words of the table.
std::vector<size_t> WidthsFor(const std::vector<std::vector<std::string>>& rows, size_t width) {
  auto widths = ColumnWidths(Heads(), rows, SIZE_MAX);
  size_t total = 2 * (widths.size() - 1);
  for (const size_t wide : widths) total += wide;
  constexpr std::pair<int, size_t> kGiveWay[] = {{kDepartment, 23}, {kDataset, 30}, {kStanding, 20},
                                                 {kDepartment, 14}, {kDataset, 18}, {kStanding, 14},
                                                 {kDepartment, 11}, {kDataset, 12}};
  for (const auto& [column, least] : kGiveWay) {
    while (total > width && widths[column] > least) {
      --widths[column];
      --total;
    }
  }
  return widths;
}

std::string TableOf(const std::vector<v1::TimelineEntry>& entries, size_t width) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& entry : entries) rows.push_back(CellsOf(entry));
  const auto widths = WidthsFor(rows, width);
  std::vector<std::string> titles;
  for (const Column& head : Heads()) titles.push_back(head.head);
  std::string text = Bold(TableLine(Heads(), titles, widths), stdout) + "\n";
  for (size_t i = 0; i < rows.size(); ++i) {
    for (const std::string& line : WrappedLines(Heads(), rows[i], widths)) text += line + "\n";
    if (entries[i].reason().empty()) continue;
    // The reason stands below its dataset, where there is room for a sentence.
    const size_t indent = widths[kWhen] + 4;
    for (const std::string& line : Wrap(OneLine(entries[i].reason()), width > indent + 20 ? width - indent : 20)) {
      text += std::string(indent, ' ') + Dim(line, stdout) + "\n";
    }
  }
  return text;
}

// By the clock of this machine.
std::string TodayHere() {
  const std::time_t now = std::time(nullptr);
  std::tm here{};
  ::localtime_r(&now, &here);
  return fmt::format("{:04}-{:02}-{:02}", here.tm_year + 1900, here.tm_mon + 1, here.tm_mday);
}

// The day from which the plan is looked at.
std::string DayOfView(const v1::ListTimelineRequest& request) {
  return request.as_of().empty() ? TodayHere() : request.as_of().substr(0, 10);
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
  // A chart is for eyes: what is piped has the table alone, unless asked otherwise.
  const bool chart = values.Has("chart") ? values.Flag("chart") : IsTerminal(stdout);
  const size_t width = session.style().width;
  if (chart) {
    const auto& stretch = static_cast<const v1::ListTimelineRequest&>(*request);
    const std::string bars = PlanChart(entries, stretch, DayOfView(stretch), width);
    if (!bars.empty()) WriteOut(bars + "\n");
  }
  WriteOut(TableOf(entries, width));
  return 0;
}

}  // namespace almanac::cli
