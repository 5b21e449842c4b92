#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "base/json.h"
#include "domain/priority_scoring.h"
#include "domain/releases.h"
#include "reporting/figures.h"

namespace almanac::reporting {
namespace {

constexpr int kMostLines = 25;

domain::PriorityInput InputOf(const Record& record) {
  domain::PriorityInput input;
  const auto copy = [](const auto& from, auto* to, auto wanted) {
    std::copy_if(from.begin(), from.end(), std::back_inserter(*to), wanted);
  };
  copy(record.datasets, &input.datasets, domain::Waits);
  copy(record.signals, &input.signals, [](const auto& signal) { return !signal.has_retract_time(); });
  copy(record.overrides, &input.overrides, [](const auto& one) { return one.rank() > 0; });
  copy(record.releases, &input.releases, domain::IsOpen);
  input.program = record.program;
  input.today = ParseDay(record.as_of_day).value_or(record.days.last);
  input.rules = record.priority;
  return input;
}

std::string PointsWords(const v1::PriorityLine& line) {
  std::vector<std::string> words;
  for (const auto& point : line.points()) {
    if (point.points() != 0) words.push_back(fmt::format("{} {}", point.criterion(), point.points()));
  }
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string WeightsWords(const v1::PriorityWeights& weights) {
  std::vector<std::string> words;
  for (const auto& criterion : domain::Criteria()) {
    words.push_back(fmt::format("{} {}", criterion.key, domain::WeightOf(weights, criterion.key)));
  }
  return fmt::format("{}", fmt::join(words, ", "));
}

// Nobody is named: the role says in whose name it was.
std::string RoleWords(std::string role) {
  if (role == "board_member") return "the board";
  if (role == "leadership") return "the leadership team";
  return "the " + role;
}

v1::QueueLine LineOf(const Directory& directory, const v1::Dataset& dataset, const v1::PriorityLine& line) {
  v1::QueueLine told;
  told.set_place(line.rank());
  told.set_name(Directory::Name(dataset));
  told.set_title(Directory::Title(dataset));
  told.set_department(dataset.department());
  told.set_department_title(directory.DepartmentTitle(dataset.department()));
  told.set_points(line.score());
  told.set_made_of(PointsWords(line));
  told.set_grid(line.grid());
  told.set_chhs(line.chhs());
  const v1::DatasetLine set = directory.Line(dataset);
  told.set_planned_first_day(set.planned_first_day());
  told.set_planned_last_day(set.planned_last_day());
  if (line.override_rank() == 0) return told;
  told.set_computed_place(line.computed_rank());
  told.set_moved_by(RoleWords(line.override_role()));
  if (!Directory::Hidden(dataset)) told.set_moved_because(line.override_reason());
  return told;
}

}  // namespace

std::optional<v1::QueueFigures> QueueFiguresOf(const Directory& directory) {
  const auto input = InputOf(directory.record());
  if (!domain::NeedsScoring(input)) return std::nullopt;
  v1::QueueFigures figures;
  figures.set_waiting(static_cast<int64_t>(input.datasets.size()));
  figures.set_can_be_done(input.rules.can_be_done);
  figures.set_weights(WeightsWords(input.rules.weights));
  for (const auto& line : domain::Prioritise(input)) {
    const v1::Dataset* dataset = directory.Dataset(line.dataset());
    if (dataset == nullptr) continue;
    if (figures.lines_size() < kMostLines) {
      *figures.add_lines() = LineOf(directory, *dataset, line);
    } else {
      figures.set_more(figures.more() + 1);
    }
  }
  return figures;
}

}  // namespace almanac::reporting
