#include "cli/inventory_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/ids.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "cli/text.h"

namespace almanac::cli {
namespace {

using Change = v1::InventoryChange;
using Changes = google::protobuf::RepeatedPtrField<Change>;
// Field, before, after.
using Same = std::tuple<std::string, std::string, std::string>;

// How many names stand in a line before "and N more".
constexpr size_t kNames = 4;
// A longer value is cut; what differs is shown around the place where it begins.
constexpr size_t kValue = 60;

std::string Counted(int64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string TitleOf(const std::string& path) {
  const size_t dot = path.find('.');
  return dot == path.npos ? Label(path) : Label(path.substr(0, dot)) + ": " + Label(path.substr(dot + 1));
}

// Where two texts begin to differ, at a character's first byte and a little before.
size_t DifferenceOf(const std::string& a, const std::string& b) {
  size_t at = std::mismatch(a.begin(), a.begin() + static_cast<long>(std::min(a.size(), b.size())), b.begin()).first -
              a.begin();
  at = at > kValue / 3 ? at - kValue / 3 : 0;
  while (at > 0 && (static_cast<unsigned char>(a[at]) & 0xC0) == 0x80) --at;
  return at;
}

std::string ValueText(const std::string& value, size_t from) {
  if (value.empty()) return "(empty)";
  const std::string line = OneLine(value);
  if (Width(line) <= kValue || from >= value.size()) return Fit(line, kValue);
  return Fit((from > 0 ? "…" : "") + OneLine(value.substr(from)), kValue);
}

std::string Arrow(const std::string& before, const std::string& after) {
  const size_t from = Width(before) > kValue || Width(after) > kValue ? DifferenceOf(before, after) : 0;
  return ValueText(before, from) + " → " + ValueText(after, from);
}

std::string Names(const std::vector<std::string>& names) {
  std::vector<std::string> shown(names.begin(), names.begin() + static_cast<long>(std::min(names.size(), kNames)));
  if (names.size() > kNames) shown.push_back(fmt::format("and {} more", names.size() - kNames));
  return Join(shown, ", ");
}

std::map<Same, std::vector<std::string>> Gathered(const Changes& changes) {
  std::map<Same, std::vector<std::string>> gathered;
  for (const Change& change : changes) {
    if (change.action() != Change::CHANGED) continue;
    for (const auto& field : change.changes()) {
      gathered[{field.field(), field.before(), field.after()}].push_back(OneLine(IdOf(change.dataset())));
    }
  }
  std::erase_if(gathered, [](const auto& one) { return one.second.size() < 2; });
  return gathered;
}

std::string SameText(const std::map<Same, std::vector<std::string>>& same, size_t width) {
  if (same.empty()) return {};
  std::string text = Bold("The same on several datasets", stdout) + "\n";
  for (const auto& [what, names] : same) {
    const auto& [field, before, after] = what;
    text += Hanging(
        "  ",
        fmt::format("{}: {}   on {} datasets: {}", TitleOf(field), Arrow(before, after), names.size(), Names(names)),
        width);
  }
  return text + "\n";
}

std::string_view Words(int consequence) {
  switch (consequence) {
    case Change::PUBLIC_AT_ONCE:
      return "The public reads it at once";
    case Change::WAITS_FOR_DECISION:
      return "Waits for a decision before the public sees it; submit it afterwards";
    case Change::SENT_BACK:
      return "What was submitted or approved becomes void; submit it again";
    default:
      return "";
  }
}

std::string HeadOf(const Change& change) {
  const std::string where = change.row() > 0 ? Dim(fmt::format("  row {}", change.row()), stdout) : "";
  if (change.action() == Change::ADDED) {
    const std::string name = change.dataset().empty() ? "" : OneLine(IdOf(change.dataset())) + "  ";
    return Bold("New: " + name + OneLine(change.title()), stdout) + where + "\n";
  }
  return Bold(OneLine(IdOf(change.dataset())), stdout) + "  " + OneLine(change.title()) + where + "\n";
}

// What is told above, of many at once, is not told again.
std::string ChangeText(const Change& change, const std::map<Same, std::vector<std::string>>& same, size_t width) {
  std::vector<SheetEntry> entries;
  for (const auto& field : change.changes()) {
    if (change.action() == Change::CHANGED && same.contains({field.field(), field.before(), field.after()})) continue;
    const std::string value =
        change.action() == Change::ADDED ? ValueText(field.after(), 0) : Arrow(field.before(), field.after());
    entries.push_back({TitleOf(field.field()), {value}});
  }
  if (entries.empty()) return {};
  return HeadOf(change) + Sheet(entries, width, 2) + "\n";
}

// What follows for reviews and the public, once for all datasets that share it.
std::string FollowsText(const Changes& changes, size_t width) {
  std::map<int, std::vector<std::string>> follows;
  for (const Change& change : changes) {
    for (const int consequence : change.consequences()) follows[consequence].push_back(OneLine(IdOf(change.dataset())));
  }
  std::string text;
  for (const auto& [consequence, names] : follows) {
    text += Hanging("! ", fmt::format("{}: {}.", Words(consequence), Names(names)), width);
  }
  return text.empty() ? text : text + "\n";
}

std::string ChangesText(const Changes& changes, size_t width) {
  const auto same = Gathered(changes);
  std::string text = SameText(same, width);
  for (const Change& change : changes) text += ChangeText(change, same, width);
  return text + FollowsText(changes, width);
}

std::string PlaceOf(const v1::InventoryProblem& problem) {
  std::string place = problem.row() > 0 ? fmt::format("row {}", problem.row()) : "the head";
  if (!problem.dataset().empty()) place += fmt::format(" ({})", OneLine(IdOf(problem.dataset())));
  // Most messages begin with it.
  if (!problem.column().empty() && !problem.message().starts_with(problem.column()))
    place += ", " + OneLine(problem.column());
  return place;
}

std::string ProblemsText(const v1::InventoryPlan& plan, size_t width) {
  if (plan.problems().empty()) return {};
  std::string text = Bold(plan.problems_size() == 1 ? "This is not right"
                                                    : fmt::format("{} things are not right", plan.problems_size()),
                          stdout) +
                     "\n";
  for (const auto& problem : plan.problems()) {
    text += Hanging("  ", fmt::format("{}: {}", PlaceOf(problem), Harmless(problem.message())), width);
    if (!problem.fix().empty()) text += Hanging("    → ", Harmless(problem.fix()), width);
  }
  return text + "\n";
}

std::string LeftText(const v1::InventoryPlan& plan, size_t width) {
  std::string text;
  if (plan.moved_size() > 0) {
    std::vector<std::string> names;
    for (const auto& name : plan.moved()) names.push_back(OneLine(IdOf(name)));
    text += Hanging("",
                    fmt::format("{} changed by somebody since the pull and not by you; left as {}: {}.",
                                Counted(plan.moved_size(), "dataset was", "datasets were"),
                                plan.moved_size() == 1 ? "it is" : "they are", Names(names)),
                    width);
  }
  if (plan.absent() > 0) {
    text += Hanging("",
                    fmt::format("{} of these departments {} not in the sheet. That deletes nothing.",
                                Counted(plan.absent(), "dataset", "datasets"), plan.absent() == 1 ? "is" : "are"),
                    width);
  }
  return text;
}

}  // namespace

std::string PlanCounts(const v1::InventoryPlan& plan, bool done) {
  int64_t added = 0, changed = 0;
  for (const Change& change : plan.changes()) (change.action() == Change::ADDED ? added : changed) += 1;
  if (added + changed == 0)
    return fmt::format("Nothing changes: {} as {} in the record.", Counted(plan.unchanged(), "row is", "rows are"),
                       plan.unchanged() == 1 ? "it is" : "they are");
  std::vector<std::string> parts;
  if (changed > 0) parts.push_back(Counted(changed, "dataset ", "datasets ") + (done ? "changed" : "would change"));
  if (added > 0) parts.push_back(Counted(added, "new dataset ", "new datasets ") + (done ? "added" : "would be added"));
  if (plan.unchanged() > 0) parts.push_back(Counted(plan.unchanged(), "stays as it is", "stay as they are"));
  std::string text = Join(parts, ", ") + ".";
  for (size_t at = text.find("  "); at != text.npos; at = text.find("  ")) text.erase(at, 1);
  return text;
}

std::string PlanText(const v1::InventoryPlan& plan, size_t width) {
  return ChangesText(plan.changes(), width) + ProblemsText(plan, width) + LeftText(plan, width);
}

std::string UndoText(const v1::UndoInventoryResponse& undone, size_t width) {
  std::string text = ChangesText(undone.changes(), width);
  std::vector<std::string> kept;
  for (const auto& name : undone.kept()) kept.push_back(OneLine(IdOf(name)));
  if (!kept.empty()) {
    text += Hanging("",
                    fmt::format("The apply added {}: {}. A record is never removed, so {} as {}.",
                                Counted(static_cast<int64_t>(kept.size()), "a dataset", "datasets"), Names(kept),
                                kept.size() == 1 ? "it stays" : "they stay", kept.size() == 1 ? "it is" : "they are"),
                    width);
  }
  return text;
}

void ShowPlanRows(const OutputStyle& style, const v1::InventoryPlan& plan) {
  std::vector<std::vector<std::string>> rows;
  for (const Change& change : plan.changes()) {
    const std::string action = change.action() == Change::ADDED ? "added" : "changed";
    for (const auto& field : change.changes()) {
      rows.push_back({action, std::to_string(change.row()), change.dataset(), field.field(), field.before(),
                      field.after(), "", "", ""});
    }
  }
  for (const auto& problem : plan.problems()) {
    rows.push_back({"problem", std::to_string(problem.row()), problem.dataset(), problem.column(), "", "",
                    problem.rule(), problem.message(), problem.fix()});
  }
  ShowRows(style, {"action", "row", "dataset", "field", "before", "after", "rule", "message", "fix"}, rows);
}

}  // namespace almanac::cli
