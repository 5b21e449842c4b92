// `almanac priority list`, `show` and `what-if` for people: the queue, how a place came about, and what would move.
#include <fmt/format.h>

#include "almanac/v1/priority.pb.h"
#include "base/ids.h"
#include "cli/by_hand.h"
#include "cli/cell.h"
#include "cli/request.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace almanac::cli {
namespace {

bool IsForPeople(const Session& session) {
  return session.style().format == Format::kTable && session.style().columns.empty();
}

// All pages of an answer; what is said of the whole is that of the last.
template <class Response, class Take>
Response AllPages(Session& session, const Command& command, const Values& values, Take take) {
  const auto request = BuildRequest(command, values);
  Response all;
  std::string next;
  do {
    SetString(request.get(), "page_token", next);
    const auto answer = CallVerb(session, command, request.get());
    const auto& page = static_cast<const Response&>(*answer);
    next = page.next_page_token();
    take(page, &all);
  } while (!next.empty());
  return all;
}

std::string NumberOrNone(int number) { return number == 0 ? "" : std::to_string(number); }

std::string OverrideWords(const v1::PriorityLine& line) {
  return fmt::format("computed place {}, moved by {} ({}): {}", line.computed_rank(), IdOf(line.override_by()),
                     Lower(Label(line.override_role())), OneLine(line.override_reason()));
}

std::string QueueText(const v1::ListPrioritiesResponse& queue, size_t width) {
  const std::vector<Column> heads{{"Place", true, true}, {"Dataset", false, true}, {"Points", true, true},
                                  {"Grid", false, true}, {"CHHS", true, true},     {"Planned", false, true},
                                  {"What speaks for it"}};
  const std::vector<std::string> titles{"Place", "Dataset", "Points", "Grid", "CHHS", "Planned", "What speaks for it"};
  std::vector<std::vector<std::string>> rows;
  for (const auto& line : queue.lines()) {
    const bool scored = line.rank() > 0;
    rows.push_back({NumberOrNone(line.rank()), std::string(IdOf(line.dataset())),
                    scored ? std::to_string(line.score()) : "", line.grid(), scored ? std::to_string(line.chhs()) : "",
                    line.planned(), line.override_rank() > 0 ? OverrideWords(line) : OneLine(line.summary())});
  }
  const auto widths = ColumnWidths(heads, rows, width);
  std::string text = Bold(TableLine(heads, titles, widths), stdout) + "\n";
  for (const auto& row : rows) {
    for (const auto& line : WrappedLines(heads, row, widths)) text += line + "\n";
  }
  return text;
}

std::string WeightsWords(const v1::PriorityWeights& weights) {
  std::vector<std::string> words;
  const auto* type = v1::PriorityWeights::descriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    words.push_back(
        fmt::format("{} {}", type->field(i)->name(), weights.GetReflection()->GetInt32(weights, type->field(i))));
  }
  return Join(words, ", ");
}

std::string TraceLines(const v1::PriorityPoint& point, size_t width) {
  std::string text;
  for (const auto& trace : point.traces()) {
    std::string words = fmt::format("{}; {}", trace.words(), trace.source());
    if (!trace.date().empty()) words += ", " + trace.date();
    if (!trace.signal().empty()) words += fmt::format(" ({})", IdOf(trace.signal()));
    text += Hanging("      - ", OneLine(words), width);
  }
  return text;
}

std::string OwnText(const v1::PriorityLine& line, size_t width) {
  std::string text = "\n" + Bold(fmt::format("By our own weights: {} points", line.score()), stdout) + "\n";
  for (const auto& point : line.points()) {
    const std::string sum =
        point.points() == 0 ? "0" : fmt::format("{} x {} = {}", point.weight(), point.level(), point.points());
    text += Hanging(fmt::format("  {:<11}  ", sum), OneLine(fmt::format("{}: {}", point.title(), point.why())), width);
    text += TraceLines(point, width);
  }
  return text;
}

std::string ChhsText(const v1::PriorityLine& line, size_t width) {
  std::string text = "\n" + Bold(fmt::format("By the CHHS template: {} of 31", line.chhs()), stdout) +
                     fmt::format("; readiness, beside it, {} of 5\n", line.readiness());
  for (const auto& point : line.chhs_points()) {
    text += Hanging(fmt::format("  {} of {}       ", point.points(), point.highest()),
                    OneLine(fmt::format("{}: {}", point.title(), point.why())), width);
    if (point.criterion() != "chhs_interest" && point.criterion() != "chhs_mandate") text += TraceLines(point, width);
  }
  return text;
}

std::string LineText(const v1::PriorityLine& line, size_t width) {
  std::string text = Bold(OneLine(line.title()), stdout) + " (" + OneLine(IdOf(line.dataset())) + ")\n";
  text +=
      line.rank() > 0 ? fmt::format("Place {} in the queue", line.rank()) : "Not scored: all that waits can be done";
  text += line.override_rank() > 0 ? "; " + OverrideWords(line) + "\n" : ".\n";
  text += line.grid().empty() ? fmt::format("No place in the DataSF grid: {}.\n", line.grid_why())
                              : fmt::format("{} in the DataSF grid: {}.\n", line.grid(), line.grid_why());
  if (!line.planned().empty()) text += fmt::format("Planned for {}.\n", line.planned());
  return text + OwnText(line, width) + ChhsText(line, width);
}

std::string MovesText(const v1::PreviewPrioritiesResponse& preview, size_t width) {
  const std::vector<Column> heads{{"Place", true, true},      {"Would be", true, true}, {"Dataset", false, true},
                                  {"Points now", true, true}, {"Would be", true, true}, {"Title"}};
  std::vector<std::vector<std::string>> rows;
  for (const auto& move : preview.moves()) {
    rows.push_back({std::to_string(move.rank_before()), std::to_string(move.rank_after()),
                    std::string(IdOf(move.dataset())), std::to_string(move.score_before()),
                    std::to_string(move.score_after()), OneLine(move.title())});
  }
  const auto widths = ColumnWidths(heads, rows, width);
  std::vector<std::string> titles;
  for (const auto& head : heads) titles.push_back(head.head);
  std::string text = Bold(TableLine(heads, titles, widths), stdout) + "\n";
  for (const auto& row : rows) text += TableLine(heads, row, widths) + "\n";
  return text;
}

}  // namespace

int RunPriorityList(Session& session, const Command& command, const Values& values) {
  if (!IsForPeople(session) || values.Has("limit")) return RunVerb(session, command, values);
  const auto queue = AllPages<v1::ListPrioritiesResponse>(
      session, command, values, [](const v1::ListPrioritiesResponse& page, v1::ListPrioritiesResponse* all) {
        all->MergeFrom(page);
        *all->mutable_themes_without_dataset() = page.themes_without_dataset();
      });
  session.Say(queue.standing());
  if (queue.lines_size() > 0) WriteOut(QueueText(queue, session.style().width));
  if (queue.themes_without_dataset_size() > 0) {
    const std::vector<std::string> themes(queue.themes_without_dataset().begin(), queue.themes_without_dataset().end());
    session.Say(OneLine(
        fmt::format("Asked for in the last twelve months, and no dataset is about it: {}.", Join(themes, ", "))));
  }
  if (!queue.scored()) return 0;
  session.Say(fmt::format("Weights: {}.", WeightsWords(queue.weights())));
  session.Say(Dim("how a place came about: ", stderr) +
              session.Copyable(fmt::format("almanac priority show {}", IdOf(queue.lines(0).dataset()))));
  return 0;
}

int RunPriorityShow(Session& session, const Command& command, const Values& values) {
  if (!IsForPeople(session)) return RunVerb(session, command, values);
  const auto request = BuildRequest(command, values);
  const auto answer = CallVerb(session, command, request.get());
  WriteOut(LineText(static_cast<const v1::PriorityLine&>(*answer), session.style().width));
  return 0;
}

int RunPriorityWhatIf(Session& session, const Command& command, const Values& values) {
  if (!IsForPeople(session) || values.Has("limit")) return RunVerb(session, command, values);
  const auto preview = AllPages<v1::PreviewPrioritiesResponse>(
      session, command, values,
      [](const v1::PreviewPrioritiesResponse& page, v1::PreviewPrioritiesResponse* all) { all->MergeFrom(page); });
  if (preview.moves_size() > 0) WriteOut(MovesText(preview, session.style().width));
  session.Say(fmt::format("{} of {} would move. Nothing was changed.", preview.moved(), preview.moves_size()));
  session.Say(fmt::format("In force: {}.", WeightsWords(preview.weights_in_force())));
  session.Say(fmt::format("Tried:    {}.", WeightsWords(preview.weights())));
  return 0;
}

}  // namespace almanac::cli
