#include "cli/import_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/ids.h"
#include "base/json.h"
#include "cli/csv.h"
#include "cli/terminal.h"
#include "cli/text.h"

namespace almanac::cli {
namespace {

using Change = v1::ImportChange;
using Problem = v1::ImportProblem;

// How many records of a kind are shown before "and N more".
constexpr size_t kShown = 5;

std::string Counted(int64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string CountsText(const v1::ImportSummary& summary) {
  std::vector<std::string> counts = {fmt::format("{} created", summary.created()),
                                     fmt::format("{} updated", summary.updated()),
                                     fmt::format("{} unchanged", summary.unchanged())};
  const auto add = [&](int64_t count, std::string_view what) {
    if (count > 0) counts.push_back(fmt::format("{} {}", count, what));
  };
  add(summary.collapsed(), "equal copies");
  add(summary.skipped(), "not taken");
  add(summary.identifiers_changed(), "recognised by address, with a new identifier");
  add(summary.departments_created(), "departments created");
  add(summary.missing(), "known from before and not in this file (left as they are)");
  return Join(counts, ", ");
}

std::string ChangeLine(const Change& change) {
  std::string line = OneLine(IdOf(change.dataset()));
  if (change.action() == Change::CREATED) return line + "  " + OneLine(change.title());
  line += ": " + (change.fields().empty() ? OneLine(change.title())
                                          : Join({change.fields().begin(), change.fields().end()}, ", "));
  if (!change.previous_identifier().empty()) line += "; its identifier was " + OneLine(change.previous_identifier());
  return line;
}

std::string ChangesText(const std::vector<Change>& changes, Change::Action action, std::string_view heading,
                        size_t width) {
  std::string lines;
  size_t count = 0;
  for (const Change& change : changes) {
    if (change.action() != action) continue;
    if (++count <= kShown) lines += "  " + Fit(ChangeLine(change), width - 2) + "\n";
  }
  if (count == 0) return {};
  if (count > kShown) lines += fmt::format("  and {} more\n", count - kShown);
  return "\n" + Bold(heading, stdout) + "\n" + lines;
}

std::string Wrapped(std::string_view lead, const std::string& text, size_t width) {
  std::string lines;
  std::string start(lead);
  for (const std::string& line : Wrap(OneLine(text), width - Width(lead))) {
    lines += start + line + "\n";
    start.assign(Width(lead), ' ');
  }
  return lines;
}

std::string PlaceOf(const Problem& problem) {
  std::string place = problem.record() > 0 ? fmt::format("record {}", problem.record()) : "the file";
  if (!problem.title().empty()) place += fmt::format(" \"{}\"", Fit(OneLine(problem.title()), 50));
  if (!problem.field().empty()) place += ", " + OneLine(problem.field());
  return place;
}

// One rule: how often, the first records, and what mends it.
std::string RuleText(const std::vector<const Problem*>& problems, size_t width) {
  const Problem& first = *problems.front();
  const bool error = first.severity() == Problem::ERROR;
  std::string text =
      fmt::format("\n{} {}\n", Bold(OneLine(first.rule()), stdout),
                  Dim(fmt::format("({}, {})", Counted(static_cast<int64_t>(problems.size()), "time", "times"),
                                  error ? "not taken" : "taken"),
                      stdout));
  for (size_t i = 0; i < problems.size() && i < kShown; ++i) {
    text += Wrapped("  ", fmt::format("{}: {}", PlaceOf(*problems[i]), problems[i]->message()), width);
  }
  if (problems.size() > kShown) text += fmt::format("  and {} more\n", problems.size() - kShown);
  if (!first.done().empty()) text += Wrapped("  done: ", first.done(), width);
  if (!first.fix().empty()) text += Wrapped("  → ", first.fix(), width);
  return text;
}

std::string ProblemsText(const std::vector<Problem>& problems, size_t width) {
  if (problems.empty()) return {};
  // What was not taken comes first; then the rules that were broken most.
  std::map<std::string, std::vector<const Problem*>> by_rule;
  for (const Problem& problem : problems) by_rule[problem.rule()].push_back(&problem);
  std::vector<const std::vector<const Problem*>*> rules;
  for (const auto& [rule, list] : by_rule) rules.push_back(&list);
  std::stable_sort(rules.begin(), rules.end(), [](const auto* a, const auto* b) {
    if (a->front()->severity() != b->front()->severity()) return a->front()->severity() > b->front()->severity();
    return a->size() > b->size();
  });
  std::string text = "\n" + Bold("Problems", stdout) + "\n";
  for (const auto* list : rules) text += RuleText(*list, width);
  return text;
}

}  // namespace

void ImportReport::Take(const v1::ImportInventoryResponse& part) {
  if (part.has_summary()) summary_ = part.summary();
  if (style_.format == Format::kJsonLines) return WriteOut(ToJson(part) + "\n");
  if (style_.format == Format::kCsv) return WriteCsv(part);
  if (part.has_change()) changes_.push_back(part.change());
  if (part.has_problem()) problems_.push_back(part.problem());
}

void ImportReport::Finish() {
  if (style_.format == Format::kJson) return WriteOut(Indented(Json()) + "\n");
  if (style_.format == Format::kTable || style_.format == Format::kTabs) WriteOut(Text());
}

std::string ImportReport::Text() const {
  const size_t width = style_.width;
  std::string text = Bold(summary_.catalogue(), stdout) + ": " + Counted(summary_.records(), "record", "records");
  if (!summary_.format().empty()) text += " of " + OneLine(summary_.format());
  text += "\n" + Wrapped("", CountsText(summary_), width);
  text += ChangesText(changes_, Change::CREATED, "Created", width);
  text += ChangesText(changes_, Change::UPDATED, "Updated", width);
  return text + ProblemsText(problems_, width);
}

void ImportReport::WriteCsv(const v1::ImportInventoryResponse& part) {
  if (!headed_) {
    WriteOut(CsvLine(
        {"kind", "record", "dataset", "title", "source_identifier", "field", "rule", "message", "done", "fix"}));
    headed_ = true;
  }
  if (part.has_change()) {
    const Change& c = part.change();
    WriteOut(CsvLine({Lower(Change::Action_Name(c.action())), fmt::format("{}", c.record()), c.dataset(), c.title(),
                      c.source_identifier(), Join({c.fields().begin(), c.fields().end()}, "; "), "", "", "", ""}));
  }
  if (part.has_problem()) {
    const Problem& p = part.problem();
    WriteOut(CsvLine({Lower(Problem::Severity_Name(p.severity())), fmt::format("{}", p.record()), "", p.title(),
                      p.source_identifier(), p.field(), p.rule(), p.message(), p.done(), p.fix()}));
  }
}

std::string ImportReport::Json() const {
  std::string json = "{\"summary\":" + ToJson(summary_) + ",\"changes\":[";
  for (const Change& change : changes_) json += (&change == &changes_.front() ? "" : ",") + ToJson(change);
  json += "],\"problems\":[";
  for (const Problem& problem : problems_) json += (&problem == &problems_.front() ? "" : ",") + ToJson(problem);
  return json + "]}";
}

}  // namespace almanac::cli
