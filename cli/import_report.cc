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
  const auto add = [&](int64_t count, std::string_view one, std::string_view many) {
    if (count > 0) counts.push_back(Counted(count, one, many));
  };
  add(summary.collapsed(), "equal copy", "equal copies");
  add(summary.skipped(), "not taken", "not taken");
  add(summary.identifiers_changed(), "recognised by its address", "recognised by their address");
  add(summary.departments_created(), "department created", "departments created");
  add(summary.missing(), "known from before and not in this file (left as it is)",
      "known from before and not in this file (left as they are)");
  return Join(counts, ", ");
}

// A file that has hardly anything of the catalogue it goes into is probably another one.
std::string OtherCatalogueText(const v1::ImportSummary& summary, size_t width) {
  const int64_t known = summary.updated() + summary.unchanged();
  const bool few = known * 10 < known + summary.missing() && summary.created() > known;
  if (!few) return {};
  return Hanging("→ ",
                 fmt::format("Hardly anything in this file was known from the catalogue {0}. If it is another "
                             "catalogue, give it a name of its own: --catalogue NAME.",
                             OneLine(summary.catalogue())),
                 width);
}

// What happened to a dataset, its name left out.
std::string ChangeText(const Change& change) {
  if (change.action() == Change::CREATED) return OneLine(change.title());
  std::string text =
      change.fields().empty() ? OneLine(change.title()) : Join({change.fields().begin(), change.fields().end()}, ", ");
  if (!change.previous_identifier().empty()) text += "; its identifier was " + OneLine(change.previous_identifier());
  return text;
}

std::string ChangesText(const std::vector<Change>& changes, Change::Action action, std::string_view heading,
                        size_t width) {
  std::vector<std::vector<std::string>> rows;
  size_t count = 0;
  for (const Change& change : changes) {
    if (change.action() != action) continue;
    if (++count <= kShown) rows.push_back({OneLine(IdOf(change.dataset())), ChangeText(change)});
  }
  if (count == 0) return {};
  const std::vector<Column> columns = {{""}, {""}};
  const auto widths = ColumnWidths(columns, rows, width - 2);
  std::string text = "\n" + Bold(heading, stdout) + "\n";
  for (const auto& row : rows) text += "  " + TableLine(columns, row, widths) + "\n";
  if (count > kShown) text += fmt::format("  and {} more\n", count - kShown);
  return text;
}

// "record 3 Public Trees, title"; the field is left out where the rule's own line names it.
std::string PlaceOf(const Problem& problem, bool same_field) {
  constexpr size_t kTitle = 44;
  std::string place = problem.record() > 0 ? fmt::format("record {}", problem.record()) : "the file";
  if (!problem.title().empty()) place += " " + Fit(OneLine(problem.title()), kTitle);
  if (!same_field && !problem.field().empty()) place += ", " + OneLine(problem.field());
  return place;
}

using Problems = std::vector<const Problem*>;

bool AllAlike(const Problems& problems, const std::string& (Problem::*part)() const) {
  return std::all_of(problems.begin(), problems.end(),
                     [&](const Problem* problem) { return (problem->*part)() == (problems.front()->*part)(); });
}

// The first records: one after another when there is the same to say of all.
std::string RecordsText(const Problems& problems, bool same_field, size_t width) {
  std::string text;
  const size_t more = problems.size() > kShown ? problems.size() - kShown : 0;
  if (problems.size() > 1 && AllAlike(problems, &Problem::message)) {
    std::vector<std::string> records;
    for (size_t i = 0; i < problems.size() - more; ++i) records.push_back(PlaceOf(*problems[i], same_field));
    if (more > 0) records.push_back(fmt::format("and {} more", more));
    return Hanging("  ", OneLine(problems.front()->message()), width) + Hanging("  ", Join(records, "; "), width);
  }
  for (size_t i = 0; i < problems.size() - more; ++i) {
    const std::string place = PlaceOf(*problems[i], same_field);
    text += Hanging("  ", place + ": " + OneLine(problems[i]->message()), width);
  }
  if (more > 0) text += fmt::format("  and {} more\n", more);
  return text;
}

// "modified, 7 times, taken". What is wrong with the file as a whole is no record that could be taken.
std::string AboutRule(const Problems& problems, bool same_field) {
  const Problem& first = *problems.front();
  std::vector<std::string> about;
  if (same_field && !first.field().empty()) about.push_back(OneLine(first.field()));
  if (first.record() > 0) {
    about.push_back(Counted(static_cast<int64_t>(problems.size()), "time", "times"));
    about.emplace_back(first.severity() == Problem::ERROR ? "not taken" : "taken");
  }
  return about.empty() ? "" : Dim("(" + Join(about, ", ") + ")", stdout);
}

// Those of which the same was made, the most frequent first: what is said to be done holds for each record below it.
std::vector<Problems> ByOutcome(const Problems& problems) {
  std::vector<Problems> groups;
  std::map<std::string_view, size_t> places;
  for (const Problem* problem : problems) {
    const auto [place, added] = places.try_emplace(problem->done(), groups.size());
    if (added) groups.emplace_back();
    groups[place->second].push_back(problem);
  }
  std::stable_sort(groups.begin(), groups.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return groups;
}

std::string OutcomeText(const Problems& problems, bool same_field, size_t width) {
  const std::string done = OneLine(problems.front()->done());
  return RecordsText(problems, same_field, width) + (done.empty() ? "" : Hanging("  done: ", done, width));
}

// One rule: how often, the first records, what was done with them, and what mends it.
std::string RuleText(const Problems& problems, size_t width) {
  const Problem& first = *problems.front();
  const bool same_field = AllAlike(problems, &Problem::field);
  const std::string about = AboutRule(problems, same_field);
  std::string text = "\n" + Bold(OneLine(first.rule()), stdout) + (about.empty() ? "" : " " + about) + "\n";
  const auto groups = ByOutcome(problems);
  const bool same_fix = AllAlike(problems, &Problem::fix);
  for (size_t i = 0; i < std::min(groups.size(), kShown); ++i) {
    if (groups.size() > 1)
      text +=
          Dim(fmt::format("  {}:", Counted(static_cast<int64_t>(groups[i].size()), "time", "times")), stdout) + "\n";
    text += OutcomeText(groups[i], same_field, width);
    if (!same_fix) text += Hanging("  → ", OneLine(groups[i].front()->fix()), width);
  }
  if (groups.size() > kShown) text += fmt::format("  and {} more outcomes\n", groups.size() - kShown);
  if (same_fix && !first.fix().empty()) text += Hanging("  → ", OneLine(first.fix()), width);
  return text;
}

std::string DepartmentsText(const v1::ImportSummary& summary, size_t width) {
  if (summary.new_departments().empty()) return {};
  std::vector<std::string> titles;
  for (const auto& title : summary.new_departments()) titles.push_back(OneLine(title));
  return "\n" + Bold("Departments created", stdout) + "\n" + Hanging("  ", Join(titles, "; "), width);
}

std::string ProblemsText(const std::vector<Problem>& problems, size_t width) {
  if (problems.empty()) return {};
  // What was not taken comes first; then the rules that were broken most.
  std::map<std::string, Problems> by_rule;
  for (const Problem& problem : problems) by_rule[problem.rule()].push_back(&problem);
  std::vector<const Problems*> rules;
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
  if (style_.format == Format::kJsonLines) return WriteJsonLines(part);
  if (style_.format == Format::kCsv) return WriteCsv(part);
  changes_.insert(changes_.end(), part.changes().begin(), part.changes().end());
  problems_.insert(problems_.end(), part.problems().begin(), part.problems().end());
}

// A line each, however many came together.
void ImportReport::WriteJsonLines(const v1::ImportInventoryResponse& part) {
  for (const Problem& problem : part.problems()) WriteOut("{\"problem\":" + ToJson(problem) + "}\n");
  for (const Change& change : part.changes()) WriteOut("{\"change\":" + ToJson(change) + "}\n");
  if (part.has_progress()) WriteOut("{\"progress\":" + ToJson(part.progress()) + "}\n");
  if (part.has_summary()) WriteOut("{\"summary\":" + ToJson(part.summary()) + "}\n");
}

void ImportReport::Finish() {
  if (style_.format == Format::kJson) return WriteOut(Indented(Json()) + "\n");
  if (style_.format == Format::kTable || style_.format == Format::kTabs) WriteOut(Text());
}

std::string ImportReport::Text() const {
  const size_t width = style_.width;
  std::string text = Bold(summary_.catalogue(), stdout) + ": " + Counted(summary_.records(), "record", "records");
  if (!summary_.format().empty()) text += " of " + OneLine(summary_.format());
  text += "\n" + Hanging("", CountsText(summary_), width) + OtherCatalogueText(summary_, width);
  text += DepartmentsText(summary_, width);
  text += ChangesText(changes_, Change::CREATED, "Created", width);
  text += ChangesText(changes_, Change::UPDATED, "Updated", width);
  text += ProblemsText(problems_, width);
  if (text.find("\n  and ") == text.npos && text.find("; and ") == text.npos) return text;
  return text + "\n" + Hanging("", "All of it, a line each: -o csv, or -o json.", width);
}

void ImportReport::WriteCsv(const v1::ImportInventoryResponse& part) {
  if (!headed_) {
    WriteOut(CsvLine(
        {"kind", "record", "dataset", "title", "source_identifier", "field", "rule", "message", "done", "fix"}));
    headed_ = true;
  }
  for (const Change& c : part.changes()) {
    WriteOut(CsvLine({Lower(Change::Action_Name(c.action())), fmt::format("{}", c.record()), c.dataset(), c.title(),
                      c.source_identifier(), Join({c.fields().begin(), c.fields().end()}, "; "), "", "", "", ""}));
  }
  for (const Problem& p : part.problems()) {
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
